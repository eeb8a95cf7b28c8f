import {
  type Answer,
  bool,
  cursorPage,
  fromCursor,
  method,
  missingScope,
  pageOf,
  string,
  timeline,
  toCursor,
} from './arguments.ts'
import { isRefusal, type Refusal } from './content.ts'
import type { Conversation } from './directory.ts'
import { TIMESTAMP } from './ids.ts'
import { withinBounds } from './messages.ts'
import { wireConversation, wireMessage, wireUser } from './wire.ts'
import type { StoredMessage } from './workspace.ts'
import type { World } from './world.ts'

/** conversations.*, users.*, usergroups.*: https://docs.slack.dev/reference/methods?family=conversations */

const PREFIX: Record<Conversation['kind'], string> = { public: 'channels', private: 'groups', im: 'im' }
const scopesFor = (what: 'history' | 'read' | 'write') =>
  ['channels', 'groups', 'im', 'mpim'].map((kind) => `${kind}:${what}`)

/** The conversation, if the app may see it with the scope that its kind asks for. */
function visible(world: World, channel: string, what: 'history' | 'read'): Conversation | Refusal {
  const conversation = world.directory.conversation(channel)
  if (!conversation) return { error: 'channel_not_found' }
  const scope = `${PREFIX[conversation.kind]}:${what}`
  if (!world.manifest.botScopes.has(scope)) return missingScope(world, [scope])
  if (conversation.kind === 'private' && !conversation.botIsMember) return { error: 'channel_not_found' }
  if (what === 'history' && !conversation.botIsMember) return { error: 'not_in_channel' }
  return conversation
}

interface TimelineArgs {
  readonly oldest?: string | undefined
  readonly latest?: string | undefined
  readonly inclusive?: boolean | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

interface Bounds {
  readonly oldest: string | undefined
  readonly latest: string | undefined
  readonly inclusive: boolean
  readonly limit: number
  /** The ts to start at, or nothing. */
  readonly from: string
}

function bounds(args: TimelineArgs, most: number, usual: number): Bounds | Refusal {
  const number = /^\d+(\.\d+)?$/
  if (args.oldest !== undefined && !number.test(args.oldest)) return { error: 'invalid_ts_oldest' }
  if (args.latest !== undefined && !number.test(args.latest)) return { error: 'invalid_ts_latest' }
  const limit = args.limit === undefined || args.limit === 0 ? usual : args.limit
  if (limit > most) return { error: 'invalid_limit' }
  const from = args.cursor === undefined || args.cursor === '' ? '' : fromCursor(args.cursor)
  if (from === undefined || (from !== '' && !TIMESTAMP.test(from))) return { error: 'invalid_cursor' }
  // `oldest` defaults to 0, which stands for no bound.
  const oldest = args.oldest === undefined || Number(args.oldest) === 0 ? undefined : args.oldest
  return { oldest, latest: args.latest, inclusive: args.inclusive ?? false, limit, from }
}

/** One page of messages in the given order, from the one that the cursor names. */
function page(
  world: World,
  found: readonly StoredMessage[],
  limit: number,
  from: string,
  metadata: boolean,
): Answer {
  const start = from === '' ? 0 : found.findIndex((message) => message.ts === from)
  if (start < 0) return { error: 'invalid_cursor' }
  const next = found[start + limit]
  return {
    ok: true,
    messages: found.slice(start, start + limit).map((message) => wireMessage(world, message, { metadata })),
    has_more: next !== undefined,
    ...(next === undefined ? {} : { response_metadata: { next_cursor: toCursor(next.ts) } }),
  }
}

const history = method({
  scopes: scopesFor('history'),
  tier: 3,
  args: { channel: string, ...timeline, ...cursorPage },
  handle(world, args): Answer {
    const conversation = visible(world, args.channel, 'history')
    if (isRefusal(conversation)) return conversation
    const within = bounds(args, 999, 100)
    if (isRefusal(within)) return within
    const found = world.messages
      .all(conversation.id)
      // Replies are not part of the channel unless they were broadcast to it.
      .filter((message) => message.thread_ts === undefined || message.reply_broadcast === true)
      .filter((message) => withinBounds(message.ts, within))
      .reverse()
    const answer = page(world, found, within.limit, within.from, args.include_all_metadata ?? false)
    return 'ok' in answer ? { ...answer, pin_count: 0 } : answer
  },
})

const replies = method({
  scopes: scopesFor('history'),
  tier: 3,
  args: { channel: string, ts: string, ...timeline, ...cursorPage },
  handle(world, args): Answer {
    const conversation = visible(world, args.channel, 'history')
    if (isRefusal(conversation)) return conversation
    const within = bounds(args, 1000, 1000)
    if (isRefusal(within)) return within
    const named = world.messages.find(conversation.id, args.ts)
    const answers = world.messages.replies(conversation.id, args.ts)
    // "`ts` must be the timestamp of an existing message."
    if (!named && answers.length === 0) return { error: 'thread_not_found' }
    const found = [
      ...(named ? [named] : []),
      ...answers.filter((message) => withinBounds(message.ts, within)),
    ]
    return page(world, found, within.limit, within.from, args.include_all_metadata ?? false)
  },
})

const info = method({
  scopes: scopesFor('read'),
  tier: 3,
  args: { channel: string, include_locale: bool.optional(), include_num_members: bool.optional() },
  handle(world, args): Answer {
    const conversation = visible(world, args.channel, 'read')
    if (isRefusal(conversation)) return conversation
    const members = conversation.members.length + (conversation.botIsMember ? 1 : 0)
    return {
      ok: true,
      channel: {
        ...wireConversation(world, conversation),
        ...(args.include_num_members ? { num_members: members } : {}),
        ...(args.include_locale ? { locale: 'en-US' } : {}),
      },
    }
  },
})

const members = method({
  scopes: scopesFor('read'),
  tier: 4,
  args: { channel: string, ...cursorPage },
  handle(world, args): Answer {
    const conversation = visible(world, args.channel, 'read')
    if (isRefusal(conversation)) return conversation
    const all = [...conversation.members, ...(conversation.botIsMember ? [world.directory.botUserId] : [])]
    const paged = pageOf(all, args, 1000)
    if (isRefusal(paged)) return paged
    return { ok: true, members: paged.items, response_metadata: { next_cursor: paged.next } }
  },
})

const KINDS: Readonly<Record<string, Conversation['kind'] | undefined>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: undefined,
}

