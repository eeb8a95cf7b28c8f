import { h } from 'preact'
import { describe, expect, test } from 'vitest'
import { Blocks } from '../../../src/simulator/page/blocks/blocks.tsx'
import type { BlockEnv, FormState, FormValue } from '../../../src/simulator/page/blocks/env.ts'
import { readSuggested } from '../../../src/simulator/page/blocks/suggested.ts'
import type { Json, StoredBlock } from '../../../src/simulator/slack/workspace.ts'
import { all, notingEnv, rendered, textOf, withClass } from './render.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const option = (value: string) => ({ text: plain(`Choose ${value}`), value })

function draw(
  blocks: readonly ({ type: string } & Readonly<Record<string, Json>>)[],
  over: Partial<BlockEnv> = {},
) {
  const noted = notingEnv(over)
  const stored = blocks.map((block, index): StoredBlock => ({ block_id: `b${index}`, ...block }))
  return { tree: rendered(h(Blocks, { blocks: stored, env: noted.env })), ...noted }
}

function fire(props: Readonly<Record<string, unknown>>, handler: string, event: object = {}): void {
  const listener = props[handler]
  if (typeof listener !== 'function') throw new Error(`There is no ${handler}.`)
  listener(event)
}

describe('the block renderer', () => {
  test('shows every block the bot uses, and complains of none', () => {
    const { tree, problems } = draw([
      { type: 'header', text: plain(':red_circle: paris-prod is down') },
      {
        type: 'section',
        text: mrkdwn('*No traffic.*'),
        fields: [mrkdwn('*Region*\nfr-par'), plain('VLAN 3000')],
      },
      { type: 'divider' },
      {
        type: 'context',
        elements: [mrkdwn('_since_'), { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'i' }],
      },
      { type: 'image', image_url: 'https://a.example/i.png', alt_text: 'a graph', title: plain('Graph') },
    ])
    expect(problems).toEqual([])
    expect(withClass(tree, 'red-box')).toEqual([])
    expect(textOf(all(tree, 'h3'))).toContain('paris-prod is down')
    expect(textOf(all(tree, 'strong'))).toBe('No traffic.Region')
    expect(all(tree, 'img').map(({ props }) => props.alt)).toEqual(['i', 'a graph'])
    expect(all(tree, 'hr')).toHaveLength(1)
  })

  test.each([
    ['an unknown block', { type: 'video', title: plain('x') }, 'block type “video”'],
    ['a block named like a property of every object', { type: 'constructor' }, 'block type “constructor”'],
    [
      'an unknown element',
      { type: 'actions', elements: [{ type: 'timepicker', action_id: 'a' }] },
      'element type “timepicker”',
    ],
    [
      'an unknown accessory',
      { type: 'section', text: plain('x'), accessory: { type: 'rich', action_id: 'a' } },
      'element type “rich”',
    ],
    [
      'a malformed accessory',
      { type: 'section', text: plain('x'), accessory: 'image' },
      'section.accessory is not an object',
    ],
    [
      'an unknown input',
      { type: 'input', label: plain('x'), element: { type: 'file_input', action_id: 'a' } },
      'input type “file_input”',
    ],
    ['an unknown text type', { type: 'section', text: { type: 'html', text: '<b>' } }, 'has the type html'],
    [
      'a button without a text',
      { type: 'actions', elements: [{ type: 'button', action_id: 'a' }] },
      'button.text',
    ],
    [
      'an image from a data URL',
      { type: 'image', image_url: 'data:text/html,x', alt_text: 'x' },
      'not a web address',
    ],
    [
      'an input outside a modal',
      { type: 'input', label: plain('x'), element: { type: 'plain_text_input', action_id: 'a' } },
      'in modals only',
    ],
  ])('fails loudly on %s', (_, block, message) => {
    const { tree, problems } = draw([block, { type: 'section', text: plain('still shown') }])
    expect(textOf(withClass(tree, 'red-box'))).toContain(message)
    expect(problems).toEqual([expect.stringContaining(message)])
    expect(textOf(tree)).toContain('still shown')
  })

  test('shows escaped text literally, and real mentions as mentions', () => {
    const { tree } = draw([
      { type: 'section', text: mrkdwn('&lt;!channel&gt; &amp; <!here> <@U0ADA> <@U0GONE> <#C0OPS>') },
      { type: 'header', text: plain('&lt;!channel&gt; <!here>') },
    ])
    expect(withClass(tree, 'mention').map((node) => textOf([node]))).toEqual([
      '@here',
      '@Ada',
      '@U0GONE',
      '#ops',
    ])
    expect(textOf(tree)).toContain('<!channel> & @here')
    expect(textOf(all(tree, 'h3'))).toBe('<!channel> <!here>')
  })

  test('makes anchors of web and mail addresses only', () => {
    const { tree } = draw([
      {
        type: 'section',
        text: mrkdwn(
          '<https://a.example|web> <mailto:a@b.example|mail> <javascript:alert(1)|js> <data:text/html,x|data>',
        ),
      },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'a', text: plain('js'), url: 'javascript:alert(1)' }],
      },
    ])
    expect(all(tree, 'a').map(({ props }) => props.href)).toEqual(['https://a.example', 'mailto:a@b.example'])
    expect(withClass(tree, 'unsafe-link')).toHaveLength(3)
  })

  test('shows dates in the reader’s zone, and the fallback where the format is not known', () => {
    const at = Date.UTC(2026, 0, 15, 8, 30) / 1000
    const { tree } = draw([
      {
        type: 'section',
        text: mrkdwn(`<!date^${at}^{time}|x> <!date^${at}^{ago}|x> <!date^${at}^{moon}|fallback>`),
      },
    ])
    expect(all(tree, 'time').map((node) => textOf([node]))).toEqual(['9:30', '30 minutes ago', 'fallback'])
  })
})

