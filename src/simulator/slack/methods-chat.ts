import { type Answer, bool, json, method, missingScope, parse, string } from './arguments.ts'
import {
  type ContentArguments,
  isEmpty,
  isRefusal,
  MOST_UPDATED_TEXT,
  type Refusal,
  readContent,
} from './content.ts'
import type { Conversation } from './directory.ts'
import { TIMESTAMP } from './ids.ts'
import { type MessageContent, present } from './messages.ts'
import { unfurl } from './methods-unfurl.ts'
import { wireMessage } from './wire.ts'
import type { StoredMessage } from './workspace.ts'
import type { World } from './world.ts'

/** chat.*: https://docs.slack.dev/reference/methods?family=chat */

const content = {
  text: string.optional(),
  markdown_text: string.optional(),
  blocks: json.optional(),
  attachments: json.optional(),
}
const looks = {
  as_user: bool.optional(),
  username: string.optional(),
  icon_emoji: string.optional(),
  icon_url: string.optional(),
}
const parsing = { parse: parse.optional(), link_names: bool.optional() }

/** A conversation by id, by `#name`, or a person's direct conversation by user id. */
function target(world: World, channel: string): Conversation | Refusal {
  const { directory } = world
  const named = directory.conversations().find((each) => `#${each.name}` === channel || each.name === channel)
  const found = directory.conversation(channel) ?? (named?.kind === 'im' ? undefined : named)
  if (found) return found
  const person = directory.person(channel)
  if (person === undefined || person.deleted === true) return { error: 'channel_not_found' }
  return directory.openIm(channel).conversation
}

/** A private channel that the app is not in does not exist for it; in a public one it may read but not post. */
export function postable(world: World, conversation: Conversation): Refusal | undefined {
  if (!conversation.botIsMember && conversation.kind === 'private') return { error: 'channel_not_found' }
  if (conversation.isArchived) return { error: 'is_archived' }
  if (!conversation.botIsMember && !world.manifest.botScopes.has('chat:write.public'))
    return { error: 'not_in_channel' }
  return undefined
}

/** Replies go to a thread's parent: "Avoid using a reply's `ts` value; use its parent instead." */
export function threadProblem(world: World, channel: string, threadTs: string): Refusal | undefined {
  if (!TIMESTAMP.test(threadTs)) return { error: 'invalid_thread_ts' }
  const parent = world.messages.find(channel, threadTs)
  if (parent === undefined) {
    return world.messages.replies(channel, threadTs).length > 0 ? undefined : { error: 'thread_not_found' }
  }
  return parent.thread_ts === undefined ? undefined : { error: 'cannot_reply_to_message' }
}

function customLook(world: World, args: { username?: unknown; icon_emoji?: unknown; icon_url?: unknown }) {
  const asked = [args.username, args.icon_emoji, args.icon_url].some((each) => each !== undefined)
  return asked && !world.manifest.botScopes.has('chat:write.customize')
    ? missingScope(world, ['chat:write.customize'])
    : undefined
}

interface Outgoing extends ContentArguments {
  readonly channel: string
  readonly thread_ts?: string | undefined
  readonly as_user?: unknown
  readonly username?: unknown
  readonly icon_emoji?: unknown
  readonly icon_url?: unknown
}

/** Where a message is to go and what it says, or why it may not; `onlyTo` is who alone is to see it. */
function readOutgoing(
  world: World,
  args: Outgoing,
  onlyTo?: string,
): { readonly conversation: Conversation; readonly read: MessageContent } | Refusal {
  if (args.as_user !== undefined) return { error: 'as_user_not_supported' }
  const conversation = target(world, args.channel)
  if (isRefusal(conversation)) return conversation
  const refused = postable(world, conversation) ?? customLook(world, args)
  if (refused) return refused
  if (onlyTo !== undefined && !conversation.members.includes(onlyTo)) return { error: 'user_not_in_channel' }
  const read = readContent(args, world.ids)
  if (isRefusal(read)) return read
  if (isEmpty(read)) return { error: 'no_text' }
  const threaded =
    args.thread_ts === undefined ? undefined : threadProblem(world, conversation.id, args.thread_ts)
  return threaded ?? { conversation, read }
}

const postMessage = method({
  scopes: ['chat:write'],
  tier: 'special',
  posts: true,
  args: {
    channel: string,
    ...content,
    ...looks,
    ...parsing,
    metadata: json.optional(),
    mrkdwn: bool.optional(),
    thread_ts: string.optional(),
    reply_broadcast: bool.optional(),
    unfurl_links: bool.optional(),
    unfurl_media: bool.optional(),
  },
  handle(world, args): Answer {
    const outgoing = readOutgoing(world, args)
    if (isRefusal(outgoing)) return outgoing
    const { conversation, read } = outgoing
    const message = world.messages.post({
      ...read,
      channel: conversation.id,
      user: world.directory.botUserId,
      team: world.directory.teamId,
      bot_id: world.directory.botId,
      app_id: world.directory.appId,
      thread_ts: args.thread_ts,
      reply_broadcast: args.thread_ts !== undefined && args.reply_broadcast === true,
      username: args.username,
      icon_emoji: args.icon_emoji,
      icon_url: args.icon_url,
    })
    world.events.posted(message)
    return {
      ok: true,
      channel: conversation.id,
      ts: message.ts,
      message: wireMessage(world, message, { metadata: false }),
    }
  },
})

