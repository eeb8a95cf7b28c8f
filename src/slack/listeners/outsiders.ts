import { channelFacts } from '../channel-facts.ts'
import { redact } from '../logger.ts'
import { isChannel } from '../posting.ts'
import type { Outsiders } from '../views/share.ts'
import type { Helpers } from './helpers.ts'

/**
 * Asks Slack whether people of other organizations or workspaces read a channel (`conversations.info`). Direct messages
 * with the bot are of one person, whom the doorman has let in.
 */
export async function outsidersIn(
  channel: string,
  { client, logger }: Pick<Helpers, 'client' | 'logger'>,
): Promise<Outsiders> {
  if (!isChannel(channel)) return 'none'
  try {
    return (await channelFacts(client, channel)).isShared ? 'some' : 'none'
  } catch (error) {
    logger.warn({ error: redact(String(error)) }, 'Slack did not say who reads a channel')
    return 'unknown'
  }
}
