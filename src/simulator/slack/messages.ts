import { microsOf } from './ids.ts'
import type { Ephemeral, Json, StoredBlock, StoredMessage, StoredMetadata } from './workspace.ts'

/** What an app or a person can put into a message. `undefined` means: not given. */
export interface MessageContent {
  readonly text?: string | undefined
  readonly blocks?: readonly StoredBlock[] | undefined
  readonly attachments?: readonly Json[] | undefined
  readonly metadata?: StoredMetadata | undefined
}

export interface NewMessage extends MessageContent {
  readonly channel: string
  readonly user: string
  readonly team: string
  readonly bot_id?: string | undefined
  readonly app_id?: string | undefined
  readonly thread_ts?: string | undefined
  readonly reply_broadcast?: boolean | undefined
  readonly username?: string | undefined
  readonly icon_emoji?: string | undefined
  readonly icon_url?: string | undefined
  readonly files?: StoredMessage['files'] | undefined
}

export interface MessageStore {
  all(channel: string): readonly StoredMessage[]
  find(channel: string, ts: string): StoredMessage | undefined
  /** Replies only, oldest first. */
  replies(channel: string, parentTs: string): readonly StoredMessage[]
  post(message: NewMessage): StoredMessage
  /** Puts attachments under a message, as a preview of an address does: it does not count as edited. */
  attach(message: StoredMessage, attachments: readonly Json[]): StoredMessage
  /** Replaces what is given and marks the message as edited. */
  edit(message: StoredMessage, change: MessageEdit): StoredMessage
  remove(channel: string, ts: string): void
}

export interface MessageEdit {
  readonly text?: string
  /** `null` takes the blocks away. */
  readonly blocks?: readonly StoredBlock[] | null
  readonly attachments?: readonly Json[]
  readonly metadata?: StoredMetadata | null
  readonly broadcast?: boolean
  readonly editor: string
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Drops the properties that are undefined, so that what is stored has only what Slack would store. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Present<T>
}

export function makeMessageStore(nextTs: () => string, changed: () => void): MessageStore {
  const channels = new Map<string, StoredMessage[]>()
  const list = (channel: string) => {
    const known = channels.get(channel)
    if (known) return known
    const fresh: StoredMessage[] = []
    channels.set(channel, fresh)
    return fresh
  }
  const find = (channel: string, ts: string) => list(channel).find((message) => message.ts === ts)
  return {
    all: (channel) => [...list(channel)],
    find,
    replies: (channel, parentTs) =>
      list(channel).filter((message) => message.thread_ts === parentTs && message.ts !== parentTs),
    post(message) {
      const stored = present({
        ...message,
        type: 'message' as const,
        subtype: message.reply_broadcast ? ('thread_broadcast' as const) : undefined,
        reply_broadcast: message.reply_broadcast ? (true as const) : undefined,
        text: message.text ?? '',
        ts: nextTs(),
      }) as StoredMessage
      list(message.channel).push(stored)
      changed()
      return stored
    },
    attach(message, attachments) {
      const attached: StoredMessage = { ...message, attachments }
      const messages = list(message.channel)
      messages[messages.findIndex((each) => each.ts === message.ts)] = attached
      changed()
      return attached
    },
    edit(message, change) {
      const edited = present({
        ...message,
        text: change.text ?? message.text,
        blocks: change.blocks === null ? undefined : (change.blocks ?? message.blocks),
        attachments: change.attachments ?? message.attachments,
        metadata: change.metadata === null ? undefined : (change.metadata ?? message.metadata),
        subtype: change.broadcast ? ('thread_broadcast' as const) : message.subtype,
        reply_broadcast: change.broadcast ? (true as const) : message.reply_broadcast,
        edited: { user: change.editor, ts: nextTs() },
      }) as StoredMessage
      const messages = list(message.channel)
      messages[messages.findIndex((each) => each.ts === message.ts)] = edited
      changed()
      return edited
    },
    remove(channel, ts) {
      const messages = list(channel)
      const index = messages.findIndex((message) => message.ts === ts)
      if (index < 0) return
      messages.splice(index, 1)
      changed()
    },
  }
}

export interface EphemeralStore {
  all(userId?: string): readonly Ephemeral[]
  find(ts: string): Ephemeral | undefined
  add(ephemeral: Omit<Ephemeral, 'ts' | 'replaced'>): Ephemeral
  replace(ts: string, content: { text: string; blocks?: readonly StoredBlock[] | undefined }): void
  remove(ts: string): void
}

export function makeEphemeralStore(nextTs: () => string, changed: () => void): EphemeralStore {
  let ephemerals: Ephemeral[] = []
  return {
    all: (userId) => ephemerals.filter((each) => userId === undefined || each.user === userId),
    find: (ts) => ephemerals.find((each) => each.ts === ts),
    add(ephemeral) {
      const stored: Ephemeral = { ...ephemeral, ts: nextTs(), replaced: 0 }
      ephemerals.push(stored)
      changed()
      return stored
    },
    replace(ts, content) {
      ephemerals = ephemerals.map((each) => {
        if (each.ts !== ts) return each
        const { blocks: _dropped, ...rest } = each
        return present({ ...rest, text: content.text, blocks: content.blocks, replaced: each.replaced + 1 })
      })
      changed()
    },
    remove(ts) {
      ephemerals = ephemerals.filter((each) => each.ts !== ts)
      changed()
    },
  }
}

/** Within the bounds of conversations.history: exclusive unless `inclusive`. */
export function withinBounds(
  ts: string,
  bounds: { oldest?: string | undefined; latest?: string | undefined; inclusive: boolean },
): boolean {
  const at = microsOf(ts)
  const oldest = bounds.oldest === undefined ? Number.NEGATIVE_INFINITY : microsOf(bounds.oldest)
  const latest = bounds.latest === undefined ? Number.POSITIVE_INFINITY : microsOf(bounds.latest)
  return bounds.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
}
