import type { Asker } from '../../remedies/authorise.ts'
import type { RenderedMessage } from '../limits.ts'
import { redact } from '../logger.ts'
import { byName } from '../mentions.ts'
import type { Helpers } from './helpers.ts'

/** How somebody is named to everybody, without a ping. */
export async function named(member: string, { people }: Helpers): Promise<string> {
  return byName(await people.names([member]))(member)
}

/**
 * Tells what somebody did: in the thread of the link's open incident, and where it is told in the channel that was asked in,
 * there too; without an incident in the channel itself. What Slack does not take is logged: the audit has it.
 */
export async function tellDeed(
  message: RenderedMessage,
  linkId: string,
  { channel }: Asker,
  { client, remedies, logger }: Helpers,
): Promise<void> {
  const stories = await remedies.messagesOf(linkId)
  const threads = stories.filter((place, index) => index === 0 || place.channel === channel)
  const places =
    threads.length > 0
      ? threads.map((place) => ({ channel: place.channel, thread_ts: place.ts }))
      : channel !== null && /^[CG]/u.test(channel)
        ? [{ channel }]
        : []
  for (const place of places)
    await client.chat
      .postMessage({ ...place, unfurl_links: false, unfurl_media: false, ...message })
      .catch((error: unknown) =>
        logger.warn(
          { channel: place.channel, error: redact(String(error)) },
          'What was done to a link was not told',
        ),
      )
}
