import { RespondError } from '@slack/bolt'
import { type Clock, sleep } from '../domain/clock.ts'
import { sendFailure } from './send-errors.ts'

/** Before a call is made again (ms), where Slack does not say how long to wait. */
const RESTS_MS = [1_000, 3_000] as const
/** A rate limit that asks for more (ms) ends it: somebody waits for the answer. */
const LONGEST_REST_MS = 30_000

/** How a call may be made again. */
interface Patience {
  readonly clock: Clock
  /**
   * Whether it may be done twice, as edits, windows and what one person alone sees may: then it is made again wherever it may
   * not have been done, else only where it certainly was not.
   */
  readonly isRepeatable: boolean
}

/**
 * Makes a call to Slack for which somebody waits, three times at most: after a rate limit (docs.slack.dev, "Rate limits": the
 * wait it asks for) or an outage. Throws what the last one threw, and at once what waiting does not mend.
 */
export async function patiently<T>(call: () => Promise<T>, { clock, isRepeatable }: Patience): Promise<T> {
  for (const restMs of RESTS_MS) {
    try {
      return await call()
    } catch (error) {
      const waitMs = waitAfter(error, restMs, isRepeatable)
      if (waitMs === null || waitMs > LONGEST_REST_MS) throw error
      await sleep(clock, waitMs)
    }
  }
  return call()
}

/** Null where it is of no use to make the call again, or would do twice what may be done once. */
function waitAfter(error: unknown, restMs: number, isRepeatable: boolean): number | null {
  // Answers to a response_url name no error and no wait.
  if (error instanceof RespondError) {
    if (error.statusCode === 429) return restMs
    return error.statusCode >= 500 && isRepeatable ? restMs : null
  }
  const failure = sendFailure(error)
  switch (failure.type) {
    case 'rate_limited':
      return Math.max(restMs, failure.afterMs ?? 0)
    case 'unavailable':
      return restMs
    case 'unknown':
      return isRepeatable ? restMs : null
    default:
      return null
  }
}
