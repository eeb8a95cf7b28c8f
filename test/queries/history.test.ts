import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HistoryAnswer } from '../../src/queries/history.ts'
import type { ReportAnswer } from '../../src/queries/report.ts'
import { aChange, anIncident, aRecord, aSilence, PARIS } from '../contract/store-samples.ts'
import { aLink, NOW, VPC_ID } from '../support/links.ts'
import { DOWN } from './asking.ts'
import { DAY, HOUR, KEEP_MS, type PastBench, pastBench } from './past-bench.ts'

const UTC = { zone: 'UTC' }
const UP = { status: 'active', sessions: { ipv4: 'up', ipv6: 'up' } } as const
const [A, B] = [aLink({ id: 'a1', name: 'paris-a' }), aLink({ id: 'b1', name: 'paris-b' })]

let bench: PastBench
beforeEach(async () => {
  bench = await pastBench()
})
afterEach(() => bench.close())

function pastIn(answer: HistoryAnswer) {
  if (answer.type !== 'found') throw new Error(`The answer is "${answer.type}".`)
  return answer.past
}

function reportIn(answer: ReportAnswer) {
  if (answer.type !== 'found') throw new Error(answer.problem)
  return answer.report
}

describe('the history of a link', () => {
  test('is rebuilt from what polls saw change, with incidents and silences', async () => {
    await bench.baseline(NOW - 30 * DAY, A)
    await bench.change(NOW - 10 * HOUR, 'a1', DOWN)
    await bench.change(NOW - 4 * HOUR, 'a1', UP)
    await bench.goOn(NOW)
    const incident = anIncident('i1', {
      subject: { type: 'link', linkId: 'a1', scopeId: PARIS.id },
      firstBadAt: NOW - 10 * HOUR,
      resolvedAt: NOW - 4 * HOUR,
    })
    const silence = aSilence('s1', {
      filter: 'paris-a',
      from: NOW - 9 * HOUR,
      until: { type: 'at', at: NOW },
    })
    const other = aSilence('s2', { filter: 'lyon', from: NOW - 9 * HOUR })
    await bench.store.record(aRecord({ incidents: [incident], silences: [silence, other] }))
    const past = pastIn(await bench.history('paris-a 24h', UTC))
    expect(past.period).toMatchObject({ from: NOW - DAY, until: NOW, label: 'last 24h' })
    expect(past.knownFrom).toEqual([])
    expect(past.row.stretches.map(({ standing }) => standing.health)).toEqual(['full', 'down', 'full'])
    expect(past.row.availability).toMatchObject({ available: 0.75, downtimeMs: 6 * HOUR })
    expect(past.row.incidents.map(({ id }) => id)).toEqual(['i1'])
    expect(past.row.quiet.map((quiet) => quiet.silence.id)).toEqual(['s1'])
  })

  test('does not count the time in which the bot was off, or saw nothing', async () => {
    await bench.baseline(NOW - DAY, A)
    // The bot was off from 20 to 10 hours ago, and polls have failed for the last two.
    await bench.goOn(NOW - 20 * HOUR)
    await bench.store.record(aRecord({ scopes: [aChange({ expectedVersion: 1, at: NOW - 10 * HOUR })] }))
    await bench.goOn(NOW - 2 * HOUR)
    const { row } = pastIn(await bench.history('paris-a 24h', UTC))
    expect(row.stretches.map(({ from, standing }) => [(NOW - from) / HOUR, standing.health])).toEqual([
      [24, 'full'],
      [20, 'unknown'],
      [10, 'full'],
      [2, 'unknown'],
    ])
    expect(row.availability).toMatchObject({ available: 1, countedMs: 12 * HOUR })
  })

  test('says from when on it knows: before the first poll it knows nothing', async () => {
    await bench.baseline(NOW - 2 * DAY, A)
    await bench.goOn(NOW)
    const past = pastIn(await bench.history('paris-a 7d', UTC))
    expect(past.knownFrom).toEqual([{ region: 'fr-par', since: NOW - 2 * DAY, why: 'never_read' }])
    expect(past.row.stretches.map(({ standing }) => standing.health)).toEqual(['unknown', 'full'])
  })

  test('says so where what is asked for was deleted', async () => {
    await bench.baseline(NOW - 300 * DAY, A)
    await bench.goOn(NOW)
    const past = pastIn(await bench.history('paris-a 100d', UTC))
    expect(past.knownFrom).toEqual([{ region: 'fr-par', since: NOW - KEEP_MS, why: 'forgotten' }])
    expect(past.row.availability.countedMs).toBe(KEEP_MS)
  })

  test('of a month that is over tells how it was then, and not how it is now', async () => {
    await bench.baseline(NOW - 60 * DAY, A)
    await bench.change(NOW - HOUR, 'a1', DOWN)
    await bench.goOn(NOW)
    const past = pastIn(await bench.history('paris-a last month', { zone: 'Europe/Paris' }))
    expect(past.period.until).toBe(Date.UTC(2026, 1, 28, 23))
    expect(past.row.stretches.map(({ standing }) => standing.health)).toEqual(['full'])
  })

  test('is had of a link that is gone, by its name', async () => {
    await bench.baseline(NOW - 10 * DAY, A)
    await bench.change(NOW - 5 * HOUR, 'a1', null)
    await bench.goOn(NOW)
    const past = pastIn(await bench.history('Paris-A 24h', UTC))
    expect(past.row).toMatchObject({ id: 'a1', gone: true })
    expect(past.row.stretches.map(({ standing }) => standing.health)).toEqual(['full', 'absent'])
  })

  test('finds a link whose name ends like a period, and refuses a period that is none', async () => {
    await bench.baseline(
      NOW - 10 * DAY,
      aLink({ id: 'c1', name: 'lyon 2x' }),
      aLink({ id: 'd1', name: '3d' }),
    )
    await bench.goOn(NOW)
    expect(pastIn(await bench.history('lyon 2x', UTC)).row.name).toBe('lyon 2x')
    expect(pastIn(await bench.history('3d', UTC)).row.name).toBe('3d')
    expect(await bench.history('lyon 9x', UTC)).toMatchObject({
      type: 'problem',
      problem: expect.stringMatching(/period/),
    })
    expect(await bench.history('lyon 2026-12', UTC)).toMatchObject({ type: 'problem' })
  })

  test('says that the period cannot be read where words begin with a link, gone or not', async () => {
    await bench.baseline(NOW - 10 * DAY, A, B, aLink({ id: 'c1', name: 'lyon dc' }))
    await bench.change(NOW - HOUR, 'b1', null)
    await bench.goOn(NOW)
    for (const words of ['paris-a last weak', 'Lyon DC in june', 'c1 a while', 'paris-b lately'])
      expect(await bench.history(words, UTC)).toMatchObject({
        type: 'problem',
        problem: 'That period cannot be read.',
      })
    expect(await bench.history('lyon june', UTC)).toMatchObject({ type: 'unknown' })
    expect(pastIn(await bench.history('paris-a last week', UTC)).row.name).toBe('paris-a')
  })

  test('asks which link is meant where that is not clear', async () => {
    await bench.baseline(NOW - 10 * DAY, A, B)
    expect(await bench.history('paris 7d', UTC)).toMatchObject({ type: 'ambiguous', total: 2 })
    expect(await bench.history('nowhere 7d', UTC)).toMatchObject({ type: 'unknown' })
  })

  test('takes a zone that nobody knows for UTC', async () => {
    await bench.baseline(NOW - 10 * DAY, A)
    expect(pastIn(await bench.history('paris-a', { zone: 'Mars/Base' })).period.zone).toBe('UTC')
  })
})

