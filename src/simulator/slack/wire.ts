import type { Conversation } from './directory.ts'
import { present } from './messages.ts'
import type { JsonObject, Person, StoredMessage } from './workspace.ts'
import type { World } from './world.ts'

/** Shapes that Slack answers: messages, conversations and users. */

/** A message as the Web API and the payloads carry it. Metadata only where it was asked for. */
export function wireMessage(
  world: World,
  message: StoredMessage,
  options: { metadata: boolean },
): JsonObject {
  const { channel: _channel, reply_broadcast: _broadcast, metadata, ...rest } = message
  const replies = message.thread_ts === undefined ? world.messages.replies(message.channel, message.ts) : []
  const isApp = message.bot_id !== undefined
  return present({
    ...rest,
    bot_profile: isApp ? botProfile(world) : undefined,
    metadata: options.metadata ? metadata : undefined,
    ...(replies.length > 0 ? threadSummary(message.ts, replies) : {}),
    parent_user_id:
      message.thread_ts === undefined
        ? undefined
        : world.messages.find(message.channel, message.thread_ts)?.user,
  }) as unknown as JsonObject
}

function threadSummary(ts: string, replies: readonly StoredMessage[]) {
  const users = [...new Set(replies.map((reply) => reply.user))]
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users,
    is_locked: false,
    subscribed: false,
  }
}

function botProfile(world: World): JsonObject {
  const { directory, manifest } = world
  return {
    id: directory.botId,
    app_id: directory.appId,
    user_id: directory.botUserId,
    name: manifest.name,
    deleted: false,
    updated: 0,
    team_id: directory.teamId,
  }
}

/** https://docs.slack.dev/reference/objects/conversation-object */
export function wireConversation(world: World, conversation: Conversation): JsonObject {
  const { id, kind } = conversation
  if (kind === 'im') {
    return {
      id,
      created: 0,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      user: conversation.members[0] ?? '',
    }
  }
  return {
    id,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: kind === 'public',
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    created: 0,
    updated: 0,
    is_archived: conversation.isArchived,
    is_general: false,
    unlinked: 0,
    is_shared: conversation.isExtShared,
    is_org_shared: false,
    is_ext_shared: conversation.isExtShared,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: world.directory.teamId,
    shared_team_ids: [world.directory.teamId],
    creator: conversation.members[0] ?? world.directory.botUserId,
    is_member: conversation.botIsMember,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  }
}

/** https://docs.slack.dev/reference/objects/user-object */
export function wireUser(world: World, person: Person): JsonObject {
  const teamId = person.teamId ?? world.directory.teamId
  return present({
    id: person.id,
    team_id: teamId,
    name: person.name,
    deleted: person.deleted ?? false,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, world.clock.now()),
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      title: '',
      team: teamId,
    },
    is_admin: person.isAdmin ?? false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isRestricted ?? false,
    is_ultra_restricted: person.isUltraRestricted ?? false,
    is_bot: person.isBot ?? false,
    is_app_user: false,
    is_stranger: teamId === world.directory.teamId ? undefined : true,
    updated: 0,
  }) as unknown as JsonObject
}

function offsetSeconds(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}
