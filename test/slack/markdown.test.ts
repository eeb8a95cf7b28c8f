import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlineMarkdown } from '../../src/slack/markdown.ts'
import { formattingProblems } from '../support/slack-limits.ts'

test('Bold, italics, code and links of a runbook become those of Slack', () => {
  expect(
    inlineMarkdown(
      '**Ping** the _peer_ with `ping -c 3 <peer>`, see [the document](https://a.example/x?a=1&b=2).',
    ),
  ).toBe(
    '*Ping* the _peer_ with `ping -c 3 &lt;peer&gt;`, see <https://a.example/x?a=1&amp;b=2|the document>.',
  )
})

test('Commands keep their characters, underscores and stars included', () => {
  expect(inlineMarkdown('Run `tcpdump -ni I.VLAN "arp or icmp6"` on prefix_filter_in')).toBe(
    'Run `tcpdump -ni I.VLAN "arp or icmp6"` on prefix_filter_in',
  )
})

test('HTML and mentions are text', () => {
  expect(inlineMarkdown('<b>now</b> <!channel> & co')).toBe(
    '&lt;b&gt;now&lt;/b&gt; &lt;!channel&gt; &amp; co',
  )
})

test('No Markdown breaks out of what Slack shows', () => {
  const piece = fc.constantFrom(
    '**',
    '_',
    '`',
    '``',
    '[a](',
    'https://x.example',
    ')',
    '<!here>',
    '<a@b.c>',
    '&',
    '\n',
    '~~',
    'x ',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      expect(formattingProblems(inlineMarkdown(pieces.join('')))).toEqual([])
    }),
  )
})
