import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/alerting/decision.ts'
import { healthChanged, judgeFlapping, noteHealth, whileFlapping } from '../../src/alerting/flapping.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink } from '../support/links.ts'
import { type Look, MINUTE, SETTINGS, seen, timed, watchAll } from './flapping-looks.ts'

/** Looks at these minutes; both sessions turn at each, the first one sees them up. */
const turning = (...minutes: readonly number[]): readonly Look[] =>
  minutes.map((minute, index) => ({ at: minute * MINUTE, ipv4: index % 2 === 0, ipv6: index % 2 === 0 }))

describe('a change of BGP health', () => {
  test('is a session of an intended family that comes up or goes down', () => {
    expect(healthChanged(seen(true, true), seen(true, false))).toBe(true)
    expect(healthChanged(seen(false, true), seen(true, false))).toBe(true)
    expect(healthChanged(seen(true, false), seen(true, false))).toBe(false)
  })

  test('is not a status word that changes alone', () => {
    expect(healthChanged(seen(true, true), seen(true, true, { status: 'limited_connectivity' }))).toBe(false)
  })

  test('is never a step of delivery, of the end, or of a configuration being applied', () => {
    for (const status of ['requested', 'provisioning', 'ready', 'configuring', 'locked', 'deprovisioning']) {
      expect(healthChanged(seen(true, true), seen(false, false, { status }))).toBe(false)
      expect(healthChanged(seen(false, false, { status }), seen(true, true))).toBe(false)
    }
  })

  test('is not a family that nobody means to use, nor one that was taken out of use', () => {
    const v4only = { policies: { ipv4: 'p', ipv6: null } }
    expect(healthChanged(seen(true, true, v4only), seen(true, false, v4only))).toBe(false)
    expect(healthChanged(seen(true, true), seen(true, false, v4only))).toBe(false)
    expect(healthChanged(seen(true, true), seen(false, false, { routePropagation: false }))).toBe(false)
  })

  test('is not a session of which the API does not say how it is', () => {
    const unknown = aLink({ sessions: { ipv4: 'unknown_bgp_status', ipv6: 'up' } })
    expect(healthChanged(seen(true, true), unknown)).toBe(false)
    expect(healthChanged(unknown, seen(false, true))).toBe(false)
  })

  test('writes nothing anew where there is none', () => {
    const changes = [MINUTE]
    const link = seen(true, true)
    expect(noteHealth(changes, { before: link, after: link }, 2 * MINUTE, SETTINGS)).toBe(changes)
    expect(noteHealth(changes, { before: null, after: link }, 2 * MINUTE, SETTINGS)).toBe(changes)
  })

  test('is remembered for as long as it is counted for, and no longer', () => {
    const move = { before: seen(true, true), after: seen(false, false) }
    expect(noteHealth([0, 1, 60 * MINUTE], move, 60 * MINUTE + 1, SETTINGS)).toEqual([
      1,
      60 * MINUTE,
      60 * MINUTE + 1,
    ])
  })
})

