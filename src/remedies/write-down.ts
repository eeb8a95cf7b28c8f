import { oneLine } from '../diagnostics/words.ts'
import type { Clock } from '../domain/clock.ts'
import type { Act } from './acts.ts'
import type { PastIncidents, RemedyStore } from './ports.ts'

/** The acts that change nothing at Scaleway: what people did is written down. */
type WritingDown = Extract<Act, { readonly type: 'mark_contacted' | 'record_ticket' }>

/** A ticket about what is over by now is filed, and noted, within this (ms). */
const FILED_LATE_MS = 86_400_000

/**
 * The incident that a ticket is about: the `open` one of its link, else the one that was bad last and ended less than a day
 * ago; null where there is none.
 */
export async function incidentOfTicket(
  linkId: string,
  open: string | null,
  { store, clock }: { readonly store: PastIncidents; readonly clock: Clock },
): Promise<string | null> {
  if (open !== null) return open
  const [last] = await store.incidentsOf(linkId, 1)
  const isLately = last !== undefined && (last.resolvedAt ?? 0) >= clock.now() - FILED_LATE_MS
  return isLately ? last.id : null
}

/** Whose act it is, on which link, in which incident. `by` is a Slack user id. */
interface WrittenOf {
  readonly linkId: string
  readonly incidentId: string | null
  readonly by: string
}

/**
 * Writes down that the partner was contacted, or a ticket. Each takes the place of what was written down of the same before; a
 * ticket stays with the incident that it was opened in, since it may well be closed after that. Returns the ids of the
 * incidents that it belongs to, over or not: contacts are shown with open ones alone.
 */
export async function writeDown(
  act: WritingDown,
  { linkId, incidentId, by }: WrittenOf,
  {
    store,
    clock,
  }: {
    readonly store: Pick<RemedyStore, 'recordContact' | 'recordTicket' | 'ticketsOf'> & PastIncidents
    readonly clock: Clock
  },
): Promise<readonly string[]> {
  const written = { linkId, by, at: clock.now() }
  const reference = act.reference === null ? null : oneLine(act.reference)
  if (act.type === 'mark_contacted') {
    await store.recordContact({ ...written, reference })
    return []
  }
  const known = (await store.ticketsOf([linkId])).get(linkId) ?? []
  const before = known.find((one) => one.reference === reference)
  const of = before?.incidentId ?? (await incidentOfTicket(linkId, incidentId, { store, clock }))
  await store.recordTicket({ ...written, reference: reference ?? '', state: act.state, incidentId: of })
  return of === null ? [] : [of]
}
