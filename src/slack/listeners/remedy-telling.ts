import type { Asker } from '../../remedies/authorise.ts'
import type { RenderedMessage } from '../limits.ts'
import { redact } from '../logger.ts'
import { byName } from '../mentions.ts'
import type { Remedies } from '../ports.ts'
import type { Helpers } from './helpers.ts'

/** What it takes to tell something in Slack. */
interface TellingParts extends Pick<Helpers, 'client' | 'logger'> {
  readonly remedies: Pick<Remedies, 'messagesOf' | 'alertChannel'>
}

/** How somebody is named to everybody, without a ping. */
export async function named(member: string, { people }: Pick<Helpers, 'people'>): Promise<string> {
  return byName(await people.names([member]))(member)
}

/**
 * Tells what somebody did: in the thread of the link's open incident, and where it is told in the channel that was asked in,
 * there too; without an incident in the channel itself. Where alerts go instead, if that is no channel (a direct message, the
 * Home tab) or Slack takes it nowhere else, since the bot is in no channel unasked. What Slack takes nowhere is logged: the
 * audit has it.
 */
export async function tellDeed(
  message: RenderedMessage,
  linkId: string,
  { channel }: Asker,
  { client, remedies, logger }: TellingParts,
): Promise<void> {
  const stories = await remedies.messagesOf(linkId)
  const threads = stories.filter((place, index) => index === 0 || place.channel === channel)
  const { alertChannel } = remedies
  const asked = channel !== null && /^[CG]/u.test(channel) ? channel : alertChannel
  const places: readonly TellingPlace[] =
    threads.length > 0
      ? threads.map((place) => ({ channel: place.channel, thread_ts: place.ts }))
      : [{ channel: asked }]
  const isTold = async (place: TellingPlace): Promise<boolean> => {
    try {
      await client.chat.postMessage({ ...place, unfurl_links: false, unfurl_media: false, ...message })
      return true
    } catch (error) {
      const why = redact(String(error))
      logger.warn({ channel: place.channel, error: why }, 'What was done to a link was not told')
      return false
    }
  }
  let told = false
  for (const place of places) told = (await isTold(place)) || told
  if (!told && places.every((place) => place.channel !== alertChannel))
    await isTold({ channel: alertChannel })
}

/** A channel, or a thread in it. */
interface TellingPlace {
  readonly channel: string
  readonly thread_ts?: string
}
