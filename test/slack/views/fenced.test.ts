import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fenced } from '../../../src/slack/views/fenced.ts'

const textsOf = (lines: readonly string[]) => fenced(lines).map(({ text }) => text?.text ?? '')

describe('Lines to be copied', () => {
  test('stand as they are between fences', () => {
    expect(textsOf(['a', '', 'b < c'])).toEqual(['```\na\n\nb &lt; c\n```'])
  })

  test('end no fence by what they hold', () => {
    expect(textsOf(['```', '`x`'])[0]?.match(/`/g)).toHaveLength(6)
  })

  test('fit into sections, however long they are, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4_000 }), { maxLength: 10 }), (lines) => {
        const texts = textsOf(lines)
        expect(texts.every((text) => text.length <= 3_000)).toBe(true)
        const plain = (text: string) => text.replace(/[\s`ˋ]/gu, '')
        const shown = texts.map((text) => text.slice(4, -4)).join('')
        const back = shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
        expect(plain(back)).toBe(plain(lines.join('')))
      }),
    )
  })
})
