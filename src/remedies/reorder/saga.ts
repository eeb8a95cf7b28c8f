import { FAMILIES, type Family, type Link, type PerFamily } from '../../domain/link.ts'
import type { ReadFailure, Scope } from '../../domain/snapshot.ts'
import type { AuditRow, LinkOrder } from '../ports.ts'
import type { Call } from './calls.ts'

/**
 * The steps of a deletion that is followed by an order, in their order. Propagation off, VPC detached, deleted is how
 * Scaleway's own tools delete a link.
 */
export const STEP_NAMES = [
  'propagation_off',
  'vpc_detached',
  'policies_detached',
  'deleted',
  'absent',
  'created',
  'policy_ipv4',
  'policy_ipv6',
  'vpc_attached',
  'propagation_on',
  'tag_removed',
  'in_service',
] as const

export type StepName = (typeof STEP_NAMES)[number]

/**
 * `under_way` is the one step that is being worked on; `skipped` had nothing to do from the start; a person had it go on
 * without what is `left_out`. Times in ms; null while it has not come to that.
 */
export interface Step {
  readonly name: StepName
  readonly state: 'to_do' | 'under_way' | 'done' | 'skipped' | 'left_out'
  readonly startedAt: number | null
  readonly endedAt: number | null
}

/**
 * How a reorder stands. `waiting`: it goes on by itself. `stopped`: a person has to resume it, or give it up. It ended
 * `ordered_again` where its new link, which it only followed any more, was itself ordered again.
 */
export type Standing =
  | { readonly type: 'running' }
  | { readonly type: 'waiting'; readonly why: string; readonly since: number }
  | { readonly type: 'stopped'; readonly why: string; readonly at: number }
  | {
      readonly type: 'ended'
      readonly how: 'done' | 'given_up' | 'ordered_again'
      readonly by: string
      readonly at: number
    }

/** What the new link gets of the old one's configuration. */
export interface Restored {
  readonly vpcId: string | null
  readonly policies: PerFamily<string | null>
  readonly propagation: boolean
}

/** A write that was recorded before it was made. While it stands here, nobody knows what came of it. */
export interface Attempt {
  readonly call: Call
  /** The audit's row that began it. */
  readonly row: AuditRow
}

/** The Slack message that shows a reorder, and the version of it that it shows. */
export interface ShownIn {
  readonly channel: string
  readonly ts: string
  readonly version: number
}

/**
 * A link that is being deleted and, where `order` is set, ordered again: all that is needed to go on with it after the
 * process was killed, and to put things right by hand. Holds no pairing key. Times are milliseconds since the epoch.
 */
export interface Reorder {
  readonly id: string
  /** Grows by one with each record of it. */
  readonly version: number
  readonly scope: Scope
  /** Who asked for it, or resumed it last (a Slack user id), and where. */
  readonly by: string
  readonly channel: string | null
  readonly startedAt: number
  /** The incident of the old link at that time, to which whatever becomes of the new one belongs. */
  readonly incidentId: string | null
  /** The old link as it was before anything was done to it. */
  readonly old: Link
  /** What is ordered, with its tag; null where the link is only deleted. */
  readonly order: LinkOrder | null
  /** What its parts were called when it began, by their ids (`partNames`). Left out in what an earlier version wrote. */
  readonly partNames?: Readonly<Record<string, string>>
  readonly restored: Restored
  readonly newLinkId: string | null
  /** Whether the new link was refused, or expired, while it was followed: nothing can come of it any more. */
  readonly isNewLinkOver?: boolean
  readonly steps: readonly Step[]
  readonly standing: Standing
  readonly attempt: Attempt | null
  /** The end of an act that the audit may not have yet. */
  readonly unaudited: AuditRow | null
  /**
   * The DELETE of the old link, once it was made and was not turned away for certain: who had asked for it by then, and when.
   * Left out in what an earlier version wrote.
   */
  readonly deletion?: { readonly by: string; readonly at: number } | null
  /** Writes made for the step under way, and when the last of them began. */
  readonly tries: number
  readonly triedAt: number | null
  /** When the last of them began of which nobody knows what came: it may be carried out late. Null where there is none. */
  readonly doubtfulAt: number | null
  /** The last write was turned away for certain; one more look decides whether that matters. */
  readonly refusal: ReadFailure | null
  /** Looks in a row that failed. */
  readonly failedLooks: number
  /** The mail to the partner that this waits for: to delete its side, or to provision the new link with its new key. */
  readonly mail: { readonly about: 'deprovision' | 'provision'; readonly linkId: string } | null
  /** Null until a message shows it. */
  readonly shownIn: ShownIn | null
}

const TAG_PREFIX = 'interlink-bot:order='

/**
 * The tag that a new link carries until it is configured, by which it is found again when the answer to its order was lost.
 */
export function orderTag(reorderId: string): string {
  return `${TAG_PREFIX}${reorderId}`
}

/** The tags without those of any reorder: one that was given up may have left its own. */
export function withoutOrderTags(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => !tag.startsWith(TAG_PREFIX))
}

/** The order with the tag of its reorder, and of no other. */
export function tagged(order: LinkOrder, reorderId: string): LinkOrder {
  return { ...order, tags: [...withoutOrderTags(order.tags), orderTag(reorderId)] }
}

const DELETION: readonly StepName[] = [
  'propagation_off',
  'vpc_detached',
  'policies_detached',
  'deleted',
  'absent',
]

/** What is asked for: the old link, and what is ordered in its place. */
export type NewReorder = Pick<
  Reorder,
  'id' | 'scope' | 'by' | 'channel' | 'startedAt' | 'incidentId' | 'old' | 'order' | 'partNames'
