import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTION_IDS, pickBlockId, ROUTER_ACTION_IDS } from '../../../src/slack/actions.ts'
import { LINK_WINDOW } from '../../../src/slack/views/link-window.ts'
import { SILENCE_MODAL } from '../../../src/slack/views/silence-modal.ts'
import { slackProblems } from '../../support/slack-limits.ts'
import { aPress, type Harness } from '../app.ts'
import { willing } from './willing.ts'

/** Text that is no JSON, JSON of the right shape with odd parts, and anything at all. */
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 2100 }),
  fc
    .record(
      {
        say: fc.oneof(fc.string(), fc.constantFrom('list', 'help', 'status', 'history x', 'report 7x')),
        link: fc.oneof(fc.string(), fc.constant(null)),
        runbook: fc.oneof(fc.string(), fc.constant(null)),
        story: fc.string(),
        step: fc.string(),
        filter: fc.string(),
        text: fc.string(),
        page: fc.integer(),
        part: fc.integer(),
        vendor: fc.constantFrom('frr', 'bird', 'none'),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
)

const anyAction = fc.record({
  type: fc.constantFrom('button', 'static_select', 'external_select', 'overflow', 'checkboxes', 'datepicker'),
  block_id: fc.oneof(fc.string(), fc.constantFrom(pickBlockId('status'), pickBlockId('whatif down'))),
  value: anyValue,
  selected_option: fc.oneof(anyValue, fc.record({ value: anyValue })),
})

const places = fc.constantFrom(
  {},
  { ephemeral: true },
  { container: { type: 'message', message_ts: '2.0', thread_ts: '1.0', channel_id: 'C1' } },
  { channel: undefined, container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'home' } },
  { channel: undefined, container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', type: 'modal' } },
  { container: null },
)

let users = 0
/** Somebody else each time: nothing counts as a double click. */
const somebody = () => {
  users += 1
  return { id: `U${users}`, team_id: 'T1' }
}

function expectQuiet({ logger, api, receiver }: Harness, acks: number): void {
  expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([])
  expect(receiver.acks).toHaveLength(acks)
  for (const { body } of api.responses) expect(slackProblems(body)).toEqual([])
}

describe('Whatever a button or menu carries is answered or ignored, and is no error:', () => {
  const ids = [...Object.values(ACTION_IDS), ...Object.values(ROUTER_ACTION_IDS), 'pick_link:x', 'toString']

  test.each(ids)('%s', async (id) => {
    const made = await willing()
    let presses = 0
    await fc.assert(
      fc.asyncProperty(anyAction, places, async (action, place) => {
        presses += 1
        const actions = [{ ...action, action_id: id, action_ts: '1' }]
        await made.receiver.deliver(aPress(id, undefined, { ...place, user: somebody(), actions }))
        expectQuiet(made, presses)
      }),
      { numRuns: 40 },
    )
  })
})

describe('Whatever a form holds is answered, and is no error:', () => {
  test.each([LINK_WINDOW.callbackId, SILENCE_MODAL.callbackId, 'another', 'toString'])(
    '%s',
    async (callbackId) => {
      const made = await willing()
      let sent = 0
      const values = fc.oneof(
        fc.jsonValue(),
        fc.record({
          asked_link: fc.record({ link: fc.record({ selected_option: fc.record({ value: anyValue }) }) }),
          asked_question: fc.record({
            question: fc.record({
              selected_option: fc.record({ value: fc.constantFrom('diagnose', 'why', 'x') }),
            }),
          }),
        }),
      )
      await fc.assert(
        fc.asyncProperty(values, fc.oneof(fc.json(), fc.string()), async (state, metadata) => {
          sent += 1
          await made.receiver.deliver({
            type: 'view_submission',
            user: somebody(),
            team: { id: 'T1' },
            trigger_id: `form-${callbackId}-${sent}`,
            view: {
              id: `V${sent}`,
              hash: 'h',
              type: 'modal',
              callback_id: callbackId,
              private_metadata: metadata,
              state: { values: state },
            },
          })
          expectQuiet(made, sent)
        }),
        { numRuns: 60 },
      )
    },
  )
})

test('Whatever is typed into a menu is answered with a list, and is no error', async () => {
  const made = await willing()
  let typed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyValue, fc.constant(undefined)),
      fc.constantFrom('pick_link', 'link', 'x'),
      async (value, id) => {
        typed += 1
        const suggestion = { type: 'block_suggestion', action_id: id, block_id: 'b', value }
        await made.receiver.deliver({ ...suggestion, user: somebody(), team: { id: 'T1' } })
        expectQuiet(made, typed)
        expect(made.receiver.acks.at(-1)).toEqual({ options: expect.any(Array) })
      },
    ),
    { numRuns: 60 },
  )
})

test('Whatever a message holds, "Diagnose this link" answers it, and it is no error', async () => {
  const made = await willing()
  let pressed = 0
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (message) => {
      pressed += 1
      await made.receiver.deliver({
        type: 'message_action',
        callback_id: 'diagnose_message',
        user: somebody(),
        team: { id: 'T1' },
        channel: { id: 'C1' },
        message,
        trigger_id: `message-${pressed}`,
        response_url: 'https://hooks.example/r',
      })
      expectQuiet(made, pressed)
      expect(made.api.calls('views.open') + made.api.responses.length).toBe(pressed)
    }),
    { numRuns: 60 },
  )
})
