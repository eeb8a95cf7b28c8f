import type { PageEvent } from '../../src/alerting/alert.ts'
import type { Incident, Level } from '../../src/domain/incident.ts'
import type { Recorded } from './run.ts'

/** An event that one pager was sent (ms). */
export interface SentPage extends Pick<PageEvent, 'action' | 'key' | 'level' | 'incidentId'> {
  readonly at: number
}

/** What a pager was sent of outages, in its order. Changes of configuration call nobody. */
export function pagesTo(pager: string, records: readonly Recorded[]): readonly SentPage[] {
  return records.flatMap(({ at, record }) =>
    record.deliveries.flatMap(({ channel, alert }): readonly SentPage[] => {
      if (channel !== pager || alert.type !== 'page' || alert.event.action === 'changed') return []
      const { action, key, level, incidentId } = alert.event
      return [{ at, action, key, level, incidentId }]
    }),
  )
}

/** The incident that a key was made for: later keys of it end in `#2` or `@2`. */
export const incidentOfKey = (key: string): string => key.replace(/[#@].*$/, '')

/** Whether somebody has to be called about an incident, as far as it shows: nobody has it, and it is known to be bad. */
export function callsForSomebody({
  rootKey,
  heldBack,
  upSince,
  resolvedAt,
  acknowledgement,
}: Incident): boolean {
  return (
    rootKey !== null &&
    heldBack === null &&
    upSince === null &&
    resolvedAt === null &&
    acknowledgement === null
  )
}

/** When something last happened to an incident but that somebody was reminded or called (ms). */
export function lastHappened({ history, firstBadAt, reminders }: Incident): number {
  const happened = history.filter(({ event }) => event !== 'paged' && event !== 'reminded')
  // A region is told to be blind later than it was.
  return Math.max(happened.at(-1)?.at ?? firstBadAt, reminders.from)
}

/** All incidents as each record left them. */
export function incidentsThen(
  records: readonly Recorded[],
): readonly { readonly at: number; readonly incidents: ReadonlyMap<string, Incident> }[] {
  const latest = new Map<string, Incident>()
  return records.map(({ at, record }) => {
    for (const incident of record.incidents) latest.set(incident.id, incident)
    return { at, incidents: new Map(latest) }
  })
}

/** How it was after a record. */
export interface Moment {
  readonly at: number
  readonly incidents: ReadonlyMap<string, Incident>
  /** What whoever is on call has in hand or is being called with, by key: how loud, and whether nobody has taken it yet. */
  readonly live: ReadonlyMap<string, { readonly level: Level; readonly ringing: boolean }>
}

/** All incidents as each record left them, and the pages that one pager had of them by then. */
export function momentsOf(pager: string, records: readonly Recorded[]): readonly Moment[] {
  const sent = pagesTo(pager, records)
  const live = new Map<string, { level: Level; ringing: boolean }>()
  let next = 0
  return incidentsThen(records).map(({ at, incidents }) => {
    for (let event = sent[next]; event !== undefined && event.at <= at; event = sent[++next]) {
      const { key, level, action } = event
      if (action === 'resolved') live.delete(key)
      else live.set(key, { level: live.get(key)?.level ?? level, ringing: action !== 'acknowledged' })
    }
    return { at, incidents, live: new Map(live) }
  })
}
