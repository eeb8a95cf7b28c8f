import { truncate as truncateText, visibleLine } from '../domain/plain-text.ts'

/**
 * Foreign text on its way to Slack. Slack's mrkdwn has three entities (`&amp;`, `&lt;`, `&gt;`; Slack's "Formatting text
 * for app surfaces") and no escape for `*`, `_`, `~` and backticks, so a name goes into a code span or a plain_text
 * object, and prose that mentions names has them put into code spans.
 */

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Look-alikes of the characters that mrkdwn gives a meaning to. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/** Replaces the three characters that are special everywhere in Slack's mrkdwn. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One visible line: no controls, no invisible or direction-turning characters, no lone surrogates. May be empty. */
export const oneLine = visibleLine

/** At most so many UTF-16 units, with an ellipsis where it was cut, never inside a character. */
export const truncate = truncateText

/** A foreign name for a plain_text object, where Slack parses nothing (with `emoji: false`). */
export function plainName(name: string, max = 255): string {
  return truncate(oneLine(name) || '(no name)', max)
}

/**
 * A foreign name as a code span of mrkdwn: nothing in it formats, links or mentions. `max` counts the name's own
 * characters. Right-to-left names are isolated from outside the span, so that copying one copies nothing invisible.
 */
export function code(name: string, max = 255): string {
  const span = `\`${escapeText(plainName(name, max).replaceAll('`', 'ˋ'))}\``
  return RIGHT_TO_LEFT.test(span) ? `\u2068${span}\u2069` : span
}

/** IPv4 and IPv6 addresses, with or without a prefix length. Every repetition is bounded: foreign text may be long. */
const ADDRESS = [
  String.raw`(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}`,
  '[0-9a-fA-F:]{0,37}::[0-9a-fA-F:]{0,37}[0-9a-fA-F]',
  '[0-9a-fA-F:]{0,37}[0-9a-fA-F]::',
  String.raw`(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4})(?:\/\d{1,3})?(?![\w:])`,
].join('|')

function neutralise(text: string): string {
  const calm = text
    .replaceAll('`', 'ˋ')
    .replace(/(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])/gu, (mark) => LOOK_ALIKE[mark] ?? mark)
    .replace(/:(?=[\w+'-]{0,50}[a-z][\w+'-]{0,50}:)/giu, '∶')
  return escapeText(calm)
}

/**
 * Plain prose as mrkdwn. `names` are the foreign names it may mention, cleaned or not: they and addresses become code
 * spans; whatever else could format, ping or become an emoji is replaced by a look-alike.
 */
export function prose(text: string, names: readonly string[] = []): string {
  const line = oneLine(text).replace(/^>/u, '›')
  return line
    .split(mentions(line, names))
    .map((part, index) => (index % 2 === 1 ? code(part) : neutralise(part)))
    .join('')
    .replace(QUOTED_CODE, '$1')
}

/** What stands as code needs no quotes around it. */
const QUOTED_CODE = /["“](\u2068?`[^`]*`\u2069?)["”]/gu

const ADDRESSES = new RegExp(`(${ADDRESS})`, 'gu')

/** Finds those of `names` that are in the line, as whole words and longest first, and addresses. */
function mentions(line: string, names: readonly string[]): RegExp {
  const cleaned = [...new Set(names)].map(oneLine)
  const wanted = cleaned.filter((name) => name.length > 1 && line.includes(name))
  if (wanted.length === 0) return ADDRESSES
  wanted.sort((a, b) => b.length - a.length)
  const literal = wanted.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`))
  const words = literal.map((name) => String.raw`(?<![\p{L}\p{N}])${name}(?![\p{L}\p{N}])`)
  return new RegExp(`(${[...words, ADDRESS].join('|')})`, 'gu')
}

/** Shortens composed mrkdwn to `max` characters without cutting an entity, a `<…>` token, a code span or a character. */
export function clip(mrkdwn: string, max: number): string {
  if (mrkdwn.length <= max) return mrkdwn
  let cut = mrkdwn.slice(0, Math.max(0, max - 2)).replace(/[\ud800-\udbff]$/u, '')
  cut = cut.replace(/&[a-z]*$/u, '')
  if ((cut.split('`').length - 1) % 2 === 1) cut = cut.slice(0, cut.lastIndexOf('`'))
  if (cut.lastIndexOf('<') > cut.lastIndexOf('>')) cut = cut.slice(0, cut.lastIndexOf('<'))
  const open = cut.lastIndexOf('\u2068') > cut.lastIndexOf('\u2069')
  return `${cut.trimEnd()}…${open ? '\u2069' : ''}`
}

/** The address, where it is one a person may be sent to (http, https or mailto) and no longer than Slack takes. */
export function safeUrl(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  const known = protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:'
  return known && href.length <= 3000 ? href : null
}

/** A link of mrkdwn. Where the address will not do, the label alone. `label` is plain text. */
export function link(url: string, label: string): string {
  const href = safeUrl(url)
  const words = neutralise(oneLine(label)).replaceAll('|', '∣')
  if (href === null) return words
  const target = href.replaceAll('&', '&amp;').replace(/[<>|`]/gu, encodeURIComponent)
  return `<${target}|${words || 'link'}>`
}
