import type { LinkPast, Report } from '../history/past.ts'
import type { Period } from '../history/period.ts'
import { WHAT_COUNTS } from '../history/words.ts'
import { momentText } from './ticks.ts'

/** From when on anything is known, where the period begins before that. */
export function unknownText({
  knownFrom,
  period,
}: Pick<LinkPast, 'knownFrom' | 'period'>): readonly string[] {
  return knownFrom.map(({ region, since, why }) => {
    const reason = why === 'forgotten' ? 'what is older was deleted' : 'the bot had not read it before'
    return `${region} is known from ${momentText(since, period.zone)} on: ${reason}.`
  })
}

/** What counts, and when the picture was made. */
export function footText({ period, madeAt }: Pick<LinkPast | Report, 'period' | 'madeAt'>): string {
  return `${WHAT_COUNTS} Made ${momentText(madeAt, period.zone)} ${period.zone}.`
}

/** A name for a file: letters, digits and dashes only. */
export function fileName(kind: string, name: string, period: Period, extension: string): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase()
      .slice(0, 60)
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const parts = [kind, plain(name), day(period.from), day(period.until)]
  return `${parts.filter((part) => part !== '').join('-')}.${extension}`
}
