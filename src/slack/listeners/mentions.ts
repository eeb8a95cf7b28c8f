import type { App } from '@slack/bolt'
import { patiently } from '../patience.ts'
import { NO_UNFURLS } from '../posting.ts'
import { withheld } from '../views/share.ts'
import { answerCommand } from './commands.ts'
import type { Answer } from './doorman.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { outsidersIn } from './outsiders.ts'
import { passable } from './respond.ts'

/**
 * `@interlink …`: the words of a command, answered in the thread for everyone, since they were said to everyone; what is
 * for whoever asked alone, to them, and so is everything where people of other organizations read along. Slash commands
 * do not work inside threads (docs.slack.dev, "Implementing slash commands").
 */
export function listenToMentions(app: App, deps: ListenerDeps): void {
  app.event('app_mention', async ({ event, body }) => {
    const { user, channel, ts } = event
    if (user === undefined || event.bot_id !== undefined) return
    // "Ephemeral messages in threads are only shown if there is already an active thread" (chat.postEphemeral).
    const inThread = event.thread_ts === undefined ? {} : { thread_ts: event.thread_ts }
    const visit = {
      what: 'mention',
      userId: user,
      triggerId: `event:${body.event_id}`,
      pressKey: null,
      acknowledge: async () => {},
      respond: ({ message, place }: Answer) => {
        const isForAll = place === 'everyone'
        const thread_ts = event.thread_ts ?? ts
        const post = () =>
          isForAll
            ? deps.client.chat.postMessage({ channel, thread_ts, ...NO_UNFURLS, ...message })
            : deps.client.chat.postEphemeral({ channel, user, ...inThread, ...message })
        return patiently<unknown>(post, { clock: deps.clock, isRepeatable: !isForAll })
      },
    }
    await deps.doorman.admit(visit, async ({ zone }) => {
      const words = wordsAfterMention(event.text, deps.botUserId)
      const outsiders = await outsidersIn(channel, deps)
      const isPublic = outsiders === 'none'
      const reply = await answerCommand(words, { by: user, channel, zone, isPublic }, deps)
      if (outsiders !== 'none')
        return { message: withheld(passable(reply, false), outsiders), place: 'asker' }
      return { message: passable(reply, true), place: reply.isPrivate ? 'asker' : 'everyone' }
    })
  })
}

/** What stands after the mention of the bot, or before it where nothing does. */
export function wordsAfterMention(text: string, botUserId: string): string {
  const [before = '', ...after] = text.split(new RegExp(`<@${botUserId}(?:\\|[^>]*)?>`, 'u'))
  const words = after
    .join(' ')
    .replace(/^[\s,:]+/u, '')
    .trim()
  return words === '' ? before.trim() : words
}
