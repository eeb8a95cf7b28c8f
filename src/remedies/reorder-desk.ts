import { asCode } from './as-code.ts'
import { type createAuditRows, NO_LINK, type Subject } from './audit-rows.ts'
import { type Asker, heldBack } from './authorise.ts'
import type { Performed } from './desk.ts'
import { ownedByCode } from './infrastructure.ts'
import type { LinkSights, RemedyStore } from './ports.ts'
import type { LeavableStep } from './reorder/leaving-out.ts'
import type { Market } from './reorder/market.ts'
import { type Differences, planOtherOrder, planReorder } from './reorder/order.ts'
import type { Begun, Reorders } from './reorder/reorders.ts'
import { isOrderRefused, linkOfStep, type Reorder, stepUnderWay } from './reorder/saga.ts'
import { STEP_LABELS } from './reorder/standing.ts'
import type { RemedySettings } from './settings.ts'
import { type MayAct, notAllowed, type Refused, refused, type ShownAsCode } from './weigh.ts'

/** A deletion, or an order again, that was authorised, confirmed and held against the link as it is now. */
export type Cleared = Extract<Performed, { readonly type: 'cleared' }>

/** What came of asking for one, and of giving one up. */
export type ReorderAnswer = { readonly type: 'reorder'; readonly reorder: Reorder } | Refused

/** What a new link is to be, and what can be ordered. A `market` of null is one that could not be looked at. */
export interface Wanted {
  readonly asked: Differences
  readonly market: Market | null
}

/** The people's side of deletions and orders: who may is looked at each time, and refusals are noted. */
export interface ReorderDesk {
  /**
   * Begins what `RemedyDesk.perform` cleared. `wanted` null only deletes. Nothing is deleted where it is not known that it
   * can be ordered again.
   */
  begin(cleared: Cleared, wanted: Wanted | null, asker: Asker): Promise<ReorderAnswer>
  /** Goes on with one. Where code owns the link by now, and it had stopped, it stays where it is. */
  resume(id: string, asker: Asker): Promise<ReorderAnswer | ShownAsCode>
  /** What a look came to that was asked for by `resume`: once whatever goes on with it now is done. */
  readonly looked: Reorders['looked']
  /** One whose order was refused, for whoever may order something else in its place. */
  refusedOrder(id: string, asker: Asker): Promise<ReorderAnswer | ShownAsCode>
  /** Orders something else for one whose order was refused; `asked` by what the old link was. */
  orderInstead(id: string, wanted: Wanted, asker: Asker): Promise<ReorderAnswer | ShownAsCode>
  /** Goes on without the step that it stopped at. */
  leaveOut(id: string, step: LeavableStep, asker: Asker): Promise<ReorderAnswer | ShownAsCode>
  giveUp(id: string, asker: Asker): Promise<ReorderAnswer>
  /** Notes that somebody was told, in this sentence, why nothing of it is changed: a guest, or who asked for what is not offered. */
  turnAway(id: string, asker: Asker, sentence: string): Promise<void>
  /** Those of a link, as the old or the new one, the latest first. */
  ofLink(linkId: string): Promise<readonly Reorder[]>
}

const CHANGE = 'Go on with the deletion or order, or give it up.'
const OTHER_ORDER = 'Order something else in place of the deleted link.'
/** What is said where a list of what can be ordered could not be read. */
export const MARKET_UNREAD =
  'What can be ordered could not be read just now, so nothing was done: try again in a minute.'
const FORGOTTEN = 'This is not known any more: nothing was done.'
const ENDED = 'This has ended already, so nothing was done.'
const NOT_THERE = 'This does not stop at that step (any more), so nothing was done: look at its message.'
const NO_OTHER_ORDER =
  'This does not wait for another order (any more), so nothing was done: look at its message.'

