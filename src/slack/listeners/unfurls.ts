import type { App } from '@slack/bolt'
import { channelFacts } from '../channel-facts.ts'
import { redact } from '../logger.ts'
import { sendFailure } from '../send-errors.ts'
import { linkPreview } from '../views/link-card.ts'
import type { ListenerDeps } from './listener-deps.ts'

/** Addresses of one message that are looked at. */
const MOST_UNFURLED = 3

/**
 * Addresses of the Scaleway console that hold the id of a known link become its card, read live (`link_shared`,
 * `chat.unfurl`; scopes links:read, links:write). Only where the bot is a member and nobody of other organizations
 * reads, and only for members: Slack tells of addresses in every conversation, direct messages included.
 */
export function listenToUnfurls(app: App, deps: ListenerDeps): void {
  const { client, questions, logger, clock } = deps

  /** Whether the bot is in a channel that this workspace alone reads. What Slack does not say counts as no. */
  const isOurs = async (channel: string): Promise<boolean> => {
    try {
      const { isMember, isShared } = await channelFacts(client, channel)
      return isMember && !isShared
    } catch (error) {
      // Of direct messages and what the scopes do not reach it is refused: nothing to look after.
      if (sendFailure(error).type !== 'rejected')
        logger.warn({ error: redact(String(error)) }, 'Slack did not say who reads a link that was shared')
      return false
    }
  }

  app.event('link_shared', async ({ event, body }) => {
    if (event.source !== 'conversations_history' || !event.is_bot_user_member) return
    const visit = {
      what: 'link_shared',
      userId: event.user,
      triggerId: `event:${body.event_id}`,
      pressKey: null,
      acknowledge: async () => {},
      // Nobody asked for anything: whoever may not see links is not told so.
      respond: async () => {},
    }
    await deps.doorman.admit(visit, async () => {
      if (!(await isOurs(event.channel))) return null
      const cards = await Promise.all(
        event.links.slice(0, MOST_UNFURLED).map(async ({ url }) => {
          const [link] = await questions.linksIn(url)
          const answer = link === undefined ? null : await questions.refresh(link.id)
          if (answer?.type !== 'found') return []
          return [[url, { blocks: linkPreview(answer.card, clock.now()) }] as const]
        }),
      )
      const unfurls = Object.fromEntries(cards.flat())
      if (Object.keys(unfurls).length === 0) return null
      await client.chat
        .unfurl({ channel: event.channel, ts: event.message_ts, unfurls })
        .catch((error: unknown) =>
          logger.warn(
            { error: redact(String(error)) },
            'Slack did not take the card of a link that was shared',
          ),
        )
      return null
    })
  })
}
