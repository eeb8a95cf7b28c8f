import type { WebClient } from '@slack/web-api'
import { type Clock, sleep } from '../domain/clock.ts'
import type { SearchOutcome } from '../watch/outbox.ts'
import { findMessage } from './find-message.ts'
import type { RenderedMessage } from './limits.ts'
import { type Logger, redact } from './logger.ts'
import { DEED_EVENT_TYPE, deedMetadata } from './metadata.ts'
import { NO_UNFURLS, type Place, threadOf } from './posting.ts'
import { type SendFailure, sendFailure } from './send-errors.ts'

/** Before the next try (ms), where Slack does not say how long to wait: about ten minutes in all. */
const RESTS_MS = [5_000, 15_000, 60_000, 180_000, 300_000] as const
/** So many searches, so long (ms) apart, have to miss a message whose answer was lost before it is posted again. */
const SEARCHES = 2
const BETWEEN_SEARCHES_MS = 5_000

interface TellingParts {
  readonly client: WebClient
  readonly clock: Clock
  readonly logger: Logger
  readonly newId: () => string
}

/**
 * Posts a message of which nobody waits for the answer, once: where Slack does not take it just now, it goes on in the
 * background, and what may have been posted is looked for by its metadata before it is posted again. Beside a thread that is
 * gone. False where Slack does not take it for good: then it is logged. The end of the process ends it.
 */
export async function tellOnce(
  message: RenderedMessage,
  { channel, parentTs }: Place,
  parts: TellingParts,
): Promise<boolean> {
  const { client, clock, logger, newId } = parts
  const mark = { eventType: DEED_EVENT_TYPE, key: 'deed', value: newId() }
  const since = clock.now()
  const content = { channel, ...threadOf(parentTs, false), metadata: deedMetadata(mark.value) }

  /** Null where it is told. */
  async function post(): Promise<SendFailure | null> {
    try {
      await client.chat.postMessage({ ...NO_UNFURLS, ...message, ...content })
      return null
    } catch (error) {
      const failure = sendFailure(error)
      const fields = { channel, error: redact(String(error)) }
      logger.warn(fields, `What was done to a link was not told${isPassing(failure) ? ' yet' : ''}`)
      return failure
    }
  }

  async function search(): Promise<SearchOutcome['type']> {
    for (let left = SEARCHES; ; left -= 1) {
      const { type } = await findMessage(client, { channel, parentTs, since, mark })
      if (type !== 'not_found' || left === 1) return type
      await sleep(clock, BETWEEN_SEARCHES_MS)
    }
  }

  /** The message that the thread is under was deleted, or is locked: it is told in the channel itself. */
  async function isToldBeside({ type }: SendFailure): Promise<boolean> {
    if (type !== 'parent_gone' || parentTs === null) return false
    return tellOnce(message, { channel, parentTs: null }, parts)
  }

  async function goOn(first: SendFailure): Promise<void> {
    let failure = first
    let isInDoubt = first.type === 'unknown'
    for (const restMs of RESTS_MS) {
      await sleep(clock, failure.type === 'rate_limited' ? Math.max(restMs, failure.afterMs ?? 0) : restMs)
      const found = isInDoubt ? await search() : 'not_found'
      if (found === 'found') return
      if (found === 'failed') continue
      // Where the channel cannot be read, a deed that may stand there is not told as if it had been done twice.
      if (found === 'unreadable') break
      const next = await post()
      if (next === null || (await isToldBeside(next))) return
      if (!isPassing(next)) break
      isInDoubt = next.type === 'unknown'
      failure = next
    }
    logger.warn({ channel }, 'What was done to a link is told nowhere but in the audit')
  }

  const failure = await post()
  if (failure === null || (await isToldBeside(failure))) return true
  if (!isPassing(failure)) return false
  void goOn(failure)
  return true
}

function isPassing({ type }: SendFailure): boolean {
  return type === 'rate_limited' || type === 'unavailable' || type === 'unknown'
}
