import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truncate, visibleLine } from '../../src/domain/plain-text.ts'

describe('Foreign text as plain text', () => {
  test('is one visible line, whatever ends lines, turns text round or cannot be seen', () => {
    expect(visibleLine(' a\r\nb\u2028c\u0085d\u202ee\u0000f\u200bg ')).toBe('a b c d e f g')
    expect(visibleLine('\ud800x')).toBe('\ufffdx')
    expect(visibleLine('\n\t\u200b')).toBe('')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202e]/u)
        expect(visibleLine(visibleLine(text))).toBe(visibleLine(text))
      }),
    )
  })

  test('is cut to length, and never within a character', () => {
    expect(truncate('paris', 5)).toBe('paris')
    expect(truncate('paris-a', 5)).toBe('pari…')
    expect(truncate('🦊🦊🦊', 4)).toBe('🦊…')
  })
})