describe('a report', () => {
  test('has links and VPCs, the worst first, and a VPC is up while one link carries', async () => {
    await bench.baseline(NOW - 30 * DAY, A, B)
    await bench.change(NOW - 10 * HOUR, 'b1', DOWN)
    await bench.change(NOW - 8 * HOUR, 'a1', DOWN)
    await bench.change(NOW - 7 * HOUR, 'a1', UP)
    await bench.goOn(NOW)
    const report = reportIn(await bench.report('24h', UTC))
    expect(report.links.map(({ name }) => name)).toEqual(['paris-b', 'paris-a'])
    expect(report.vpcs).toMatchObject([{ id: VPC_ID, name: 'production' }])
    expect(report.vpcs[0]?.availability).toMatchObject({ downtimeMs: HOUR })
  })

  test('leaves out links that do not fit the filter, and counts them all the same for their VPC', async () => {
    await bench.baseline(NOW - 30 * DAY, A, B)
    await bench.change(NOW - 10 * HOUR, 'b1', DOWN)
    await bench.goOn(NOW)
    const report = reportIn(await bench.report('name:paris-b 24h', UTC))
    expect(report.links.map(({ name }) => name)).toEqual(['paris-b'])
    expect(report.filter).toBe('name:paris-b')
    expect(report.vpcs[0]?.availability).toMatchObject({ available: 1 })
    expect(reportIn(await bench.report('24h nothing-like-it', UTC)).links).toEqual([])
  })

  test('has links that are gone by now', async () => {
    await bench.baseline(NOW - 30 * DAY, A, B)
    await bench.change(NOW - 10 * HOUR, 'b1', null)
    await bench.goOn(NOW)
    const { links } = reportIn(await bench.report('partner:FranceIX', UTC))
    expect(links.map(({ name, gone }) => [name, gone])).toEqual([
      ['paris-a', false],
      ['paris-b', true],
    ])
  })

  test('refuses a period that cannot be read', async () => {
    await bench.baseline(NOW - 30 * DAY, A)
    expect(await bench.report('2026-99', UTC)).toMatchObject({ type: 'problem' })
  })
})
