import type { Subscription } from '../../domain/subscription.ts'
import { clip, code } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, lineSections, section } from '../limits.ts'
import { byMention, mentionName, type Naming } from '../mentions.ts'
import { count, localDate } from '../text.ts'
import { LEVEL_MARKS } from './words.ts'

/** What a channel is told of, from which level on, whom it pings and when it is summed up, as mrkdwn. */
export function subscriptionText(subscription: Subscription, naming: Naming): string {
  const { filter, minLevel, mention, digest, by, createdAt } = subscription
  const what = filter === '' ? 'Every link' : code(filter, 200)
  const pings =
    mention === null
      ? 'pings nobody'
      : `pings ${mentionName(mention.who, naming)} from ${LEVEL_MARKS[mention.from].word.toLowerCase()} on`
  const time = digest === null ? '' : `, digest at ${timeOfDay(digest.minute)} ${code(digest.zone, 40)}`
  return `*${what}* from ${LEVEL_MARKS[minLevel].word.toLowerCase()} on, ${pings}${time}. By ${naming(by)}, ${localDate(createdAt)}.`
}

function timeOfDay(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** What this channel is told of. */
export function renderSubscriptions(
  subscriptions: readonly Subscription[],
  naming: Naming = byMention,
): RenderedMessage {
  const hint = 'End one with `/interlink unsubscribe` and its filter.'
  if (subscriptions.length === 0) {
    const none =
      'This channel has no subscription. `/interlink subscribe [filter] [min-level]` makes one; the channel of `ALERT_CHANNEL` is told of everything without.'
    return { text: none, blocks: [section(none)] }
  }
  const lines = subscriptions.map((subscription) => `• ${subscriptionText(subscription, naming)}`)
  const { blocks, left } = lineSections(lines, 10_000)
  return {
    text: clip([count(lines.length, 'subscription'), ...lines].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [
        header(`${count(lines.length, 'subscription')} of this channel`),
        ...blocks,
        ...(left === 0 ? [] : [context([`and ${left} more`])]),
      ],
      [context([hint])],
    ),
  }
}
