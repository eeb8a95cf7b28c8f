import { type GrammarProblem, oneTypedLine, parseDuration, wordsOf } from '../alerting/grammar.ts'
import { fold } from '../diagnostics/fold.ts'
import { actLabel } from './acts.ts'
import type { AuditRow } from './ports.ts'

/** What of the audit was asked for. `text` is the same on one line. */
export interface AuditFilter {
  readonly text: string
  /** How far back (ms). */
  readonly sinceMs: number
  readonly fits: (row: AuditRow) => boolean
}

/** How to ask, in a line for the help and the documents. */
export const AUDIT_GRAMMAR =
  'audit [words] [by:@person] [act:…] [outcome:refused|begun|done|failed|unknown|dry_run] [link:…] [since:7d]; without since the last 30 days'

type Key = 'by' | 'act' | 'outcome' | 'link' | 'channel'

const DAY_MS = 86_400_000
const DEFAULT_MS = 30 * DAY_MS
const EXAMPLE = 'audit by:@person act:detach_vpc since:7d'

/** What a key looks at. Ids are compared as a whole, names by a part. */
const TEXTS: Readonly<Record<Key, (row: AuditRow) => readonly string[]>> = {
  by: ({ by }) => [by],
  act: ({ act }) => [act, actLabel(act)],
  outcome: ({ outcome }) => [outcome],
  link: ({ link }) => [link.name, link.id],
  channel: ({ channel }) => (channel === null ? [] : [channel]),
}

const ANYWHERE = (row: AuditRow): readonly string[] => [
  ...(['by', 'act', 'outcome', 'link', 'channel'] as const).flatMap((key) => TEXTS[key](row)),
  row.link.region,
  row.what,
  row.reason ?? '',
  ...row.requestIds,
]

/**
 * Understands what was typed after `audit`: words that all must stand in a row, `key:value` to look at one thing, people and
 * channels as Slack's own tokens (`<@U…>`, `<#C…>`), `since:` with a duration. What is no key is a word.
 */
export function parseAuditFilter(typed: string): ({ readonly type: 'ok' } & AuditFilter) | GrammarProblem {
  const text = oneTypedLine(typed)
  let sinceMs = DEFAULT_MS
  const terms: ((row: AuditRow) => boolean)[] = []
  for (const { text: word } of wordsOf(text)) {
    const [, key, rest] = /^(by|act|outcome|link|channel|since):(.+)$/i.exec(word) ?? []
    if (key?.toLowerCase() === 'since') {
      const length = parseDuration((rest ?? '').toLowerCase())
      if (length === null || length === 0)
        return {
          type: 'problem',
          problem: 'What stands after since: has to be a duration such as 12h or 7d.',
          example: EXAMPLE,
        }
      sinceMs = length
      continue
    }
    const textsOf = key === undefined ? ANYWHERE : TEXTS[key.toLowerCase() as Key]
    const wanted = plain(rest ?? word)
    if (wanted !== '') terms.push((row) => textsOf(row).some((one) => fold(one).includes(wanted)))
  }
  return { type: 'ok', text, sinceMs, fits: (row) => terms.every((fits) => fits(row)) }
}

/** A word without quotes, and the id of a token of Slack's. */
function plain(word: string): string {
  const [, id] = /^<[@#!](?:subteam\^)?([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word) ?? []
  return fold(id ?? word.replaceAll('"', ''))
}
