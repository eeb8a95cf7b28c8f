import type { Font } from './font.ts'

/** Stands for a character that the font cannot show. */
export const MISSING = '\u25a1'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What changes how the character before it looks, and shows nothing itself. */
const JOINERS = /[\u200d\ufe00-\ufe0f]/gu

/**
 * Foreign text for a picture, on one line: each character that the font lacks (emoji, CJK) is a box, so that a name which
 * cannot be shown is seen to be cut short of something. Characters that cannot be seen or turn the direction are left out.
 */
export function shown(text: string, font: Font): string {
  let line = ''
  for (const { segment } of graphemes.segment(text.replace(/[\s\p{Cc}]+/gu, ' ').trim())) {
    const visible = segment.replace(/\p{Surrogate}/gu, MISSING).replace(/(?!\u200d)[\p{Cf}\p{Cc}]/gu, '')
    const bare = visible.replace(JOINERS, '')
    if (bare === '') continue
    const known = [...bare].every((character) => font.has(character.codePointAt(0) ?? 0))
    line += known ? bare : MISSING
  }
  return line === '' ? '(no name)' : line
}

/** At most so much of a text as fits into `width` at `size`, with an ellipsis where it was cut. */
export function fitted(
  text: string,
  { font, size, width }: { font: Font; size: number; width: number },
): string {
  if (font.width(text, size) <= width) return text
  let fits = ''
  for (const { segment } of graphemes.segment(text)) {
    if (font.width(`${fits}${segment}\u2026`, size) > width) break
    fits += segment
  }
  return `${fits.trimEnd()}\u2026`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text as it stands in XML. */
export function xml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
