import { createHash } from 'node:crypto'
import type { StepMark } from '../domain/step-mark.ts'
import type { Runbook } from './runbook.ts'

/** Whether a step was done. `changed`: one of its number was, and its text has been changed since. Times in ms. */
export type StepState =
  | { readonly type: 'open' }
  | { readonly type: 'done'; readonly by: string; readonly at: number }
  | { readonly type: 'changed'; readonly by: string; readonly at: number }

/** A step with what stands for its text in a mark, and whether it was done. */
export interface TrackedStep {
  readonly number: number
  readonly key: string
  readonly state: StepState
}

/**
 * The steps of a runbook with their marks. A mark belongs to a text, whatever number it has by now; a text that stands
 * twice is told apart by its order. Placeholders count as they are written, so that a link's new VLAN undoes nothing.
 */
export function trackSteps(runbook: Runbook, marks: readonly StepMark[]): readonly TrackedStep[] {
  const keyed = keyedSteps(runbook)
  const byKey = new Map(marks.map((mark) => [mark.step, mark]))
  const keys = new Set(keyed.map(({ key }) => key))
  const outdated = new Map(marks.filter(({ step }) => !keys.has(step)).map((mark) => [mark.number, mark]))
  return keyed.map(({ number, key }) => {
    const mark = byKey.get(key)
    if (mark !== undefined) return { number, key, state: { type: 'done', by: mark.by, at: mark.at } }
    const old = outdated.get(number)
    if (old === undefined) return { number, key, state: { type: 'open' } }
    return { number, key, state: { type: 'changed', by: old.by, at: old.at } }
  })
}

function keyedSteps(runbook: Runbook): readonly { readonly number: number; readonly key: string }[] {
  const seen = new Map<string, number>()
  return runbook.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.type !== 'step') return []
      const nth = seen.get(block.text) ?? 0
      seen.set(block.text, nth + 1)
      const key = createHash('sha256').update(`${nth}\n${block.text}`).digest('hex').slice(0, 24)
      return [{ number: block.number, key }]
    }),
  )
}
