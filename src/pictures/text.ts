import type { Font } from './font.ts'

/** Stands for a character that the font cannot show. */
export const MISSING = '\u25a1'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What changes how the character before it looks, and shows nothing itself. */
const JOINERS = /[\u200d\ufe00-\ufe0f]/gu

/**
 * Foreign text for a picture, on one line: each character that the font lacks (emoji, CJK) is a box, so that a name which
 * cannot be shown is seen to be cut short of something. Characters that cannot be seen or turn the direction are left out.
 * No more than `most` characters are looked at that can be seen: to take a long name apart costs time.
 */
export function shown(text: string, font: Font, most = Number.POSITIVE_INFINITY): string {
  const spaced = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  // Every font has these: most names need not be taken apart.
  if (/^[ -~]+$/u.test(spaced)) return spaced
  let line = ''
  let seen = 0
  for (const { segment } of graphemes.segment(spaced)) {
    const visible = segment.replace(/\p{Surrogate}/gu, MISSING).replace(/(?!\u200d)[\p{Cf}\p{Cc}]/gu, '')
    const bare = visible.replace(JOINERS, '')
    if (bare === '') continue
    if (seen >= most) break
    seen += 1
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
  let room = width - font.width('\u2026', size)
  for (const { segment } of graphemes.segment(text)) {
    room -= font.width(segment, size)
    if (room < 0) break
    fits += segment
  }
  return withEllipsis(fits.trimEnd())
}

const LETTERS = /\p{L}/gu
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u

/** The ellipsis stands where the text was cut: at the left of one that is read from the right. */
function withEllipsis(text: string): string {
  const letters = text.match(LETTERS) ?? []
  const isFromRight =
    letters.length > 0 && [letters[0], letters.at(-1)].every((one) => RIGHT_TO_LEFT.test(one ?? ''))
  return isFromRight ? `\u2026${text}` : `${text}\u2026`
}

/** A text whose parts are joined by ` · `, in as many lines as it takes. */
export function inLines(
  text: string,
  { font, size, width }: { font: Font; size: number; width: number },
): readonly string[] {
  const lines: string[] = []
  for (const part of text.split(' · ')) {
    const longer = `${lines.at(-1) ?? ''} · ${part}`
    if (lines.length > 0 && font.width(longer, size) <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
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
