import { bandwidthInWords, FAMILY_NAMES, inWords, oneLine, sentence } from '../../diagnostics/words.ts'
import type { LinkOrder } from '../ports.ts'
import { partNamed, placeNamed } from './names.ts'
import {
  isEnded,
  isStepDone,
  linkOfStep,
  orderTag,
  type Reorder,
  restoredFamilies,
  type Step,
  type StepName,
  stepUnderWay,
} from './saga.ts'

/** One step as a person reads it. */
export interface ProgressStep {
  readonly name: StepName
  readonly label: string
  /** `stopped` and `waiting` are the one step that is being worked on. */
  readonly state: 'to_do' | 'running' | 'waiting' | 'stopped' | 'done' | 'left_out' | 'given_up'
  /** Times in ms; null while it has not come to that. */
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Why it waits or stopped; one sentence. */
  readonly note: string | null
}

/** What each step does, as its line in the message says. */
export const STEP_LABELS: Readonly<Record<StepName, string>> = {
  propagation_off: 'Turn route propagation off',
  vpc_detached: 'Detach the VPC',
  policies_detached: 'Detach the routing policies',
  deleted: 'Delete the link',
  absent: 'Make sure that it is gone',
  created: 'Order the new link',
  policy_ipv4: 'Attach the IPv4 routing policy',
  policy_ipv6: 'Attach the IPv6 routing policy',
  vpc_attached: 'Attach the VPC',
  propagation_on: 'Turn route propagation on',
  tag_removed: 'Remove the tag of the order',
  in_service: 'Follow it until it is in service',
}

/** The steps for the message that ticks, without those that had nothing to do. Pure. */
export function progressOf(reorder: Reorder): readonly ProgressStep[] {
  return reorder.steps
    .filter(({ state }) => state !== 'skipped')
    .map((step) => ({
      name: step.name,
      label: STEP_LABELS[step.name],
      state: shownState(step, reorder),
      startedAt: step.startedAt,
      endedAt: step.endedAt,
      note: step.state === 'under_way' ? noteOf(reorder) : null,
    }))
}

function shownState({ state }: Step, { standing }: Reorder): ProgressStep['state'] {
  if (state === 'done' || state === 'left_out') return state
  if (state !== 'under_way') return 'to_do'
  return standing.type === 'ended' ? 'given_up' : standing.type
}

function noteOf({ standing }: Reorder): string | null {
  return standing.type === 'waiting' || standing.type === 'stopped' ? standing.why : null
}

/**
 * Where things stand, in sentences: what became of the old link, what of the new one, and what is in doubt. By what was
 * confirmed, so that it is true at every step. Pure.
 */
export function whereThingsStand(reorder: Reorder): readonly string[] {
  return [oldLinkStands(reorder), newLinkStands(reorder), doubt(reorder)].filter((one) => one !== null)
}

function oldLinkStands(reorder: Reorder): string {
  const name = `Link ${oneLine(reorder.old.name)} (${reorder.old.id})`
  if (isStepDone(reorder, 'absent')) return `${name} was deleted.`
  if (isStepDone(reorder, 'deleted')) return `${name} is being deleted, and is not gone yet.`
  const taken = [
    isStepDone(reorder, 'propagation_off') ? 'its route propagation is off' : null,
    isStepDone(reorder, 'vpc_detached') ? 'its VPC is detached' : null,
    isStepDone(reorder, 'policies_detached') ? 'its routing policies are detached' : null,
  ].filter((one) => one !== null)
  return taken.length === 0 ? `${name} is there as it was.` : `${name} is still there; ${inWords(taken)}.`
}

function newLinkStands(reorder: Reorder): string | null {
  const { order, newLinkId, restored } = reorder
  if (order === null) return null
  if (newLinkId === null) return isEnded(reorder) ? 'No new link was ordered.' : 'No new link is ordered yet.'
  const open = [
    ...restoredFamilies(reorder)
      .filter((family) => !isStepDone(reorder, `policy_${family}`))
      .map((family) => `its ${FAMILY_NAMES[family]} routing policy`),
    restored.vpcId !== null && !isStepDone(reorder, 'vpc_attached') ? 'its VPC' : null,
    restored.propagation && !isStepDone(reorder, 'propagation_on') ? 'route propagation' : null,
  ].filter((one) => one !== null)
  const name = `The new link ${oneLine(order.name)} (${newLinkId}) was ordered`
  const without = leftOutOf(reorder)
  if (open.length > 0) return `${name}; still missing on it: ${inWords(open)}.${without}`
  if (!isStepDone(reorder, 'in_service')) return `${name} and configured.${without}`
  if (!isLeftWithoutRoutes(reorder)) return `${name} and configured, and is in service.${without}`
  const why = reorder.old.routePropagation ? '' : ' It was off on the old link, too.'
  return `${name} and configured, and is up, with route propagation left off: no routes are exchanged until it is on.${why}${without} Press “${FIX_NEW_LINK}” and turn it on.`
}

