import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askRunbook } from '../../src/queries/runbook.ts'
import { aLink } from '../support/links.ts'
import { queriesOver, runbooks } from './asking.ts'
import { aScopeState, idOf } from './remembered.ts'

describe('with 1,000 links', () => {
  const names = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }), {
    numRuns: 1000,
    seed: 7,
  })
  const many = names.map((name, n) =>
    aLink({ id: idOf(n), name: n % 2 === 0 ? `link ${n}` : name, tags: ['x:y'] }),
  )
  const { queries } = queriesOver([aScopeState(many)], { readLink: async () => ({ type: 'absent' }) })

  test('every text gets an answer of every kind of question', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        expect((await queries.list(text)).rows.length).toBeLessThanOrEqual(1000)
        expect(['found', 'ambiguous', 'unknown']).toContain((await queries.status(text)).type)
        expect(['found', 'gone']).toContain((await queries.refresh(text)).type)
        expect(['found', 'index', 'matches', 'unknown']).toContain(askRunbook(runbooks, text).type)
      }),
      { numRuns: 30 },
    )
  })
})
