/** Foreign text (names, reasons, addresses that people typed) as plain text that stays where it is put. */

/** Controls, line separators, marks that turn the direction of text, and characters nobody can see. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
const LONE_SURROGATE = /\p{Surrogate}/gu

/** One visible line: no controls, no invisible or direction-turning characters, no lone surrogates. May be empty. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, ' ').replace(LONE_SURROGATE, '\ufffd').replace(/\s+/gu, ' ').trim()
}

/** At most `max` UTF-16 units of raw (unescaped) text, with an ellipsis where it was cut, never inside a character. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text
  let cut = ''
  for (const character of text) {
    if (cut.length + character.length > max - 1) break
    cut += character
  }
  return `${cut.trimEnd()}…`
}
