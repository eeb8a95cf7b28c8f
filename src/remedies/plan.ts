import type { Evidence } from '../diagnostics/evidence.ts'
import { uncovered } from '../diagnostics/prefixes.ts'
import type { Family, Link, RoutingPolicy } from '../domain/link.ts'
import { listed, toDoSentences } from './act-words.ts'
import { ACT_KINDS, type Act } from './acts.ts'
import { wantedBy } from './applies.ts'
import { callsOf } from './calls.ts'
import { type Confirmation, confirmationFor, riskOf, widePrefixes } from './confirmation.ts'
import { afterDeletion, lossesOf, lossSentence } from './consequences.ts'
import { type Names, policyNamed, vpcNamed } from './naming.ts'
import { labelOf } from './offers.ts'
import { type Premise, premiseOf } from './premise.ts'

/** Exactly what will happen. Texts are plain sentences that may hold foreign names on one line each: those of `names`. */
export interface Plan {
  readonly act: Act
  readonly link: Link
  readonly names: readonly string[]
  /** As on a button. */
  readonly title: string
  /** The VPC, the routing policy or the reference that it is about, by name; null for an act that needs none. */
  readonly about: string | null
  /** What is to be done, in order, each told as a thing to do: nobody takes it for done. */
  readonly steps: readonly string[]
  /** What breaks, or may; empty where nothing does. */
  readonly warnings: readonly string[]
  /** The calls to Scaleway's API, for those who want to see them. */
  readonly calls: readonly string[]
  readonly confirmation: Confirmation
  readonly premise: Premise
  /** The calls will only be shown. */
  readonly isDryRun: boolean
  /** Another link goes by the name of this one. */
  readonly hasNamesake: boolean
}

/** What was seen beside the link: who else has its name, and whether the Audit Trail told who writes to it (`LinkSight`). */
export interface Beside {
  readonly hasNamesake: boolean
  readonly isTrailUnread: boolean
}

const NOTHING_BESIDE: Beside = { hasNamesake: false, isTrailUnread: false }

const TRAIL_UNREAD =
  "Whether infrastructure as code changes this link could not be read: Scaleway's Audit Trail did not answer. If it does, its next run takes this back."

/** Plans an act on a link as it is now. That it applies was looked at before. Pure. */
export function planOf(
  act: Act,
  evidence: Evidence,
  names: Names,
  isDryRun: boolean,
  { hasNamesake, isTrailUnread }: Beside = NOTHING_BESIDE,
): Plan {
  const { link } = evidence
  const unread = isTrailUnread && ACT_KINDS[act.type].writes ? [TRAIL_UNREAD] : []
  const losses = lossesOf(act, evidence, names).map((loss) => lossSentence(loss, evidence))
  return {
    act,
    link,
    names: mentioned(act, evidence, names),
    title: labelOf(wantedBy(act), link),
    about: aboutOf(act, link, names),
    steps: [...toDoSentences(act, link, names), ...(act.type === 'delete_link' ? afterDeletion(link) : [])],
    warnings: [...losses, ...warningsOf(act, link, names), ...unread],
    calls: callsOf(act, link),
    confirmation: confirmationFor(act, link, riskOf(act, evidence, names), hasNamesake),
    premise: premiseOf(act, evidence, names, { hasNamesake, isDryRun }),
    isDryRun,
    hasNamesake,
  }
}

/** The foreign names that a plan of the act may mention. */
function mentioned(act: Act, { link, siblings, vpc }: Evidence, names: Names): readonly string[] {
  const ids = new Set([link.vpcId, link.policies.ipv4, link.policies.ipv6])
  if (act.type === 'attach_vpc') ids.add(act.vpcId)
  if (act.type === 'set_policy') ids.add(act.policyId)
  const attached = [...names.vpcs, ...names.policies].filter(({ id }) => ids.has(id))
  return [
    ...[link, ...siblings, ...attached, ...(vpc === null ? [] : [vpc])].map(({ name }) => name),
    ...(act.type === 'create_policy' ? [act.policy.name] : []),
  ]
}

function aboutOf(act: Act, link: Link, names: Names): string | null {
  switch (act.type) {
    case 'attach_vpc':
      return vpcNamed(act.vpcId, names)
    case 'detach_vpc':
      return vpcNamed(link.vpcId, names)
    case 'set_policy':
      return policyNamed(act.policyId, names)
    case 'create_policy':
      return act.policy.name
    case 'detach_policy':
      return policyNamed(link.policies[act.family], names)
    case 'mark_contacted':
    case 'record_ticket':
      return act.reference
    default:
      return null
  }
}

function warningsOf(act: Act, link: Link, names: Names): readonly string[] {
  switch (act.type) {
    case 'attach_vpc':
      return names.vpcs.some(({ id }) => id === act.vpcId)
        ? []
        : ['This VPC could not be read here: see that it is the one you mean.']
    case 'set_policy': {
      const next = names.policies.find(({ id }) => id === act.policyId)
      return next === undefined
        ? ['This routing policy could not be read here: see that it is the one you mean.']
        : policyWarnings(act.family, next, link, names)
    }
    case 'create_policy': {
      return policyWarnings(act.policy.family, act.policy, link, names)
    }
    case 'delete_link':
    case 'reorder_link':
      return link.kind.type === 'hosted'
        ? ['It cannot be taken back: a link ordered again has another pairing key and other addresses.']
        : ['It cannot be taken back: a link ordered again has other addresses.']
    default:
      return []
  }
}

type Filters = Pick<RoutingPolicy, 'prefixesIn' | 'prefixesOut'>

/** What passes no more with another policy, and a direction in which nothing does. */
function policyWarnings(family: Family, next: Filters, link: Link, names: Names): readonly string[] {
  const old = names.policies.find(({ id }) => id === link.policies[family])
  const alone = [
    ...widePrefixes(next, family).map((prefix) => `${prefix} lets every route through.`),
    ...(next.prefixesIn.length === 0 ? ['It accepts nothing from outside: its list is empty.'] : []),
    ...(next.prefixesOut.length === 0 ? ['It announces nothing of the VPC: its list is empty.'] : []),
  ]
  if (old === undefined) return alone
  const [lostIn, lostOut] = [
    uncovered(old.prefixesIn, next.prefixesIn),
    uncovered(old.prefixesOut, next.prefixesOut),
  ]
  return [
    ...alone,
    ...(lostIn.length === 0 ? [] : [`No longer accepted from outside: ${listed(lostIn)}.`]),
    ...(lostOut.length === 0 ? [] : [`No longer announced: ${listed(lostOut)}.`]),
  ]
}

/** Whether the link has it by now, whoever did it: what an act wants to be true. `policyId` is of a policy made on the way. */
export function isAsWanted(act: Act, link: Link, policyId: string | null): boolean {
  switch (act.type) {
    case 'attach_vpc':
      return link.vpcId === act.vpcId
    case 'detach_vpc':
      return link.vpcId === null
    case 'set_policy':
      return link.policies[act.family] === act.policyId
    case 'create_policy':
      return policyId !== null && link.policies[act.policy.family] === policyId
    case 'detach_policy':
      return link.policies[act.family] === null
    case 'enable_propagation':
      return link.routePropagation
    case 'disable_propagation':
      return !link.routePropagation
    default:
      return false
  }
}
