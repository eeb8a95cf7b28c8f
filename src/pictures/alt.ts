import { oneLine } from '../diagnostics/words.ts'
import { duration } from '../domain/duration.ts'
import type { LinkPast, PastRow, Report } from '../history/past.ts'
import type { Period } from '../history/period.ts'
import { outagesInWords, percent, summary, totals } from '../history/words.ts'
import { unknownText } from './captions.ts'
import { momentText } from './ticks.ts'

/** Slack takes 1,000 characters of alt text with an upload (`alt_txt` of files.getUploadURLExternal). */
const MOST_CHARACTERS = 1000

/** The picture of a history in words. Plain text, with foreign names in it. */
export function historyAlt(past: LinkPast): string {
  const { row, period } = past
  const longest = [...row.availability.outages].sort((a, b) => b.seenMs - a.seenMs)[0]
  return clipped([
    `Timeline of ${nameOf(row)} in ${row.region}, ${spanText(period)}: ${summary(row.availability)}.`,
    ...(longest === undefined
      ? []
      : [
          `The longest outage began ${momentText(longest.from, period.zone)}: ${duration(longest.seenMs)}${longest.until === null ? ', not seen to end' : ''}.`,
        ]),
    ...(row.availability.ms.unknown === 0
      ? []
      : [`Not known: ${duration(row.availability.ms.unknown)} in which nobody watched.`]),
    ...unknownText(past),
  ])
}

/** The picture of a report in words. Plain text, with foreign names in it. */
export function reportAlt(report: Report): string {
  const { links, vpcs, period } = report
  const bad = (rows: readonly PastRow[]) => rows.filter(({ availability }) => availability.outages.length > 0)
  const worst = (rows: readonly PastRow[], most: number) =>
    bad(rows)
      .slice(0, most)
      .map((row) => `${nameOf(row)} ${percent(row.availability.available)}`)
      .join(', ')
  const told = (rows: readonly PastRow[], what: string, most: number) =>
    rows.length === 0
      ? []
      : [
          `${outagesInWords(
            rows.map(({ availability }) => availability),
            what,
          )}${bad(rows).length === 0 ? '' : `, the worst first: ${worst(rows, most)}`}.`,
        ]
  const total = totals(links.map(({ availability }) => availability))
  return clipped([
    `Timelines of InterLinks, ${spanText(period)}.`,
    ...told(links, 'link', 5),
    ...(total === '' ? [] : [`Together: ${total}.`]),
    ...told(vpcs, 'VPC', 3),
    ...unknownText(report),
  ])
}

function nameOf({ name }: PastRow): string {
  return cut(oneLine(name) || '(no name)', 60)
}

function spanText({ from, until, zone, label }: Period): string {
  return `${label} (${momentText(from, zone)} to ${momentText(until, zone)} ${zone})`
}

function clipped(sentences: readonly string[]): string {
  return cut(sentences.join(' '), MOST_CHARACTERS)
}

/** At most `max` UTF-16 units, with no half characters. */
function cut(text: string, max: number): string {
  const short = text.length <= max ? text : `${text.slice(0, max - 1)}\u2026`
  return short.replace(/\p{Surrogate}/gu, '')
}
