import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLink } from '../support/links.ts'
import { DOWN } from './asking.ts'
import { asking, ELSEWHERE, inParis } from './into-vpc.ts'
import { idOf } from './remembered.ts'

const links = [
  aLink({ id: 'aaaa1111', name: 'lyon-paris' }),
  aLink({ id: 'bbbb2222', name: 'Paris-10', ...DOWN }),
  aLink({ id: 'cccc3333', name: 'paris-2' }),
  aLink({ id: 'dddd4444', name: 'comparison' }),
  aLink({ id: 'eeee5555', name: 'élan', ...ELSEWHERE, tags: ['env:lab'] }),
]
const names = async (typed: string) =>
  (await asking([inParis(links)]).suggest(typed)).map(({ label }) => label.split(' · ')[0])

describe('the type-ahead', () => {
  test('offers all links without words, those that need attention first', async () => {
    expect(await names('')).toEqual(['Paris-10', 'comparison', 'élan', 'lyon-paris', 'paris-2'])
    expect(await names('  ')).toHaveLength(5)
  })

  test('offers names that begin with what was typed, then words, then parts of words, then what else fits', async () => {
    expect(await names('PARIS')).toEqual(['Paris-10', 'paris-2', 'lyon-paris', 'comparison', 'élan'])
  })

  test.each([
    ['a beginning of the id', 'cccc', 'paris-2'],
    ['a status in the words of people', 'en panne', 'Paris-10'],
    ['a partner', 'lumen', 'élan'],
    ['a tag', 'env:lab', 'élan'],
    ['a name without its accents', 'elan', 'élan'],
    ['a name with a wrong letter', 'pariz-2', 'paris-2'],
  ])('finds by %s', async (_what, typed, name) => {
    expect((await names(typed))[0]).toBe(name)
  })

  test('offers nothing that is far from what was typed', async () => {
    expect(await names('zzzzzzzz')).toEqual([])
  })

  test('tells links of the same name apart by status and region, in as much text as an option holds', async () => {
    const long = aLink({ id: 'x', name: 'n'.repeat(255), status: 'limited_connectivity' })
    const [only] = await asking([inParis([long])]).suggest('')
    expect(only?.label).toMatch(/^n+… · Limited Connectivity · fr-par$/u)
    expect(only?.label).toHaveLength(75)
  })

  test('offers at most as many as a menu holds, each once, whatever is typed', async () => {
    const many = Array.from({ length: 300 }, (_, n) => aLink({ id: idOf(n), name: `link ${n}` }))
    const { suggest } = asking([inParis(many)])
    expect(await suggest('link')).toHaveLength(100)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (typed) => {
        const ids = (await suggest(typed)).map(({ id }) => id)
        expect(ids.length).toBeLessThanOrEqual(100)
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 50 },
    )
  })
})
