import { describe, expect, test } from 'vitest'
import { trackSteps } from '../../src/runbooks/steps.ts'
import { aRunbook } from './runbooks.ts'

const withSteps = (...texts: readonly string[]) =>
  aRunbook('mine', 'statuses: [active]', `## Do\n\n${texts.map((text) => `1. ${text}`).join('\n')}\n`)

/** A mark on step `number` of a runbook, as a press makes it. */
const mark = (runbook: ReturnType<typeof withSteps>, number: number) => ({
  story: 's',
  runbook: 'mine',
  step: trackSteps(runbook, [])[number - 1]?.key ?? '',
  number,
  by: 'U1',
  at: 5,
})

const states = (runbook: ReturnType<typeof withSteps>, ...marks: ReturnType<typeof mark>[]) =>
  trackSteps(runbook, marks).map(({ state }) => state.type)

describe('the steps of a runbook', () => {
  test('are open until they are marked, by whom and when', () => {
    const runbook = withSteps('Look', 'Wait')
    expect(states(runbook)).toEqual(['open', 'open'])
    expect(trackSteps(runbook, [mark(runbook, 2)])[1]?.state).toEqual({ type: 'done', by: 'U1', at: 5 })
  })

  test('keep their marks when others are put in before them', () => {
    const before = withSteps('Look', 'Wait')
    expect(states(withSteps('New', 'Look', 'Wait'), mark(before, 1), mark(before, 2))).toEqual([
      'open',
      'done',
      'done',
    ])
  })

  test('that read differently now are not done, and say so', () => {
    const before = withSteps('Look', 'Wait')
    expect(states(withSteps('Look twice', 'Wait'), mark(before, 1), mark(before, 2))).toEqual([
      'changed',
      'done',
    ])
  })

  test('that are gone leave nothing behind', () => {
    const before = withSteps('Look', 'Wait', 'Call')
    expect(states(withSteps('Look'), mark(before, 3))).toEqual(['open'])
  })

  test('of equal words are told apart', () => {
    const runbook = withSteps('Wait', 'Wait')
    expect(new Set(trackSteps(runbook, []).map(({ key }) => key)).size).toBe(2)
    expect(states(runbook, mark(runbook, 2))).toEqual(['open', 'done'])
  })
})
