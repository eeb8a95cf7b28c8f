import type { Clock } from '../domain/clock.ts'
import { type LinkReading, lateFailure, type Scope } from '../domain/snapshot.ts'
import { within } from '../domain/within.ts'
import type { LiveReader } from './ports.ts'

/**
 * Reads a link within `timeoutMs`. Past that the reader is told to give up, and a `timeout` failure is the answer even
 * where it does not: somebody waits.
 */
export function readLive(
  {
    live,
    clock,
    timeoutMs,
  }: { readonly live: LiveReader; readonly clock: Clock; readonly timeoutMs: number },
  scope: Scope,
  linkId: string,
): Promise<LinkReading> {
  return within(
    clock,
    timeoutMs,
    (signal) => live.readLink(scope, linkId, signal),
    () => ({
      type: 'failed',
      failure: lateFailure(
        `The InterLink API did not answer for ${scope.region} within ${timeoutMs / 1000} seconds.`,
      ),
    }),
  )
}