const list = method({
  scopes: scopesFor('read'),
  tier: 2,
  args: {
    ...cursorPage,
    exclude_archived: bool.optional(),
    types: string.optional(),
  },
  handle(world, args): Answer {
    const types = (args.types ?? 'public_channel').split(',').map((type) => type.trim())
    if (types.some((type) => !Object.hasOwn(KINDS, type))) return { error: 'invalid_types' }
    const kinds = types.flatMap((type) => KINDS[type] ?? [])
    const missing = kinds
      .map((kind) => `${PREFIX[kind]}:read`)
      .filter((scope) => !world.manifest.botScopes.has(scope))
    if (missing.length > 0) return missingScope(world, missing)
    const found = world.directory
      .conversations()
      .filter((each) => kinds.includes(each.kind) && (each.kind === 'public' || each.botIsMember))
      .filter((each) => !(args.exclude_archived === true && each.isArchived))
    const paged = pageOf(found, args, 999)
    if (isRefusal(paged)) return paged
    return {
      ok: true,
      channels: paged.items.map((each) => wireConversation(world, each)),
      response_metadata: { next_cursor: paged.next },
    }
  },
})

const open = method({
  scopes: scopesFor('write'),
  tier: 3,
  args: {
    channel: string.optional(),
    users: string.optional(),
    return_im: bool.optional(),
    prevent_creation: bool.optional(),
  },
  handle(world, args): Answer {
    if (args.channel !== undefined) {
      const known = world.directory.conversation(args.channel)
      return known
        ? { ok: true, no_op: true, already_open: true, channel: { id: known.id } }
        : { error: 'channel_not_found' }
    }
    if (args.users === undefined || args.users === '') return { error: 'users_list_not_supplied' }
    const users = args.users.split(',')
    const [user = ''] = users
    // The stand-in has no group conversations.
    if (users.length > 1) return { error: 'too_many_users' }
    const person = world.directory.person(user)
    if (!person) return { error: 'user_not_found' }
    if (person.deleted) return { error: 'user_disabled' }
    if (!world.manifest.botScopes.has('im:write')) return missingScope(world, ['im:write'])
    const { conversation, isNew } = world.directory.openIm(user)
    const channel = args.return_im ? wireConversation(world, conversation) : { id: conversation.id }
    return isNew ? { ok: true, channel } : { ok: true, no_op: true, already_open: true, channel }
  },
})

const userInfo = method({
  scopes: ['users:read'],
  tier: 4,
  args: { user: string, include_locale: bool.optional() },
  handle(world, args): Answer {
    const person = world.directory.person(args.user)
    if (!person) return { error: 'user_not_found' }
    const user = wireUser(world, person)
    return { ok: true, user: args.include_locale ? { ...user, locale: 'en-US' } : user }
  },
})

const groupMembers = method({
  scopes: ['usergroups:read'],
  tier: 2,
  args: { usergroup: string, include_disabled: bool.optional() },
  handle(world, args): Answer {
    const group = world.directory.group(args.usergroup)
    return group ? { ok: true, users: group.users } : { error: 'no_such_subteam' }
  },
})

export const CONVERSATION_METHODS = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': list,
  'conversations.open': open,
  'users.info': userInfo,
  'usergroups.users.list': groupMembers,
} as const
