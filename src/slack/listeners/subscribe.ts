import type { WebClient } from '@slack/web-api'
import { subscribeAnywayButton } from '../actions.ts'
import { channelFacts } from '../channel-facts.ts'
import { actions, fitMessage, section } from '../limits.ts'
import { isChannel } from '../posting.ts'
import { sendFailure } from '../send-errors.ts'
import { renderDeskAnswer, sharedChannelSentence } from '../views/desk-answer.ts'
import { usageText } from '../views/help.ts'
import { renderProblem } from '../views/problem.ts'
import type { Asking, Helpers } from './helpers.ts'
import { privateReply, type Reply, reply } from './reply.ts'

const MOST_WORDS = 1000

/** Who would read alerts in a channel, as far as Slack says. Sentences are mrkdwn. */
type Readers =
  | { readonly type: 'own' | 'shared'; readonly notes: readonly string[] }
  /** The check is off, and a sentence says so. */
  | { readonly type: 'unchecked'; readonly notes: readonly string[] }
  | { readonly type: 'refused'; readonly sentence: string }

/**
 * Subscribes a channel by the words that were typed. One that people of other organizations or workspaces read is warned
 * of first, and subscribed where that is `meant`.
 */
export async function subscribe(
  text: string,
  { by, channel }: Asking,
  { desk, client }: Helpers,
  meant = false,
): Promise<Reply> {
  if (text.length > MOST_WORDS)
    return privateReply(renderProblem('That is too long for a subscription: nothing was done.'))
  const readers = await readersOf(channel, client)
  if (readers.type === 'refused') return privateReply(renderProblem(readers.sentence))
  if (readers.type === 'shared' && !meant) {
    const sentence = sharedChannelSentence(text)
    return privateReply({
      text: sentence,
      blocks: fitMessage([section(sentence)], [actions([subscribeAnywayButton(text)])]),
    })
  }
  const answer = await desk.subscribe(text, by, channel)
  const message = renderDeskAnswer(answer, readers.notes, usageText('subscribe'))
  return answer.type === 'refused' ? privateReply(message) : reply(message, null)
}

/** Asks Slack (`conversations.info`) whether a channel is shared, and whether the bot is in it. */
async function readersOf(channel: string, client: WebClient): Promise<Readers> {
  if (!isChannel(channel)) {
    return {
      type: 'refused',
      sentence:
        'Alerts go to channels, not to direct messages: ask again in the channel that is to hear of them.',
    }
  }
  try {
    const { isMember, isShared } = await channelFacts(client, channel)
    const notes = isMember
      ? []
      : ['The bot is not in this channel: invite it (`/invite @interlink`), or alerts wait.']
    return { type: isShared ? 'shared' : 'own', notes }
  } catch (error) {
    return unknownReaders(error)
  }
}

function unknownReaders(error: unknown): Readers {
  const failure = sendFailure(error)
  const word = failure.type === 'rejected' ? failure.error : null
  if (word === 'missing_scope') {
    const note =
      'Whether this channel is shared with other organizations was not checked: the bot lacks the scope `channels:read` (`groups:read` for private channels).'
    return { type: 'unchecked', notes: [note] }
  }
  return {
    type: 'refused',
    sentence:
      word === 'channel_not_found'
        ? 'The bot cannot see this channel: invite it (`/invite @interlink`), then ask again. Nothing was subscribed.'
        : 'Slack did not say just now whether other organizations read this channel, so nothing was subscribed. Ask again in a minute.',
  }
}
