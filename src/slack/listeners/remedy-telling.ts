import type { Asker } from '../../remedies/authorise.ts'
import type { RenderedMessage } from '../limits.ts'
import { redact } from '../logger.ts'
import { byName } from '../mentions.ts'
import type { Remedies } from '../ports.ts'
import { isChannel, type Place } from '../posting.ts'
import { tellOnce } from '../tell-once.ts'
import type { Helpers } from './helpers.ts'

/** What it takes to tell something in Slack. */
interface TellingParts extends Pick<Helpers, 'client' | 'clock' | 'logger'> {
  readonly remedies: Pick<Remedies, 'messagesOf' | 'alertChannel' | 'newId'>
}

/** How somebody is named to everybody, without a ping. */
export async function named(member: string, { people }: Pick<Helpers, 'people'>): Promise<string> {
  return byName(await people.names([member]))(member)
}

/**
 * Tells what somebody did: in the thread of the link's open incident, and where it is told in the channel that was asked in,
 * there too; without one in the thread of the order that made the link; else in the channel itself. Where alerts go instead, if that is no channel (a direct message, the
 * Home tab) or Slack takes it nowhere else, since the bot is in no channel unasked. What Slack takes nowhere is logged: the
 * audit has it. What it does not take just now is told a little later, and not waited for.
 */
export async function tellDeed(
  message: RenderedMessage,
  linkId: string,
  { channel }: Asker,
  { client, clock, remedies, logger }: TellingParts,
): Promise<void> {
  const stories = await storiesOf(linkId, { remedies, logger })
  const threads = stories.filter((place, index) => index === 0 || place.channel === channel)
  const { alertChannel } = remedies
  const asked = channel !== null && isChannel(channel) ? channel : alertChannel
  const places: readonly Place[] =
    threads.length > 0
      ? threads.map((place) => ({ channel: place.channel, parentTs: place.ts }))
      : [{ channel: asked, parentTs: null }]
  const isTold = (place: Place): Promise<boolean> =>
    tellOnce(message, place, { client, clock, logger, newId: remedies.newId })
  let told = false
  for (const place of places) told = (await isTold(place)) || told
  if (!told && places.every((place) => place.channel !== alertChannel))
    await isTold({ channel: alertChannel, parentTs: null })
}

/** The messages of its incident, or of its order. What was done is told, and its outcome shown, also where the store does not say which. */
async function storiesOf(linkId: string, { remedies, logger }: Pick<TellingParts, 'remedies' | 'logger'>) {
  try {
    return await remedies.messagesOf(linkId)
  } catch (error) {
    const fields = { linkId, error: redact(String(error)) }
    logger.warn(
      fields,
      'What was done to a link is told beside the thread of its incident, which was not found',
    )
    return []
  }
}