/** The app's own message, or why it may not be touched. */
function ownMessage(world: World, channel: string, ts: string, denied: string): StoredMessage | Refusal {
  const conversation = world.directory.conversation(channel)
  if (!conversation || (conversation.kind === 'private' && !conversation.botIsMember)) {
    return { error: 'channel_not_found' }
  }
  const message = world.messages.find(channel, ts)
  if (!message) return { error: 'message_not_found' }
  return message.user === world.directory.botUserId ? message : { error: denied }
}

const update = method({
  scopes: ['chat:write'],
  tier: 3,
  args: {
    channel: string,
    ts: string,
    ...content,
    ...parsing,
    as_user: bool.optional(),
    metadata: json.optional(),
    reply_broadcast: bool.optional(),
    file_ids: json.optional(),
  },
  handle(world, args): Answer {
    const message = ownMessage(world, args.channel, args.ts, 'cant_update_message')
    if (isRefusal(message)) return message
    if (world.directory.conversation(args.channel)?.isArchived) return { error: 'is_inactive' }
    const read = readContent(args, world.ids, MOST_UPDATED_TEXT)
    if (isRefusal(read)) return read
    const says = read.text !== undefined || read.blocks !== undefined || read.attachments !== undefined
    if (args.reply_broadcast === true) {
      if (says) return { error: 'no_dual_broadcast_content_update' }
      if (message.thread_ts === undefined) return { error: 'cant_broadcast_message' }
    } else {
      // Without text of its own an update keeps the old text, so emptied blocks leave that to be shown.
      const result = { ...read, text: read.text ?? message.text }
      if (!says && args.metadata === undefined) return { error: 'no_text' }
      if (says && isEmpty(result)) return { error: 'no_text' }
    }
    // "If the `text` argument is provided and `blocks` are not provided, the `blocks` will be removed".
    const cleared = read.blocks === undefined ? read.text !== undefined : read.blocks.length === 0
    const edited = world.messages.edit(
      message,
      present({
        text: read.text,
        blocks: cleared ? null : read.blocks,
        attachments: read.attachments,
        // "If you don't include this field, the message's previous `metadata` will be retained."
        metadata: args.metadata === undefined ? undefined : (read.metadata ?? null),
        broadcast: args.reply_broadcast === true ? true : undefined,
        editor: world.directory.botUserId,
      }),
    )
    world.events.changed(edited, message)
    return {
      ok: true,
      channel: edited.channel,
      ts: edited.ts,
      text: edited.text,
      message: wireMessage(world, edited, { metadata: false }),
    }
  },
})

const remove = method({
  scopes: ['chat:write'],
  tier: 3,
  args: { channel: string, ts: string, as_user: bool.optional() },
  handle(world, args): Answer {
    const message = ownMessage(world, args.channel, args.ts, 'cant_delete_message')
    if (isRefusal(message)) return message
    world.messages.remove(message.channel, message.ts)
    world.events.deleted(message)
    return { ok: true, channel: message.channel, ts: message.ts }
  },
})

const postEphemeral = method({
  scopes: ['chat:write'],
  tier: 4,
  args: { channel: string, user: string, ...content, ...looks, ...parsing, thread_ts: string.optional() },
  handle(world, args): Answer {
    const outgoing = readOutgoing(world, args, args.user)
    if (isRefusal(outgoing)) return outgoing
    const { conversation, read } = outgoing
    const ephemeral = world.ephemerals.add(
      present({
        channel: conversation.id,
        user: args.user,
        text: read.text ?? '',
        blocks: read.blocks,
        thread_ts: args.thread_ts,
        madeBy: 'chat.postEphemeral' as const,
      }),
    )
    return { ok: true, message_ts: ephemeral.ts }
  },
})

const getPermalink = method({
  scopes: [],
  tier: 'special',
  args: { channel: string, message_ts: string },
  handle(world, args): Answer {
    if (!world.directory.conversation(args.channel)) return { error: 'channel_not_found' }
    const message = world.messages.find(args.channel, args.message_ts)
    if (!message) return { error: 'message_not_found' }
    const path = `/archives/${args.channel}/p${args.message_ts.replace('.', '')}`
    const thread =
      message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${args.channel}`
    const permalink = `https://${world.directory.teamDomain}.slack.com${path}${thread}`
    return { ok: true, channel: args.channel, permalink }
  },
})

export const CHAT_METHODS = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'chat.unfurl': unfurl,
} as const
