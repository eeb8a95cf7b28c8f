import type { GrammarProblem } from '../alerting/grammar.ts'
import { fold } from '../diagnostics/fold.ts'
import { isZone } from '../domain/business-hours.ts'
import type { Clock } from '../domain/clock.ts'
import type { LinkPast } from '../history/past.ts'
import type { Period } from '../history/period.ts'
import type { StatusAnswer, WhichLink } from './answers.ts'
import { withoutQuotes } from './find-named.ts'
import { gatherPast, type PastParts } from './gather-past.ts'
import { defaultPeriod, readPeriod } from './period.ts'

/** What was of a link; why the period cannot be read; or which link may be meant, as for its status. */
export type HistoryAnswer = { readonly type: 'found'; readonly past: LinkPast } | GrammarProblem | WhichLink

/** Who asks: `zone` is the IANA name of their time zone. One that is not known counts as UTC. */
export interface Asker {
  readonly zone: string
}

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

  const pastOf = async (linkId: string, period: Period, now: number): Promise<LinkPast | null> => {
    const gathered = await gatherPast(parts, period, linkId, now)
    const [timeline] = gathered.timelines
    if (timeline === undefined) return null
    const row = gathered.rowOf(timeline)
    const knownFrom = gathered.knownFrom.filter(({ region }) => region === row.region)
    return { period, madeAt: now, knownFrom, row }
  }

  const goneCalled = async (name: string, now: number): Promise<string | null> => {
    const gone = await parts.past.vanishedLinks(now - parts.keepMs)
    const wanted = fold(withoutQuotes(name))
    const named = gone.findLast(({ link }) => link.id === wanted || fold(link.name) === wanted)
    return named?.link.id ?? null
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
    const linkId = answer.type === 'found' ? answer.card.evidence.link.id : await goneCalled(name, now)
    if (reading.type === 'problem' && linkId === null) return reading
    const past = linkId === null ? null : await pastOf(linkId, period, now)
    if (past !== null) return { type: 'found', past }
    if (answer.type !== 'found') return { ...answer, after }
    return {
      type: 'problem',
      problem: `${answer.card.evidence.link.name} did not exist in that time yet.`,
      example: '7d or this month',
    }
  }
}

/** The zone that someone's days are of. */
export function zoneOf({ zone }: Asker): string {
  return isZone(zone) ? zone : 'UTC'
}