/** Makes the desk. What the store throws comes through. */
export function createReorderDesk(parts: {
  readonly settings: RemedySettings
  readonly reorders: Reorders
  readonly mayAct: MayAct
  readonly sights: Pick<LinkSights, 'look'>
  readonly store: Pick<RemedyStore, 'appendAudit'>
  readonly rowOf: ReturnType<typeof createAuditRows>
}): ReorderDesk {
  const { settings, reorders, mayAct, sights, store, rowOf } = parts

  async function refuse<T extends Refused | ShownAsCode>(subject: Subject, answer: T): Promise<T> {
    const reason = answer.type === 'refused' ? answer.sentence : answer.reason
    await store.appendAudit(rowOf(subject, { outcome: 'refused', reason }))
    return answer
  }

  /** One that has begun, by its id, for whoever may change it; else why not, which is noted. */
  async function toChange(id: string, asker: Asker, what: string) {
    const known = await reorders.reorder(id)
    if (known === null) return refuse(forgotten(id, what, asker), refused('unknown', FORGOTTEN))
    const subject = subjectOf(known, what, asker)
    const permission = await mayAct(asker)
    if (permission.type === 'refused') return refuse(subject, notAllowed(permission))
    const held = heldBack(settings)
    if (held !== null) return refuse(subject, refused('off', held))
    return { type: 'known', known, subject } as const
  }

  /** The same, for what has it go on: code may own the link by now. */
  async function toGoOn(id: string, asker: Asker, what: string) {
    const found = await toChange(id, asker, what)
    if (found.type !== 'known') return found
    const kept = await keptFrom(found.known)
    return kept === null ? found : refuse(found.subject, kept)
  }

  /** Why one that stopped may not go on for its link: that is code's by now, or cannot be read; null where it may. */
  async function keptFrom(reorder: Reorder): Promise<Refused | ShownAsCode | null> {
    const { standing, old, order } = reorder
    // What waits, or runs, goes on by itself.
    if (standing.type !== 'stopped') return null
    const step = stepUnderWay(reorder)
    const id = step === null ? null : linkOfStep(reorder, step).id
    const sight = id === null ? null : await sights.look(id)
    if (sight?.type === 'found' && sight.notRead !== null)
      return refused(
        'not_read',
        `The link could not be read just now, so nothing was done: ${sight.notRead.message} Try again in a minute.`,
      )
    // Between the two links there is none to look at: the old one's tags say whose the new one would be.
    const evidence = sight?.type === 'found' ? sight.evidence : { link: old }
    const reason = ownedByCode(evidence, settings.iacTags)
    if (reason === null) return null
    const type = order === null ? 'delete_link' : 'reorder_link'
    return { type: 'as_code', reason, code: asCode({ type }, evidence.link) }
  }

  /** Notes what came of a change; null where it could not be made any more. */
  async function changed(subject: Subject, reorder: Reorder | null, late: string): Promise<ReorderAnswer> {
    if (reorder === null) return refuse(subject, refused('premise', late))
    await store.appendAudit(rowOf(subject, { outcome: 'done' }))
    return { type: 'reorder', reorder }
  }

  return {
    async begin({ act, scope, evidence, incidentId }, wanted, asker) {
      const { link } = evidence
      const subject: Subject = {
        act: act.type,
        link: { id: link.id, name: link.name, region: link.region },
        what: act.type === 'delete_link' ? 'Delete the link.' : 'Delete the link and order it again.',
        asker,
      }
      if (wanted?.market === null) return refuse(subject, refused('not_read', MARKET_UNREAD))
      const planned = wanted === null ? null : planReorder(link, wanted.asked, wanted.market)
      if (planned?.type === 'refused') return refuse(subject, refused('invalid', planned.why))
      const order = planned?.plan.order ?? null
      const { member: by, channel } = asker
      const begun = await reorders.begin({ by, channel, scope, link, order, incidentId })
      if (begun.type !== 'begun') return refuse(subject, whyNot(begun))
      // What the steps do has rows of its own, which know nothing of where it was asked for, and with what differences.
      const what = [subject.what, ...(planned?.plan.differences ?? [])].join(' ')
      await store.appendAudit(rowOf({ ...subject, what }, { outcome: 'begun' }))
      return { type: 'reorder', reorder: begun.reorder }
    },
    async resume(id, asker) {
      const found = await toGoOn(id, asker, 'Go on with the deletion or order.')
      if (found.type !== 'known') return found
      return changed(found.subject, await reorders.resume(id, asker.member), ENDED)
    },
    looked: (id) => reorders.looked(id),
    async refusedOrder(id, asker) {
      const found = await toGoOn(id, asker, OTHER_ORDER)
      if (found.type !== 'known') return found
      const { known, subject } = found
      return isOrderRefused(known)
        ? { type: 'reorder', reorder: known }
        : refuse(subject, refused('premise', NO_OTHER_ORDER))
    },
    async orderInstead(id, { asked, market }, asker) {
      const found = await toGoOn(id, asker, OTHER_ORDER)
      if (found.type !== 'known') return found
      const { known, subject } = found
      if (market === null) return refuse(subject, refused('not_read', MARKET_UNREAD))
      const planned = planOtherOrder(known.old, asked, market)
      if (planned.type === 'refused') return refuse(subject, refused('invalid', planned.why))
      const { order, differences } = planned.plan
      const what = [subject.what, ...differences].join(' ')
      const reorder = await reorders.orderInstead(id, asker.member, order)
      return changed({ ...subject, what }, reorder, NO_OTHER_ORDER)
    },
    async leaveOut(id, step, asker) {
      const found = await toGoOn(id, asker, `Go on without a step: ${STEP_LABELS[step]}.`)
      if (found.type !== 'known') return found
      const reorder = await reorders.leaveOut(id, asker.member, step)
      return changed(found.subject, reorder, NOT_THERE)
    },
    async giveUp(id, asker) {
      const found = await toChange(id, asker, 'Give up the deletion or order where it stands.')
      if (found.type !== 'known') return found
      return changed(found.subject, await reorders.giveUp(id, asker.member), ENDED)
    },
    async turnAway(id, asker, sentence) {
      const known = await reorders.reorder(id)
      const subject = known === null ? forgotten(id, CHANGE, asker) : subjectOf(known, CHANGE, asker)
      await refuse(subject, refused('not_operator', sentence))
    },
    ofLink: (linkId) => reorders.ofLink(linkId),
  }
}

function subjectOf({ old, order }: Reorder, what: string, asker: Asker): Subject {
  return {
    act: order === null ? 'delete_link' : 'reorder_link',
    link: { id: old.id, name: old.name, region: old.region },
    what,
    asker,
  }
}

/** Of one that the store has forgotten, whose buttons still stand: its id is all that is left to find it by. */
function forgotten(id: string, what: string, asker: Asker): Subject {
  return { act: 'change_reorder', link: NO_LINK, what: `${what} It was asked for by the id ${id}.`, asker }
}

function whyNot(begun: Exclude<Begun, { readonly type: 'begun' }>): Refused {
  switch (begun.type) {
    case 'under_way':
      return refused(
        'under_way',
        'This link is being deleted or ordered again already, so nothing was begun twice: follow its message.',
      )
    case 'gone':
      return refused('gone', 'The link is gone from Scaleway (404): nothing was done.')
    case 'changed':
      return refused(
        'premise',
        `The link is not as it was shown any more (${begun.what}), so nothing was done: look at it again.`,
      )
    case 'unread':
      return refused(
        'not_read',
        `The link could not be read just now, so nothing was done: ${begun.failure.message} Try again in a minute.`,
      )
  }
}
