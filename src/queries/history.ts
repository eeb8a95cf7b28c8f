import type { GrammarProblem } from '../alerting/grammar.ts'
import { fold } from '../diagnostics/fold.ts'
import { isZone } from '../domain/business-hours.ts'
import type { Clock } from '../domain/clock.ts'
import type { LinkPast } from '../history/past.ts'
import type { Period } from '../history/period.ts'
import type { ScopeAge, StatusAnswer, WhichLink } from './answers.ts'
import { withoutQuotes } from './find-named.ts'
import { gatherPast, type PastParts } from './gather-past.ts'
import { defaultPeriod, noPeriod, readPeriod } from './period.ts'
import { scopeAge } from './recall.ts'

/** What was of a link; why the period cannot be read; or which link may be meant, as for its status. */
export type HistoryAnswer =
  | { readonly type: 'found'; readonly past: LinkPast; readonly scopes: readonly ScopeAge[] }
  | GrammarProblem
  | WhichLink

/** Who asks: `zone` is the IANA name of their time zone. One that is not known counts as UTC. */
export interface Asker {
  readonly zone: string
}

/** Beginnings of what was typed that are looked up as the name of a link. */
const MOST_HEADS = 8

/** What `createHistory` is made from. */
export interface HistoryParts extends PastParts {
  /** Which link the words name. */
  readonly status: (words: string) => Promise<StatusAnswer>
  readonly clock: Clock
}

/**
 * Makes the answer to "how was this link?": `<link> [period]`, from what the polls saw change. A link that is gone is found
 * by its whole name or id for as long as the past is kept.
 */
export function createHistory(parts: HistoryParts): (words: string, asker: Asker) => Promise<HistoryAnswer> {
  const { clock } = parts

  const pastOf = async (linkId: string, period: Period, now: number): Promise<HistoryAnswer | null> => {
    const gathered = await gatherPast(parts, period, linkId, now)
    const [timeline] = gathered.timelines
    if (timeline === undefined) return null
    const row = gathered.rowOf(timeline)
    const knownFrom = gathered.knownFrom.filter(({ region }) => region === row.region)
    const scopes = gathered.recalled.states.filter(({ scope }) => scope.region === row.region)
    return { type: 'found', past: { period, madeAt: now, knownFrom, row }, scopes: scopes.map(scopeAge) }
  }

  /** Whether words begin with the whole name or the id of a link: what follows was meant as a period then. */
  const beginsWithLink = async (words: string): Promise<boolean> => {
    const ends = [...words.matchAll(/\s+/g)].slice(0, MOST_HEADS).map(({ index }) => words.slice(0, index))
    for (const head of ends.toReversed()) {
      const answer = await parts.status(head)
      if (answer.type === 'vanished') return true
      if (answer.type !== 'found') continue
      const { name, id } = answer.card.evidence.link
      if ([fold(name), id].includes(fold(withoutQuotes(head)))) return true
    }
    return false
  }

  return async (words, asker) => {
    const now = clock.now()
    const zone = zoneOf(asker)
    const reading = readPeriod(words, { now, zone, anywhere: false })
    // What looks like a period, and cannot be read as one, may be the end of a link's name; alone it may be all of it.
    const split = reading.type === 'ok' && reading.rest !== ''
    const { name, period, after } = split
      ? { name: reading.rest, period: reading.period, after: reading.words }
      : { name: words, period: defaultPeriod(now, zone), after: '' }
    const answer = await parts.status(name)
    const linkId = idIn(answer)
    if (linkId === null) {
      if (reading.type === 'problem') return reading
      if (answer.type === 'unknown' && (await beginsWithLink(name))) return noPeriod()
    }
    const past = linkId === null ? null : await pastOf(linkId, period, now)
    if (past !== null) return past
    if (answer.type !== 'found') return { ...answer, after }
    return {
      type: 'problem',
      problem: `${answer.card.evidence.link.name} did not exist in that time yet.`,
      example: '7d or this month',
    }
  }
}

function idIn(answer: StatusAnswer): string | null {
  if (answer.type === 'found') return answer.card.evidence.link.id
  return answer.type === 'vanished' ? answer.link.id : null
}

/** The zone that someone's days are of. */
export function zoneOf({ zone }: Asker): string {
  return isZone(zone) ? zone : 'UTC'
}
