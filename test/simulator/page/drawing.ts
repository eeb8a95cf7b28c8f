import { h } from 'preact'
import { Blocks } from '../../../src/simulator/page/blocks/blocks.tsx'
import type { BlockEnv, FormState, FormValue } from '../../../src/simulator/page/blocks/env.ts'
import type { Json, StoredBlock } from '../../../src/simulator/slack/workspace.ts'
import { notingEnv, rendered } from './render.ts'

export const plain = (text: string) => ({ type: 'plain_text', text })
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
export const option = (value: string) => ({ text: plain(`Choose ${value}`), value })

/** Blocks as the page draws them, `b0` the first, with what is pressed in them and what the page complains of. */
export function draw(
  blocks: readonly ({ type: string } & Readonly<Record<string, Json>>)[],
  over: Partial<BlockEnv> = {},
) {
  const noted = notingEnv(over)
  const stored = blocks.map((block, index): StoredBlock => ({ block_id: `b${index}`, ...block }))
  return { tree: rendered(h(Blocks, { blocks: stored, env: noted.env })), ...noted }
}

/** Has what listens hear of an event. */
export function fire(props: Readonly<Record<string, unknown>>, handler: string, event: object = {}): void {
  const listener = props[handler]
  if (typeof listener !== 'function') throw new Error(`There is no ${handler}.`)
  listener(event)
}

/** A form that holds these values, by block, and is told these errors; `values` is what it holds then. */
export function aForm(held: Record<string, FormValue> = {}, errors: Record<string, string> = {}) {
  const values: Record<string, FormValue> = { ...held }
  const state: FormState = {
    errors,
    get: (blockId) => values[blockId],
    set: (blockId, _, value) => {
      values[blockId] = value
    },
  }
  return { state, values }
}
