import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hide, joinGaps } from '../../src/history/timeline.ts'
import { aLink, NOW } from '../support/links.ts'
import { ALL_DOWN, DAY, HOUR, IPV6_LOST, inHours, LAST_DAY, timelinesOf, wentThrough } from './pasts.ts'

const at = (hoursAgo: number) => NOW - hoursAgo * HOUR

describe('the timeline of a link', () => {
  const only = (...args: Parameters<typeof timelinesOf>) => {
    const [timeline, ...others] = timelinesOf(...args)
    if (timeline === undefined || others.length > 0) throw new Error('There should be one timeline.')
    return timeline
  }

  test('of one that never changed is how it is now, from the beginning to the end', () => {
    const { stretches, gone } = only([], [aLink()])
    expect(stretches).toMatchObject([{ from: LAST_DAY.from, until: NOW, standing: { health: 'full' } }])
    expect(gone).toBe(false)
  })

  test('follows each change, and begins with how the link was before the first', () => {
    const { transitions, now } = wentThrough(aLink(), [at(6), IPV6_LOST], [at(4), ALL_DOWN], [at(1), {}])
    const { stretches } = only(transitions, [now])
    expect(inHours(stretches)).toEqual(['24 h: full', '6 h: partial', '4 h: down', '1 h: full'])
    expect(stretches[1]?.standing.families).toEqual({ ipv4: 'up', ipv6: 'down' })
  })

  test('tells nothing of a change that leaves the sessions as they were', () => {
    const { transitions, now } = wentThrough(aLink(), [at(6), { name: 'renamed', updatedAt: at(6) }])
    const timeline = only(transitions, [now])
    expect(inHours(timeline.stretches)).toEqual(['24 h: full'])
    expect(timeline.link.name).toBe('renamed')
  })

  test('of a period that is over is how the link was before it changed next', () => {
    const { transitions, now } = wentThrough(aLink(ALL_DOWN), [
      at(2),
      { status: 'active', sessions: { ipv4: 'up', ipv6: 'up' } },
    ])
    const period = { ...LAST_DAY, from: at(48), until: at(24) }
    const { stretches } = only(transitions, [now], { period })
    expect(inHours(stretches)).toEqual(['48 h: down'])
  })

  test('has nothing before the link appeared, and nothing after it vanished', () => {
    const link = aLink()
    const { stretches, gone } = only(
      [
        { type: 'appeared', after: link, at: at(10) },
        { type: 'vanished', before: link, at: at(2) },
      ],
      [],
    )
    expect(inHours(stretches)).toEqual(['24 h: absent', '10 h: full', '2 h: absent'])
    expect(gone).toBe(true)
  })

  test('is not made of a link that did not exist in the period', () => {
    const period = { ...LAST_DAY, from: at(48), until: at(24) }
    expect(timelinesOf([{ type: 'appeared', after: aLink(), at: at(2) }], [aLink()], { period })).toEqual([])
  })

  test('counts a path that was taken away as down, and one that was never there as not in service', () => {
    const { transitions, now } = wentThrough(aLink(), [at(3), { vpcId: null }])
    const lost = only(transitions, [now]).stretches
    expect(inHours(lost)).toEqual(['24 h: full', '3 h: down'])
    expect(lost[1]?.standing.vpcId).toBe(aLink().vpcId)

    const bare = aLink({ vpcId: null })
    const built = wentThrough(bare, [at(3), { vpcId: aLink().vpcId }])
    expect(inHours(only(built.transitions, [built.now]).stretches)).toEqual([
      '24 h: out_of_service',
      '3 h: full',
    ])
  })

  test('knows of a path that was taken away before the period by the incident that was open', () => {
    const built = wentThrough(aLink({ vpcId: null }), [at(3), { vpcId: aLink().vpcId }])
    const { stretches } = only(built.transitions, [built.now], { badAtStart: [aLink().id] })
    expect(inHours(stretches)).toEqual(['24 h: down', '3 h: full'])
  })

  test.each([
    ['requested', 'out_of_service'],
    ['deprovisioning', 'out_of_service'],
    ['locked', 'down'],
    ['failed', 'down'],
  ])('has a link that carried and is %s now as %s', (status, health) => {
    const sessions = { ipv4: 'disabled', ipv6: 'disabled' }
    const { transitions, now } = wentThrough(aLink(), [at(3), { status, sessions }])
    expect(inHours(only(transitions, [now]).stretches)).toEqual(['24 h: full', `3 h: ${health}`])
  })

  test('never leaves a hole, whatever happened and whenever nobody watched', () => {
    const kinds = [{}, IPV6_LOST, ALL_DOWN, { vpcId: null }, { status: 'requested' }] as const
    const step = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 4 }))
    const gap = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.array(gap, { maxLength: 5 }), (steps, gaps) => {
        let now = at(30)
        const moves = steps.map(([hours, kind], n) => {
          now += hours * HOUR
          return [now, { ...kinds[kind], updatedAt: n }] as const
        })
        const { transitions, now: last } = wentThrough(aLink(), ...moves)
        const hidden = joinGaps(gaps.map(([hours, long]) => ({ from: at(hours), until: at(hours - long) })))
        for (const { stretches } of timelinesOf(transitions, [last])) {
          const shown = hide(stretches, hidden)
          expect(shown[0]?.from).toBe(LAST_DAY.from)
          expect(shown.at(-1)?.until).toBe(LAST_DAY.until)
          for (const [n, { from, until }] of shown.entries()) {
            expect(until).toBeGreaterThan(from)
            if (n > 0) expect(shown[n - 1]?.until).toBe(from)
          }
          const unseen = shown.reduce(
            (sum, { from, until, standing }) => sum + (standing.health === 'unknown' ? until - from : 0),
            0,
          )
          const within = hidden.reduce(
            (sum, { from, until }) => sum + Math.max(0, Math.min(until, NOW) - Math.max(from, LAST_DAY.from)),
            0,
          )
          expect(unseen).toBe(within)
        }
      }),
    )
  })
})

describe('a time in which nobody watched', () => {
  test('hides what a link did, and not that there was none yet', () => {
    const [timeline] = timelinesOf([{ type: 'appeared', after: aLink(), at: at(10) }], [aLink()])
    const shown = hide(timeline?.stretches ?? [], [{ from: at(12), until: at(8) }])
    expect(inHours(shown)).toEqual(['24 h: absent', '10 h: unknown', '8 h: full'])
  })

  test('is one with what it touches', () => {
    const [a, b, c] = [
      { from: 0, until: 5 },
      { from: 5, until: 9 },
      { from: DAY, until: DAY + 1 },
    ]
    expect(joinGaps([c, b, a, { from: 3, until: 3 }])).toEqual([{ from: 0, until: 9 }, c])
  })
})
