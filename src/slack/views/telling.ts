import { link } from '../escape.ts'
import { channelText } from '../mentions.ts'
import type { TellingMessage } from '../told-at.ts'

const MOST_CHANNELS = 3

/** A channel in which an incident is told, with what leads to its message where Slack has taken that, as mrkdwn. */
export function channelWithLink(channel: string, messages: readonly TellingMessage[] = []): string {
  const message = messages.find((one) => one.channel === channel)
  return message === undefined ? channelText(channel) : `${channelText(channel)} (${messageLink(message)})`
}

/** Where an incident is told, as a sentence of mrkdwn; empty where no message is known. */
export function toldIn(messages: readonly TellingMessage[] = []): string {
  if (messages.length === 0) return ''
  const channels = messages.map(({ channel }) => channel)
  return `Told in ${channelsText(channels, messages)}.`
}

/** The first of the channels, with what leads to the messages there. */
export function channelsText(channels: readonly string[], messages: readonly TellingMessage[] = []): string {
  const named = channels.slice(0, MOST_CHANNELS).map((channel) => channelWithLink(channel, messages))
  const left = channels.length - named.length
  return `${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

/** What leads to a message, as mrkdwn. */
export function messageLink({ url }: TellingMessage): string {
  return link(url, 'message')
}