/** Whether it waits for the very same as before. */
export function isWaitingStill(before: Reorder, after: Reorder): boolean {
  const isSameStep = stepUnderWay(before) === stepUnderWay(after)
  return isSameStep && noteOf(after) !== null && noteOf(after) === noteOf(before)
}

/** What is looked at while it waits: one of the two links, or whether there is a new one. Null where it has ended. */
export function lookedFor(reorder: Reorder): string | null {
  const step = stepUnderWay(reorder)
  if (step === null) return null
  const { id, is } = linkOfStep(reorder, step)
  if (id === null) return `the links with the tag ${orderTag(reorder.id)}`
  return is === 'old' ? oldLinkName(reorder) : newLinkName(reorder)
}

/** The button that leads to what can be done about a new link. */
export const FIX_NEW_LINK = 'Fix the new link…'

/** Whether it ended with a new link that is up, and that nobody here has turned route propagation on for. */
export function isLeftWithoutRoutes(reorder: Reorder): boolean {
  return isStepDone(reorder, 'in_service') && !isStepDone(reorder, 'propagation_on')
}

/** What was on the old link, and a person had the new one do without; empty where that is nothing. */
function leftOutOf(reorder: Reorder): string {
  const { steps, old } = reorder
  const isLeftOut = (name: StepName) => steps.some((step) => step.name === name && step.state === 'left_out')
  const parts = [
    isLeftOut('policy_ipv4') ? `IPv4 routing policy ${partNamed(old.policies.ipv4, reorder)}` : null,
    isLeftOut('policy_ipv6') ? `IPv6 routing policy ${partNamed(old.policies.ipv6, reorder)}` : null,
    isLeftOut('vpc_attached') ? `VPC ${partNamed(old.vpcId, reorder)}` : null,
    isLeftOut('propagation_on') ? 'route propagation' : null,
  ].filter((one) => one !== null)
  return parts.length === 0 ? '' : ` Left out, as asked: ${inWords(parts)}.`
}

/** Whether a new link may be there, or come to be, of which nobody knows the id: its tag tells. */
function isOrderInDoubt(reorder: Reorder): boolean {
  const isAsked = reorder.doubtfulAt !== null || reorder.attempt !== null
  return stepUnderWay(reorder) === 'created' && isAsked
}

/** A write of which nobody knows what came may be carried out, or have been. */
function doubt(reorder: Reorder): string | null {
  if (isOrderInDoubt(reorder)) {
    return `Scaleway did not confirm the order: look for a link with the tag ${orderTag(reorder.id)} before ordering another.`
  }
  const isInDoubt = reorder.doubtfulAt !== null || reorder.attempt !== null
  if (stepUnderWay(reorder) === null || !isInDoubt) return null
  return 'Scaleway did not confirm the last request: it may have been carried out, or be so yet.'
}

/** What is left to do by hand once a reorder is given up where it stands, in order, each a sentence. Pure. */
export function manualSteps(reorder: Reorder): readonly string[] {
  const left = new Set(
    reorder.steps.filter(({ state }) => state === 'to_do' || state === 'under_way').map(({ name }) => name),
  )
  const steps: string[] = []
  const wayBack = backToOld(reorder)
  if (wayBack !== null) steps.push(wayBack)
  for (const { name } of reorder.steps) {
    if (left.has(name)) steps.push(...byHand(name, reorder))
  }
  return steps
}

/** The button that leads to what can be put back on an old link. */
export const FIX_OLD_LINK = 'Fix the old link…'

/** Whether it left the old link without something that it had, and that can be put back since it is not deleted. */
export function isOldLinkBare(reorder: Reorder): boolean {
  return backToOld(reorder) !== null
}

