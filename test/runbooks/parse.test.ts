import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../src/runbooks/parse.ts'

const FRONT_MATTER = '---\ntitle: All down\nstatuses: [all_down]\n---\n'

function parsed(body: string) {
  const result = parseRunbook('all_down.md', `${FRONT_MATTER}${body}`)
  if (result.type === 'broken') throw new Error(result.problems.join('\n'))
  return result.runbook
}

function problemsOf(markdown: string): readonly string[] {
  const result = parseRunbook('mine.md', markdown)
  return result.type === 'broken' ? result.problems : []
}

describe('a runbook file', () => {
  test('becomes a runbook named after the file, with the title and statuses of its front matter', () => {
    expect(parsed('## Do\n\n1. Wait.\n')).toMatchObject({
      name: 'all_down',
      title: 'All down',
      statuses: ['all_down'],
    })
  })

  test('keeps paragraphs and steps in their order, section by section', () => {
    const { sections } = parsed('## What it means\n\nIt is down.\n\nReally.\n\n## Do\n\n1. Look.\n2. Wait.\n')
    expect(sections).toEqual([
      {
        heading: 'What it means',
        blocks: [
          { type: 'text', text: 'It is down.' },
          { type: 'text', text: 'Really.' },
        ],
      },
      {
        heading: 'Do',
        blocks: [
          { type: 'step', number: 1, text: 'Look.' },
          { type: 'step', number: 2, text: 'Wait.' },
        ],
      },
    ])
  })

  test('counts its steps through all sections, whatever numbers were written', () => {
    const { sections } = parsed('## Confirm\n\n7. A\n7. B\n\n## Do\n\n1. C\n\nThen:\n\n1. D\n')
    const numbers = sections.flatMap(({ blocks }) =>
      blocks.map((block) => block.type === 'step' && block.number),
    )
    expect(numbers).toEqual([1, 2, 3, false, 4])
  })

  test('keeps inline Markdown as it was written, joined to one line', () => {
    const { sections } = parsed(
      '## Do\n\n1. **Look** at `show bgp summary`\n   and the [console](https://console.scaleway.com).\n',
    )
    expect(sections[0]?.blocks).toEqual([
      {
        type: 'step',
        number: 1,
        text: '**Look** at `show bgp summary` and the [console](https://console.scaleway.com).',
      },
    ])
  })

  test('makes one step of one with two paragraphs, and text of bullets', () => {
    const { sections } = parsed('## Do\n\n1. First.\n\n   More.\n\nCall:\n\n- the partner\n- Scaleway\n')
    expect(sections[0]?.blocks).toEqual([
      { type: 'step', number: 1, text: 'First. More.' },
      { type: 'text', text: 'Call:' },
      { type: 'text', text: '• the partner' },
      { type: 'text', text: '• Scaleway' },
    ])
  })

  test('may have Windows line ends and a byte order mark', () => {
    const markdown = `\uFEFF${FRONT_MATTER}## Do\n\n1. Wait.\n`.replaceAll('\n', '\r\n')
    expect(parseRunbook('all_down.md', markdown)).toMatchObject({
      type: 'parsed',
      runbook: { title: 'All down', sections: [{ heading: 'Do', blocks: [{ text: 'Wait.' }] }] },
    })
  })
})

describe('a broken runbook file says what is wrong with it:', () => {
  test.each([
    ['no front matter', '## Do\n\n1. Wait.\n', /front matter between/],
    ['front matter that is never closed', '---\ntitle: X\n## Do\n\n1. Wait.\n', /front matter between/],
    ['front matter that is not YAML', '---\ntitle: [\n---\n## Do\n\n1. Wait.\n', /not YAML/],
    ['empty front matter', '---\n---\n## Do\n\n1. Wait.\n', /front matter/],
    ['no title', '---\nstatuses: [active]\n---\n## Do\n\n1. Wait.\n', /"title"/],
    ['a blank title', '---\ntitle: "  "\nstatuses: [active]\n---\n## Do\n\n1. Wait.\n', /"title"/],
    ['no statuses', '---\ntitle: X\nstatuses: []\n---\n## Do\n\n1. Wait.\n', /"statuses"/],
    [
      'a status that does not exist',
      '---\ntitle: X\nstatuses: [al_down]\n---\n## Do\n\n1. W\n',
      /"statuses.0"/,
    ],
    [
      'an unknown line in its front matter',
      '---\ntitle: X\nstatuses: [active]\nstatus: a\n---\n## Do\n\n1. W\n',
      /status/,
    ],
    ['no heading', `${FRONT_MATTER}`, /no "## heading"/],
    [
      'text before the first heading',
      `${FRONT_MATTER}Hello\n\n## Do\n\n1. W\n`,
      /before its first heading: "Hello"/,
    ],
    ['a heading of another depth', `${FRONT_MATTER}# Do\n\n1. W\n`, /heading "Do" must have two/],
    ['an empty section', `${FRONT_MATTER}## Do\n\n## Verify\n\n1. W\n`, /section "Do" is empty/],
    ['a code block', `${FRONT_MATTER}## Do\n\n\`\`\`\nreload\n\`\`\`\n`, /A code cannot be shown/],
    ['a table', `${FRONT_MATTER}## Do\n\n| a |\n|---|\n| b |\n`, /A table cannot be shown/],
    ['a list inside a step', `${FRONT_MATTER}## Do\n\n1. A\n   1. B\n`, /A list inside a step/],
    ['an empty step', `${FRONT_MATTER}## Do\n\n1. A\n2.\n`, /empty list item/],
    ['HTML', `${FRONT_MATTER}## Do\n\n1. A <b>bold</b> step\n`, /html inside text/],
    ['a picture', `${FRONT_MATTER}## Do\n\n1. See ![it](https://a.example/b.png)\n`, /image inside text/],
    [
      'a link to nowhere',
      `${FRONT_MATTER}## Do\n\n1. See **[it](javascript:alert(1))**\n`,
      /A link must go to/,
    ],
  ])('%s', (_mistake, markdown, problem) => {
    expect(problemsOf(markdown).join('\n')).toMatch(problem)
  })

  test('all problems at once, not only the first', () => {
    expect(problemsOf('---\nstatuses: [active]\n---\n# Do\n\n1. A <b>x</b>\n').length).toBe(4)
  })

  test('whatever it contains, it never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(['parsed', 'broken']).toContain(parseRunbook('any.md', text).type)
        expect(['parsed', 'broken']).toContain(parseRunbook('any.md', `${FRONT_MATTER}## Do\n\n${text}`).type)
      }),
    )
  })
})
