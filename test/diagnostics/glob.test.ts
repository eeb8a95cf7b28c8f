import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesGlob } from '../../src/diagnostics/glob.ts'

/** The same by another way: try every length for each star. */
function fits(glob: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = glob
  if (first === undefined) return text.length === 0
  if (first === '*') return text.some((_, skipped) => fits(rest, text.slice(skipped))) || fits(rest, [])
  return text.length > 0 && (first === '?' || first === text[0]) && fits(rest, text.slice(1))
}

describe('a glob', () => {
  test('fits what trying every length for each star finds', () => {
    const glob = fc.array(fc.constantFrom('a', 'b', '*', '?', '🙂'), { maxLength: 7 })
    const text = fc.array(fc.constantFrom('a', 'b', '🙂'), { maxLength: 8 })
    fc.assert(
      fc.property(glob, text, (wanted, letters) => {
        expect(matchesGlob(wanted.join(''), letters.join(''))).toBe(fits(wanted, letters))
      }),
      { numRuns: 500 },
    )
  })

  test('takes no longer for many stars that come to nothing', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(255))).toBe(false)
  })

  test('takes what means something elsewhere as a letter', () => {
    expect(matchesGlob('a.c*', 'abc')).toBe(false)
    expect(matchesGlob('a.[c*', 'a.[c]')).toBe(true)
  })
})
