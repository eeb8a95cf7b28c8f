import type { App, MessageShortcut } from '@slack/bolt'
import type { Suggestion } from '../../queries/suggest.ts'
import { LINK_WINDOW_LATE, linkWindow } from '../views/link-window.ts'
import { answerCommand } from './commands.ts'
import type { Answer } from './doorman.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { byResponseUrl, passable } from './respond.ts'
import { openForm } from './window.ts'

/** The callback ids of the shortcuts in the manifest. */
const SHORTCUTS = { diagnoseMessage: 'diagnose_message', askAboutLink: 'ask_about_link' } as const

/** Bolt asks every listener that fits, and a shortcut may be acknowledged once. */
const OTHER_SHORTCUTS = new RegExp(`^(?!(?:${Object.values(SHORTCUTS).join('|')})$)`, 'u')

/**
 * "Diagnose this link" on a message, which is answered beside it to whoever asked; where the message names no link, or
 * several, a window asks which. "Ask about a link" opens that window from anywhere.
 */
export function listenToShortcuts(app: App, deps: ListenerDeps): void {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: SHORTCUTS.diagnoseMessage },
    async ({ shortcut, ack, respond }) => {
      const { user, channel, message, trigger_id: triggerId } = shortcut
      // A thread's parent names itself: what is answered there would be in a thread that nobody has open.
      const { thread_ts: thread } = message
      const threadTs = typeof thread === 'string' && thread !== message.ts ? thread : null
      const visit = {
        what: SHORTCUTS.diagnoseMessage,
        userId: user.id,
        triggerId,
        pressKey: null,
        acknowledge: () => ack(),
        respond: byResponseUrl(respond, threadTs, deps.clock),
      }
      await deps.doorman.admit(visit, async ({ zone }) => {
        const links = await deps.questions.linksIn(textsOf(message))
        const [only] = links
        if (only === undefined || links.length > 1) {
          return openLinkWindow(deps, triggerId, links)
        }
        const asking = { by: user.id, channel: channel.id, zone, isPublic: false }
        const reply = await answerCommand(`diagnose ${only.id}`, asking, deps)
        return { message: passable(reply, false), place: 'asker' }
      })
    },
  )
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUTS.askAboutLink }, async ({ shortcut, ack }) => {
    const visit = {
      what: SHORTCUTS.askAboutLink,
      userId: shortcut.user.id,
      triggerId: shortcut.trigger_id,
      pressKey: null,
      acknowledge: () => ack(),
      respond: ({ message }: { readonly message: { readonly text: string } }) =>
        deps.client.chat.postMessage({ channel: shortcut.user.id, ...message }),
    }
    await deps.doorman.admit(visit, () => openLinkWindow(deps, shortcut.trigger_id, []))
  })
  app.shortcut(OTHER_SHORTCUTS, ({ ack }) => ack())
}

async function openLinkWindow(
  { client }: ListenerDeps,
  triggerId: string,
  links: readonly Suggestion[],
): Promise<Answer | null> {
  const message = await openForm(client, triggerId, linkWindow(links), LINK_WINDOW_LATE)
  return message === null ? null : { message, place: 'asker' }
}

/** Everything that a message says, in whatever part of it: ids of links stand in the values of its buttons, too. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textsOf).join('\n')
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textsOf).join('\n')
}
