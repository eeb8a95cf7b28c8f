import type { App } from '@slack/bolt'
import { answerCommand } from './commands.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { byResponseUrl, passable } from './respond.ts'

/** `/interlink …`: answered to the person who typed it alone, with a button that shares the answer. */
export function listenToCommand(app: App, deps: ListenerDeps): void {
  app.command('/interlink', async ({ command, ack, respond }) => {
    const visit = {
      what: '/interlink',
      userId: command.user_id,
      triggerId: command.trigger_id,
      pressKey: null,
      acknowledge: () => ack(),
      respond: byResponseUrl(respond, null, deps.clock),
    }
    await deps.doorman.admit(visit, async ({ zone }) => {
      const asking = { by: command.user_id, channel: command.channel_id, zone, isPublic: false }
      const reply = await answerCommand(command.text ?? '', asking, deps)
      return { message: passable(reply, false), place: 'asker' }
    })
  })
}
