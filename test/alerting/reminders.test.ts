import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reminderDue, restartReminders, storyReminderDue } from '../../src/alerting/reminders.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { parseTimers } from '../../src/alerting/timers.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LOUD = { blind: false, silenced: false }
const SETTINGS = DEFAULT_ALERT_SETTINGS

const bad = (extra: Partial<Incident> = {}) => anIncident({ reminders: { from: 0, count: 0 }, ...extra })

function timed(timers: string): AlertSettings {
  const read = parseTimers(timers)
  if (read.type === 'invalid') throw new Error(read.problems.join('\n'))
  return { ...SETTINGS, timers: read.timers }
}

/** When reminders are told (ms) if polls take place at these times. */
function remindedAt(incident: Incident, polls: readonly number[], settings = SETTINGS) {
  let stored = JSON.stringify(incident)
  return polls.flatMap((now) => {
    const known = JSON.parse(stored) as Incident
    const reminding = reminderDue(known, now, settings, LOUD)
    if (!reminding.due) return []
    stored = JSON.stringify({ ...known, reminders: reminding.reminders })
    return [{ now, number: reminding.number }]
  })
}

const every = (step: number, until: number) =>
  Array.from({ length: until / step + 1 }, (_, index) => index * step)

describe('an incident that nobody has acknowledged', () => {
  test('is reminded of at 5 and 15 minutes and then every 30 when it is critical', () => {
    expect(remindedAt(bad(), every(MINUTE, 2 * HOUR))).toEqual([
      { now: 5 * MINUTE, number: 1 },
      { now: 15 * MINUTE, number: 2 },
      { now: 45 * MINUTE, number: 3 },
      { now: 75 * MINUTE, number: 4 },
      { now: 105 * MINUTE, number: 5 },
    ])
  })

  test('is reminded of at 1 and 4 hours and then every 12 when it is an error', () => {
    const told = remindedAt(bad({ level: 'error' }), every(HOUR / 2, 30 * HOUR))
    expect(told.map(({ now }) => now / HOUR)).toEqual([1, 4, 16, 28])
  })

  test('is never reminded of when it is milder', () => {
    for (const level of ['warning', 'info'] as const)
      expect(reminderDue(bad({ level }), 99 * HOUR, SETTINGS, LOUD)).toEqual({
        due: false,
        reason: `Its level is ${level}: it is for the digest, without reminders.`,
      })
  })

  test('gets one reminder from a poll that comes late, and none again for the same time', () => {
    expect(remindedAt(bad(), [50 * MINUTE, 51 * MINUTE, 74 * MINUTE, 75 * MINUTE])).toEqual([
      { now: 50 * MINUTE, number: 3 },
      { now: 75 * MINUTE, number: 4 },
    ])
  })

  test('is reminded of by working days where those are set', () => {
    // From Thursday noon: Friday, then each second working day.
    const from = Date.parse('2026-03-05T12:00:00Z')
    const polls = every(HOUR, 8 * 24 * HOUR).map((ms) => from + ms)
    const told = remindedAt(bad({ reminders: { from, count: 0 } }), polls, timed('remindCritical=1bd/2bd'))
    expect(told.map(({ now }) => new Date(now).toISOString().slice(0, 13))).toEqual([
      '2026-03-06T12',
      '2026-03-10T12',
      '2026-03-12T12',
    ])
  })

  test('is reminded of evenly where one duration is set', () => {
    const told = remindedAt(bad(), every(MINUTE, HOUR), timed('remindCritical=20m'))
    expect(told.map(({ now }) => now / MINUTE)).toEqual([20, 40, 60])
  })

  test('starts anew once it got worse', () => {
    const again = restartReminders(bad({ reminders: { from: 0, count: 7 } }), HOUR)
    expect(reminderDue(again, HOUR + 5 * MINUTE - 1, SETTINGS, LOUD).due).toBe(false)
    expect(reminderDue(again, HOUR + 5 * MINUTE, SETTINGS, LOUD)).toMatchObject({ due: true, number: 1 })
  })
})