describe('the elements of a message', () => {
  test('press with their ids, and with the confirmation they ask for', () => {
    const confirm = {
      title: plain('Sure?'),
      text: mrkdwn('*Really*'),
      confirm: plain('Yes'),
      deny: plain('No'),
    }
    const { tree, presses } = draw([
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'refresh', text: plain('Refresh'), style: 'primary' },
          { type: 'button', action_id: 'delete', text: plain('Delete'), confirm },
        ],
      },
    ])
    const [refresh, remove] = all(tree, 'button')
    fire(refresh?.props ?? {}, 'onClick')
    fire(remove?.props ?? {}, 'onClick')
    expect(presses).toEqual([
      { actionId: 'refresh', blockId: 'b0', confirm: null },
      { actionId: 'delete', blockId: 'b0', confirm },
    ])
    expect(refresh?.props.class).toContain('primary')
  })

  test('choose the value of a select’s option, grouped or not', () => {
    const { tree, presses } = draw([
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            action_id: 'pick',
            placeholder: plain('Silence'),
            option_groups: [
              { label: plain('Short'), options: [option('1h')] },
              { label: plain('Long'), options: [option('1d')] },
            ],
            initial_option: option('1h'),
          },
        ],
      },
    ])
    const [select] = all(tree, 'select')
    expect(select?.props).toMatchObject({ value: '1h', 'aria-label': 'Silence' })
    expect(all(tree, 'optgroup').map(({ props }) => props.label)).toEqual(['Short', 'Long'])
    fire(select?.props ?? {}, 'onChange', { currentTarget: { value: '1d' } })
    expect(presses).toEqual([{ actionId: 'pick', blockId: 'b0', value: '1d', confirm: null }])
  })

  test('choose from an overflow menu', () => {
    const { tree, presses } = draw([
      {
        type: 'section',
        text: plain('x'),
        accessory: { type: 'overflow', action_id: 'more', options: [option('mute'), option('open')] },
      },
    ])
    fire(all(tree, 'button')[1]?.props ?? {}, 'onClick', { currentTarget: { closest: () => null } })
    expect(presses).toEqual([{ actionId: 'more', blockId: 'b0', value: 'open', confirm: null }])
  })
})

describe('selects that the app fills', () => {
  const menu = { type: 'external_select', action_id: 'pick', placeholder: plain('Which link') }

  test('ask the app with their ids for what is typed, and press with what was chosen', async () => {
    const asked: unknown[] = []
    const { tree, presses } = draw(
      [{ type: 'actions', elements: [{ ...menu, min_query_length: 0, initial_option: option('a') }] }],
      {
        suggest: async (question) => {
          asked.push(question)
          return { type: 'failed', message: 'No results.' }
        },
      },
    )
    const [field] = all(tree, 'type-ahead')
    expect(field?.props).toMatchObject({ placeholder: 'Which link', least: 0, initial: { value: 'a' } })
    const { suggest, onChoose } = (field?.props ?? {}) as unknown as {
      suggest(typed: string): Promise<unknown>
      onChoose(value: string): void
    }
    expect(await suggest('par')).toEqual({ type: 'failed', message: 'No results.' })
    expect(asked).toEqual([{ actionId: 'pick', blockId: 'b0', typed: 'par' }])
    onChoose('b')
    expect(presses).toEqual([{ actionId: 'pick', blockId: 'b0', value: 'b', confirm: null }])
  })

  test('in a form keep what was chosen for when it is sent; three characters are typed unless told', () => {
    const held: Record<string, FormValue> = {}
    const form: FormState = {
      errors: {},
      get: () => undefined,
      set: (blockId, _, value) => {
        held[blockId] = value
      },
    }
    const { tree, presses } = draw([{ type: 'input', label: plain('Link'), element: menu }], { form })
    const [field] = all(tree, 'type-ahead')
    expect(field?.props).toMatchObject({ least: 3, initial: null, id: 'input-b0' })
    fire(field?.props ?? {}, 'onChoose', 'b' as unknown as object)
    expect(held).toEqual({ b0: 'b' })
    expect(presses).toEqual([])
  })

  test('read options and groups, and say in words what is neither', () => {
    expect(readSuggested({ ok: true, ack: { options: [option('a')] } })).toMatchObject({
      type: 'options',
      groups: [{ label: null, options: [{ value: 'a' }] }],
    })
    const groups = [{ label: plain('Paris'), options: [option('a'), option('b')] }]
    expect(readSuggested({ ok: true, ack: { option_groups: groups } })).toMatchObject({
      groups: [{ label: { text: 'Paris' }, options: [{ value: 'a' }, { value: 'b' }] }],
    })
    expect(readSuggested({ ok: true })).toEqual({ type: 'failed', message: 'the answer is not an object' })
    expect(readSuggested({ ok: false, message: 'Gone' })).toEqual({ type: 'failed', message: 'Gone' })
  })
})