>

/** A reorder of which nothing was done yet. Steps with nothing to do are skipped from the start. */
export function newReorder(asked: NewReorder): Reorder {
  const { old, order, id } = asked
  const names = order === null ? DELETION : STEP_NAMES
  const steps = names.map((name): Step => {
    const state = isNeeded(name, old) ? 'to_do' : 'skipped'
    return { name, state, startedAt: null, endedAt: null }
  })
  return {
    ...asked,
    version: 1,
    order: order === null ? null : tagged(order, id),
    restored: { vpcId: old.vpcId, policies: old.policies, propagation: old.routePropagation },
    newLinkId: null,
    steps: begunFrom(steps, asked.startedAt),
    standing: { type: 'running' },
    attempt: null,
    unaudited: null,
    deletion: null,
    tries: 0,
    triedAt: null,
    doubtfulAt: null,
    refusal: null,
    failedLooks: 0,
    mail: null,
    shownIn: null,
  }
}

/** Policies are only detached where the API refuses to delete a link that has some: Scaleway's tools leave them. */
function isNeeded(name: StepName, old: Link): boolean {
  switch (name) {
    case 'propagation_off':
    case 'propagation_on':
      return old.routePropagation
    case 'vpc_detached':
    case 'vpc_attached':
      return old.vpcId !== null
    case 'policies_detached':
      return false
    case 'policy_ipv4':
      return old.policies.ipv4 !== null
    case 'policy_ipv6':
      return old.policies.ipv6 !== null
    default:
      return true
  }
}

/** The step that is being worked on; null once all are done. */
export function stepUnderWay(reorder: Reorder): StepName | null {
  return reorder.steps.find(({ state }) => state === 'under_way')?.name ?? null
}

export function isStepDone(reorder: Reorder, name: StepName): boolean {
  return reorder.steps.some((step) => step.name === name && step.state === 'done')
}

/** Whether the steps are over: done, or given up. */
export function isEnded({ standing }: Reorder): boolean {
  return standing.type === 'ended'
}

/**
 * Whether it keeps everybody from deleting a link, and from ordering it again: it does that itself, or is not done with it. A
 * new link that is only followed until it is in service may be ordered again.
 */
export function holdsLink(reorder: Reorder, linkId: string): boolean {
  const isFollowed = reorder.newLinkId === linkId && stepUnderWay(reorder) === 'in_service'
  return !isEnded(reorder) && !isFollowed
}

/** The reorder with its step under way done, and the next one begun; it has ended with its last. */
export function stepDone(reorder: Reorder, at: number): Reorder {
  return stepOver(reorder, 'done', at)
}

/** The same for a step that is done, or that a person had it go on without. */
export function stepOver(reorder: Reorder, state: 'done' | 'left_out', at: number): Reorder {
  const over = reorder.steps.map(
    (step): Step => (step.state === 'under_way' ? { ...step, state, endedAt: at } : step),
  )
  const steps = begunFrom(over, at)
  const isOver = !steps.some(({ state }) => state === 'under_way')
  // A DELETE that was turned away because of the policies may have come after one that is still on its way.
  const doubtfulAt = stepUnderWay(reorder) === 'policies_detached' ? reorder.doubtfulAt : null
  return {
    ...reorder,
    ...FRESH_STEP,
    doubtfulAt,
    steps,
    standing: isOver ? { type: 'ended', how: 'done', by: reorder.by, at } : { type: 'running' },
  }
}

/** Whether it stopped since its order was turned away for certain, so that another one can help. */
export function isOrderRefused(reorder: Reorder): boolean {
  const { standing, order, newLinkId, refusal, tries, doubtfulAt } = reorder
  if (doubtfulAt !== null) return false
  const isOpen = standing.type === 'stopped' && order !== null && newLinkId === null
  return isOpen && stepUnderWay(reorder) === 'created' && (refusal !== null || tries > 0)
}

/** The reorder gone back to detaching the policies, which the API wants before it deletes the link. */
export function policiesFirst(reorder: Reorder, at: number): Reorder {
  const steps = reorder.steps.map((step): Step => {
    if (step.name === 'policies_detached') return { ...step, state: 'under_way', startedAt: at }
    return step.state === 'under_way' ? { ...step, state: 'to_do' } : step
  })
  const { doubtfulAt } = reorder
  return { ...reorder, ...FRESH_STEP, doubtfulAt, steps, standing: { type: 'running' } }
}

/** The step begun afresh, as after each step that was done, and when a person resumes it. */
export const FRESH_STEP = {
  tries: 0,
  triedAt: null,
  doubtfulAt: null,
  refusal: null,
  failedLooks: 0,
} as const satisfies Partial<Reorder>

function begunFrom(steps: readonly Step[], at: number): readonly Step[] {
  const next = steps.find(({ state }) => state === 'to_do')
  return steps.map((step) => (step === next ? { ...step, state: 'under_way', startedAt: at } : step))
}

/** Which link is looked at for a step: the old one, the new one, or none, where it is looked for by its tag. */
export function linkOfStep(
  reorder: Reorder,
  name: StepName,
): { readonly id: string | null; readonly is: 'old' | 'new' } {
  return DELETION.includes(name) ? { id: reorder.old.id, is: 'old' } : { id: reorder.newLinkId, is: 'new' }
}

/** The families whose policy the new link gets. */
export function restoredFamilies({ restored }: Pick<Reorder, 'restored'>): readonly Family[] {
  return FAMILIES.filter((family) => restored.policies[family] !== null)
}
