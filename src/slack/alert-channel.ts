import { impatientClient } from './client.ts'
import type { Logger } from './logger.ts'
import { sendFailure } from './send-errors.ts'

/**
 * Asks Slack once (`conversations.info`) whether alerts can arrive in the alert channel, and warns in the log where they
 * cannot, or where other organizations would read them. Returns what is in the way, and what to do; null where nothing
 * is, or where Slack did not say. Never throws: alerts wait until the channel can be had.
 */
export async function checkAlertChannel(settings: {
  readonly botToken: string
  readonly apiUrl: string
  readonly fetch: typeof fetch
  readonly channel: string
  readonly logger: Logger
  /** When to stop waiting for the answer (ms). */
  readonly timeoutMs: number
}): Promise<string | null> {
  const { channel, logger } = settings
  const client = impatientClient({ ...settings, token: settings.botToken })
  const inTheWay = (problem: string): string => {
    logger.warn({ channel }, `Alerts will wait, since ${problem}.`)
    return problem
  }
  try {
    const { channel: found } = await client.conversations.info({ channel })
    if (found?.is_archived === true) {
      return inTheWay('ALERT_CHANNEL is archived: unarchive it, or set ALERT_CHANNEL to another channel')
    }
    if (found?.is_member === false) {
      return inTheWay('the bot is not a member of ALERT_CHANNEL: invite it there (/invite @interlink)')
    }
    if (found?.is_ext_shared === true) {
      logger.warn(
        { channel },
        'ALERT_CHANNEL is shared with other organizations, whose members read every alert: set it to a channel of your own, unless that is meant.',
      )
    }
    return null
  } catch (error) {
    const failure = sendFailure(error)
    if (failure.type === 'rejected' && failure.error === 'channel_not_found') {
      return inTheWay(
        'ALERT_CHANNEL is no channel that the bot can see: check the id, and invite the bot there (/invite @interlink)',
      )
    }
    const why = 'error' in failure ? failure.error : failure.type
    logger.warn({ channel, error: why }, 'Slack did not say whether ALERT_CHANNEL can be posted to')
    return null
  }
}
