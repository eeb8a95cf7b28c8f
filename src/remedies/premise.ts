import { z } from 'zod'
import type { Evidence } from '../diagnostics/evidence.ts'
import { FAMILY_NAMES, oneLine } from '../diagnostics/words.ts'
import type { Family, Link } from '../domain/link.ts'
import type { Act, ActType } from './acts.ts'
import { riskOf } from './confirmation.ts'
import { isWorse, type LossKind, lossesOf } from './consequences.ts'
import type { Names } from './naming.ts'

/** What of a link a plan was made on. */
interface Facts {
  readonly name: string
  readonly status: string
  readonly vpcId: string | null
  readonly ipv4: string | null
  readonly ipv6: string | null
  readonly propagation: boolean
  /** What is ordered again where nothing else is asked for: PoP, bandwidth, partner or connection, peer ASN, VLAN. */
  readonly order: string
}

type Fact = keyof Facts

/**
 * What an act relies on: the facts of the link that it was planned on, and what was said to be left of the families that it
 * takes away. Small enough to travel in a modal's `private_metadata` (Slack: 3000 characters).
 */
export interface Premise {
  readonly act: Act
  readonly linkId: string
  readonly facts: Partial<Facts>
  readonly losses: Readonly<Partial<Record<Family, LossKind>>>
  /** What was said to be risky about the policy that is attached (`riskOf`). */
  readonly risk: string | null
  /** Another link goes by its name, so that its id alone confirms. */
  readonly hasNamesake: boolean
  /** It was shown as what DRY_RUN would only show: whoever confirms that asks for nothing to be done. */
  readonly isDryRun: boolean
}

/** As much of `private_metadata` as a premise may take, in characters: the rest is the modal's. */
export const MOST_PREMISE_CHARACTERS = 2_600

const EVERYTHING: readonly Fact[] = ['name', 'status', 'vpcId', 'ipv4', 'ipv6', 'propagation']
const PATH: readonly Fact[] = ['name', 'vpcId', 'ipv4', 'ipv6', 'propagation']

const RELIES_ON: Readonly<Record<ActType, readonly Fact[]>> = {
  attach_vpc: ['vpcId'],
  detach_vpc: PATH,
  set_policy: [],
  create_policy: ['name'],
  detach_policy: PATH,
  enable_propagation: ['vpcId', 'ipv4', 'ipv6', 'propagation'],
  disable_propagation: PATH,
  delete_link: EVERYTHING,
  reorder_link: [...EVERYTHING, 'order'],
  reveal_pairing_key: ['status'],
  mark_contacted: ['status'],
  record_ticket: [],
}

/** The premise of an act on a link as it is now. */
export function premiseOf(
  act: Act,
  evidence: Evidence,
  names: Names,
  { hasNamesake, isDryRun }: Pick<Premise, 'hasNamesake' | 'isDryRun'>,
): Premise {
  const all = factsOf(evidence.link)
  const wanted = reliesOn(act)
  return {
    act,
    linkId: evidence.link.id,
    facts: Object.fromEntries(wanted.map((fact) => [fact, all[fact]])),
    losses: Object.fromEntries(lossesOf(act, evidence, names).map(({ family, left }) => [family, left.type])),
    risk: riskOf(act, evidence, names),
    hasNamesake,
    isDryRun,
  }
}

/** What is not any more as a plan took it to be, as a clause; null where all of it still is. */
export function whatChanged(premise: Premise, link: Link): string | null {
  const now = factsOf(link)
  const changed = reliesOn(premise.act).filter((fact) => premise.facts[fact] !== now[fact])
  const [first] = changed
  return first === undefined ? null : CHANGE_WORDS[first](now)
}

/** What is left less of than a plan said, as a clause; null where nothing is. */
export function lessIsLeft(premise: Premise, evidence: Evidence, names: Names): string | null {
  const worse = lossesOf(premise.act, evidence, names).find(({ family, left }) =>
    isWorse(left.type, premise.losses[family]),
  )
  if (worse === undefined) return null
  const family = FAMILY_NAMES[worse.family]
  return premise.losses[worse.family] === undefined
    ? `${family} carries now, and did not then`
    : `less is left of ${family} than there was then`
}

