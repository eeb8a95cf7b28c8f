import type { Ids } from './ids.ts'
import type { Channel, Person, UserGroup } from './workspace.ts'

/** A conversation, with what may change while the workspace runs. */
export interface Conversation {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly isExtShared: boolean
  /** People only; the bot's membership stands apart. */
  readonly members: readonly string[]
  botIsMember: boolean
  isArchived: boolean
}

export interface Directory {
  readonly teamId: string
  readonly teamDomain: string
  readonly appId: string
  readonly botId: string
  readonly botUserId: string
  readonly people: readonly Person[]
  person(id: string): Person | undefined
  group(id: string): UserGroup | undefined
  conversation(id: string): Conversation | undefined
  conversations(): readonly Conversation[]
  /** The direct conversation between the bot and a person, made when it is first needed. */
  openIm(userId: string): { conversation: Conversation; isNew: boolean }
}

export interface DirectoryOptions {
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly userGroups: readonly UserGroup[]
  readonly botName: string
  readonly appName: string
}

export function makeDirectory(options: DirectoryOptions, ids: Ids): Directory {
  const teamId = ids.object('T')
  const bot: Person = {
    id: ids.object('U'),
    name: options.botName,
    realName: options.appName,
    tz: 'UTC',
    isBot: true,
  }
  const people = [...options.people, bot]
  const conversations = new Map<string, Conversation>(
    options.channels.map((channel) => [
      channel.id,
      {
        id: channel.id,
        name: channel.name,
        kind: channel.isPrivate === true ? 'private' : 'public',
        isExtShared: channel.isExtShared ?? false,
        members: channel.members,
        botIsMember: channel.botIsMember,
        isArchived: channel.isArchived ?? false,
      },
    ]),
  )
  const ims = new Map<string, Conversation>()
  return {
    teamId,
    teamDomain: 'stand-in',
    appId: ids.object('A'),
    botId: ids.object('B'),
    botUserId: bot.id,
    people,
    person: (id) => people.find((person) => person.id === id),
    group: (id) => options.userGroups.find((group) => group.id === id),
    conversation: (id) => conversations.get(id),
    conversations: () => [...conversations.values()],
    openIm(userId) {
      const known = ims.get(userId)
      if (known) return { conversation: known, isNew: false }
      const conversation: Conversation = {
        id: ids.object('D'),
        name: 'directmessage',
        kind: 'im',
        isExtShared: false,
        members: [userId],
        botIsMember: true,
        isArchived: false,
      }
      ims.set(userId, conversation)
      conversations.set(conversation.id, conversation)
      return { conversation, isNew: true }
    },
  }
}
