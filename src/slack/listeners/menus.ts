import type { App } from '@slack/bolt'
import type { PlainTextOption } from '@slack/types'
import { z } from 'zod'
import { choicesFor } from '../../remedies/choices.ts'
import { ACTION_IDS } from '../actions.ts'
import { redact } from '../logger.ts'
import { ACT_WINDOW, matchingOptions } from '../views/act-form.ts'
import { linkOptions } from '../views/link-options.ts'
import { LINK_WINDOW } from '../views/link-window.ts'
import { jsonOf } from './form-values.ts'
import type { ListenerDeps } from './listener-deps.ts'

/** The menus that look links up. */
const LINK_MENUS: readonly string[] = [ACTION_IDS.pickLink, LINK_WINDOW.link.action]

/** The menus that look up what an act can be given. */
const ACT_MENUS: readonly string[] = [ACT_WINDOW.vpc, ACT_WINDOW.policy]

/** What the window of an act carries of what can be chosen in it. */
const windowSchema = z.object({ link: z.string(), family: z.enum(['ipv4', 'ipv6']).nullable() })

/**
 * Menus that look links, VPCs and routing policies up while somebody types (`block_suggestion`, answered within 3 s).
 * Whoever may not use the bot is shown none.
 */
export function listenToMenus(app: App, { membership, questions, remedies, logger }: ListenerDeps): void {
  /** What an act can be given, as last polled: there are 3 s to answer, and the act itself reads again. */
  async function choices(
    menu: string,
    metadata: string | undefined,
  ): Promise<Parameters<typeof matchingOptions>[0]> {
    const window = windowSchema.safeParse(jsonOf(metadata))
    const known = window.success ? await remedies.recall(window.data.link) : null
    if (known === null || !window.success) return []
    const { vpcs, policies } = choicesFor(known.link, known.directory)
    if (menu === ACT_WINDOW.vpc) return vpcs
    return window.data.family === null ? [] : policies[window.data.family]
  }

  async function found(
    menu: string,
    typed: string,
    metadata: string | undefined,
  ): Promise<PlainTextOption[]> {
    try {
      if (LINK_MENUS.includes(menu)) return linkOptions(await questions.suggest(typed))
      return ACT_MENUS.includes(menu) ? matchingOptions(await choices(menu, metadata), typed) : []
    } catch (error) {
      logger.error({ menu, error: redact(String(error)) }, 'What a menu offers could not be looked up')
      return []
    }
  }

  app.options(/.*/u, async ({ options, body, ack }) => {
    const { allowed } = await membership.check(body.user.id)
    const typed: unknown = options.value
    const metadata = 'view' in body ? body.view?.private_metadata : undefined
    const words = typeof typed === 'string' ? typed : ''
    await ack({ options: allowed ? await found(options.action_id, words, metadata) : [] })
  })
}