/** While the link is not deleted, what was taken from it can be put back. */
function backToOld(reorder: Reorder): string | null {
  if (isStepDone(reorder, 'deleted')) return null
  const { restored } = reorder
  const parts = [
    ...(isStepDone(reorder, 'policies_detached')
      ? restoredFamilies(reorder).map(
          (family) =>
            `attach ${FAMILY_NAMES[family]} policy ${partNamed(restored.policies[family], reorder)}`,
        )
      : []),
    isStepDone(reorder, 'vpc_detached') ? `attach VPC ${partNamed(restored.vpcId, reorder)}` : null,
    restored.propagation && (isStepDone(reorder, 'propagation_off') || isStepDone(reorder, 'vpc_detached'))
      ? 'turn route propagation on'
      : null,
  ].filter((one) => one !== null)
  if (parts.length === 0) return null
  return sentence(`to keep ${oldLinkName(reorder)} instead, ${inWords(parts)}`)
}

/** The old link, so that it is not taken for the new one of its name. */
function oldLinkName({ old, order }: Reorder): string {
  const which = order === null ? 'link' : 'the old link'
  return `${which} ${oneLine(old.name)} (${old.id})`
}

/** The new link; nobody knows its id before it is ordered. */
function newLinkName({ order, newLinkId }: Reorder): string {
  return newLinkId === null ? 'the new link' : `the new link ${oneLine(order?.name ?? '')} (${newLinkId})`
}

function byHand(name: StepName, reorder: Reorder): readonly string[] {
  const { order, restored, newLinkId } = reorder
  const [old, link] = [oldLinkName(reorder), newLinkName(reorder)]
  switch (name) {
    case 'propagation_off':
      return [`Turn route propagation off for ${old}.`]
    case 'vpc_detached':
      return [`Detach the VPC from ${old}.`]
    case 'policies_detached':
      return [`Detach the routing policies from ${old}.`]
    case 'deleted':
      return [`Delete ${old}.`]
    case 'absent':
      return [
        `Make sure that ${old} is gone; while it is deprovisioning, ask the partner to delete its side.`,
      ]
    case 'created':
      return order === null ? [] : orderByHand(order, reorder)
    case 'policy_ipv4':
      return [`Attach IPv4 routing policy ${partNamed(restored.policies.ipv4, reorder)} to ${link}.`]
    case 'policy_ipv6':
      return [`Attach IPv6 routing policy ${partNamed(restored.policies.ipv6, reorder)} to ${link}.`]
    case 'vpc_attached':
      return [`Attach VPC ${partNamed(restored.vpcId, reorder)} to ${link}.`]
    case 'propagation_on':
      return [`Turn route propagation on for ${link}.`]
    case 'tag_removed':
      // What a person orders by hand does not carry it.
      if (newLinkId === null && !isOrderInDoubt(reorder)) return []
      return [`Remove the tag ${orderTag(reorder.id)} from ${link}, if it has it.`]
    case 'in_service':
      if (reorder.isNewLinkOver === true) return [`Delete ${link}, and order it again elsewhere.`]
      return order?.over.type === 'partner'
        ? [`Send the partner the pairing key of ${link}, and wait until it is active.`]
        : [`Configure your network device for ${link}, and wait until it is active.`]
  }
}

function orderByHand(order: LinkOrder, reorder: Reorder): readonly string[] {
  const over =
    order.over.type === 'partner'
      ? `partner ${placeNamed(order.over.partnerId, reorder)}`
      : `connection ${partNamed(order.over.connectionId, reorder)}`
  const chosen = [
    order.peerAsn === null ? null : `peer ASN ${order.peerAsn}`,
    order.vlan === null ? null : `VLAN ${order.vlan}`,
  ].filter((one) => one !== null)
  const parts = [
    `PoP ${placeNamed(order.popId, reorder)}`,
    over,
    bandwidthInWords(order.bandwidthMbps),
    `project ${order.projectId}`,
    ...chosen,
  ]
  const another = `Look for a link with the tag ${orderTag(reorder.id)}: if there is one, it is the new link, and no other is to be ordered.`
  return [
    ...(isOrderInDoubt(reorder) ? [another] : []),
    `Order link ${oneLine(order.name)}: ${inWords(parts)}.`,
  ]
}
