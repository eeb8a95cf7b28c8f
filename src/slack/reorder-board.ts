import type { WebClient } from '@slack/web-api'
import { type Clock, createPauses, sleep } from '../domain/clock.ts'
import type { Reorder, ShownIn } from '../remedies/reorder/saga.ts'
import { type Logger, redact } from './logger.ts'
import { createMarkedMessages } from './marked-messages.ts'
import { byMention, byName } from './mentions.ts'
import {
  REORDER_EVENT_TYPE,
  REORDER_NEWS_EVENT_TYPE,
  reorderMetadata,
  reorderNewsMetadata,
} from './metadata.ts'
import { createPeople } from './people.ts'
import type { MessagePlace } from './ports.ts'
import { isChannel, type Place } from './posting.ts'
import { sendFailure } from './send-errors.ts'
import { newsOf, type ReorderNews } from './views/reorder-news.ts'
import { renderReorder } from './views/reorder-progress.ts'

/**
 * Shows each reorder in one message, which is edited as it goes on, and tells in its thread what somebody has to hear of: edits
 * notify nobody.
 */
export interface ReorderBoard {
  /** Told of every new state; several at once become one edit. Never throws. */
  readonly show: (reorder: Reorder) => void
  /** Told of one that may not go on in this life, with why, in one sentence. Never throws. */
  readonly hold: (reorder: Reorder, why: string) => void
  /** Resolves once nothing is being shown. */
  stop(): Promise<void>
}

/** A message that Slack did not take is tried again after so long (ms), so many times; then by the next state, or at start. */
const AGAIN_MS = 5_000
const MOST_TRIES = 5

/** Under which message it is told what belongs to a reorder: that of the thread its own stands in, else its own. */
export function threadOfReorder(at: MessagePlace, stories: readonly MessagePlace[]): MessagePlace {
  return stories.find(({ channel }) => channel === at.channel) ?? at
}

/** What is to be shown. `held`: why it may not go on for now; null where it may. */
interface Showing {
  readonly reorder: Reorder
  readonly held: string | null
}

