import { expect, test } from 'vitest'
import type { StepMark } from '../../src/domain/step-mark.ts'
import { NOW } from '../support/links.ts'
import type { StoreBench } from './store.ts'
import { anIncident, aRecord } from './store-samples.ts'

const aMark = (overrides: Partial<StepMark> = {}): StepMark => ({
  story: 'story-1',
  runbook: 'all_down',
  step: 'aa',
  number: 1,
  by: 'U1',
  at: NOW,
  ...overrides,
})

export function storeRunbookStepsContract(bench: StoreBench): void {
  test('a step that was marked is so after a restart, with who and when', async () => {
    const store = await bench.open()
    expect(await store.markStep(aMark())).toEqual({ isFirst: true, mark: aMark() })
    expect(await (await bench.reopen()).stepsOf('story-1', 'all_down')).toEqual([aMark()])
  })

  test('marking it again changes nothing, and tells whose mark stands', async () => {
    const store = await bench.open()
    await store.markStep(aMark())
    expect(await store.markStep(aMark({ by: 'U2', at: NOW + 1 }))).toEqual({ isFirst: false, mark: aMark() })
    expect(await store.stepsOf('story-1', 'all_down')).toEqual([aMark()])
  })

  test('of many who mark it at once one is first, and all hear of that one', async () => {
    const store = await bench.open()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => store.markStep(aMark({ by: `U${n}` }))),
    )
    expect(answers.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    expect(new Set(answers.map(({ mark }) => mark.by)).size).toBe(1)
  })

  test('a mark is taken back once, by whoever is first', async () => {
    const store = await bench.open()
    await store.markStep(aMark())
    const answers = await Promise.all([store.unmarkStep(aMark()), store.unmarkStep(aMark())])
    expect(answers.filter((mark) => mark !== null)).toEqual([aMark()])
    expect(await store.stepsOf('story-1', 'all_down')).toEqual([])
    expect((await store.markStep(aMark({ by: 'U2' }))).isFirst).toBe(true)
  })

  test('marks of another story, runbook or step are others, and come by number', async () => {
    const store = await bench.open()
    const marks = [
      aMark({ step: 'zz', number: 2 }),
      aMark({ step: 'aa', number: 10 }),
      aMark({ story: 'story-2' }),
      aMark({ runbook: 'locked' }),
    ]
    for (const mark of marks) await store.markStep(mark)
    expect(await store.stepsOf('story-1', 'all_down')).toEqual(marks.slice(0, 2))
    await store.unmarkStep(aMark({ story: 'story-2' }))
    expect(await store.stepsOf('story-1', 'all_down')).toHaveLength(2)
    expect(await store.stepsOf('story-2', 'all_down')).toEqual([])
  })

  test('old marks are forgotten with the rest of the past', async () => {
    const store = await bench.open()
    await store.markStep(aMark({ at: NOW - 1 }))
    await store.markStep(aMark({ step: 'bb', at: NOW }))
    expect(await store.prune(NOW)).toBe(1)
    expect((await store.stepsOf('story-1', 'all_down')).map(({ step }) => step)).toEqual(['bb'])
  })

  test('marks of a story that moved into another are shown, made and taken back in both', async () => {
    const store = await bench.open()
    const early = aMark({ story: 'moved', by: 'U1' })
    await store.markStep(early)
    await store.markStep(aMark({ story: 'first', by: 'U2', at: NOW + 1 }))
    const moved = anIncident('i1', { rootKey: 'first', formerly: ['moved'], resolvedAt: NOW })
    await store.record(aRecord({ incidents: [moved, anIncident('i2', { rootKey: 'other' })] }))
    const shown = { ...early, story: 'first' }
    for (const story of ['first', 'moved'])
      expect(await store.stepsOf(story, 'all_down'), story).toEqual([shown])
    expect(await store.stepsOf('other', 'all_down')).toEqual([])
    expect(await store.markStep(aMark({ story: 'first', by: 'U3', at: NOW + 2 }))).toEqual({
      isFirst: false,
      mark: shown,
    })
    expect(await store.unmarkStep(aMark({ story: 'moved' }))).toEqual(shown)
    expect(await store.stepsOf('first', 'all_down')).toEqual([])
    await store.markStep(aMark({ story: 'moved', at: NOW + 3 }))
    expect(await store.stepsOf('first', 'all_down')).toMatchObject([{ story: 'first', at: NOW + 3 }])
  })
}
