import type { Refused } from '../../remedies/weigh.ts'
import { clip, prose } from '../escape.ts'
import { LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention, channelText, mentionText } from '../mentions.ts'
import { UNREAD_MARK } from './words.ts'

/** People and groups named in one answer. */
const MOST_NAMED = 10

/** Whom to ask and where, as mrkdwn; empty where neither matters. Seen by the one who asked alone: nobody is pinged by it. */
export function whomText({ ask, channels }: Pick<Refused, 'ask' | 'channels'>): string {
  const people = [
    ...ask.users.map(byMention),
    ...ask.groups.map((id) => mentionText({ type: 'group', id })).filter((text) => text !== ''),
  ]
  return `${listed('Operators', people)}${listed('Channels', channels.map(channelText))}`
}

function listed(what: string, all: readonly string[]): string {
  if (all.length === 0) return ''
  const more = all.length - MOST_NAMED
  return ` ${what}: ${all.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

/** Why nothing was done and whom to ask, or where, as mrkdwn. `names` are foreign names in it. */
export function refusalText(refused: Refused, names: readonly string[] = []): string {
  return `${UNREAD_MARK} ${prose(refused.sentence, names)}${whomText(refused)}`
}

/** Why nothing was done, as a message or a window. */
export function renderRefusal(refused: Refused, names: readonly string[] = []): RenderedMessage {
  const text = refusalText(refused, names)
  return { text: clip(text, LIMITS.fallbackText), blocks: [section(text)] }
}
