import { oneLine } from '../diagnostics/words.ts'
import type { Clock } from '../domain/clock.ts'
import type { Act } from './acts.ts'
import type { RemedyStore } from './ports.ts'

/** The acts that change nothing at Scaleway: what people did is written down. */
type WritingDown = Extract<Act, { readonly type: 'mark_contacted' | 'record_ticket' }>

/** Whose act it is, on which link, in which incident. `by` is a Slack user id. */
interface WrittenOf {
  readonly linkId: string
  readonly incidentId: string | null
  readonly by: string
}

/**
 * Writes down that the partner was contacted, or a ticket. Each takes the place of what was written down of the same before; a
 * ticket stays with the incident that it was opened in, since it may well be closed after that.
 */
export async function writeDown(
  act: WritingDown,
  { linkId, incidentId, by }: WrittenOf,
  {
    store,
    clock,
  }: {
    readonly store: Pick<RemedyStore, 'recordContact' | 'recordTicket' | 'ticketsOf'>
    readonly clock: Clock
  },
): Promise<void> {
  const written = { linkId, by, at: clock.now() }
  const reference = act.reference === null ? null : oneLine(act.reference)
  if (act.type === 'mark_contacted') return store.recordContact({ ...written, reference })
  const known = (await store.ticketsOf([linkId])).get(linkId) ?? []
  const before = known.find((one) => one.reference === reference)
  await store.recordTicket({
    ...written,
    reference: reference ?? '',
    state: act.state,
    incidentId: before?.incidentId ?? incidentId,
  })
}
