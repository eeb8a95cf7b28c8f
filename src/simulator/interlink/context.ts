import type { Timer } from '../clock.ts'
import { ApiFailure, apiErrors } from './errors.ts'
import type { FaultState } from './faults.ts'
import type { LinkRow } from './rows.ts'
import type { State } from './state.ts'
import { uuid } from './validate.ts'
import { toJson, type Wire, wireLink, withoutNulls } from './wire.ts'

/** What every route works with. */
export interface RouteContext {
  readonly state: State
  readonly faults: FaultState
  readonly pageSizeMax: number
  /** An answer with a JSON body. The Content-Type has no charset, or the official client cannot read it. */
  answer(body: unknown): Response
  /** A thing as it goes out: optional fields absent, or null when that was asked for. */
  shown(wire: Wire): Wire
  /** The same for a link, broken as the faults say. */
  shownLink(row: LinkRow): unknown
  /** The link goes through `configuring` and comes out as `next`, unless something else happens to it meanwhile. */
  configure(id: string, next: string): LinkRow
  /** Cancels every timer. */
  stop(): void
}

export const JSON_HEADERS = { 'Content-Type': 'application/json' } as const

export function createRouteContext(
  state: State,
  faults: FaultState,
  options: { readonly pageSizeMax: number; readonly configuringMs: number },
): RouteContext {
  const timers = new Map<string, Timer>()
  const shown = (wire: Wire): Wire => (faults.nulls() ? wire : (withoutNulls(wire) as Wire))
  return {
    state,
    faults,
    pageSizeMax: options.pageSizeMax,
    answer: (body) => new Response(toJson(body), { headers: JSON_HEADERS }),
    shown,
    shownLink: (row) => faults.broken(row.id, shown(wireLink(row))),
    configure(id, next) {
      timers.get(id)?.cancel()
      const fire = () => {
        timers.delete(id)
        if (state.links.get(id)?.status === 'configuring') {
          state.asApi(() => state.links.set(id, { status: next }))
        }
      }
      timers.set(id, state.clock.setTimer(options.configuringMs, fire))
      return state.links.set(id, { status: 'configuring' })
    },
    stop() {
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
    },
  }
}

/** The row with this id in this region. Throws `invalid_arguments` for what is no id, else `not_found`. */
export function findIn<Row extends { readonly id: string }>(
  table: { get(id: string): Row | undefined },
  isThere: (row: Row) => boolean,
  resource: string,
  id: string,
): Row {
  if (!uuid.safeParse(id).success) {
    const detail = {
      argument_name: `${resource}_id`,
      reason: 'format',
      help_message: 'must be a UUID',
    } as const
    throw new ApiFailure(apiErrors.invalidArguments(detail))
  }
  const row = table.get(id)
  if (row === undefined || !isThere(row)) throw new ApiFailure(apiErrors.notFound(resource, id))
  return row
}
