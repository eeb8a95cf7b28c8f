import type { createAuditRows, Subject } from './audit-rows.ts'
import { type Asker, heldBack } from './authorise.ts'
import type { Performed } from './desk.ts'
import type { RemedyStore } from './ports.ts'
import { type Differences, type Market, planReorder } from './reorder/order.ts'
import type { Begun, Reorders } from './reorder/reorders.ts'
import type { Reorder } from './reorder/saga.ts'
import type { RemedySettings } from './settings.ts'
import { type MayAct, notAllowed, type Refused, refused } from './weigh.ts'

/** A deletion, or an order again, that was authorised, confirmed and held against the link as it is now. */
export type Cleared = Extract<Performed, { readonly type: 'cleared' }>

/** What came of asking for one, of going on with one, and of giving one up. */
export type ReorderAnswer = { readonly type: 'reorder'; readonly reorder: Reorder } | Refused

/** The people's side of deletions and orders: who may is looked at each time, and refusals are noted. */
export interface ReorderDesk {
  /**
   * Begins what `RemedyDesk.perform` cleared. `differences` null only deletes; a `market` of null is one that could not be
   * looked at: nothing is deleted that may not be ordered again.
   */
  begin(
    cleared: Cleared,
    differences: { readonly asked: Differences; readonly market: Market | null } | null,
    asker: Asker,
  ): Promise<ReorderAnswer>
  resume(id: string, asker: Asker): Promise<ReorderAnswer>
  giveUp(id: string, asker: Asker): Promise<ReorderAnswer>
  /** Notes that somebody asked who may not use the bot at all (a guest, say), and was told so in this sentence. */
  turnAway(id: string, asker: Asker, sentence: string): Promise<void>
  /** Those of a link, as the old or the new one, the latest first. */
  ofLink(linkId: string): Promise<readonly Reorder[]>
}

const CHANGE = 'Go on with the deletion or order, or give it up.'

/** Makes the desk. What the store throws comes through. */
export function createReorderDesk(parts: {
  readonly settings: RemedySettings
  readonly reorders: Reorders
  readonly mayAct: MayAct
  readonly store: Pick<RemedyStore, 'appendAudit'>
  readonly rowOf: ReturnType<typeof createAuditRows>
}): ReorderDesk {
  const { settings, reorders, mayAct, store, rowOf } = parts

  async function refuse(subject: Subject, answer: Refused): Promise<Refused> {
    await store.appendAudit(rowOf(subject, { outcome: 'refused', reason: answer.sentence }))
    return answer
  }

  /** One that has begun, by its id: resumed or given up by whoever may. */
  async function change(
    id: string,
    asker: Asker,
    what: string,
    make: (by: string) => Promise<Reorder | null>,
  ): Promise<ReorderAnswer> {
    const known = await reorders.reorder(id)
    if (known === null) return refused('unknown', 'This is not known any more: nothing was done.')
    const subject = subjectOf(known, what, asker)
    const permission = await mayAct(asker)
    if (permission.type === 'refused') return refuse(subject, notAllowed(permission))
    const held = heldBack(settings)
    if (held !== null) return refuse(subject, refused('off', held))
    const reorder = await make(asker.member)
    if (reorder === null)
      return refuse(subject, refused('premise', 'This has ended already, so nothing was done.'))
    await store.appendAudit(rowOf(subject, { outcome: 'done' }))
    return { type: 'reorder', reorder }
  }

  return {
    async begin({ act, scope, evidence, incidentId }, differences, asker) {
      const { link } = evidence
      const subject: Subject = {
        act: act.type,
        link: { id: link.id, name: link.name, region: link.region },
        what: act.type === 'delete_link' ? 'Delete the link.' : 'Delete the link and order it again.',
        asker,
      }
      if (differences?.market === null)
        return refuse(
          subject,
          refused(
            'not_read',
            'What can be ordered could not be read just now, so nothing was done: try again in a minute.',
          ),
        )
      const planned = differences === null ? null : planReorder(link, differences.asked, differences.market)
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
    resume: (id, asker) =>
      change(id, asker, 'Go on with the deletion or order.', (by) => reorders.resume(id, by)),
    giveUp: (id, asker) =>
      change(id, asker, 'Give up the deletion or order where it stands.', (by) => reorders.giveUp(id, by)),
    async turnAway(id, asker, sentence) {
      const known = await reorders.reorder(id)
      if (known === null) return
      await refuse(subjectOf(known, CHANGE, asker), refused('not_operator', sentence))
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