/** What is risky about the policy now and was not, as a clause; null where nothing is. */
export function isRiskier({ act, risk }: Premise, evidence: Evidence, names: Names): string | null {
  const now = riskOf(act, evidence, names)
  return now === null || now === risk ? null : `${now} now`
}

const CHANGE_WORDS: Readonly<Record<Fact, (now: Facts) => string>> = {
  name: ({ name }) => `the link is called ${oneLine(name) || '(no name)'} now`,
  status: ({ status }) => `the status of the link is ${oneLine(status)} now`,
  vpcId: ({ vpcId }) => (vpcId === null ? 'no VPC is attached any more' : 'another VPC is attached now'),
  ipv4: ({ ipv4 }) => policyChanged('ipv4', ipv4),
  ipv6: ({ ipv6 }) => policyChanged('ipv6', ipv6),
  propagation: ({ propagation }) => `route propagation is ${propagation ? 'on' : 'off'} now`,
  order: () =>
    'the PoP, the bandwidth, the partner or connection, the peer ASN or the VLAN of the link is another now',
}

function policyChanged(family: Family, id: string | null): string {
  return id === null
    ? `no ${FAMILY_NAMES[family]} routing policy is attached any more`
    : `another ${FAMILY_NAMES[family]} routing policy is attached now`
}

/** Acts on a policy rely on that family's policy alone. */
function reliesOn(act: Act): readonly Fact[] {
  if (act.type === 'set_policy') return ['name', act.family]
  if (act.type === 'create_policy') return [...RELIES_ON.create_policy, act.policy.family]
  return RELIES_ON[act.type]
}

function factsOf(link: Link): Facts {
  const { name, status, vpcId, policies, routePropagation: propagation } = link
  return { name, status, vpcId, ipv4: policies.ipv4, ipv6: policies.ipv6, propagation, order: orderOf(link) }
}

function orderOf({ popId, bandwidthMbps, kind, customerPeer, vlan }: Link): string {
  const over = kind.type === 'hosted' ? kind.partnerId : kind.type === 'self_hosted' ? kind.connectionId : ''
  return [popId, bandwidthMbps, over, customerPeer?.asn ?? '', vlan ?? ''].join(' ')
}

const family = z.enum(['ipv4', 'ipv6'])
const none = <Type extends ActType>(type: Type) => z.object({ type: z.literal(type) })

const actSchema: z.ZodType<Act> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attach_vpc'), vpcId: z.string() }),
  none('detach_vpc'),
  z.object({ type: z.literal('set_policy'), family, policyId: z.string() }),
  z.object({
    type: z.literal('create_policy'),
    policy: z.object({
      name: z.string(),
      projectId: z.string(),
      family,
      prefixesIn: z.array(z.string()),
      prefixesOut: z.array(z.string()),
    }),
  }),
  z.object({ type: z.literal('detach_policy'), family }),
  none('enable_propagation'),
  none('disable_propagation'),
  none('delete_link'),
  none('reorder_link'),
  none('reveal_pairing_key'),
  z.object({ type: z.literal('mark_contacted'), reference: z.string().nullable() }),
  z.object({ type: z.literal('record_ticket'), reference: z.string(), state: z.enum(['open', 'closed']) }),
])

const loss = z.enum(['none', 'down', 'weak', 'independent']).exactOptional()
const premiseSchema: z.ZodType<Premise> = z.object({
  act: actSchema,
  linkId: z.string(),
  facts: z.object({
    name: z.string().exactOptional(),
    status: z.string().exactOptional(),
    vpcId: z.string().nullable().exactOptional(),
    ipv4: z.string().nullable().exactOptional(),
    ipv6: z.string().nullable().exactOptional(),
    propagation: z.boolean().exactOptional(),
    order: z.string().exactOptional(),
  }),
  losses: z.object({ ipv4: loss, ipv6: loss }),
  risk: z.string().nullable(),
  hasNamesake: z.boolean().default(false),
  isDryRun: z.boolean().default(false),
})

/** A premise as text for `private_metadata`. */
export function premiseText(premise: Premise): string {
  return JSON.stringify(premise)
}

/** Reads what `premiseText` wrote; null for anything else, such as what an older version wrote. */
export function parsePremise(text: string): Premise | null {
  try {
    const parsed = premiseSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
