import { describe, expect, test } from 'vitest'
import { type LinkPast, pastRow } from '../../../src/history/past.ts'
import { hide } from '../../../src/history/timeline.ts'
import { renderHistory } from '../../../src/slack/views/link-history.ts'
import { renderReport } from '../../../src/slack/views/report.ts'
import { anIncident, aSilence } from '../../contract/store-samples.ts'
import { LAST_DAY } from '../../history/pasts.ts'
import { reportOf, rowOf } from '../../pictures/rows.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { fresh } from './answering.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const HOUR = 3_600_000

function pastOf(
  name: string,
  overrides: Partial<LinkPast['row']> = {},
): Extract<Parameters<typeof renderHistory>[0], { type: 'found' }> {
  const row = { ...rowOf(name), ...overrides }
  return { type: 'found', past: { period: LAST_DAY, madeAt: NOW, knownFrom: [], row }, scopes: [fresh] }
}

const words = (message: { readonly blocks: readonly unknown[] }) => textsOf(message.blocks).join('\n')

describe('the answer to "how was this link"', () => {
  test('says how available it was, when it was not, and for how long', () => {
    const message = renderHistory(pastOf('paris-a'), NOW)
    const text = words(message)
    expect(text).toContain('History of paris-a')
    expect(text).toContain('*95.83 % available · 1 outage, 1 h*')
    expect(text).toContain('*Mean time to recovery*\n1 h')
    expect(text).toMatch(/• .*06:00:00 UTC.*, until .*07:00:00 UTC.*: \*1 h\*, down/)
    expect(message.text).toContain('95.83 % available')
  })

  test('lists incidents and silences, and says from when on it knows', () => {
    const answer = pastOf('paris-a', {
      incidents: [anIncident('i1', { level: 'critical', reason: 'Both sessions are down.' })],
      quiet: [{ kind: 'silence', silence: aSilence('s1'), from: NOW - HOUR, until: NOW }],
    })
    const knownFrom = [{ region: 'fr-par', since: NOW - HOUR, why: 'forgotten' as const }]
    const text = words(renderHistory({ ...answer, past: { ...answer.past, knownFrom } }, NOW))
    expect(text).toMatch(/Critical, .*, open: Both sessions are down\./)
    expect(text).toContain('*Silence* `s1`')
    expect(text).toMatch(/`fr-par` is known from .*`HISTORY_DAYS`/)
  })

  test('says why a period cannot be read, and which can', () => {
    const problem = {
      type: 'problem',
      problem: 'That period cannot be read.',
      example: '7d or 2026-11',
    } as const
    expect(renderHistory(problem, NOW).text).toBe('That period cannot be read. Such as: 7d or 2026-11.')
    expect(renderReport(problem, NOW).text).toContain('7d or 2026-11')
  })

  test('asks which link is meant as a status does', () => {
    const unknown = { type: 'unknown', words: 'lyon', nearest: [], scopes: [], after: '' } as const
    expect(renderHistory(unknown, NOW).text).toContain('No link is called `lyon`')
  })

  test.each(HOSTILE_NAMES)('keeps to Slack’s limits and format with the name %j everywhere', (name) => {
    const [outage] = rowOf(name).availability.outages
    if (outage === undefined) throw new Error('It was down.')
    const availability = { ...rowOf(name).availability, outages: Array.from({ length: 200 }, () => outage) }
    const silence = aSilence(name, { reason: name, filter: name, by: name, change: name })
    const message = renderHistory(
      pastOf(name, {
        availability,
        region: name,
        id: name,
        incidents: Array.from({ length: 100 }, (_, n) => anIncident(`i${n}`, { reason: name })),
        quiet: Array.from({ length: 50 }, () => ({
          kind: 'silence' as const,
          silence,
          from: NOW - HOUR,
          until: NOW,
        })),
      }),
      NOW,
    )
    expect(slackProblems(message)).toEqual([])
    expect(messageFormattingProblems(message)).toEqual([])
  })
})

describe('a report', () => {
  test('has VPCs with each family, and links with their outages', () => {
    const report = reportOf([rowOf('bad'), rowOf('good', false)], [rowOf('production')])
    const text = words(
      renderReport({ type: 'found', report: { ...report, filter: 'tag:prod' }, scopes: [fresh] }, NOW),
    )
    expect(text).toContain('1 of 2 links had outages, filter `tag:prod`')
    expect(text).toContain('1 outage, 1 h · mean time to recovery 1 h')
    expect(text).toContain('*95.83 %* `production` · IPv4 95.83 % · IPv6 95.83 % · 1 outage, 1 h down')
    expect(text).toContain('*95.83 %* `bad` · `fr-par` · 1 outage, 1 h down · mean time to recovery 1 h')
    expect(text).toContain('*100 %* `good` · `fr-par` · no outage')
  })

  test('says so where no link fits', () => {
    expect(renderReport({ type: 'found', report: reportOf([]), scopes: [fresh] }, NOW).text).toContain(
      'No link was there',
    )
    const mistyped = { ...reportOf([]), filter: 'last weak' }
    expect(renderReport({ type: 'found', report: mistyped, scopes: [fresh] }, NOW).text).toMatch(
      /^No link fits `last weak`: all words must fit name[\s\S]*A period is typed as 7d, last week/,
    )
  })

  test('does not call that good of which nothing is known, and says how much is known of the rest', () => {
    const unwatched = (name: string, hours: number) => {
      const row = rowOf(name, false)
      const gap = { from: LAST_DAY.from, until: LAST_DAY.from + hours * HOUR }
      return pastRow({ ...row, stretches: hide(row.stretches, [gap]) })
    }
    const told = (...hours: readonly number[]) => {
      const report = reportOf(hours.map((one, n) => unwatched(`paris-${n}`, one)))
      return renderReport({ type: 'found', report, scopes: [fresh] }, NOW).text
    }
    expect(told(24, 24)).toContain('Not known of 2 links in that time')
    expect(told(24, 24)).not.toContain('No outage')
    expect(told(21, 21, 24)).toContain('No outage of 2 links in the 3 h known of 1 d, 1 link not known')
    expect(told(21, 0)).toContain('No outage of 2 links in what is known of 1 d, at least 3 h')
    expect(told(0, 0)).toContain('No outage of 2 links\n')
    const past = { ...pastOf('paris-a').past, row: unwatched('paris-a', 21) }
    const history = renderHistory({ type: 'found', past, scopes: [fresh] }, NOW)
    expect(history.text).toContain('100 % available · no outage in the 3 h known of 1 d')
    expect(words(history)).toContain('`fr-par`: 3 links, read 20 s ago')
  })

  test('marks as green only what had no outage in the period, however it is now', () => {
    const text = words(
      renderReport(
        { type: 'found', report: reportOf([rowOf('bad'), rowOf('good', false)]), scopes: [fresh] },
        NOW,
      ),
    )
    expect(text).toContain('🟡 *95.83 %* `bad`')
    expect(text).toContain('🟢 *100 %* `good`')
  })

  test.each(HOSTILE_NAMES)('keeps to Slack’s limits and format with 300 links called %j', (name) => {
    const rows = Array.from({ length: 300 }, () => rowOf(name))
    const message = renderReport(
      { type: 'found', report: { ...reportOf(rows, rows), filter: name }, scopes: [fresh] },
      NOW,
    )
    expect(slackProblems(message)).toEqual([])
    expect(messageFormattingProblems(message)).toEqual([])
    expect(words(message)).toMatch(/and \d+ more: the CSV has all of them\./)
  })
})
