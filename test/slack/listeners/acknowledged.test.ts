import { describe, expect, test } from 'vitest'
import { ACTION_IDS, ROUTER_ACTION_IDS } from '../../../src/slack/actions.ts'
import { LINK_WINDOW } from '../../../src/slack/views/link-window.ts'
import { SILENCE_MODAL } from '../../../src/slack/views/silence-modal.ts'
import { aCommand, aPress, harness } from '../app.ts'
import { OK, willing } from './willing.ts'

const BASE = {
  user: { id: 'U1', team_id: 'T1' },
  team: { id: 'T1' },
  response_url: 'https://hooks.example/r',
}

let triggers = 0
const body = (rest: Record<string, unknown>) => {
  triggers += 1
  return { ...BASE, trigger_id: `acknowledged-${triggers}`, ...rest }
}
const view = (callbackId: string) => ({
  id: `V${triggers}`,
  hash: 'h',
  type: 'modal',
  callback_id: callbackId,
  private_metadata: '',
  state: { values: {} },
})

describe('What a listener knows is acknowledged exactly once, since Slack over HTTP takes no second answer', () => {
  test.each<readonly [what: string, payload: Record<string, unknown>]>([
    ['a command', aCommand('list')],
    ...[...Object.values(ACTION_IDS), ...Object.values(ROUTER_ACTION_IDS)].map(
      (id) => [`the button ${id}`, aPress(id, 'x')] as const,
    ),
    ['the link window', body({ type: 'view_submission', view: view(LINK_WINDOW.callbackId) })],
    ['the silence window', body({ type: 'view_submission', view: view(SILENCE_MODAL.callbackId) })],
    ['another window', body({ type: 'view_submission', view: view('other') })],
    ['a closed window', body({ type: 'view_closed', view: view(LINK_WINDOW.callbackId) })],
    ['"Ask about a link"', body({ type: 'shortcut', callback_id: 'ask_about_link' })],
    [
      '"Diagnose this link"',
      body({
        type: 'message_action',
        callback_id: 'diagnose_message',
        channel: { id: 'C1' },
        message: { ts: '1.0', text: 'paris-a' },
      }),
    ],
    [
      'a shortcut whose name begins like a known one',
      body({ type: 'shortcut', callback_id: 'ask_about_links' }),
    ],
    ['a menu', body({ type: 'block_suggestion', action_id: 'pick_link', block_id: 'b', value: 'par' })],
    [
      'a menu of another version',
      body({ type: 'block_suggestion', action_id: 'x', block_id: 'b', value: '' }),
    ],
  ])('%s', async (_what, payload) => {
    const { receiver, logger } = await willing()
    await receiver.deliver(payload)
    expect(receiver.acks).toHaveLength(1)
    expect(logger.lines.filter(({ level }) => level !== 'info')).toEqual([])
  })
})

test('A form without a link says so at its menu', async () => {
  const { receiver } = await willing()
  await receiver.deliver(body({ type: 'view_submission', view: view(LINK_WINDOW.callbackId) }))
  expect(receiver.acks).toEqual([
    { response_action: 'errors', errors: { asked_link: 'Choose a link from the menu.' } },
  ])
})

test('A menu whose links cannot be looked up is answered with none, and the log says why', async () => {
  const { receiver, logger } = await harness({
    questions: { suggest: () => Promise.reject(new Error('The memory is gone xoxb-1-secret')) },
  })
  await receiver.deliver(
    body({ type: 'block_suggestion', action_id: 'pick_link', block_id: 'b', value: 'par' }),
  )
  expect(receiver.acks).toEqual([{ options: [] }])
  const [line] = logger.lines.filter(({ level }) => level === 'error')
  expect(line?.message).toContain('could not be looked up')
  expect(JSON.stringify(line)).not.toContain('secret')
})

test('A press that breaks in a window of the Home tab tells the person in that window', async () => {
  const { receiver, api, logger } = await harness({
    questions: { diagnose: () => Promise.reject(new Error('boom')) },
  })
  const shown: string[] = []
  api.answer('views.open', OK)
  api.answer('views.update', (args) => {
    shown.push(args.get('view') ?? '')
    return OK
  })
  const home = { id: 'VHOME', type: 'home' }
  await receiver.deliver(
    aPress('diagnose_link', 'x', {
      channel: undefined,
      container: { type: 'view', view_id: 'VHOME' },
      view: home,
    }),
  )
  expect(shown).toHaveLength(1)
  expect(shown[0]).toContain('Something went wrong inside the bot')
  expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
})

test('A dashboard whose filter breaks says so in its place', async () => {
  const { receiver, api } = await harness({ questions: { home: () => Promise.reject(new Error('boom')) } })
  const shown: string[] = []
  api.answer('views.publish', (args) => {
    shown.push(args.get('view') ?? '')
    return OK
  })
  await receiver.deliver(aPress(ACTION_IDS.homeFilter, undefined))
  expect(shown).toEqual([expect.stringContaining('Something went wrong inside the bot')])
})
