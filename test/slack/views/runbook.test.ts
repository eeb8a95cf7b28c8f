import { describe, expect, test } from 'vitest'
import { FILTER_KEYS } from '../../../src/diagnostics/filter.ts'
import type { Runbook } from '../../../src/runbooks/runbook.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderHelp } from '../../../src/slack/views/help.ts'
import { renderRunbookAnswer } from '../../../src/slack/views/runbook.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

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
    }
  })
})

describe('The help', () => {
  test('names every command with what it answers', () => {
    for (const usage of ['help', 'list [filter]', 'status &lt;link&gt;', 'runbook [status]']) {
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
    const message = renderHelp({ word: 'stauts', nearest: 'status' })
    expect(textsOf(message.blocks)[0]).toBe(
      'There is no command `stauts`. Did you mean `/interlink status`? To look at a link of that name: `/interlink status stauts`.',
    )
  })

  test('fits whatever word was typed', () => {
    for (const word of HOSTILE_NAMES) expectFit(renderHelp({ word: word.repeat(12), nearest: null }))
  })
})
