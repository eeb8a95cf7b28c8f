import type { App } from '@slack/bolt'
import { listenToButtons } from './buttons.ts'
import { listenToCommand } from './command.ts'
import { listenToForms, OTHER_FORMS } from './forms.ts'
import { type Homes, listenToHome } from './home.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { listenToMentions } from './mentions.ts'
import { listenToMenus } from './menus.ts'
import { listenToShortcuts } from './shortcuts.ts'
import { listenToUnfurls } from './unfurls.ts'

/**
 * Puts all listeners on the app. Whatever no listener knows is acknowledged, so that Slack shows nobody a warning. Returns
 * the dashboards that people have open.
 */
export function registerListeners(app: App, deps: ListenerDeps): Homes {
  listenToCommand(app, deps)
  listenToMentions(app, deps)
  listenToButtons(app, deps)
  listenToMenus(app, deps)
  listenToForms(app, deps)
  listenToShortcuts(app, deps)
  listenToUnfurls(app, deps)
  const homes = listenToHome(app, deps)
  app.action({ type: 'interactive_message' }, ({ ack }) => ack())
  app.view({ type: 'view_submission', callback_id: OTHER_FORMS }, ({ ack }) => ack())
  app.view({ type: 'view_closed' }, ({ ack }) => ack())
  return homes
}
