import type { Clock } from './clock.ts'

/**
 * What `run` answers within `timeoutMs`. Past that it is told to give up by its signal, and `late` is the answer even where
 * it does not: somebody waits.
 */
export async function within<T>(
  clock: Clock,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  const controller = new AbortController()
  let expire: () => void = () => {}
  const expired = new Promise<T>((resolve) => {
    expire = () => resolve(late())
  })
  const timer = clock.setTimer(timeoutMs, () => {
    controller.abort()
    expire()
  })
  try {
    return await Promise.race([run(controller.signal), expired])
  } finally {
    timer.cancel()
  }
}
