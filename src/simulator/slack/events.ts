import type { Conversation, Directory } from './directory.ts'
import type { Manifest } from './manifest.ts'
import type { JsonObject, StoredMessage } from './workspace.ts'
import type { MessageEvents } from './world.ts'

const SUBSCRIPTION: Record<Conversation['kind'], string> = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
}
const CHANNEL_TYPE: Record<Conversation['kind'], string> = { public: 'channel', private: 'group', im: 'im' }

interface EventsContext {
  readonly manifest: Manifest
  readonly directory: Directory
  readonly wire: (message: StoredMessage) => JsonObject
  readonly timestamp: () => string
  readonly send: (event: JsonObject) => void
  /** Makes the id by which the addresses of a message are unfurled. */
  readonly rememberUnfurl: (message: StoredMessage) => string
}

/** Message events: https://docs.slack.dev/reference/events/message and …/app_mention */
export function makeMessageEvents(context: EventsContext): MessageEvents {
  const { manifest, directory, send } = context

  /** The conversation, if the app is in it and its manifest subscribes to its messages. */
  const followed = (channel: string): Conversation | undefined => {
    const conversation = directory.conversation(channel)
    if (!conversation?.botIsMember) return undefined
    return manifest.botEvents.has(SUBSCRIPTION[conversation.kind]) ? conversation : undefined
  }

  const about = (channel: string, rest: JsonObject) => {
    const conversation = followed(channel)
    if (!conversation) return
    send({
      type: 'message',
      channel,
      channel_type: CHANNEL_TYPE[conversation.kind],
      event_ts: context.timestamp(),
      ...rest,
    })
  }

  /**
   * "A message was posted containing one or more links relevant to your application", in whatever conversation, the app
   * being a member or not: https://docs.slack.dev/reference/events/link_shared
   */
  const shareLinks = (message: StoredMessage) => {
    if (message.bot_id !== undefined || !manifest.botEvents.has('link_shared')) return
    const links = [...message.text.matchAll(/<(https?:\/\/[^|>]+)/g)].flatMap(([, url = '']) => {
      const host = URL.canParse(url) ? new URL(url).hostname : ''
      const domain = manifest.unfurlDomains.find((each) => host === each || host.endsWith(`.${each}`))
      return domain === undefined ? [] : [{ url, domain }]
    })
    if (links.length === 0) return
    send({
      type: 'link_shared',
      channel: message.channel,
      is_bot_user_member: directory.conversation(message.channel)?.botIsMember ?? false,
      user: message.user,
      message_ts: message.ts,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
      unfurl_id: context.rememberUnfurl(message),
      source: 'conversations_history',
      links,
      event_ts: message.ts,
    })
  }

  return {
    posted(message) {
      shareLinks(message)
      about(message.channel, { ...context.wire(message), event_ts: message.ts })
      const isMember = directory.conversation(message.channel)?.botIsMember ?? false
      const mentioned =
        message.text.includes(`<@${directory.botUserId}>`) ||
        message.text.includes(`<@${directory.botUserId}|`)
      if (mentioned && isMember && message.bot_id === undefined && manifest.botEvents.has('app_mention')) {
        send({
          ...context.wire(message),
          type: 'app_mention',
          channel: message.channel,
          event_ts: message.ts,
        })
      }
    },
    changed(message, before) {
      about(message.channel, {
        subtype: 'message_changed',
        hidden: true,
        ts: context.timestamp(),
        message: context.wire(message),
        previous_message: context.wire(before),
      })
    },
    deleted(message) {
      about(message.channel, {
        subtype: 'message_deleted',
        hidden: true,
        ts: context.timestamp(),
        deleted_ts: message.ts,
        previous_message: context.wire(message),
      })
    },
  }
}
