import type { DeskAnswer } from '../../domain/desk-answer.ts'
import { endSilenceButton } from '../actions.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { silenceText } from './silence-words.ts'
import { subscriptionText } from './subscriptions.ts'
import { UNREAD_MARK } from './words.ts'

/**
 * What became of what a person asked for, for that person alone. `notes` are sentences besides, as mrkdwn; `usage` is how
 * the command is typed, shown with a refusal.
 */
export function renderDeskAnswer(
  answer: DeskAnswer,
  notes: readonly string[] = [],
  usage: string | null = null,
): RenderedMessage {
  const sentence = prose(answer.sentence.slice(0, 2500))
  if (answer.type === 'refused') {
    const lines = [`${UNREAD_MARK} ${sentence}`, ...(usage === null ? [] : [`It is typed as ${usage}.`])]
    return {
      text: clip(lines.join('\n'), LIMITS.fallbackText),
      blocks: fitMessage([section(lines.join('\n'))]),
    }
  }
  const { silence, subscription } = answer
  const silenced = silence === undefined ? [] : [silenceText(silence, byMention)]
  const subscribed = subscription === undefined ? [] : [subscriptionText(subscription, byMention)]
  const end = silence === undefined || silence.endedAt !== null ? undefined : endSilenceButton(silence.id)
  return {
    text: clip([sentence, ...silenced, ...subscribed, ...notes].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [
        section(sentence),
        ...silenced.map((text) => section(text, end)),
        ...subscribed.map((text) => section(text)),
      ],
      notes.length === 0 ? [] : [context(notes)],
    ),
  }
}

/** Alerts in a channel that other organizations read are to be meant: the warning, with the words to go on with. */
export function sharedChannelSentence(text: string): string {
  const words = text === '' ? 'alerts of every link' : `alerts of ${code(text, 200)}`
  return `${UNREAD_MARK} *This channel is shared beyond this workspace.* Everybody in it, people of other organizations and workspaces included, would read ${words}: names, addresses, VPCs and outages. Nothing was subscribed so far.`
}
