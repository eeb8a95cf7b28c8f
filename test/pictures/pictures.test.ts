import { afterAll, describe, expect, test } from 'vitest'
import { historyPicture, historySvg } from '../../src/pictures/history-picture.ts'
import { createRenderer } from '../../src/pictures/render.ts'
import { reportPicture, reportSvg } from '../../src/pictures/report-picture.ts'
import { HEALTH_STYLES } from '../../src/pictures/style.ts'
import { anIncident, aSilence } from '../contract/store-samples.ts'
import { LAST_DAY } from '../history/pasts.ts'
import { HOSTILE_NAMES } from '../slack/views/hostile.ts'
import { manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import { busyRow, reportOf, rowOf, THIRTY_DAYS } from './rows.ts'

const { draw, close } = createRenderer({ clock: manualClock(NOW) })
afterAll(close)

/** Width and height of a PNG, which its header holds (PNG specification, "IHDR"). */
function sizeOf(png: Uint8Array): readonly [number, number] {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

const pastOf = (name: string, wasDown = true) => ({
  period: LAST_DAY,
  madeAt: NOW,
  knownFrom: [],
  row: rowOf(name, wasDown),
})

describe('the picture of a history', () => {
  test('is a PNG with its essence in words, and a name for its file', async () => {
    const { png, alt, filename } = await historyPicture(pastOf('paris/ä 1'), draw)
    expect(sizeOf(png)[0]).toBe(1400)
    expect(alt).toContain('Timeline of paris/ä 1 in fr-par, last 24h')
    expect(alt).toContain('95.83 % available · 1 outage, 1 h')
    expect(alt).toContain('The longest outage began 3 Mar 2026 06:00')
    expect(filename).toBe('history-paris-a-1-2026-03-02-2026-03-03.png')
  })

  test('has a row for the link and for each family that is meant to carry, and names each outage', () => {
    const svg = historySvg(pastOf('paris-a'))
    for (const words of [
      '>IPv4<',
      '>IPv6<',
      '>95.83 %<',
      '3 Mar 2026 06:00, until 3 Mar 2026 07:00: 1 h, down',
    ])
      expect(svg).toContain(words)
    expect(svg.split(`fill="${HEALTH_STYLES.down.fill}"`)).toHaveLength(1 + 3 + 1)
  })

  test('names all figures of the link, on two lines where one does not hold them', () => {
    const quiet = [
      { kind: 'maintenance' as const, silence: aSilence('s'), from: NOW - 9e8, until: NOW - 8e8 },
    ]
    const svg = historySvg({ ...pastOf('x'), period: THIRTY_DAYS, row: busyRow('x', 12, { quiet }) })
    expect(svg).toContain('not counting maintenance · 12 outages, 12 h in all · longest 1 h<')
    expect(svg).toContain('>mean time to recovery 1 h<')
  })

  test('marks incidents and silences', () => {
    const incident = anIncident('i1', { firstBadAt: NOW - 3_600_000 })
    const times = { from: NOW - 7_200_000, until: NOW }
    const quiet = (kind: 'silence' | 'maintenance') => ({ kind, silence: aSilence('s'), ...times })
    const bare = historySvg(pastOf('paris-a'))
    const marked = (row: object) => historySvg({ ...pastOf('paris-a'), row: { ...rowOf('paris-a'), ...row } })
    expect(marked({ incidents: [incident] }).split('<path')).toHaveLength(bare.split('<path').length + 1)
    const dashes = 'stroke-dasharray'
    expect(marked({ quiet: [quiet('silence')] }).split(dashes)).toHaveLength(bare.split(dashes).length + 1)
    expect(marked({ quiet: [quiet('maintenance')] })).not.toBe(bare)
  })

  test('says from when on something is known', () => {
    const knownFrom = [{ region: 'fr-par', since: NOW - 3_600_000, why: 'never_read' as const }]
    expect(historySvg({ ...pastOf('paris-a'), knownFrom })).toContain(
      'fr-par is known from 3 Mar 2026 08:00 on',
    )
  })

  test.each(HOSTILE_NAMES)('is drawn of a link called %j', async (name) => {
    const { png, alt } = await historyPicture(pastOf(name), draw)
    expect(png.byteLength).toBeGreaterThan(1000)
    expect(alt.length).toBeLessThanOrEqual(1000)
    expect(alt).not.toMatch(/\p{Surrogate}/u)
  })
})

describe('the picture of a report', () => {
  test('is as high as it has links, up to 60, and says how many are left out', async () => {
    const links = (count: number) => Array.from({ length: count }, (_, n) => rowOf(`link-${n}`, n < 3))
    const [, one] = sizeOf((await reportPicture(reportOf(links(1)), draw)).png)
    const [, fifty] = sizeOf((await reportPicture(reportOf(links(50)), draw)).png)
    expect(fifty - one).toBe(49 * 36)
    const svg = reportSvg(reportOf(links(200)))
    expect(svg).toContain('the 60 worst of 200; 140 left out, the CSV has all')
    expect(svg).toContain('>link-59<')
    expect(svg).not.toContain('>link-60<')
  })

  test('says in words how many had outages, and which were the worst', async () => {
    const report = reportOf([rowOf('bad'), rowOf('good', false)], [rowOf('production', false)])
    const { alt, filename } = await reportPicture({ ...report, filter: 'partner:acme' }, draw)
    expect(alt).toContain('1 of 2 links had outages, the worst first: bad 95.83 %.')
    expect(alt).toContain('No outage of 1 VPC.')
    expect(filename).toBe('report-partner-acme-2026-03-02-2026-03-03.png')
  })

  test('says how long outages took, of each row and of all links, and how soon they were over', async () => {
    const report = { ...reportOf([busyRow('bad', 4), busyRow('worse', 8)]), period: THIRTY_DAYS }
    const svg = reportSvg(report)
    expect(svg).toContain('>4 outages, 4 h, MTTR 1 h<')
    expect(svg).toContain('>Links: 12 outages, 12 h in all · mean time to recovery 1 h<')
    const { alt } = await reportPicture(report, draw)
    expect(alt).toContain('Together: 12 outages, 12 h in all · mean time to recovery 1 h.')
    expect(reportSvg(reportOf([rowOf('good', false)]))).toContain('>No outage of 1 link<')
  })

  test('tells links whose names the font cannot show by their ids', () => {
    const row = { ...rowOf('🔥🔥'), id: '12345678-0000-4000-8000-000000000000' }
    expect(reportSvg(reportOf([row]))).toContain('>fr-par, id 12345678<')
    expect(reportSvg(reportOf([rowOf('paris-a')]))).not.toContain('>fr-par, id')
  })

  test('is drawn where no link fits', async () => {
    expect(sizeOf((await reportPicture(reportOf([]), draw)).png)[0]).toBe(1600)
  })
})

test('states differ in height, so that a grey print tells them apart', () => {
  const heights = Object.values(HEALTH_STYLES).map(({ height }) => height)
  expect(new Set(heights).size).toBe(heights.length)
})
