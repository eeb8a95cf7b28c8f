import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clip, code, link, plainName, prose, safeUrl, truncate } from '../../src/slack/escape.ts'
import { formattingProblems } from '../support/slack-limits.ts'

const nasty = fc.array(
  fc.oneof(
    fc.constantFrom(
      '<!channel>',
      '<@U1>',
      '<#C1|x>',
      '`',
      '```',
      '*',
      '_',
      '~',
      '&',
      '&amp;',
      '\n',
      '\u202e',
      '> ',
    ),
    fc.constantFrom(
      ':fire:',
      '<http://x|y>',
      '|',
      '\u0000',
      '\ud83d',
      '👩‍💻',
      'שלום',
      'مرحبا',
      '169.254.0.1/31',
      '::1',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
  { maxLength: 30 },
)
const foreign = nasty.map((parts) => parts.join(''))

describe('A foreign name in a code span', () => {
  test('pings nobody when it is called <!channel>', () => {
    expect(code('<!channel>')).toBe('`&lt;!channel&gt;`')
  })

  test('keeps its span when it holds backticks and line breaks', () => {
    expect(code('a`b```\nc')).toBe('`aˋbˋˋˋ c`')
  })

  test('loses the characters that turn the direction of what follows', () => {
    expect(code('paris\u202e-a\u2067')).toBe('`paris -a`')
  })

  test('is isolated from outside where it is written from right to left', () => {
    expect(code('שלום')).toBe('\u2068`שלום`\u2069')
  })

  test('says so when nothing of it is visible', () => {
    expect(code('\u200b\n')).toBe('`(no name)`')
  })

  test('is never broken, whatever it holds', () => {
    fc.assert(
      fc.property(foreign, fc.integer({ min: 1, max: 300 }), (name, max) => {
        expect(formattingProblems(code(name, max))).toEqual([])
        expect(code(name, max)).toMatch(/^\u2068?`[^`\n]+`\u2069?$/u)
      }),
    )
  })
})

describe('Cutting text', () => {
  test('ends in an ellipsis and is never longer than allowed', () => {
    expect(truncate('interconnection', 6)).toBe('inter…')
  })

  test('never cuts a character in half', () => {
    expect(truncate('ab🔴🔴', 5)).toBe('ab🔴…')
    expect(truncate('ab🔴🔴', 4)).toBe('ab…')
  })

  test('of composed mrkdwn spares entities, code spans, links and characters', () => {
    expect(clip('fish &amp; chips', 10)).toBe('fish…')
    expect(clip('see `paris-a` now', 10)).toBe('see…')
    expect(clip('see <https://a.example|the page> now', 20)).toBe('see…')
    expect(clip('ab🔴c', 4)).toBe('ab…')
  })

  test('of anything composed leaves no problem behind', () => {
    fc.assert(
      fc.property(foreign, foreign, fc.integer({ min: 5, max: 80 }), (name, words, max) => {
        const composed = `${code(name)} ${prose(words)} ${link('https://a.example/?a=1&b=2', words)}`
        const cut = clip(composed, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(formattingProblems(cut)).toEqual([])
      }),
    )
  })
})

describe('Prose that mentions foreign names', () => {
  test('puts the names into code spans and leaves the words alone', () => {
    expect(prose('paris-a is down, so ask *ACME* about limited_connectivity.', ['paris-a', '*ACME*'])).toBe(
      '`paris-a` is down, so ask `*ACME*` about limited_connectivity.',
    )
  })

  test('finds the longest name first, and no name inside a word', () => {
    expect(prose('a-2 and a, but not data', ['a-', 'a-2', 'at'])).toBe('`a-2` and a, but not data')
  })

  test('makes addresses easy to copy', () => {
    expect(prose('ping 169.254.10.0/31 and 2001:bc8:a00:1::/127 at 03:12:05')).toBe(
      'ping `169.254.10.0/31` and `2001:bc8:a00:1::/127` at 03:12:05',
    )
  })

  test('neutralises formatting, quotes and emoji that nobody meant', () => {
    expect(prose('> *bold* ~gone~ `code` :fire:')).toBe('› ∗bold∗ ∼gone∼ ˋcodeˋ ∶fire:')
  })

  test('is never broken, whatever it holds', () => {
    fc.assert(
      fc.property(foreign, fc.array(foreign, { maxLength: 4 }), (text, names) => {
        expect(formattingProblems(prose(`${names.join(' ')} ${text}`, names))).toEqual([])
      }),
    )
  })
})

describe('Links', () => {
  test('lead to pages and mailboxes only', () => {
    expect(safeUrl('https://console.scaleway.com/interlink/links')).toBe(
      'https://console.scaleway.com/interlink/links',
    )
    expect(safeUrl('mailto:noc@partner.example')).toBe('mailto:noc@partner.example')
    expect(safeUrl('javascript:alert(1)')).toBeNull()
    expect(safeUrl('not an address')).toBeNull()
  })

  test('become words where the address will not do', () => {
    expect(link('javascript:alert(1)', 'open')).toBe('open')
  })

  test('keep their address, with what would end it encoded', () => {
    expect(link('https://a.example/?a=1&b=<|`>#_*~', 'open')).toBe(
      '<https://a.example/?a=1&amp;b=%3C%7C%60%3E#_*~|open>',
    )
  })

  test('cannot be broken out of by their address or label', () => {
    fc.assert(
      fc.property(foreign, foreign, (path, label) => {
        expect(formattingProblems(link(`https://a.example/${path}`, label))).toEqual([])
      }),
    )
  })
})

test('A name in plain text keeps its own characters, markup included', () => {
  expect(plainName('*a* & <b> `c`')).toBe('*a* & <b> `c`')
})

test('a name that stands as code has no quotes around it, and other quotes stay', () => {
  expect(prose('The status is "quarantined".', ['quarantined'])).toBe('The status is `quarantined`.')
  expect(prose('The status is “quarantined”, they “say”.', ['quarantined'])).toBe(
    'The status is `quarantined`, they “say”.',
  )
})
