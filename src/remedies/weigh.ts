import type { Evidence } from '../diagnostics/evidence.ts'
import { sentence } from '../diagnostics/words.ts'
import type { Clock } from '../domain/clock.ts'
import type { RoutingPolicy } from '../domain/link.ts'
import type { Lookup } from '../domain/lookups.ts'
import { within } from '../domain/within.ts'
import { ACT_KINDS, type Act } from './acts.ts'
import { wantedBy, whyNot } from './applies.ts'
import { type AsCode, asCode } from './as-code.ts'
import type { Asker, NotAllowed, Permission } from './authorise.ts'
import { ownedByCode } from './infrastructure.ts'
import type { LinkSight, LinkSights, LinkWriter } from './ports.ts'
import type { RemedySettings } from './settings.ts'

/** Why an act is not done, as a word to branch on. */
export type RefusedBecause =
  | NotAllowed
  /** The link is gone, not known, or could not be read just now. */
  | 'gone'
  | 'unknown'
  | 'not_read'
  /** The link is in no state for it. */
  | 'link'
  /** The API key was refused this before. */
  | 'right'
  /** What was asked for cannot be done as it was asked. */
  | 'invalid'
  /** Something that the plan relied on is not so any more. */
  | 'premise'
  /** What was typed does not confirm it. */
  | 'confirmation'
  /** An act on this link is being done. */
  | 'under_way'

/** Nothing was done; `sentence` says why and what to do. */
export interface Refused {
  readonly type: 'refused'
  readonly why: RefusedBecause
  readonly sentence: string
  /** Whom to ask, by Slack's ids; empty where that is nobody in particular. */
  readonly ask: RemedySettings['operators']
  /** Where it may be asked; empty where that makes no difference. */
  readonly channels: readonly string[]
}

/** Nothing was done, since code owns the link: what to write there instead. */
export interface ShownAsCode {
  readonly type: 'as_code'
  readonly reason: string
  readonly code: AsCode
}

/** A link that was read just now. */
export type Seen = Extract<LinkSight, { type: 'found' }>

export const UNDER_WAY =
  'Something is being done to this link just now, so nothing was done twice: wait a moment, and look at what came of it.'

export function refused(
  why: RefusedBecause,
  words: string,
  permission?: Extract<Permission, { type: 'refused' }>,
): Refused {
  return {
    type: 'refused',
    why,
    sentence: words,
    ask: permission?.ask ?? { users: [], groups: [] },
    channels: permission?.channels ?? [],
  }
}

/** A permission that was refused, as an answer. */
export function notAllowed(permission: Extract<Permission, { type: 'refused' }>): Refused {
  return refused(permission.why, permission.sentence, permission)
}

/** What it takes to look at a link, and at what is to be attached to it. */
export interface WeighingParts {
  readonly sights: LinkSights
  /** A GET of one routing policy. */
  readonly readPolicy: (
    region: string,
    policyId: string,
    signal: AbortSignal,
  ) => Promise<Lookup<RoutingPolicy>>
  readonly writer: Pick<LinkWriter, 'missingRight'>
  readonly settings: RemedySettings
  readonly clock: Clock
}

const POLICY_TIMEOUT_MS = 3_000

/**
 * The sight with the routing policy that an act attaches as it is now: names and filters are polled minutes apart. As it was
 * polled where it cannot be read; null where it is gone.
 */
async function withPolicy(act: Act, sight: Seen, { readPolicy, clock }: WeighingParts): Promise<Seen | null> {
  if (act.type !== 'set_policy' || act.policyId === '') return sight
  const { region } = sight.evidence.link
  const lookup = await within<Lookup<RoutingPolicy> | null>(
    clock,
    POLICY_TIMEOUT_MS,
    (signal) => readPolicy(region, act.policyId, signal),
    () => null,
  )
  if (lookup?.type === 'failed' && lookup.failure.reason === 'not_found') return null
  if (lookup?.type !== 'found') return sight
  const { directory } = sight
  const others = directory.policies.filter(({ id }) => id !== act.policyId)
  return { ...sight, directory: { ...directory, policies: [...others, lookup.value] } }
}

/** Looks at the link, now, and says whether the act can be done to it; or else why not. Who asks was looked at before. */
export async function weigh(
  act: Act,
  linkId: string,
  parts: WeighingParts,
): Promise<Seen | Refused | ShownAsCode> {
  const sight = await parts.sights.look(linkId)
  if (sight.type === 'gone') return refused('gone', 'The link is gone from Scaleway (404): nothing was done.')
  if (sight.type === 'unknown')
    return refused('unknown', 'No link with that id can be found: nothing was done.')
  if (sight.notRead !== null)
    return refused(
      'not_read',
      `The link could not be read just now, so nothing was done: ${sight.notRead.message} Try again in a minute.`,
    )
  const withAll = await withPolicy(act, sight, parts)
  return withAll === null
    ? refused('gone', 'That routing policy is gone from Scaleway (404), so nothing was done: choose another.')
    : onLink(act, withAll, parts)
}

/** As `weigh`, on a link that was read. */
export function onLink(
  act: Act,
  sight: Seen,
  parts: Pick<WeighingParts, 'writer' | 'settings'>,
): Seen | Refused | ShownAsCode {
  const { evidence } = sight
  const reason = whyNot(wantedBy(act), evidence.link)
  if (reason !== null) return refused('link', reason)
  const owned = ownedByCode(evidence, parts.settings.iacTags)
  if (owned !== null && ACT_KINDS[act.type].writes)
    return { type: 'as_code', reason: owned, code: asCode(act, evidence.link) }
  const lacking = parts.writer.missingRight(act.type, evidence.link.projectId)
  if (lacking !== null) return refused('right', lacking)
  const problem = problemOf(act, sight)
  return problem === null ? sight : refused('invalid', problem)
}

/** What is wrong with an act itself, as far as can be told without asking the API; null where nothing is. */
function problemOf(act: Act, { evidence, directory }: Seen): string | null {
  const { link } = evidence
  switch (act.type) {
    case 'attach_vpc': {
      const vpc = directory.vpcs.find(({ id }) => id === act.vpcId)
      return vpc !== undefined && vpc.region !== link.region
        ? `That VPC is in ${vpc.region}, and a link takes one of its own region, ${link.region}.`
        : null
    }
    case 'set_policy': {
      if (link.policies[act.family] === act.policyId) return 'That routing policy is attached already.'
      const policy = directory.policies.find(({ id }) => id === act.policyId)
      return policy !== undefined && policy.family !== act.family
        ? 'That routing policy is for the other address family: choose one of this family.'
        : null
    }
    default:
      return null
  }
}

/** A premise that is gone, as an answer. */
export function premiseGone(clause: string): Refused {
  return refused(
    'premise',
    `${sentence(clause)} That is not what was shown, so nothing was done: look at the link again.`,
  )
}

/** The link of evidence, as the audit names it. */
export function auditLink({ link }: Pick<Evidence, 'link'>) {
  return { id: link.id, name: link.name, region: link.region }
}

/** Whether somebody may, as `createPermissions` makes it. */
export type MayAct = (asker: Asker) => Promise<Permission>
