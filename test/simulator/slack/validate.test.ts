import { describe, expect, test } from 'vitest'
import { actions, input, long, rows, select } from './block-kit.ts'
import { ANN, buttons, lines, OPS, plain, rawApp, refusal, section, stage } from './support.ts'

describe('blocks of modals', () => {
  const refusedView = async (change: object) => {
    const { client, workspace } = await stage()
    const app = await rawApp(workspace)
    await workspace.command({ userId: ANN, channelId: OPS, command: '/try' })
    const view = { type: 'modal', title: plain('x'), blocks: [section('x')], ...change }
    const answer = await refusal(
      client.apiCall('views.open', { trigger_id: app.envelopes[0]?.payload.trigger_id, view }),
    )
    expect(workspace.modals(ANN)).toEqual([])
    expect(answer.error).toBe('invalid_arguments')
    return lines(answer)
  }

  test.each([
    [
      'a title of 25',
      { title: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'a submit of 25',
      { submit: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'a close of 25',
      { close: plain(long(25)) },
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      'private_metadata of 3001',
      { private_metadata: long(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id of 256',
      { callback_id: long(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      '101 blocks',
      { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'an input without a submit button',
      { blocks: [input({ type: 'plain_text_input' })] },
      'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    ],
    [
      'a table',
      { blocks: [{ type: 'table', rows: rows(1, 1) }] },
      'unsupported type: table [json-pointer:/view/blocks/0/type]',
    ],
    [
      'a markdown block',
      { blocks: [{ type: 'markdown', text: 'x' }] },
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    [
      'submit_disabled',
      { submit_disabled: true },
      'invalid additional property: submit_disabled [json-pointer:/view]',
    ],
    [
      'two elements in focus',
      { blocks: [actions(select({ focus_on_load: true })), actions(select({ focus_on_load: true }))] },
      'only one element can set `focus_on_load` [json-pointer:/view/blocks/1/elements/0/focus_on_load]',
    ],
    ['a Home tab', { type: 'home', title: undefined }, 'unsupported type: home [json-pointer:/view/type]'],
  ])('refuses %s', async (_name, change, line) => {
    expect(await refusedView(change)).toEqual([`[ERROR] ${line}`])
  })

  test('takes 100 blocks, alerts and every kind of input', async () => {
    const { client, workspace } = await stage()
    const app = await rawApp(workspace)
    await workspace.command({ userId: ANN, channelId: OPS, command: '/try' })
    const kinds = [
      'plain_text_input',
      'email_text_input',
      'url_text_input',
      'datepicker',
      'timepicker',
      'datetimepicker',
      'users_select',
      'file_input',
      'rich_text_input',
    ]
    const blocks = [
      { type: 'alert', text: plain('x'), level: 'warning' },
      buttons('a'),
      ...kinds.map((type) => input({ type })),
      ...Array.from({ length: 100 - kinds.length - 2 }, () => ({ type: 'divider' })),
    ]
    const view = { type: 'modal', title: plain('x'), submit: plain('Send'), blocks }
    await client.apiCall('views.open', { trigger_id: app.envelopes[0]?.payload.trigger_id, view })
    expect(workspace.modals(ANN)[0]?.view.blocks).toHaveLength(100)
  })
})
