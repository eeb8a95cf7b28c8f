import { describe, expect, test } from 'vitest'
import { availabilityOf } from '../../src/history/availability.ts'
import { hide } from '../../src/history/timeline.ts'
import { percent, percentFigure, summary } from '../../src/history/words.ts'
import { aLink, NOW } from '../support/links.ts'
import { ALL_DOWN, HOUR, IPV6_LOST, timelinesOf, wentThrough } from './pasts.ts'

const at = (hoursAgo: number) => NOW - hoursAgo * HOUR

function stretchesOf(
  ...steps: Parameters<typeof wentThrough> extends [unknown, ...infer Rest] ? Rest : never
) {
  const { transitions, now } = wentThrough(aLink(), ...steps)
  return timelinesOf(transitions, [now])[0]?.stretches ?? []
}

describe('availability', () => {
  test('counts a family that is down against the link, and says what still carried', () => {
    const of = availabilityOf(stretchesOf([at(8), IPV6_LOST], [at(6), ALL_DOWN], [at(5), {}]), [])
    expect(of.available).toBeCloseTo(21 / 24)
    expect(of.reachable).toBeCloseTo(23 / 24)
    expect(of.families.ipv4).toBeCloseTo(23 / 24)
    expect(of.families.ipv6).toBeCloseTo(21 / 24)
    expect(of.outages).toEqual([
      {
        from: at(8),
        until: at(5),
        cut: false,
        seenMs: 3 * HOUR,
        worst: 'down',
        lost: ['ipv4', 'ipv6'],
        planned: false,
      },
    ])
  })

  test('leaves out the time in which nobody watched, and joins the outage that goes on after it', () => {
    const shown = hide(stretchesOf([at(12), ALL_DOWN], [at(2), {}]), [{ from: at(10), until: at(4) }])
    const of = availabilityOf(shown, [])
    expect(of.countedMs).toBe(18 * HOUR)
    expect(of.available).toBeCloseTo(14 / 18)
    expect(of.outages).toMatchObject([{ from: at(12), until: at(2), seenMs: 4 * HOUR }])
  })

  test('says of an outage that it may have begun earlier, or not ended', () => {
    const begun = availabilityOf(hide(stretchesOf([at(12), ALL_DOWN]), [{ from: at(14), until: at(10) }]), [])
    expect(begun.outages).toMatchObject([{ from: at(10), until: null, cut: true, seenMs: 10 * HOUR }])
    const { transitions, now } = wentThrough(aLink(ALL_DOWN), [
      at(20),
      { status: 'active', sessions: { ipv4: 'up', ipv6: 'up' } },
    ])
    const early = availabilityOf(timelinesOf(transitions, [now])[0]?.stretches ?? [], [])
    expect(early.outages).toMatchObject([{ until: at(20), cut: true, seenMs: 4 * HOUR }])
  })

  test('knows the mean time to recovery of those that ended, the longest, and all downtime', () => {
    const of = availabilityOf(
      stretchesOf([at(20), ALL_DOWN], [at(19), {}], [at(10), IPV6_LOST], [at(7), {}], [at(1), ALL_DOWN]),
      [],
    )
    expect(of).toMatchObject({ downtimeMs: 5 * HOUR, meanMs: 2 * HOUR, longestMs: 3 * HOUR })
    expect(of.outages).toHaveLength(3)
  })

  test('is given without announced work too, and says which outage was part of it', () => {
    const work = [{ from: at(9), until: at(6) }]
    const of = availabilityOf(
      stretchesOf([at(8), ALL_DOWN], [at(7), {}], [at(2), ALL_DOWN], [at(1), {}]),
      work,
    )
    expect(of.available).toBeCloseTo(22 / 24)
    expect(of.availableUnplanned).toBeCloseTo(20 / 21)
    expect(of.outages.map(({ planned }) => planned)).toEqual([true, false])
  })

  test('is none of a link that was never in service', () => {
    const bare = aLink({ vpcId: null, status: 'provisioning' })
    const builtFrom = timelinesOf(wentThrough(bare, [at(3), { tags: ['new'] }]).transitions, [])
    const of = availabilityOf(builtFrom[0]?.stretches ?? [], [])
    expect(of).toMatchObject({ available: null, reachable: null, countedMs: 0, outages: [], meanMs: null })
    expect(summary(of)).toMatch(/^Not in service/)
  })
})

describe('a share in percent', () => {
  test.each([
    [1, '100 %'],
    [0.999_999_9, '99.999 %'],
    [0.9995, '99.950 %'],
    [0.998_99, '99.89 %'],
    [0.58, '58.00 %'],
    [0, '0.00 %'],
    [null, '–'],
  ])('%s is %s: an outage never rounds to 100 %%', (share, words) => {
    expect(percent(share)).toBe(words)
  })

  test('is empty for other programs where there is none', () => {
    expect(percentFigure(null)).toBe('')
  })
})
