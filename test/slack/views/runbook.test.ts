import { describe, expect, test } from 'vitest'
import { FILTER_KEYS } from '../../../src/diagnostics/filter.ts'
import type { Runbook } from '../../../src/runbooks/runbook.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderHelp } from '../../../src/slack/views/help.ts'
import { renderRunbookAnswer } from '../../../src/slack/views/runbook.ts'
import { aLink, anEvidence } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES, hostileEvidence } from './hostile.ts'

const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')

function expectFit(message: RenderedMessage): void {
  expect(slackProblems(message)).toEqual([])
  expect(messageFormattingProblems(message)).toEqual([])
}

describe('Runbooks', () => {
  const runbook: Runbook = {
    name: 'all_down',
    title: 'Down: no session is up',
    statuses: ['all_down'],
    findings: [],
    tags: [],
    origin: 'built_in',
    sections: [
      {
        heading: 'Confirm',
        blocks: [
          { type: 'text', text: 'Before **anything** else:' },
          { type: 'step', number: 1, text: 'Run `show bgp summary`.' },
        ],
      },
    ],
  }

  test('show their sections and numbered steps', () => {
    const message = renderRunbookAnswer({ type: 'found', runbook })
    expect(textsOf(message.blocks)[0]).toBe('Down: no session is up')
    expect(all(message)).toContain('*Confirm*\nBefore *anything* else:\n1. Run `show bgp summary`.')
    expect(message.text).toContain('1. Run `show bgp summary`.')
  })

  test('for a link have its facts filled in, and offer the others that are for it', () => {
    const filled: Runbook = {
      ...runbook,
      origin: 'team',
      sections: [
        { heading: 'Do', blocks: [{ type: 'step', number: 1, text: 'Ping on VLAN {{link.vlan}}.' }] },
      ],
    }
    const message = renderRunbookAnswer({
      type: 'found',
      runbook: filled,
      facts: { evidence: anEvidence(), contact: null },
      others: [{ ...runbook, name: 'flapping', title: 'Flapping' }],
    })
    expect(all(message)).toContain('1. Ping on VLAN `1234`.')
    expect(all(message)).toContain("For `paris-a`. Your team's runbook `all_down`.")
    expect(all(message)).toContain('Also for this link: *Flapping*')
    const buttons = message.blocks.flatMap((block) =>
      block.type === 'section' && block.accessory !== undefined ? [block.accessory] : [],
    )
    expect(buttons).toMatchObject([
      { action_id: 'link_runbook', value: JSON.stringify({ link: aLink().id, runbook: 'flapping' }) },
    ])
    expectFit(message)
  })

  test('in which words stand are shown with the place and a button each', () => {
    const message = renderRunbookAnswer({
      type: 'matches',
      words: 'show bgp',
      hits: [
        { runbook, step: 1, excerpt: 'Run show bgp summary.' },
        { runbook, step: null, excerpt: '' },
      ],
    })
    expect(textsOf(message.blocks).slice(0, 2)).toEqual([
      '2 runbooks about `show bgp`, the likeliest first:',
      '*Down: no session is up*\n1. Run show bgp summary.',
    ])
    expect(message.blocks[1]).toMatchObject({ accessory: { action_id: 'show_runbook', value: 'all_down' } })
  })

  test('are listed with a button each', () => {
    const message = renderRunbookAnswer({ type: 'index', runbooks: [runbook] })
    expect(message.blocks[1]).toMatchObject({ accessory: { action_id: 'show_runbook', value: 'all_down' } })
  })

  test('that nobody wrote get the nearest', () => {
    const message = renderRunbookAnswer({ type: 'unknown', words: 'all dwn', nearest: [runbook] })
    expect(message.text).toContain('No runbook is about `all dwn`. These are the nearest:')
  })

  test('fit, however long they and their names are', () => {
    for (const name of HOSTILE_NAMES) {
      const blocks = Array.from({ length: 60 }, (_, index) => ({
        type: 'step' as const,
        number: index + 1,
        text: `${name} **${name}** \`${name}\``,
      }))
      const long: Runbook = { ...runbook, name, title: name, sections: [{ heading: name, blocks }] }
      expectFit(renderRunbookAnswer({ type: 'found', runbook: long }))
      expectFit(renderRunbookAnswer({ type: 'index', runbooks: Array.from({ length: 80 }, () => long) }))
      expectFit(renderRunbookAnswer({ type: 'unknown', words: name, nearest: [long] }))
      const hits = Array.from({ length: 10 }, () => ({ runbook: long, step: 1, excerpt: name }))
      expectFit(renderRunbookAnswer({ type: 'matches', words: name, hits }))
      const facts = { evidence: hostileEvidence(name), contact: null }
      expectFit(renderRunbookAnswer({ type: 'found', runbook: long, facts, others: [long, long] }))
    }
  })
})

describe('The help', () => {
  test('names every command with what it answers', () => {
    for (const usage of ['help', 'list [filter]', 'status &lt;link&gt;', 'runbook [status or words]']) {
      expect(all(renderHelp())).toContain(`\`/interlink ${usage}\``)
    }
  })

  test('tells how a filter is narrowed, in its blocks and in its text', () => {
    const { text, blocks } = renderHelp()
    for (const key of FILTER_KEYS) {
      expect(text).toContain(`\`${key}:\``)
      expect(textsOf(blocks).join('\n')).toContain(`\`${key}:\``)
    }
    expect(text).toContain('All words of a filter must fit')
  })

  test('after an unknown word says so, guesses, and shows how to ask for a link of that name', () => {
    const message = renderHelp({ word: 'stauts', rest: '', nearest: 'status' })
    expect(textsOf(message.blocks)[0]).toBe(
      'There is no command `stauts`. Did you mean `/interlink status`? To look at a link of that name: `/interlink status stauts`.',
    )
  })

  test('after a misspelt command goes on with the words that followed it, at a press where it only asks', () => {
    const asked = renderHelp({ word: 'diagnos', rest: 'paris-prod-a', nearest: 'diagnose' })
    expect(textsOf(asked.blocks)[0]).toBe(
      'There is no command `diagnos`. Did you mean `/interlink diagnose paris-prod-a`?',
    )
    expect(JSON.stringify(asked.blocks[1])).toContain('say_here:diagnose paris-prod-a')
    const done = renderHelp({ word: 'silense', rest: 'all 4h', nearest: 'silence' })
    expect(textsOf(done.blocks)[0]).toContain('Did you mean `/interlink silence all 4h`?')
    expect(done.blocks.map(({ type }) => type)).not.toContain('actions')
    const name = renderHelp({ word: 'old', rest: 'dc paris', nearest: null })
    expect(textsOf(name.blocks)[0]).toContain('`/interlink status old dc paris`')
  })

  test('fits whatever word was typed', () => {
    for (const word of HOSTILE_NAMES)
      expectFit(renderHelp({ word: word.repeat(12), rest: word, nearest: 'status' }))
  })
})