describe('a story of several incidents', () => {
  const at = (id: string, minute: number, extra: Partial<Incident> = {}): Incident =>
    bad({ id, reminders: { from: minute * MINUTE, count: 0 }, ...extra })
  const worsened = (minute: number) =>
    ({ at: minute * MINUTE, event: 'worsened', status: 'all_down', by: null }) as const

  /** What is told of a story in which `seen` says which incidents are open in each of these minutes. */
  function told(seen: (minute: number) => readonly Incident[], minutes: number) {
    const remembered = new Map<string, Incident['reminders']>()
    return every(MINUTE, minutes * MINUTE).flatMap((now) => {
      const cases = seen(now / MINUTE).map((incident) => ({
        incident: { ...incident, reminders: remembered.get(incident.id) ?? incident.reminders },
        quiet: LOUD,
      }))
      const reminding = storyReminderDue(cases, now, SETTINGS)
      if (!reminding.due) return []
      for (const { id, reminders } of reminding.incidents) remembered.set(id, reminders)
      return [`${now / MINUTE}: ${reminding.number} of ${reminding.incidents.map(({ id }) => id).join(', ')}`]
    })
  }

  test('is reminded of by one plan, from the first of them on, whatever joins it later', () => {
    const waves = [at('a', 0), at('b', 4), at('c', 14)]
    const seen = (minute: number) => waves.filter(({ reminders }) => reminders.from <= minute * MINUTE)
    expect(told(seen, 50)).toEqual(['5: 1 of a, b', '15: 2 of a, b, c', '45: 3 of a, b, c'])
  })

  test('goes on by that plan when what began it is over', () => {
    const seen = (minute: number) => (minute < 6 ? [at('a', 0), at('b', 4)] : [at('b', 4)])
    expect(told(seen, 50)).toEqual(['5: 1 of a, b', '15: 2 of b', '45: 3 of b'])
  })

  test('is reminded of as its worst is, and names the milder ones along with it', () => {
    const seen = () => [at('mild', 0, { level: 'error' }), at('bad', 10)]
    expect(told(seen, 40)).toEqual(['15: 1 of mild, bad', '25: 2 of mild, bad'])
  })

  test('counts what was told so of the milder ones, which are next due by their own plan', () => {
    const mild = at('mild', 0, { level: 'error' })
    const seen = (minute: number) => (minute < 80 ? [mild, at('bad', 0)] : [mild])
    expect(told(seen, 5 * 60).slice(-2)).toEqual(['75: 4 of mild, bad', '240: 2 of mild'])
  })

  test('begins anew when one of them gets worse', () => {
    const seen = (minute: number) => [
      at('a', 0),
      minute < 7 ? at('b', 0, { level: 'error' }) : { ...at('b', 7), id: 'b again', history: [worsened(7)] },
    ]
    expect(told(seen, 40)).toEqual(['5: 1 of a, b', '12: 1 of a, b again', '22: 2 of a, b again'])
  })

  test('leaves out what somebody has acknowledged, what is up again and what is held back', () => {
    const acknowledgement = { by: 'U1', at: 0, expiresAt: HOUR }
    const heldBack = { by: { type: 'tag', tag: 'oncall:off' }, level: 'critical', at: 0 } as const
    const quiet = [at('a', 0, { acknowledgement }), at('b', 0, { upSince: 1 }), at('c', 0, { heldBack })]
    expect(told(() => [...quiet, at('d', 3)], 10)).toEqual(['8: 1 of d'])
    expect(told(() => quiet, 60)).toEqual([])
  })

  test('never takes an incident for worse than it was by what it remembers of a reminder', () => {
    // Pages, too, tell by the beginning of an incident's reminders whether it got worse.
    const moment = fc.record({ from: fc.nat(40), worse: fc.boolean() })
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 5 }), fc.nat(120), (moments, now) => {
        const cases = moments.map(({ from, worse }, index) => ({
          incident: at(String(index), from, { history: worse ? [worsened(from)] : [] }),
          quiet: LOUD,
        }))
        const reminding = storyReminderDue(cases, now * MINUTE, SETTINGS)
        for (const { id, reminders } of reminding.due ? reminding.incidents : [])
          expect(reminders.from).toBeLessThanOrEqual((moments[Number(id)]?.from ?? 0) * MINUTE)
      }),
    )
  })
})

describe('nobody is reminded', () => {
  const now = HOUR
  const acknowledgement = { by: 'U1', at: 0, expiresAt: 2 * HOUR }
  const heldBack = { by: { type: 'tag', tag: 'env:lab' }, level: 'critical', at: 0 } as const
  const cases: readonly (readonly [string, Partial<Incident>, Partial<typeof LOUD>, string])[] = [
    ['while somebody has acknowledged it', { acknowledgement }, {}, 'Somebody has acknowledged it.'],
    ['while it is up and confirming', { upSince: 1 }, {}, 'It is up again, which is being confirmed.'],
    [
      'while it flaps',
      { flapping: { since: 0, toldAt: 0 } },
      {},
      'It flaps, and is summed up at times instead.',
    ],
    ['while it is held back', { heldBack }, {}, 'It is held back.'],
    ['while it is silenced', {}, { silenced: true }, 'It is held back.'],
    [
      'while its region is blind',
      {},
      { blind: true },
      'Its region cannot be read, so nobody is chased for what may be over.',
    ],
    ['of what is over', { resolvedAt: 1, ending: 'recovered' }, {}, 'It is over.'],
    ['of what was never told', { rootKey: null }, {}, 'Nothing was told of it that could be reminded of.'],
  ]
  test.each(cases)('%s', (_, incident, quiet, reason) => {
    expect(reminderDue(bad(), now, SETTINGS, LOUD).due).toBe(true)
    expect(reminderDue(bad(incident), now, SETTINGS, { ...LOUD, ...quiet })).toEqual({ due: false, reason })
  })

  test('but of the blindness itself', () => {
    const scope = bad({ subject: { type: 'scope', scopeId: 's' } })
    expect(reminderDue(scope, now, SETTINGS, { ...LOUD, blind: true }).due).toBe(true)
  })
})

describe('whenever polls take place', () => {
  const settings = fc.constantFrom(SETTINGS, timed('remindCritical=7m'), timed('remindCritical=10m/3m/1h'))
  const polls = fc
    .array(fc.integer({ min: 1, max: 90 * MINUTE }), { maxLength: 40 })
    .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)))

  test('numbers only grow, and no more reminders are told than moments of the plan have gone by', () => {
    fc.assert(
      fc.property(polls, settings, (times, chosen) => {
        const told = remindedAt(bad(), times, chosen)
        const whole = remindedAt(bad(), every(MINUTE, 70 * HOUR), chosen)
        for (const [index, { now, number }] of told.entries()) {
          expect(number).toBeGreaterThan(told[index - 1]?.number ?? 0)
          expect(whole.filter((one) => one.now <= now).length).toBeGreaterThanOrEqual(index + 1)
        }
      }),
      { numRuns: 30 },
    )
  })
})
