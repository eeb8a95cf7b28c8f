import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadFont } from '../../src/pictures/font.ts'
import { fitted, inLines, MISSING, shown, xml } from '../../src/pictures/text.ts'

const font = loadFont('DejaVuSans')

describe('text of a picture', () => {
  test.each([
    ['łódź-wrocław', 'łódź-wrocław'],
    ['Ωμέγα Привет', 'Ωμέγα Привет'],
    ['שלום', 'שלום'],
    ['日本', `${MISSING}${MISSING}`],
    ['a 👩‍💻 b', `a ${MISSING} b`],
    ['🏴‍☠️', MISSING],
    ['a\n\tb\u202ec\u200b', 'a bc'],
    ['\ud800x', `${MISSING}x`],
    ['', '(no name)'],
  ])('%j is shown as %j: a character that the font lacks is seen to be missing', (name, line) => {
    expect(shown(name, font)).toBe(line)
  })

  test('has glyphs of the font alone, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        for (const character of shown(name, font)) expect(font.has(character.codePointAt(0) ?? 0)).toBe(true)
      }),
    )
  })

  test('is measured, and cut where it does not fit', () => {
    expect(font.width('iiii', 14)).toBeLessThan(font.width('WWWW', 14))
    expect(fitted('short', { font, size: 14, width: 200 })).toBe('short')
    const cut = fitted('W'.repeat(300), { font, size: 14, width: 200 })
    expect(cut).toMatch(/^W+…$/)
    expect(font.width(cut, 14)).toBeLessThanOrEqual(200)
    expect(font.width(`W${cut}`, 14)).toBeGreaterThan(200)
  })

  test('that is read from the right ends at the left, and so does its ellipsis', () => {
    const cut = (text: string) => fitted(shown(text, font), { font, size: 14, width: 100 })
    expect(cut('שלום '.repeat(30))).toMatch(/^…שלום/u)
    expect(cut('مرحبا '.repeat(30))).toMatch(/^…مرحبا/u)
    expect(cut(`paris ${'שלום '.repeat(30)}`)).toMatch(/^paris.+…$/u)
    expect(cut(`שלום ${'paris '.repeat(30)}`)).toMatch(/^שלום paris.+…$/u)
  })

  test('goes over as many lines as it takes, broken where its parts end', () => {
    const lines = (width: number) =>
      inLines('99 % available · 2 outages · longest 1 h', { font, size: 14, width })
    expect(lines(1000)).toEqual(['99 % available · 2 outages · longest 1 h'])
    expect(lines(200)).toEqual(['99 % available · 2 outages', 'longest 1 h'])
    expect(lines(10)).toEqual(['99 % available', '2 outages', 'longest 1 h'])
  })

  test('is taken apart only as far as it can be seen', () => {
    expect(shown('שלום', font, 2)).toBe('של')
    expect(shown('\u200b日本語', font, 2)).toBe(`${MISSING}${MISSING}`)
  })

  test('stands in XML as it is', () => {
    expect(xml(`<b> & "c" 'd'`)).toBe('&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;')
  })
})
