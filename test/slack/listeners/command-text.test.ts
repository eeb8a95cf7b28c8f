import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestName, parseCommandText } from '../../../src/slack/listeners/command-text.ts'

describe('What is typed after /interlink', () => {
  test.each([
    ['', '', ''],
    ['   ', '', ''],
    ['help', 'help', ''],
    ['LIST', 'list', ''],
    ['list  fr-par   down', 'list', 'fr-par down'],
    ['status Paris A', 'status', 'Paris A'],
    ['status “paris-a”', 'status', 'paris-a'],
    ['status ‘paris-a’', 'status', 'paris-a'],
    ['status «paris-a»', 'status', 'paris-a'],
    ['status `paris-a`', 'status', 'paris-a'],
    ['status *paris-a*', 'status', 'paris-a'],
    ['`status paris-a`', 'status', 'paris-a'],
    ['*status paris-a*', 'status', 'paris-a'],
    ['status **`paris-a`**', 'status', 'paris-a'],
    ['status <http://paris.example|paris.example>', 'status', 'paris.example'],
    ['status <https://paris.example>', 'status', 'https://paris.example'],
    ['status <mailto:noc@acme.example|noc@acme.example>', 'status', 'noc@acme.example'],
    ['status <#C024BE7LR|general>', 'status', '#general'],
    ['status <@U012ABCDEF|ann>', 'status', '@ann'],
    ['status &lt;!channel&gt; &amp; co', 'status', '<!channel> & co'],
    ['status\u00a0paris-a', 'status', 'paris-a'],
    ['status \u2068paris-a\u2069', 'status', 'paris-a'],
    ['status a_b_c', 'status', 'a_b_c'],
    ['status _paris_', 'status', '_paris_'],
    ['status "a" "b"', 'status', '"a" "b"'],
    ["status l'hôtel", 'status', "l'hôtel"],
  ])('%j is the command %j with %j', (typed, command, rest) => {
    expect(parseCommandText(typed)).toMatchObject({ command, rest })
  })

  test.each([
    ['subscribe prod <@U012ABCDEF|ann>', 'prod <@U012ABCDEF>'],
    ['subscribe <!subteam^S012AB|@netops> error', '<!subteam^S012AB> error'],
    ['subscribe <!here> critical', '<!here> critical'],
    ['subscribe <#C024BE7LR|general>', '#general'],
    ['subscribe <http://acme.example|acme.example>', 'acme.example'],
    ['subscribe “prod”', 'prod'],
  ])('%j keeps the ids of mentions where they are asked for: %j', (typed, tagged) => {
    expect(parseCommandText(typed)).toMatchObject({ command: 'subscribe', tagged })
  })

  test('never throws, and its command is one word', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '|',
      '`',
      '```',
      '*',
      '**',
      '"',
      '“',
      "'",
      '&lt;',
      '&',
      '#',
      '@',
      '!',
      ' ',
      '\n',
      'status',
      'x',
    )
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const { command, rest } = parseCommandText(text)
        expect(command).not.toMatch(/\s/u)
        expect(rest).toBe(rest.trim())
      }),
    )
  })
})

describe('The nearest command', () => {
  const names = ['help', 'list', 'status', 'runbook'] as const

  test.each([
    ['stauts', 'status'],
    ['lst', 'list'],
    ['run', 'runbook'],
    ['runbok', 'runbook'],
    ['paris-a', null],
    ['', null],
    ['x'.repeat(3000), null],
  ])('to %j is %j', (word, nearest) => {
    expect(nearestName(word, names)).toBe(nearest)
  })
})
