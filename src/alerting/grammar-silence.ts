import { matchesEverything, parseFilter } from '../diagnostics/filter.ts'
import type { Silence } from '../domain/silence.ts'
import { type GrammarProblem, oneTypedLine, parseDuration, type Word, wordsOf } from './grammar.ts'
import { momentMeant, readMoment, type TypedMoment } from './grammar-moments.ts'
import { MAX_SILENCE_MS } from './silences.ts'

/** What somebody asked not to hear of, and for how long. */
export type SilenceRequest = Pick<Silence, 'filter' | 'from' | 'until' | 'reason' | 'change'>

export type SilenceParse = { readonly type: 'ok'; readonly request: SilenceRequest } | GrammarProblem

/** A maintenance is announced at most so long ahead (ms): what is later is a slip in the year. */
const MAX_AHEAD_MS = 366 * 86_400_000

const MINUTE_MS = 60_000

const EXAMPLES = {
  duration: '/interlink silence partner:acme 4h fibre works',
  until: '/interlink silence name:paris-* until 14:00 Europe/Paris fibre works',
  maintenance:
    '/interlink silence pop:TH2 from fri 22:00 to sat 02:00 Europe/Paris change CHG-123 new optics',
  all: '/interlink silence all 1h moving house',
} as const

/** From when to when, and the index of the first word after it. */
interface Period {
  readonly type: 'ok'
  readonly from: number
  readonly until: Silence['until']
  readonly next: number
}

/**
 * Understands what is typed after `/interlink silence` (SILENCE_GRAMMAR). The first word that begins a time ends the filter; a
 * quoted word never does. Times without a zone are in `zone` (an IANA name); `now` is in ms. Never throws.
 */
export function parseSilenceRequest(text: string, now: number, zone: string): SilenceParse {
  const line = oneTypedLine(text)
  const words = wordsOf(line)
  const at = words.findIndex((_, index) => beginsTime(words, index))
  const begin = words[at]
  if (begin === undefined) {
    if (words.length === 0) return emptyFilter()
    return problem('Say for how long, or until when.', EXAMPLES.duration)
  }
  const typed = line.slice(0, begin.start).trim()
  const all = typed.toLowerCase() === 'all'
  if (!all && matchesEverything(parseFilter(typed))) return emptyFilter()
  const period = readPeriod(words, at, now, zone)
  if (period.type === 'problem') return period
  const { from, until } = period
  const wrong = silenceTimesProblem({ from, until }, now)
  if (wrong !== null)
    return problem(wrong, begin.keyword === 'from' ? EXAMPLES.maintenance : EXAMPLES.duration)
  const { change, next } = readChange(words, period.next)
  const reason = line.slice(words[next - 1]?.end ?? 0).trim()
  return {
    type: 'ok',
    request: { filter: all ? 'all' : typed, from, until, change, reason: unquoted(reason) || null },
  }
}

/** Why nobody can be silenced from then to then, in one sentence; null where that is fine. For times that were picked, too. */
export function silenceTimesProblem(times: Pick<Silence, 'from' | 'until'>, now: number): string | null {
  const { from, until } = times
  if (from < startOfMinute(now)) return 'It would begin in the past.'
  if (from > now + MAX_AHEAD_MS) return 'It would begin more than a year from now.'
  if (until.type === 'recovery') return null
  if (until.at <= now) return 'It would end in the past.'
  if (until.at <= from) return 'It would end before it begins.'
  return until.at - from > MAX_SILENCE_MS ? 'A silence lasts 30 days at most.' : null
}

function beginsTime(words: readonly Word[], at: number): boolean {
  const word = words[at]?.keyword ?? ''
  if (word === 'for') return parseDuration(words[at + 1]?.keyword ?? '') !== null
  return word === 'until' || word === 'from' || parseDuration(word) !== null
}

function readPeriod(words: readonly Word[], at: number, now: number, zone: string): Period | GrammarProblem {
  switch (words[at]?.keyword) {
    case 'from':
      return readMaintenance(words, at + 1, now, zone)
    case 'until':
      return readUntil(words, at + 1, now, zone)
    default:
      return readDuration(words, at, now)
  }
}

/** A duration, after "for" or not, from `from` (ms) on. */
function readDuration(words: readonly Word[], at: number, from: number): Period | GrammarProblem {
  const index = words[at]?.keyword === 'for' ? at + 1 : at
  const length = parseDuration(words[index]?.keyword ?? '')
  if (length === null || length === 0)
    return problem('A duration is a minute or more: 30m, 4h, 2d or 1h30m.', EXAMPLES.duration)
  return { type: 'ok', from, until: { type: 'at', at: from + length }, next: index + 1 }
}

function readUntil(words: readonly Word[], at: number, now: number, zone: string): Period | GrammarProblem {
  const verb = words[at]?.keyword === 'it' ? at + 1 : at
  if (['recovered', 'recovers', 'recovery'].includes(words[verb]?.keyword ?? ''))
    return { type: 'ok', from: now, until: { type: 'recovery' }, next: verb + 1 }
  const read = readMoment(words, at)
  if (read.type === 'problem') return problem(read.problem, EXAMPLES.until)
  const end = momentMeant(read.moment, { zone, now, earliest: now + 1, reading: 'last' })
  return { type: 'ok', from: now, until: { type: 'at', at: end }, next: read.next }
}

/** A zone after either moment is meant for both, unless both have one. */
function readMaintenance(
  words: readonly Word[],
  at: number,
  now: number,
  zone: string,
): Period | GrammarProblem {
  const start = readMoment(words, at)
  if (start.type === 'problem') return problem(start.problem, EXAMPLES.maintenance)
  const beginAt = (meantZone: string): number => {
    const earliest = startOfMinute(now)
    const moment = momentMeant(start.moment, { zone: meantZone, now, earliest, reading: 'first' })
    // "From 14:00", typed in that minute, is from now on.
    return moment < earliest ? moment : Math.max(moment, now)
  }
  const between = words[start.next]?.keyword ?? ''
  if (between === 'for') return readDuration(words, start.next, beginAt(zone))
  if (between !== 'to' && between !== 'until')
    return problem('A maintenance needs an end: "to" and a moment after its begin.', EXAMPLES.maintenance)
  const end = readMoment(words, start.next + 1)
  if (end.type === 'problem') return problem(end.problem, EXAMPLES.maintenance)
  const from = beginAt(zoneOf(end.moment) ?? zone)
  const until = momentMeant(end.moment, {
    zone: zoneOf(start.moment) ?? zone,
    now,
    earliest: Math.max(from, now) + 1,
    reading: 'last',
  })
  return { type: 'ok', from, until: { type: 'at', at: until }, next: end.next }
}

/** "change CHG-1": a reference has a digit, so that "change of optics" stays a reason. */
function readChange(
  words: readonly Word[],
  at: number,
): { readonly change: string | null; readonly next: number } {
  const reference = words[at]?.keyword === 'change' ? (words[at + 1]?.text ?? '') : ''
  return /^[\w#./:-]*\d[\w#./:-]*$/.test(reference)
    ? { change: reference, next: at + 2 }
    : { change: null, next: at }
}

function zoneOf(moment: TypedMoment): string | null {
  return moment.type === 'clock' ? moment.zone : null
}

function startOfMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS
}

function unquoted(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1]?.trim() ?? text
}

function emptyFilter(): GrammarProblem {
  return problem('Say which links first; every link is "all".', EXAMPLES.all)
}

function problem(sentence: string, example: string): GrammarProblem {
  return { type: 'problem', problem: sentence, example }
}
