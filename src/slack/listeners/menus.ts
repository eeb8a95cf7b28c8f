import type { App } from '@slack/bolt'
import type { Suggestion } from '../../queries/suggest.ts'
import { ACTION_IDS } from '../actions.ts'
import { redact } from '../logger.ts'
import { linkOptions } from '../views/link-options.ts'
import { LINK_WINDOW } from '../views/link-window.ts'
import type { ListenerDeps } from './listener-deps.ts'

/** The menus that look links up. */
const LINK_MENUS: readonly string[] = [ACTION_IDS.pickLink, LINK_WINDOW.link.action]

/**
 * Menus that look links up while somebody types (`block_suggestion`, answered within 3 s). Whoever may not use the bot is
 * shown none.
 */
export function listenToMenus(app: App, { membership, questions, logger }: ListenerDeps): void {
  const look = async (typed: unknown): Promise<readonly Suggestion[]> => {
    try {
      return await questions.suggest(typeof typed === 'string' ? typed : '')
    } catch (error) {
      logger.error({ error: redact(String(error)) }, 'Links for a menu could not be looked up')
      return []
    }
  }
  app.options(/.*/u, async ({ options, body, ack }) => {
    const { allowed } = await membership.check(body.user.id)
    const isKnown = LINK_MENUS.includes(options.action_id)
    await ack({ options: allowed && isKnown ? linkOptions(await look(options.value)) : [] })
  })
}
