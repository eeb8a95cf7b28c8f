import type { WebClient } from '@slack/web-api'
import { type Clock, sleep } from '../domain/clock.ts'
import type { Reorder, ShownIn } from '../remedies/reorder/saga.ts'
import { type Logger, redact } from './logger.ts'
import { byMention, byName } from './mentions.ts'
import { createPeople } from './people.ts'
import type { MessagePlace } from './ports.ts'
import { sendFailure } from './send-errors.ts'
import { renderReorder } from './views/reorder-progress.ts'

/** Shows each reorder in one message, which is edited as it goes on. */
export interface ReorderBoard {
  /** Told of every new state; several at once become one edit. Never throws. */
  readonly show: (reorder: Reorder) => void
  /** Resolves once nothing is being shown. */
  stop(): Promise<void>
}

/** A message that Slack did not take is tried again after so long (ms), so many times; then by the next state, or at start. */
const AGAIN_MS = 5_000
const MOST_TRIES = 5

export function createReorderBoard(parts: {
  readonly client: WebClient
  readonly clock: Clock
  readonly logger: Logger
  readonly alertChannel: string
  readonly messagesOf: (linkId: string) => Promise<readonly MessagePlace[]>
  /** Keeps which message shows it. */
  readonly shown: (id: string, message: ShownIn) => Promise<void>
  readonly latest: (id: string) => Promise<Reorder | null>
}): ReorderBoard {
  const { client, clock, logger } = parts
  const people = createPeople((user) => client.users.info({ user }))
  const newest = new Map<string, Reorder>()
  const showing = new Map<string, Promise<void>>()
  let stopped = false

  /** In the thread of the link's incident, else where it was asked for, else where alerts go. */
  async function placeFor({ old, channel }: Reorder) {
    const [story] = await parts.messagesOf(old.id)
    if (story !== undefined) return { channel: story.channel, thread_ts: story.ts }
    return { channel: channel !== null && /^[CG]/u.test(channel) ? channel : parts.alertChannel }
  }

  async function put(reorder: Reorder): Promise<void> {
    const kept = (await parts.latest(reorder.id))?.shownIn ?? reorder.shownIn
    if (kept !== null && kept.version >= reorder.version) return
    if (kept !== null) {
      const edited = { channel: kept.channel, ts: kept.ts, ...renderReorder(reorder, byMention) }
      await client.chat.update(edited)
      return parts.shown(reorder.id, { ...kept, version: reorder.version })
    }
    const place = await placeFor(reorder)
    const naming = byName(await people.names([reorder.by]))
    const posted = await client.chat.postMessage({
      ...place,
      unfurl_links: false,
      unfurl_media: false,
      ...renderReorder(reorder, naming),
    })
    if (posted.ts !== undefined)
      await parts.shown(reorder.id, {
        channel: posted.channel ?? place.channel,
        ts: posted.ts,
        version: reorder.version,
      })
  }

  async function drain(id: string): Promise<void> {
    let tries = 0
    for (let next = newest.get(id); next !== undefined; next = newest.get(id)) {
      newest.delete(id)
      try {
        await put(next)
        tries = 0
      } catch (error) {
        tries += 1
        logger.warn({ reorder: id, error: redact(String(error)) }, 'The message of a reorder was not shown')
        const { type } = sendFailure(error)
        const isMended = type === 'rate_limited' || type === 'unavailable'
        if (!isMended || tries >= MOST_TRIES || stopped) continue
        await sleep(clock, AGAIN_MS)
        if (!newest.has(id)) newest.set(id, next)
      }
    }
  }

  return {
    show(reorder) {
      newest.set(reorder.id, reorder)
      if (showing.has(reorder.id)) return
      const work = drain(reorder.id).finally(() => showing.delete(reorder.id))
      showing.set(reorder.id, work)
    },
    async stop() {
      stopped = true
      await Promise.race([Promise.all(showing.values()), sleep(clock, AGAIN_MS)])
    },
  }
}
