import { actLabel, type NotedAct } from '../../remedies/acts.ts'
import type { Refused } from '../../remedies/weigh.ts'
import { clip, prose } from '../escape.ts'
import { LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention, channelText, mentionText } from '../mentions.ts'
import { capital } from '../text.ts'
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

/** Why somebody may not, with whom to ask, and where. */
export type Denied = Pick<Refused, 'sentence' | 'ask' | 'channels'>

/** What is not offered, by its labels, and why, as mrkdwn. `names` are foreign names in it; `ask` is whom to ask. */
export function notOfferedText(
  labels: readonly string[],
  reason: string,
  { names = [], ask = '' }: { readonly names?: readonly string[]; readonly ask?: string } = {},
): string {
  return `_Not offered:_ ${prose(capital(labels.join('; ')), names)}.\n${prose(reason, names)}${ask}`
}

/** The same of acts that somebody may not have done. */
export function deniedText(acts: readonly NotedAct[], denied: Denied): string {
  return notOfferedText(acts.map(actLabel), denied.sentence, { ask: whomText(denied) })
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
