import { describe, expect, test } from 'vitest'
import { draw, fire, mrkdwn, option, plain } from './drawing.ts'
import { all, textOf, withClass } from './render.ts'

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
