import type { AllMiddlewareArgs, App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { ACTION_IDS } from '../actions.ts'
import type { Answer, Place } from './doorman.ts'
import type { ListenerDeps } from './listener-deps.ts'
import { outsidersIn } from './outsiders.ts'
import type { KnownPress } from './press.ts'
import { PRESSES } from './presses.ts'
import { byResponseUrl, passable } from './respond.ts'
import { type AnswerWindow, answerInWindow, answerWindowOf } from './window.ts'

type Pressed = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs

/** Buttons and menus, in messages, in the Home tab and in windows. */
export function listenToButtons(app: App, deps: ListenerDeps): void {
  app.action<BlockAction>({ type: 'block_actions' }, (pressed) => answerPress(pressed, deps))
}

async function answerPress({ action, body, ack, respond }: Pressed, deps: ListenerDeps): Promise<void> {
  const { action_id: actionId } = action
  // The Home tab's own menu is answered by the dashboard itself.
  if (actionId === ACTION_IDS.homeFilter) return
  const known = PRESSES[pressName(actionId)]
  // Buttons that open a page come here too: Slack wants them acknowledged, and nothing else is to be done.
  if (known === undefined) return ack()
  const { key, ephemeral, threadTs, messageTs } = placeOf(body)
  const value = chosenValue(action)
  const { view } = body
  const window =
    view === undefined
      ? null
      : answerWindowOf(deps, {
          userId: body.user.id,
          triggerId: body.trigger_id,
          windowId: view.type === 'modal' ? view.id : null,
        })
  /** Where answers go: to the window that the press has opened, once it has. */
  let opened: AnswerWindow | null = window
  const visit = {
    what: actionId,
    userId: body.user.id,
    triggerId: body.trigger_id,
    pressKey: [key, actionId, value ?? ''].join(':'),
    acknowledge: () => ack(),
    turnedAway: async (reason: string) =>
      known.turnedAway?.({ value, by: body.user.id, channel: body.channel?.id ?? '' }, reason, deps),
    respond: (answer: Answer) =>
      opened === null
        ? byResponseUrl(respond, threadTs, deps.clock)(answer)
        : answerInWindow(opened, body.user.id, deps)(answer),
  }
  await deps.doorman.admit(visit, async ({ zone }) => {
    if (known.opensWindow !== true) await window?.open()
    const { id: by } = body.user
    const channel = body.channel?.id ?? ''
    const { trigger_id: triggerId } = body
    const blockId = action.block_id
    const wanted = placeOfAnswer(known.place, { ephemeral, threadTs, isPrivate: false })
    // What is answered in a thread by itself is not said to people of other organizations: whoever asked may share it.
    const isWithheld =
      known.place === 'thread' && wanted === 'everyone' && (await outsidersIn(channel, deps)) !== 'none'
    const where = isWithheld ? 'asker' : known.place
    const isShown = known.place === 'anew' && !ephemeral && wanted === 'instead'
    const isPublic = !isWithheld && (wanted === 'everyone' || isShown)
    const windowId = view?.type === 'modal' ? view.id : null
    const pressed = {
      ...{ value, blockId, by, channel, zone, isPublic, triggerId, threadTs, messageTs, windowId },
      onWindow(stands: AnswerWindow) {
        opened = stands
      },
    }
    const reply = await known.press(pressed, deps)
    if (reply === null) return null
    const place = placeOfAnswer(where, { ephemeral, threadTs, isPrivate: reply.isPrivate })
    const isShared = isPublic && place !== 'asker'
    const message = window === null ? passable(reply, isShared) : reply.message
    return { message, place }
  })
}

/** The part of an action's id that says what it does: what follows a colon is for whoever does it. */
function pressName(actionId: string): string {
  const [name = ''] = actionId.split(':', 1)
  return Object.hasOwn(PRESSES, name) ? name : ''
}

/** A Slack body's message, whether shared or seen by one person alone, or its view. */
function placeOf(body: BlockAction) {
  const container: Readonly<Record<string, unknown>> = body.container ?? {}
  const messageTs = typeof container.message_ts === 'string' ? container.message_ts : ''
  const threadTs = typeof container.thread_ts === 'string' ? container.thread_ts : null
  return {
    key: [body.user.id, body.channel?.id ?? '', messageTs || (body.view?.id ?? '')].join(':'),
    ephemeral: container.is_ephemeral === true,
    threadTs: threadTs === messageTs ? null : threadTs,
    messageTs: messageTs || null,
  }
}

function placeOfAnswer(
  wanted: KnownPress['place'],
  {
    ephemeral,
    threadTs,
    isPrivate,
  }: { readonly ephemeral: boolean; readonly threadTs: string | null; readonly isPrivate: boolean },
): Place {
  switch (wanted) {
    case 'asker':
      return 'asker'
    case 'instead':
      return ephemeral ? 'instead' : 'asker'
    case 'itself':
      return isPrivate && !ephemeral ? 'asker' : 'instead'
    case 'thread':
      if (ephemeral) return 'instead'
      return threadTs === null || isPrivate ? 'asker' : 'everyone'
    case 'anew':
      return ephemeral || (threadTs !== null && !isPrivate) ? 'instead' : 'asker'
    case 'everyone':
      return isPrivate ? 'asker' : 'everyone'
  }
}

/** What a button carries, or the option that was chosen in a menu. */
function chosenValue(action: BlockAction['actions'][number]): string | undefined {
  if (action.type === 'button') return textOf(action.value)
  if (action.type === 'static_select' || action.type === 'external_select' || action.type === 'overflow')
    return textOf(action.selected_option?.value)
  return undefined
}

/** Bolt promises text, and passes on whatever came. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
