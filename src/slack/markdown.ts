import { Lexer, type Token } from 'marked'
import { code, link, prose } from './escape.ts'

function renderTokens(tokens: readonly Token[]): string {
  return tokens.map(renderToken).join('')
}

function spaced(text: string): string {
  const start = /^\s/u.test(text) ? ' ' : ''
  const end = text.length > 1 && /\s$/u.test(text) ? ' ' : ''
  return `${start}${prose(text)}${end}`
}

function wrapped(mark: string, tokens: readonly Token[] | undefined): string {
  const inner = renderTokens(tokens ?? []).trim()
  return inner === '' ? '' : `${mark}${inner}${mark}`
}

function renderToken(token: Token): string {
  switch (token.type) {
    case 'strong':
      return wrapped('*', token.tokens)
    case 'em':
      return wrapped('_', token.tokens)
    case 'del':
      return wrapped('~', token.tokens)
    case 'codespan':
      return code(token.text)
    case 'link':
      return link(token.href, token.text)
    case 'br':
      return '\n'
    default:
      return spaced('text' in token && typeof token.text === 'string' ? token.text : token.raw)
  }
}

/**
 * Inline Markdown (bold, italics, code, links) as Slack's mrkdwn. Anything else, raw HTML and mentions included,
 * becomes the text it was typed as.
 */
export function inlineMarkdown(markdown: string): string {
  return renderTokens(Lexer.lexInline(markdown)).trim()
}
