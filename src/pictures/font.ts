import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A font that pictures are written with: no other is looked for, so that they are the same on every machine. */
export interface Font {
  /** Where its file is. */
  readonly path: string
  /** Whether it has a glyph for a code point. */
  has(codePoint: number): boolean
  /** How wide a text is at a size, in the same unit; kerning is left out. */
  width(text: string, size: number): number
}

/** DejaVu Sans has Latin, Greek, Cyrillic, Arabic and Hebrew, and neither emoji nor CJK. */
export const FONT_FAMILY = 'DejaVu Sans'

const require = createRequire(import.meta.url)
const loaded = new Map<string, Font>()

/** Reads one of the fonts of dejavu-fonts-ttf, once: `DejaVuSans` or `DejaVuSans-Bold`. */
export function loadFont(name: 'DejaVuSans' | 'DejaVuSans-Bold'): Font {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const path = require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)
  const font = parseFont(path, readFileSync(path))
  loaded.set(name, font)
  return font
}

/** Reads what is needed of a TrueType file: which glyph shows a character, and how wide it is (OpenType: cmap, hmtx). */
function parseFont(path: string, file: Buffer): Font {
  const table = (tag: string): number => {
    const tables = file.readUInt16BE(4)
    for (let n = 0; n < tables; n += 1) {
      const at = 12 + n * 16
      if (file.toString('latin1', at, at + 4) === tag) return file.readUInt32BE(at + 8)
    }
    throw new Error(`${path} is no TrueType font: it has no table "${tag}".`)
  }
  const unitsPerEm = file.readUInt16BE(table('head') + 18)
  const metrics = file.readUInt16BE(table('hhea') + 34)
  const advances = table('hmtx')
  const glyphs = glyphsOf(file, table('cmap'))
  const advance = (codePoint: number): number => {
    const glyph = Math.min(glyphs.get(codePoint) ?? 0, metrics - 1)
    return file.readUInt16BE(advances + glyph * 4)
  }
  return {
    path,
    has: (codePoint) => glyphs.has(codePoint),
    width(text, size) {
      let units = 0
      for (const character of text) units += advance(character.codePointAt(0) ?? 0)
      return (units * size) / unitsPerEm
    },
  }
}

/** The glyph of each code point, from the subtable of format 12 (OpenType: "Segmented coverage"). */
function glyphsOf(file: Buffer, cmap: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>()
  const subtables = file.readUInt16BE(cmap + 2)
  for (let n = 0; n < subtables; n += 1) {
    const at = cmap + file.readUInt32BE(cmap + 4 + n * 8 + 4)
    if (file.readUInt16BE(at) !== 12) continue
    const groups = file.readUInt32BE(at + 12)
    for (let group = 0; group < groups; group += 1) {
      const [first, last, glyph] = [0, 4, 8].map((part) => file.readUInt32BE(at + 16 + group * 12 + part))
      if (first === undefined || last === undefined || glyph === undefined) continue
      for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first)
    }
  }
  return glyphs
}
