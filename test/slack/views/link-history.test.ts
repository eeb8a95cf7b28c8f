import { describe, expect, test } from 'vitest'
import type { LinkPast } from '../../../src/history/past.ts'
import { renderHistory } from '../../../src/slack/views/link-history.ts'
import { renderReport } from '../../../src/slack/views/report.ts'
import { anIncident, aSilence } from '../../contract/store-samples.ts'
import { LAST_DAY } from '../../history/pasts.ts'
import { reportOf, rowOf } from '../../pictures/rows.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const HOUR = 3_600_000

function pastOf(
  name: string,
  overrides: Partial<LinkPast['row']> = {},
): Extract<Parameters<typeof renderHistory>[0], { type: 'found' }> {
  const row = { ...rowOf(name), ...overrides }
  return { type: 'found', past: { period: LAST_DAY, madeAt: NOW, knownFrom: [], row } }
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
    expect(renderReport(problem).text).toContain('7d or 2026-11')
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
    const text = words(renderReport({ type: 'found', report: { ...report, filter: 'tag:prod' } }))
    expect(text).toContain('1 of 2 links had outages, filter `tag:prod`')
    expect(text).toContain('*95.83 %* `production` · IPv4 95.83 % · IPv6 95.83 % · 1 outage, 1 h down')
    expect(text).toContain('*95.83 %* `bad` · `fr-par` · 1 outage, 1 h down · mean time to recovery 1 h')
    expect(text).toContain('*100 %* `good` · `fr-par` · no outage')
  })

  test('says so where no link fits', () => {
    expect(renderReport({ type: 'found', report: reportOf([]) }).text).toContain('No link fits.')
  })

  test('marks as green only what had no outage in the period, however it is now', () => {
    const text = words(
      renderReport({ type: 'found', report: reportOf([rowOf('bad'), rowOf('good', false)]) }),
    )
    expect(text).toContain('🟡 *95.83 %* `bad`')
    expect(text).toContain('🟢 *100 %* `good`')
  })

  test.each(HOSTILE_NAMES)('keeps to Slack’s limits and format with 300 links called %j', (name) => {
    const rows = Array.from({ length: 300 }, () => rowOf(name))
    const message = renderReport({ type: 'found', report: { ...reportOf(rows, rows), filter: name } })
    expect(slackProblems(message)).toEqual([])
    expect(messageFormattingProblems(message)).toEqual([])
    expect(words(message)).toMatch(/and \d+ more: the CSV has all of them\./)
  })
})
