import type { DemoChannel } from '../../demo/state.ts'
import type { Ephemeral, StoredMessage } from '../../slack/workspace.ts'

/** A line of a channel or thread: a message, or one that only its reader sees. */
export type Entry =
  | { readonly type: 'message'; readonly ts: string; readonly message: StoredMessage }
  | { readonly type: 'ephemeral'; readonly ts: string; readonly ephemeral: Ephemeral }

/** What a person sees in the channel itself: parents, broadcast replies and their own ephemerals, in order of time. */
export function channelEntries(
  channel: DemoChannel,
  ephemerals: readonly Ephemeral[],
  me: string,
): readonly Entry[] {
  const shown = channel.messages.filter((message) => !isReply(message) || message.reply_broadcast === true)
  return merged(
    shown,
    ephemerals.filter((each) => isFor(each, channel, me) && each.thread_ts === undefined),
  )
}

/** What a person sees in a thread, below its parent. */
export function threadEntries(
  channel: DemoChannel,
  ephemerals: readonly Ephemeral[],
  me: string,
  parentTs: string,
): readonly Entry[] {
  return merged(
    repliesOf(channel, parentTs),
    ephemerals.filter((each) => isFor(each, channel, me) && each.thread_ts === parentTs),
  )
}

/** The replies of a parent, in ts order. */
export function repliesOf(channel: DemoChannel, parentTs: string): readonly StoredMessage[] {
  return channel.messages.filter((message) => isReply(message) && message.thread_ts === parentTs)
}

function isReply(message: StoredMessage): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
}

function isFor(ephemeral: Ephemeral, channel: DemoChannel, me: string): boolean {
  return ephemeral.channel === channel.id && ephemeral.user === me
}

function merged(messages: readonly StoredMessage[], ephemerals: readonly Ephemeral[]): readonly Entry[] {
  const entries: Entry[] = [
    ...messages.map((message): Entry => ({ type: 'message', ts: message.ts, message })),
    ...ephemerals.map((ephemeral): Entry => ({ type: 'ephemeral', ts: ephemeral.ts, ephemeral })),
  ]
  return entries.sort((a, b) => Number(a.ts) - Number(b.ts))
}
