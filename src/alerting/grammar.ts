import { straightQuotes } from '../diagnostics/fold.ts'

/** What was typed cannot be understood: one sentence that says why, and a command that would be. Both are plain text. */
export interface GrammarProblem {
  readonly type: 'problem'
  readonly problem: string
  readonly example: string
}

/** A word of what was typed, and where it stands in the line. */
export interface Word {
  readonly text: string
  /** In lower case, to be compared with words of the grammar; null where it is quoted, and so means itself. */
  readonly keyword: string | null
  readonly start: number
  readonly end: number
}

/** How to silence, in lines for the help and the documents. */
export const SILENCE_GRAMMAR: readonly string[] = [
  'silence <filter> <duration> [reason] · silence <filter> until <moment> [reason] · silence <filter> until recovered [reason]',
  'Ahead of time: silence <filter> from <moment> to <moment> [change CHG-1] [reason]',
  'Durations: 30m, 4h, 2d, 1h30m. Moments: 14:00 (the next), tomorrow 02:00, fri 22:00, 2026-11-25 02:00, with a zone after it such as Europe/Paris or UTC. The filter "all" is every link.',
]

/** How to subscribe a channel, in lines for the help and the documents. */
export const SUBSCRIBE_GRAMMAR: readonly string[] = [
  'subscribe [filter] [info|warning|error|critical] [mention @here|@group|@person [from level]] [digest 09:00 Europe/Paris]',
  'Without a filter: every link. Without a level: warning. A mention pings from error on, unless a level is named after it.',
]

/** What was typed, on one line and with the quotes of a keyboard. */
export function oneTypedLine(text: string): string {
  return straightQuotes(text).replace(/\s+/g, ' ').trim()
}

/** The words of a line. Quoted words and what Slack puts between angle brackets are each part of one word. */
export function wordsOf(line: string): readonly Word[] {
  return [...line.matchAll(/(?:"[^"]*"|<[^<>]*>|[^\s"])+|"/g)].map((match) => ({
    text: match[0],
    keyword: match[0].includes('"') ? null : match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** The milliseconds of "30m", "4h", "2d" or "1d12h30m"; null for anything else. */
export function parseDuration(word: string): number | null {
  const [whole, days, hours, minutes] = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/.exec(word) ?? []
  if (whole === undefined || whole === '') return null
  return ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000
}
