import { Lexer, type Token } from 'marked'
import {
  type Filling,
  fillPlaceholder,
  NO_FACTS,
  PLACEHOLDER,
  placeholderGap,
  placeholderName,
  type RunbookFacts,
} from '../runbooks/placeholders.ts'
import { code, link, oneLine, prose, truncate } from './escape.ts'

/** A name longer than this says nothing more where it is filled in. */
const FILLED = 200

/** What a command line takes as one word, and as nothing but a word: commands are copied and run. */
const SHELL_WORD = /^[\p{L}\p{N}][\p{L}\p{N}.:@/_+-]*$/u

type Written = (text: string) => string
type Filled = (filling: Filling, gap: string) => string

/** `text` with its placeholders filled: parts by `written`, fillings by `filled`; one that does not exist is left as it is. */
function replaced(text: string, facts: RunbookFacts, written: Written, filled: Filled): string {
  let result = ''
  let from = 0
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = placeholderName(match[1] ?? '')
    if (name === null) continue
    result +=
      written(text.slice(from, match.index)) + filled(fillPlaceholder(name, facts), placeholderGap(name))
    from = match.index + match[0].length
  }
  return result + written(text.slice(from))
}

/** Foreign values become code spans of their own: nothing in them formats, links or mentions. */
function filledText(text: string, facts: RunbookFacts): string {
  return replaced(text, facts, spaced, (filling) =>
    filling.type === 'value' ? code(filling.text, FILLED) : prose(filling.text),
  )
}

/** In a command, only a value that is one harmless word is filled in: a link may be called `x; reboot`. */
function filledCode(text: string, facts: RunbookFacts): string {
  const plain = replaced(
    text,
    facts,
    (part) => part,
    (filling, gap) =>
      filling.type === 'value' && SHELL_WORD.test(filling.text) ? truncate(filling.text, FILLED) : gap,
  )
  return code(plain, 1000)
}

function filledWords(text: string, facts: RunbookFacts): string {
  return replaced(
    text,
    facts,
    (part) => part,
    (filling) => truncate(oneLine(filling.text), FILLED),
  )
}

function spaced(text: string): string {
  const start = /^\s/u.test(text) ? ' ' : ''
  const end = text.length > 1 && /\s$/u.test(text) ? ' ' : ''
  return `${start}${prose(text)}${end}`
}

function wrapped(mark: string, tokens: readonly Token[] | undefined, facts: RunbookFacts): string {
  const inner = renderTokens(tokens ?? [], facts).trim()
  return inner === '' ? '' : `${mark}${inner}${mark}`
}

function renderTokens(tokens: readonly Token[], facts: RunbookFacts): string {
  return tokens.map((token) => renderToken(token, facts)).join('')
}

function renderToken(token: Token, facts: RunbookFacts): string {
  switch (token.type) {
    case 'strong':
      return wrapped('*', token.tokens, facts)
    case 'em':
      return wrapped('_', token.tokens, facts)
    case 'del':
      return wrapped('~', token.tokens, facts)
    case 'codespan':
      return filledCode(token.text, facts)
    case 'link':
      return link(token.href, filledWords(token.text, facts))
    case 'br':
      return '\n'
    default:
      return filledText('text' in token && typeof token.text === 'string' ? token.text : token.raw, facts)
  }
}

/**
 * Inline Markdown (bold, code, italics, links) as Slack's mrkdwn, with placeholders filled from `facts`. Anything else, raw
 * HTML and mentions included, becomes the text it was typed as. Placeholders are filled after the Markdown was read, so that
 * nothing that is filled in can format.
 */
export function inlineMarkdown(markdown: string, facts: RunbookFacts = NO_FACTS): string {
  return renderTokens(Lexer.lexInline(markdown), facts).trim()
}
