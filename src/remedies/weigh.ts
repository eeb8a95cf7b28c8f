import type { Evidence } from '../diagnostics/evidence.ts'
import { sentence } from '../diagnostics/words.ts'
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

/** Looks at the link, now, and says whether the act can be done to it; or else why not. Who asks was looked at before. */
export async function weigh(
  act: Act,
  linkId: string,
  parts: {
    readonly sights: LinkSights
    readonly writer: Pick<LinkWriter, 'missingRight'>
    readonly settings: RemedySettings
  },
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
  return onLink(act, sight, parts)
}

/** As `weigh`, on a link that was read. */
export function onLink(
  act: Act,
  sight: Seen,
  parts: {
    readonly writer: Pick<LinkWriter, 'missingRight'>
    readonly settings: RemedySettings
  },
): Seen | Refused | ShownAsCode {
  const { evidence } = sight
  const reason = whyNot(wantedBy(act), evidence.link)
  if (reason !== null) return refused('link', reason)
  const owned = ownedByCode(evidence, parts.settings.iacTags)
  if (owned !== null && ACT_KINDS[act.type].writes)
    return { type: 'as_code', reason: owned, code: asCode(act, evidence.link) }
  const lacking = parts.writer.missingRight(act.type)
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
