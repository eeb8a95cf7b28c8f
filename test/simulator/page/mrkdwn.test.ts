import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMrkdwn } from '../../../src/simulator/page/text/mrkdwn.ts'
import type { Inline, TextBlock } from '../../../src/simulator/page/text/nodes.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The nodes of a text that is one paragraph. */
function inline(text: string): readonly Inline[] {
  const blocks = parseMrkdwn(text)
  expect(blocks.map((block) => block.type)).toEqual(['paragraph'])
  return blocks[0]?.children ?? []
}

function kinds(nodes: readonly (Inline | TextBlock)[]): readonly string[] {
  return nodes.flatMap((node) => [node.type, ...('children' in node ? kinds(node.children) : [])])
}

const text = (content: string): Inline => ({ type: 'text', text: content })

/** Characters that mean something somewhere, and some that do not. */
const nasty = fc.string({
  unit: fc.constantFrom(
    ...'*_~`<>&;!@#|^:\n /ab1ÀU',
    '&lt;',
    '&gt;',
    '&amp;',
    '<!here>',
    '<@U1>',
    '```',
    ':x:',
    '🔥',
  ),
  maxLength: 60,
})

describe('mrkdwn', () => {
  test('marks bold, italic, strike and code up, and nests them', () => {
    expect(inline('a *b* _c_ ~d~ `e`').map((node) => node.type)).toEqual([
      'text',
      'bold',
      'text',
      'italic',
      'text',
      'strike',
      'text',
      'code',
    ])
    expect(inline('*a _b_*')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'italic', children: [text('b')] }] },
    ])
  })

  test.each(['a*b*c', 'snake_case_name', '* a *', '**', '2 * 3 * 4', '*open', '``', '~ a~'])(
    'leaves %s as it is',
    (literal) => {
      expect(inline(literal)).toEqual([text(literal)])
    },
  )

  test('marks nothing up inside code', () => {
    expect(inline('`*a* _b_ :x:`')).toEqual([{ type: 'code', children: [text('*a* _b_ :x:')] }])
  })

  test('does not let a span run over the end of its line', () => {
    expect(inline('*a\nb*')).toEqual([text('*a'), { type: 'break' }, text('b*')])
  })

  test('finds code blocks over several lines, and paragraphs around them', () => {
    expect(parseMrkdwn('before\n```\na *b*\n  c\n```\nafter')).toEqual([
      { type: 'paragraph', children: [text('before')] },
      { type: 'code_block', children: [text('a *b*\n  c')] },
      { type: 'paragraph', children: [text('after')] },
    ])
  })

  test.each(['> a\n> *b*\nc', '&gt; a\n&gt; *b*\nc'])('finds quotes in %j', (quoted) => {
    expect(parseMrkdwn(quoted)).toEqual([
      { type: 'quote', children: [text('a'), { type: 'break' }, { type: 'bold', children: [text('b')] }] },
      { type: 'paragraph', children: [text('c')] },
    ])
  })

  test('reads users, channels, user groups and broadcasts', () => {
    expect(inline('<@U1><#C1|ops><!subteam^S1|@net><!channel><!here><!everyone>')).toEqual([
      { type: 'user', id: 'U1', label: null },
      { type: 'channel', id: 'C1', label: 'ops' },
      { type: 'usergroup', id: 'S1', label: '@net' },
      { type: 'broadcast', range: 'channel' },
      { type: 'broadcast', range: 'here' },
      { type: 'broadcast', range: 'everyone' },
    ])
  })

  test('reads links with and without a label, and dates with a link', () => {
    expect(inline('<https://a.example/?b=1&amp;c=2|*x* &amp; y> <mailto:a@b.example>')).toEqual([
      { type: 'link', url: 'https://a.example/?b=1&c=2', label: '*x* & y' },
      text(' '),
      { type: 'link', url: 'mailto:a@b.example', label: 'mailto:a@b.example' },
    ])
    expect(inline('<!date^1768467600^{date_num} at {time}^https://a.example|then>')).toEqual([
      {
        type: 'date',
        at: 1_768_467_600,
        format: '{date_num} at {time}',
        url: 'https://a.example',
        fallback: 'then',
      },
    ])
  })

  test('shows known shortcodes as emoji and unknown ones literally', () => {
    expect(inline(':warning: :not_an_emoji: 10:30:15')).toEqual([
      { type: 'emoji', name: 'warning', glyph: '⚠️' },
      text(' :not_an_emoji: 10:30:15'),
    ])
  })

  test.each(['<nothing>', '<!unknown>', '<@lower>', 'a < b > c', '<>', '<|x>', '<!date^soon^x|y>'])(
    'leaves %s literal, since Slack knows no such sequence',
    (literal) => {
      expect(inline(literal)).toEqual([text(literal)])
    },
  )

  test('never throws, and keeps what marks nothing up', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (any) => {
        parseMrkdwn(any)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abÀ1 .,/()'), minLength: 1 }), (any) => {
        expect(inline(any)).toEqual([text(any)])
      }),
    )
  })

  test('escaped text is never a mention, a date or a link, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (any) => {
        const loud = ['broadcast', 'user', 'channel', 'usergroup', 'date', 'link']
        expect(kinds(parseMrkdwn(escaped(any))).filter((kind) => loud.includes(kind))).toEqual([])
      }),
    )
  })

  test('escaped text in a code span is shown exactly as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'*_~<>&;!@#|^: ab'), minLength: 1, maxLength: 40 }),
        (any) => {
          expect(inline(`\`${escaped(any)}\``)).toEqual([{ type: 'code', children: [text(any)] }])
        },
      ),
    )
  })

  test('text twice escaped is decoded once', () => {
    expect(inline('&amp;lt;!here&amp;gt;')).toEqual([text('&lt;!here&gt;')])
  })
})
