import type { WebClient } from '@slack/web-api'
import type { SearchOutcome } from '../watch/outbox.ts'
import { sendFailure, TOKEN_ERRORS } from './send-errors.ts'

/** A message is looked for from this long before its attempt: Slack's clock and ours need not agree (ms). */
const CLOCK_SKEW_MS = 60_000
const PAGE_SIZE = 100
/** More pages than this are not searched: the channel counts as unreadable then, and the message says it may repeat. */
const MOST_PAGES = 20

/** What a message is known by: a key in the payload of its metadata. */
export interface MessageMark {
  readonly eventType: string
  readonly key: string
  readonly value: string
}

/**
 * Looks for a message that may have been sent, by its metadata, in a channel or under a thread's parent; from `since` (ms) on.
 * Never throws for what Slack does.
 */
export async function findMessage(
  client: WebClient,
  {
    channel,
    parentTs,
    since,
    mark,
  }: {
    readonly channel: string
    readonly parentTs: string | null
    readonly since: number
    readonly mark: MessageMark
  },
): Promise<SearchOutcome> {
  const range = {
    channel,
    oldest: ((since - CLOCK_SKEW_MS) / 1_000).toFixed(6),
    include_all_metadata: true,
    limit: PAGE_SIZE,
  }
  try {
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const paged = cursor === undefined ? range : { ...range, cursor }
      const answer =
        parentTs === null
          ? await client.conversations.history(paged)
          : await client.conversations.replies({ ...paged, ts: parentTs })
      const hit = answer.messages?.find((message) => isMarked(message, mark))
      if (hit?.ts !== undefined) return { type: 'found', ts: hit.ts }
      cursor = answer.response_metadata?.next_cursor || undefined
      if (cursor === undefined) return { type: 'not_found' }
    }
    return { type: 'unreadable', error: 'too many messages since' }
  } catch (error) {
    return searchFailure(error)
  }
}

function searchFailure(error: unknown): SearchOutcome {
  const failure = sendFailure(error)
  switch (failure.type) {
    case 'rate_limited':
      return { type: 'failed', error: 'rate limited', afterMs: failure.afterMs }
    case 'parent_gone':
      return { type: 'not_found' }
    case 'rejected':
      // Without a token nothing can be sent either: the doubt is better kept until it can be resolved.
      return TOKEN_ERRORS.has(failure.error)
        ? { type: 'failed', error: `${failure.error}: ${failure.advice}`, afterMs: null }
        : { type: 'unreadable', error: failure.error }
    case 'unrenderable':
      return { type: 'unreadable', error: failure.error }
    case 'unavailable':
    case 'unknown':
      return { type: 'failed', error: failure.error, afterMs: null }
  }
}

/** Whether a message's metadata holds the mark. The answer's types leave metadata out, and any app may have written it. */
function isMarked(message: object, { eventType, key, value }: MessageMark): boolean {
  const metadata: unknown = 'metadata' in message ? message.metadata : undefined
  if (typeof metadata !== 'object' || metadata === null || !('event_type' in metadata)) return false
  if (metadata.event_type !== eventType || !('event_payload' in metadata)) return false
  const payload: unknown = metadata.event_payload
  if (typeof payload !== 'object' || payload === null) return false
  return new Map(Object.entries(payload)).get(key) === value
}
