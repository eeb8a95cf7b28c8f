import { closest, distance } from 'fastest-levenshtein'

/** What was typed after `/interlink`: a command word in lower case, and the rest as meant. All may be empty. */
export interface CommandText {
  readonly command: string
  /** What links and mentions showed the person who typed them. */
  readonly rest: string
  /** The same with mentions as Slack's own tokens, without labels: `<@U1>`, `<!subteam^S1>`, `<!here>`. */
  readonly tagged: string
}

const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** `<http://x|x>`, `<#C1|general>`, `<@U1|ann>` and `<!here>` as the person saw them. */
function unlink(_match: string, sigil: string, target: string, label: string | undefined): string {
  if (sigil === '#') return `#${label || target}`
  if (sigil === '@') return `@${label || target}`
  if (sigil === '!') return label || `@${target.replace(/^subteam\^/u, '')}`
  return label || target.replace(/^mailto:/u, '')
}

/** The same, but mentions keep their ids: their labels are what a person is called today. */
function unlinkButMentions(match: string, sigil: string, target: string, label: string | undefined): string {
  const mentions = sigil === '@' || (sigil === '!' && !target.startsWith('date^'))
  return mentions ? `<${sigil}${target}>` : unlink(match, sigil, target, label)
}

function straighten(text: string, replaceLink: typeof unlink): string {
  return text
    .replace(/<([#@!]?)([^<>|]*)(?:\|([^<>]*))?>/gu, replaceLink)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(INVISIBLE, '')
    .replace(/[“”„‟«»″]/gu, '"')
    .replace(/[‘’‚‛′]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim()
}

const PAIRS = ['```', '`', '**', '*', '"', "'"] as const

/** Takes off quotes, backticks and bold that stand around the whole of it, however many. */
function unwrap(text: string): string {
  for (const mark of PAIRS) {
    const inner = text.slice(mark.length, -mark.length)
    const wraps = text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark)
    if (wraps && !inner.includes(mark)) return unwrap(inner.trim())
  }
  return text
}

/**
 * Reads what was typed after the command: the first word is the command, the rest is taken as it stands. Smart quotes,
 * Slack's own formatting and what it does to pasted text (`should_escape` in the manifest) are undone. Never throws.
 */
export function parseCommandText(text: string): CommandText {
  const { command, rest } = split(straighten(text, unlink))
  return { command, rest, tagged: split(straighten(text, unlinkButMentions)).rest }
}

function split(text: string): { readonly command: string; readonly rest: string } {
  const line = unwrap(text)
  const [first = ''] = line.split(' ', 1)
  return { command: unwrap(first).toLowerCase(), rest: unwrap(line.slice(first.length).trim()) }
}

/** The one of `names` that `word` was perhaps meant to be; null where none is near. */
export function nearestName<Name extends string>(word: string, names: readonly Name[]): Name | null {
  if (word === '' || word.length > 40) return null
  const begun = names.filter((name) => name.startsWith(word))
  if (begun.length === 1) return begun[0] ?? null
  const near = names.find((name) => name === closest(word, names))
  return near !== undefined && distance(word, near) <= Math.ceil(near.length / 3) ? near : null
}
