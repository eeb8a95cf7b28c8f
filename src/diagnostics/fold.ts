const QUOTES: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"'],
]

/** Quotes as a keyboard types them: Slack's apps and phones turn them into typographic ones. */
export function straightQuotes(text: string): string {
  return QUOTES.reduce((result, [curly, straight]) => result.replace(curly, straight), text)
}

/** Text as people compare it: without regard to case, accents, kinds of quotes, and how much white space there is. */
export function fold(text: string): string {
  return straightQuotes(text)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}
