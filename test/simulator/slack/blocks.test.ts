import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockProblems } from '../../../src/simulator/slack/validate.ts'
import { actions, button, input, long, option, options, rows, select } from './block-kit.ts'
import { lines, OPS, plain, refusal, section, stage } from './support.ts'

/** What is refused, with the line that says why; just inside the limit the same is taken. */
const REFUSED: readonly (readonly [string, readonly object[], string])[] = [
  [
    '51 blocks',
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'section text of 3001',
    [section(long(3001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['empty section text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'a section of nothing',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  [
    '11 fields',
    [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of 2001',
    [{ type: 'section', fields: [plain(long(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a header of 151',
    [{ type: 'header', text: plain(long(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    '26 elements in actions',
    [actions(...Array.from({ length: 26 }, () => button()))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button text of 76',
    [actions(button({ text: plain(long(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button value of 2001',
    [actions(button({ value: long(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'a button url of 3001',
    [actions(button({ url: long(3001) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a button of unknown style',
    [actions(button({ style: 'warning' }))],
    'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'an action_id of 256',
    [actions(button({ action_id: long(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'a block_id of 256',
    [{ type: 'divider', block_id: long(256) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'two blocks of one id',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'two actions of one id in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    '6 overflow options',
    [actions({ type: 'overflow', options: options(6) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    '11 checkboxes',
    [actions({ type: 'checkboxes', options: options(11) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    '101 select options',
    [actions(select({ options: options(101) }))],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a select without options',
    [actions(select({ options: undefined }))],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an initial option that is not offered',
    [actions(select({ initial_option: option({ value: 'other' }) }))],
    'initial options must match the options offered [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an option text of 76',
    [actions(select({ options: [option({ text: plain(long(76)) })] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'an option value of 76',
    [actions(select({ options: [option({ value: long(76) })] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'an option description of 76',
    [actions(select({ options: [option({ description: plain(long(76)) })] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]',
  ],
  [
    'a placeholder of 151',
    [actions(select({ placeholder: plain(long(151)) }))],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
  ],
  [
    'a confirm title of 101',
    [actions(button({ confirm: { title: plain(long(101)), text: plain('x') } }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'a confirm text of 301',
    [actions(button({ confirm: { text: plain(long(301)) } }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'a confirm button of 31',
    [actions(button({ confirm: { text: plain('x'), deny: plain(long(31)) } }))],
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
  ],
  [
    '11 context elements',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '101 table rows',
    [{ type: 'table', rows: rows(101, 1) }],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    '21 table cells',
    [{ type: 'table', rows: rows(1, 21) }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'two tables',
    [
      { type: 'table', rows: rows(1, 1) },
      { type: 'table', rows: rows(1, 1) },
    ],
    'only_one_table_allowed [json-pointer:/blocks/1]',
  ],
  [
    'markdown of 12001',
    [{ type: 'markdown', text: long(12_001) }],
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'an image without a source',
    [{ type: 'image', alt_text: 'x' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  ['an unknown block', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
  ['a block without a type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'an unknown element',
    [actions({ type: 'lever' })],
    'unsupported type: lever [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'an unknown property',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'text that is no object',
    [{ type: 'section', text: 'x' }],
    'must provide an object [json-pointer:/blocks/0/text]',
  ],
  [
    'an image where only text may be',
    [{ type: 'section', text: { type: 'image' } }],
    'unsupported type: image [json-pointer:/blocks/0/text/type]',
  ],
  [
    'an alert, which modals alone may show',
    [{ type: 'alert', text: plain('x') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  [
    'a file, which apps cannot send',
    [{ type: 'file', source: 'remote', external_id: 'x' }],
    'unsupported type: file [json-pointer:/blocks/0/type]',
  ],
  [
    'a number input, which modals alone may show',
    [input({ type: 'number_input', is_decimal_allowed: true })],
    'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
  ],
]

const ACCEPTED: readonly (readonly [string, readonly object[]])[] = [
  ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
  ['section text of 3000', [section(long(3000))]],
  ['10 fields', [{ type: 'section', fields: Array.from({ length: 10 }, () => plain('x')) }]],
  ['a header of 150', [{ type: 'header', text: plain(long(150)) }]],
  ['one action_id in two blocks', [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))]],
  ['25 buttons', [actions(...Array.from({ length: 25 }, () => button({ value: long(2000) })))]],
  [
    '100 options in groups',
    [actions(select({ options: undefined, option_groups: [{ label: plain('x'), options: options(100) }] }))],
  ],
  ['a table of 100 rows', [{ type: 'table', rows: rows(100, 20), column_settings: [{ align: 'right' }] }]],
  ['a card', [{ type: 'card', title: { type: 'mrkdwn', text: 'x' }, actions: [button()] }]],
  [
    'rich text',
    [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { bold: true } }] },
        ],
      },
    ],
  ],
]

describe('blocks of messages', () => {
  test.each(REFUSED)('refuses %s', async (_name, blocks, line) => {
    const { client, workspace } = await stage()
    const answer = await refusal(client.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks }))
    expect(answer).toMatchObject({ error: 'invalid_blocks', errors: [line] })
    expect(lines(answer)).toEqual([`[ERROR] ${line}`])
    expect(workspace.messages(OPS)).toEqual([])
  })

  test.each(ACCEPTED)('takes %s', async (_name, blocks) => {
    const { client, workspace } = await stage()
    await client.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks })
    expect(workspace.messages(OPS)[0]?.blocks).toMatchObject(JSON.parse(JSON.stringify(blocks)))
  })

  test('refuses blocks that are no JSON array before looking at them', async () => {
    const { client } = await stage()
    const post = (blocks: unknown) =>
      refusal(client.apiCall('chat.postMessage', { channel: OPS, text: 'x', blocks }))
    expect((await post('[{')).error).toBe('invalid_blocks_format')
    expect((await post('{}')).error).toBe('invalid_blocks_format')
  })

  test('has an answer, never an exception, for any JSON', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record({
              type: fc.constantFrom('section', 'actions', 'input', 'table', 'card'),
              elements: fc.jsonValue(),
              text: fc.jsonValue(),
            }),
          ),
        ),
        (blocks) => {
          const problems = blockProblems(blocks, 'message', ['blocks'])
          expect(
            problems.every(({ pointer, message }) => pointer.startsWith('/blocks') && message !== ''),
          ).toBe(true)
        },
      ),
    )
  })
})
