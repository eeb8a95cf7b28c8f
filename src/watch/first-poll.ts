import { isRefusedCredential } from '../domain/snapshot.ts'
import type { PollReport } from './observer.ts'
import type { WatchStore } from './ports.ts'

/** The bot cannot start as configured. The message is one sentence that names what to mend. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/**
 * A bot that has never seen anything, and sees nothing, does not start: it is not configured rightly. Later the same is
 * told as blindness instead: whoever is on call has to hear of it, and a process that will not start tells nobody. Throws
 * StartError.
 */
export async function refuseBlindStart(
  report: PollReport | null,
  store: Pick<WatchStore, 'loadScope'>,
): Promise<void> {
  const failures = report?.scopes.flatMap(({ failure }) => failure ?? []) ?? []
  const [failure] = failures
  if (report === null || failure === undefined || failures.length < report.scopes.length) return
  const states = await Promise.all(report.scopes.map(({ scope }) => store.loadScope(scope)))
  if (states.some((state) => state.baselineAt !== null)) return
  throw new StartError(
    isRefusedCredential(failure)
      ? failure.message
      : `${failure.message.replace(/\.$/, '')}, and no region has ever been read: check SCW_API_URL and the network.`,
  )
}