describe('a select in a view', () => {
  test('shows what the view holds, whatever it started with', () => {
    const menu = { type: 'static_select', action_id: 'filter', options: [option('a'), option('b')] }
    const { tree } = draw([{ type: 'actions', elements: [{ ...menu, initial_option: option('a') }] }], {
      held: () => ({ type: 'static_select', selected_option: option('b') }),
    })
    expect(all(tree, 'select')[0]?.props.value).toBe('b')
  })
})

describe('the inputs of a modal', () => {
  const input = (type: string, element: Readonly<Record<string, Json>> = {}) => ({
    type: 'input',
    label: plain(`The ${type}`),
    element: { type, action_id: 'value', ...element },
  })

  function form(held: Record<string, FormValue> = {}, errors: Record<string, string> = {}) {
    const values: Record<string, FormValue> = { ...held }
    const state: FormState = {
      errors,
      get: (blockId) => values[blockId],
      set: (blockId, _, value) => {
        values[blockId] = value
      },
    }
    return { state, values }
  }

  test('start with what the view says, and keep what was typed', () => {
    const { state, values } = form({ b1: 'typed' })
    const { tree, problems } = draw(
      [
        input('plain_text_input', { initial_value: 'given' }),
        input('plain_text_input', { initial_value: 'given', multiline: true }),
        input('datepicker', { initial_date: '2026-01-15' }),
        input('static_select', { options: [option('a'), option('b')], initial_option: option('b') }),
        input('radio_buttons', { options: [option('a'), option('b')], initial_option: option('a') }),
        input('checkboxes', { options: [option('a'), option('b')], initial_options: [option('b')] }),
      ],
      { form: state },
    )
    expect(problems).toEqual([])
    const inputs = all(tree, 'input')
    expect(inputs[0]?.props.value).toBe('given')
    expect(all(tree, 'textarea')[0]?.props.value).toBe('typed')
    expect(inputs[1]?.props).toMatchObject({ type: 'date', value: '2026-01-15' })
    expect(all(tree, 'select')[0]?.props.value).toBe('b')
    expect(inputs.slice(2).map(({ props }) => props.checked)).toEqual([true, false, false, true])

    fire(inputs[0]?.props ?? {}, 'onInput', { currentTarget: { value: 'new' } })
    fire(inputs[3]?.props ?? {}, 'onChange', { currentTarget: { checked: true } })
    fire(inputs[4]?.props ?? {}, 'onChange', { currentTarget: { checked: true } })
    expect(values).toMatchObject({ b0: 'new', b4: 'b', b5: ['b', 'a'] })
  })

  test('pick a date and time on the reader’s own clock, and answer seconds since the epoch', () => {
    const at = Date.UTC(2026, 0, 15, 8, 30) / 1000
    const { state, values } = form()
    const { tree, problems } = draw(
      [
        input('datetimepicker', { initial_date_time: at }),
        input('datetimepicker'),
        input('timepicker', { initial_time: '09:00' }),
      ],
      { form: state },
    )
    expect(problems).toEqual([])
    const [given, empty, time] = all(tree, 'input')
    expect(given?.props).toMatchObject({ type: 'datetime-local', value: '2026-01-15T09:30' })
    expect(empty?.props.value).toBe('')
    expect(time?.props).toMatchObject({ type: 'time', value: '09:00' })
    fire(empty?.props ?? {}, 'onInput', { currentTarget: { value: '2026-07-01T10:00' } })
    fire(given?.props ?? {}, 'onInput', { currentTarget: { value: '' } })
    expect(values).toEqual({ b1: String(Date.UTC(2026, 6, 1, 8) / 1000), b0: '' })
  })

  test('show what the app says is wrong, under their label', () => {
    const { state } = form({}, { b0: 'This name is taken' })
    const { tree } = draw([{ ...input('plain_text_input'), optional: true, hint: plain('Any name') }], {
      form: state,
    })
    expect(textOf(withClass(tree, 'error'))).toBe('This name is taken')
    expect(textOf(all(tree, 'label'))).toBe('The plain_text_input (optional)')
    expect(textOf(withClass(tree, 'hint'))).toContain('Any name')
  })
})
