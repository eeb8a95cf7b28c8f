import { truncate, visibleLine } from '../../domain/plain-text.ts'

/** The languages that mails are drafted in. */
export const MAIL_LANGUAGES = ['en', 'fr'] as const

export type MailLanguage = (typeof MAIL_LANGUAGES)[number]

/** A fact of a mail, on a line of its own. A null value is a gap: something that only the operator knows. */
export interface Fact {
  readonly label: string
  readonly value: string | null
  /** What is to be filled in where there is no value. */
  readonly gap: string
}

/** A line: prose of ours, a fact, somebody else's words quoted, or a gap on its own. */
export type MailLine =
  | string
  | { readonly type: 'fact'; readonly fact: Fact }
  | { readonly type: 'quote'; readonly text: string }
  | { readonly type: 'gap'; readonly gap: string }

/** How one language marks what is missing, and puts a label before what it names. */
export interface Marks {
  readonly gapMark: string
  /** Between a label and what it names. */
  readonly colon: string
}

const MOST_FOREIGN = 200
const MOST_QUOTED = 1_000

/** Foreign text within a line of ours; null where nothing visible is left. */
export function foreign(text: string | null | undefined): string | null {
  const line = truncate(visibleLine(text ?? ''), MOST_FOREIGN)
  return line === '' ? null : line
}

/** Somebody else's words, on a line that shows them as such; null where nothing visible is left. */
export function quoted(text: string | null): MailLine | null {
  const line = truncate(visibleLine(text ?? ''), MOST_QUOTED)
  return line === '' ? null : { type: 'quote', text: line }
}

/** The text of a body, and what is missing in it. */
export function compose(
  lines: readonly MailLine[],
  { gapMark, colon }: Marks,
): { readonly body: string; readonly gaps: readonly string[] } {
  const gaps: string[] = []
  const marked = (gap: string): string => {
    gaps.push(gap)
    return `[${gapMark}${colon}${gap}]`
  }
  const written = (line: MailLine): string => {
    if (typeof line === 'string') return line
    switch (line.type) {
      case 'fact': {
        const { label, value, gap } = line.fact
        return `${label}${colon}${value ?? marked(gap)}`
      }
      case 'quote':
        return `> ${line.text}`
      case 'gap':
        return marked(line.gap)
    }
  }
  return { body: `${lines.map(written).join('\n')}\n`, gaps }
}