describe('flapping', () => {
  test('begins with the fourth change within thirty minutes, and not with the third', () => {
    expect(watchAll(turning(0, 1, 2, 3, 31)).map(({ type }) => type)).toEqual([
      'none',
      'none',
      'none',
      'none',
      'begins',
    ])
    expect(watchAll(turning(0, 1, 2, 3, 31.1)).at(-1)).toMatchObject({ type: 'none', flapping: null })
  })

  test('says how often the link changed, and for which part of the time it was up', () => {
    const [, , , , begins] = watchAll(turning(0, 10, 20, 25, 31))
    expect(begins).toEqual({
      type: 'begins',
      reason: '4 changes of BGP health within 30 minutes: it flaps, and is told as that.',
      flapping: { since: 10 * MINUTE, toldAt: 31 * MINUTE },
      note: {
        type: 'flapping',
        event: 'began',
        changes: 4,
        spanMs: 30 * MINUTE,
        // Up from minute 1 to 10, and from 20 to 25.
        upShare: 14 / 30,
      },
    })
  })

  test('counts sessions that drop one after another as changes, and is up only while all are', () => {
    const looks: readonly Look[] = [
      { at: 0, ipv4: true, ipv6: true },
      { at: 10 * MINUTE, ipv4: true, ipv6: false },
      { at: 12 * MINUTE, ipv4: false, ipv6: false },
      { at: 14 * MINUTE, ipv4: false, ipv6: true },
      { at: 16 * MINUTE, ipv4: true, ipv6: true },
      { at: 30 * MINUTE, ipv4: true, ipv6: false },
    ]
    const judgements = watchAll(looks)
    expect(judgements.map(({ type }) => type)).toEqual(['none', 'none', 'none', 'none', 'begins', 'none'])
    expect(judgements[4]).toMatchObject({ note: { changes: 4, upShare: (30 - 6) / 30 } })
  })

  test('is summed up each hour, for as long as it goes on', () => {
    const minutes = Array.from({ length: 14 }, (_, index) => index * 10)
    const judgements = watchAll(turning(...minutes))
    expect(judgements.map(({ type }) => type).indexOf('begins')).toBe(4)
    expect(judgements.flatMap(({ type }, index) => (type === 'goes_on' ? [minutes[index]] : []))).toEqual([
      100,
    ])
    expect(judgements[10]).toMatchObject({
      note: { event: 'goes_on', changes: 7, spanMs: 60 * MINUTE, upShare: 0.5 },
    })
  })

  test('ends after thirty minutes without a change, whether the link is up or down then', () => {
    for (const looks of [turning(0, 1, 2, 3, 4), turning(0, 1, 2, 3, 4, 5)]) {
      const last = looks.at(-1) ?? { at: 0, ipv4: true, ipv6: true }
      const judgements = watchAll([
        ...looks,
        { ...last, at: last.at + 30 * MINUTE - 1 },
        { ...last, at: last.at + 30 * MINUTE },
        { ...last, at: last.at + 31 * MINUTE },
      ])
      expect(judgements.slice(-3).map(({ type }) => type)).toEqual(['none', 'ends', 'none'])
      expect(judgements.at(-2)).toMatchObject({ flapping: null, note: { event: 'ended' } })
    }
  })

  test('sums up, when it ends, all of it that is remembered', () => {
    const judgements = watchAll([...turning(0, 2, 4, 6, 8), { at: 38 * MINUTE, ipv4: true, ipv6: true }])
    expect(judgements.at(-1)).toMatchObject({
      reason: 'BGP health has not changed for 30 minutes: it does not flap any more.',
      note: { changes: 4, spanMs: 36 * MINUTE, upShare: 32 / 36 },
    })
  })

  test('does not begin anew with the changes that it ended with, where the quiet is shorter than the window', () => {
    const settings = timed('flapQuiet=5m')
    const looks = [
      ...turning(0, 1, 2, 3, 4),
      ...[9, 10, 11].map((m) => ({ at: m * MINUTE, ipv4: true, ipv6: true })),
    ]
    expect(watchAll(looks, settings).map(({ type }) => type)).toEqual([
      ...['none', 'none', 'none', 'none'],
      ...['begins', 'ends', 'none', 'none'],
    ])
  })

  test('ends also where no change is remembered any more', () => {
    const flapping = { since: 0, toldAt: 0 }
    const judge = (now: number) => judgeFlapping({ changes: [], up: true, flapping }, now, SETTINGS).type
    expect(judge(30 * MINUTE - 1)).toBe('none')
    expect(judge(30 * MINUTE)).toBe('ends')
  })
})

describe('while a link flaps', () => {
  const flapping = anIncident({ level: 'error', flapping: { since: 0, toldAt: 0 } })
  const decision = (extra: Partial<Decision> = {}): Decision =>
    ({
      act: 'worsen',
      rule: 'down',
      level: 'error',
      bad: true,
      reason: 'Down.',
      ruleSince: 0,
      ...extra,
    }) as Decision

  test('single changes only bring its message up to date, at the level it has', () => {
    expect(whileFlapping(decision(), flapping, true)).toMatchObject({
      act: 'refresh',
      level: 'error',
      reason: 'Down. It flaps, so single changes are not told.',
    })
    expect(whileFlapping(decision({ act: 'update', level: 'warning' }), flapping, true)).toMatchObject({
      act: 'refresh',
      level: 'error',
    })
  })

  test('what is worse than was told so far, is no change of health, or ends it, is told', () => {
    const told: readonly (readonly [Decision, boolean])[] = [
      [decision({ level: 'critical' }), true],
      [decision(), false],
      [{ ...decision(), act: 'resolve', ending: 'gone' }, true],
      [decision({ act: 'confirm' }), true],
    ]
    for (const [one, onlyHealth] of told) expect(whileFlapping(one, flapping, onlyHealth)).toBe(one)
  })

  test('and only then', () => {
    const one = decision()
    expect(whileFlapping(one, anIncident({ level: 'error' }), true)).toBe(one)
  })
})
