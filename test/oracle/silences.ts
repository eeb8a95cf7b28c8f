import type { Link } from '../../src/domain/link.ts'
import type { Period } from './oracle.ts'
import type { Act } from './run.ts'

type Silence = Extract<Act, { type: 'silence' }>

/** A link that is still bad when announced work on it ends is told so much later (ms). */
const OVERRUN_MS = 600_000

/** The silences that people made, as far as a naive reader can follow them. `periods` are those found so far. */
export function readSilences(acts: readonly Act[], periods: readonly Period[]) {
  const silences = acts.filter((act): act is Silence => act.type === 'silence')
  const endedAt = new Map<string, number>()
  for (const act of acts) if (act.type === 'unsilence') endedAt.set(act.id, act.at)
  const isFor = (silence: Silence, link: Link) =>
    silence.region === link.region || silence.link === link.name || silence.held.includes(link.id)
  const covers = (silence: Silence, link: Link, at: number) =>
    silence.from <= at &&
    at < (silence.until ?? Number.POSITIVE_INFINITY) &&
    at < (endedAt.get(silence.id) ?? Number.POSITIVE_INFINITY) &&
    isFor(silence, link)
  const announced = silences.filter(({ at, from }) => from > at)
  return {
    covered: (link: Link, at: number) => silences.some((silence) => covers(silence, link, at)),
    /** Whether work on the link was announced for now: nobody counts on it. */
    atWork: (link: Link, at: number) => announced.some((silence) => covers(silence, link, at)),
    /** Whether announced work on the link has ended so lately that it may take a little longer. */
    overrun: (link: Link, at: number) =>
      announced.some(
        ({ id, until, ...silence }) =>
          until !== null &&
          until <= at &&
          at < until + OVERRUN_MS &&
          at < (endedAt.get(id) ?? Number.POSITIVE_INFINITY) &&
          isFor({ id, until, ...silence }, link),
      ),
    heldByWorkUntil({ link, from, to }: Period): number | null {
      const all = silences.filter((silence) => isFor(silence, link) && silence.at <= (to ?? Infinity))
      const [work, ...others] = all.filter(({ id, until }) => {
        const end = Math.min(until ?? Infinity, endedAt.get(id) ?? Infinity)
        return end + OVERRUN_MS >= from
      })
      if (work === undefined || others.length > 0 || !announced.includes(work)) return null
      return covers(work, link, from) && !endedAt.has(work.id) && work.until !== null
        ? work.until + OVERRUN_MS
        : null
    },
    /** A link that a silence has held already may be worse now than it was, which is told; not where work was announced. */
    atOpening(link: Link, at: number): Period['silenced'] {
      const covering = silences.filter((silence) => covers(silence, link, at))
      if (covering.length === 0) return 'no'
      const isFirst = ({ at: madeAt }: Silence) =>
        periods.every(({ link: other, to }) => other.id !== link.id || (to !== null && to < madeAt))
      return covering.some((silence) => announced.includes(silence) || isFirst(silence)) ? 'yes' : 'perhaps'
    },
    endRecovered(isWell: (linkId: string) => boolean, at: number): void {
      for (const { id, at: madeAt, until, held } of silences)
        if (until === null && madeAt <= at && !endedAt.has(id) && held.every(isWell)) endedAt.set(id, at)
    },
  }
}
