import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { historyCsv, reportCsv } from '../../src/history/csv.ts'
import { pastRow, quietTime } from '../../src/history/past.ts'
import { anIncident, aSilence } from '../contract/store-samples.ts'
import { aLink, NOW } from '../support/links.ts'
import { ALL_DOWN, HOUR, LAST_DAY, timelinesOf, wentThrough } from './pasts.ts'

const asked = { period: LAST_DAY, madeAt: NOW, knownFrom: [] }

function rowCalled(name: string) {
  const { transitions, now } = wentThrough(aLink({ name }), [NOW - 2 * HOUR, ALL_DOWN], [NOW - HOUR, {}])
  const [timeline] = timelinesOf(transitions, [now])
  const work = aSilence('s1', {
    from: NOW - 2 * HOUR,
    createdAt: NOW - 9 * HOUR,
    until: { type: 'at', at: NOW - HOUR },
  })
  return pastRow({
    id: 'l1',
    name,
    region: 'fr-par',
    gone: false,
    stretches: timeline?.stretches ?? [],
    incidents: [anIncident('i1', { firstBadAt: NOW - 2 * HOUR, resolvedAt: NOW - HOUR })],
    quiet: [quietTime(work, LAST_DAY) ?? []].flat(),
  })
}

/** Reads CSV as RFC 4180 says. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let [row, cell, quoted] = [[] as string[], '', false]
  for (let n = 0; n < text.length; n += 1) {
    const character = text[n] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[n + 1] === '"') [cell, n] = [`${cell}"`, n + 1]
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',') [row, cell] = [[...row, cell], '']
    else if (character === '\r' && text[n + 1] === '\n') {
      rows.push([...row, cell])
      ;[row, cell, n] = [[], '', n + 1]
    } else cell += character
  }
  return rows
}

describe('the CSV of a history', () => {
  test('has a row for each stretch of time', () => {
    const [head, ...rows] = parse(historyCsv({ ...asked, row: rowCalled('paris-a') }))
    const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1])
    expect(column('state')).toEqual(['full', 'down', 'full'])
    expect(column('seconds')).toEqual(['79200', '3600', '3600'])
    expect(column('from')[1]).toBe('2026-03-03T07:00:00.000Z')
    expect(column('maintenance')).toEqual(['no', 'yes', 'no'])
    expect(column('incidents')).toEqual(['', 'i1', ''])
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\u200b=1', '＝1'])(
    'never lets a spreadsheet take the name %j for a formula',
    (name) => {
      const cell = parse(historyCsv({ ...asked, row: rowCalled(name) }))[1]?.[0]
      expect(cell).toBe(`'${name}`)
    },
  )

  test('gives back any name as it was, but for that apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
        const table = parse(historyCsv({ ...asked, row: rowCalled(name) }))
        expect(table.map((row) => row.length)).toEqual([13, 13, 13, 13])
        expect(table[1]?.[0]?.replace(/^'/, '')).toBe(name.replace(/^'/, ''))
      }),
      { numRuns: 200 },
    )
  })
})

test('the CSV of a report has a row for each VPC and each link, with numbers alone in its figures', () => {
  const row = rowCalled('paris-a')
  const table = parse(reportCsv({ ...asked, filter: '', vpcs: [{ ...row, id: 'v1' }], links: [row] }))
  const [head, vpc, link] = table
  expect(table).toHaveLength(3)
  const of = (cells: readonly string[] | undefined, name: string) => cells?.[head?.indexOf(name) ?? -1]
  expect(of(vpc, 'kind')).toBe('vpc')
  expect(of(link, 'kind')).toBe('link')
  expect(of(link, 'available_percent')).toBe('95.83')
  expect(of(link, 'available_without_maintenance_percent')).toBe('100')
  expect(of(link, 'downtime_seconds')).toBe('3600')
  expect(of(link, 'mean_time_to_recovery_seconds')).toBe('3600')
})