/** Makes it, with nothing shown yet. */
export function createReorderBoard(parts: {
  readonly client: WebClient
  readonly clock: Clock
  readonly logger: Logger
  readonly alertChannel: string
  /** Where remedies may be used; null for everywhere. */
  readonly channels: readonly string[] | null
  /** The messages that tell the incident of the old link, the story's own first, also once it is over. */
  readonly storyOf: (reorder: Reorder) => Promise<readonly MessagePlace[]>
  /** Keeps which message shows it. */
  readonly shown: (id: string, message: ShownIn) => Promise<void>
  readonly latest: (id: string) => Promise<Reorder | null>
}): ReorderBoard {
  const { client, clock, logger } = parts
  const people = createPeople((user) => client.users.info({ user }))
  const messages = createMarkedMessages(client)
  const pauses = createPauses(clock)
  const newest = new Map<string, Showing>()
  const showing = new Map<string, Promise<void>>()
  /** Those that this life has shown: an earlier one may have shown the same state as held back, or as not. */
  const shownHere = new Set<string>()
  /** News that were told, by their mark. */
  const told = new Set<string>()
  let stopped = false

  /**
   * In the thread of the link's incident, else where it was asked for, else where alerts go; but where its buttons may be
   * used, if there is such a place. The next one is for where the bot may not post in the one before.
   */
  async function placesFor(reorder: Reorder): Promise<readonly Place[]> {
    const { channel } = reorder
    const asked = channel !== null && isChannel(channel) ? channel : parts.alertChannel
    const stories = await parts.storyOf(reorder)
    const places: readonly Place[] = [
      ...stories.map((story) => ({ channel: story.channel, parentTs: story.ts })),
      { channel: asked, parentTs: null },
    ]
    const isAllowed = ({ channel: one }: Place) => parts.channels?.includes(one) ?? true
    const best = places.find(isAllowed) ?? places[0]
    // Commands can be typed where the bot may not post.
    const last = { channel: parts.alertChannel, parentTs: null }
    return best === undefined || best.channel === last.channel ? [best ?? last] : [best, last]
  }

  async function keep(reorder: Reorder, { channel, ts }: MessagePlace): Promise<void> {
    shownHere.add(reorder.id)
    await parts.shown(reorder.id, { channel, ts, version: reorder.version })
  }

  /** False where the message is gone from Slack. */
  async function edit({ reorder, held }: Showing, place: MessagePlace): Promise<boolean> {
    const { channel, ts } = place
    const metadata = reorderMetadata(reorder.id)
    try {
      await client.chat.update({ channel, ts, metadata, ...renderReorder(reorder, byMention, held) })
    } catch (error) {
      if (sendFailure(error).type === 'parent_gone') return false
      throw error
    }
    return true
  }

  async function post(
    { reorder, held }: Showing,
    { channel, parentTs }: Place,
  ): Promise<MessagePlace | null> {
    const naming = byName(await people.names([reorder.by]))
    const metadata = reorderMetadata(reorder.id)
    const content = { metadata, ...renderReorder(reorder, naming, held) }
    return messages.post(reorder.id, content, { channel, parentTs, isLoud: false })
  }

  /** Shows it in its message; null where that was posted, and Slack does not say which one it is. */
  async function shown(next: Showing): Promise<MessagePlace | null> {
    const { reorder } = next
    const kept = (await parts.latest(reorder.id))?.shownIn ?? reorder.shownIn
    if (kept !== null) {
      const isShown = kept.version >= reorder.version && shownHere.has(reorder.id)
      if (isShown || (await edit(next, kept))) return kept
    }
    // The answer to a post may have been lost, in this life or in one that ended before it kept which message it was.
    const mark = { eventType: REORDER_EVENT_TYPE, key: 'reorder_id', value: reorder.id }
    let refusal: unknown
    for (const place of await placesFor(reorder)) {
      const known = await messages.find(place, reorder.startedAt, mark)
      if (known !== null && (await edit(next, known))) return known
      try {
        return await post(next, place)
      } catch (error) {
        const failure = sendFailure(error)
        if (failure.type !== 'rejected' || failure.scope !== 'channel') throw error
        refusal = error
      }
    }
    throw refusal
  }

  /** Tells what is new of it once: beside its message, and where its incident is told first. */
  async function tell(reorder: Reorder, news: ReorderNews, at: MessagePlace): Promise<void> {
    const stories = await parts.storyOf(reorder)
    const beside = threadOfReorder(at, stories)
    const elsewhere = stories.slice(0, 1).filter(({ channel }) => channel !== at.channel)
    for (const { channel, ts } of [beside, ...elsewhere]) {
      const value = `${reorder.id}:${news.key}:${channel}`
      if (told.has(value)) continue
      const mark = { eventType: REORDER_NEWS_EVENT_TYPE, key: 'news', value }
      const isBeside = channel === at.channel
      if ((await messages.find({ channel, parentTs: ts }, reorder.startedAt, mark)) === null) {
        const message = news.tell({ naming: byMention, channel: isBeside ? null : at.channel })
        const content = { metadata: reorderNewsMetadata(value), ...message }
        await messages.post(value, content, { channel, parentTs: ts, isLoud: news.isLoud && isBeside })
      }
      told.add(value)
    }
  }

  /** What was told is kept last: what a life that ends before could not tell, the next one does. */
  async function put(next: Showing): Promise<void> {
    const { reorder, held } = next
    const at = await shown(next)
    if (at === null) return
    const news = held === null ? newsOf(reorder) : null
    if (news !== null) await tell(reorder, news, at)
    await keep(reorder, at)
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
        const isMended = ['rate_limited', 'unavailable', 'unknown'].includes(sendFailure(error).type)
        if (stopped) return
        if (!isMended || tries >= MOST_TRIES) continue
        await pauses.pause(AGAIN_MS)
        // What is not shown by now is shown by the next life.
        if (stopped) return
        if (!newest.has(id)) newest.set(id, next)
      }
    }
  }

  function take(next: Showing): void {
    const { id } = next.reorder
    newest.set(id, next)
    if (showing.has(id)) return
    const work = drain(id).finally(() => showing.delete(id))
    showing.set(id, work)
  }

  return {
    show: (reorder) => take({ reorder, held: null }),
    hold: (reorder, why) => take({ reorder, held: why }),
    async stop() {
      stopped = true
      pauses.endAll()
      await Promise.race([Promise.all(showing.values()), sleep(clock, AGAIN_MS)])
    },
  }
}
