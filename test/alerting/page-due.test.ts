import { describe, expect, test } from 'vitest'
import { isPageDue, pageDueAt, pagesAtOnce } from '../../src/alerting/page-due.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'

const HOURS = { zone: 'Europe/Paris', opensMinute: 8 * 60, closesMinute: 18 * 60 }
const SETTINGS = { ...DEFAULT_ALERT_SETTINGS, hours: HOURS }

/** Tuesday, at 03:12 in Paris. */
const NIGHT = Date.parse('2026-03-03T02:12:00Z')

const since = (at: number, overrides: Partial<Incident> = {}) =>
  anIncident({ rule: 'down', firstBadAt: at, reminders: { from: at, count: 0 }, ...overrides })
const dueAt = (incident: Incident, lastPath = false) => pageDueAt({ incident, lastPath }, SETTINGS)

describe('a critical incident is paged', () => {
  test('after 90 s', () => {
    expect(dueAt(since(NIGHT))).toBe(NIGHT + 90_000)
  })

  test('after 60 s where it took the last path', () => {
    expect(dueAt(since(NIGHT), true)).toBe(NIGHT + 60_000)
  })

  test.each([
    'down_after_change',
    'path_removed',
    'path_broken',
    'family_removed',
    'vpc_moved',
    'locked',
    'deprovisioning',
    'failed',
    'gone',
    'connection_failed',
    'connection_gone',
  ])('at once by the rule %s, which does not heal itself', (rule) => {
    expect(pagesAtOnce(rule)).toBe(true)
    expect(dueAt(since(NIGHT, { rule }))).toBe(NIGHT)
  })

  test('counted from when it got worse, since a reset may have made it so', () => {
    expect(dueAt(since(NIGHT, { reminders: { from: NIGHT + 600_000, count: 0 } }))).toBe(NIGHT + 690_000)
  })

  test('counted from its beginning where it flaps: going down again must not put it off', () => {
    const flapping = { since: NIGHT + 500_000, toldAt: NIGHT + 500_000 }
    const incident = since(NIGHT, { reminders: { from: NIGHT + 600_000, count: 0 }, flapping })
    expect(dueAt(incident)).toBe(NIGHT + 90_000)
  })
})

describe('an error is paged when work begins the next time', () => {
  const errorAt = (text: string) => since(Date.parse(text), { level: 'error' })

  test.each([
    ['in the night, the same morning', '2026-03-03T02:12:00Z', '2026-03-03T07:00:00Z'],
    ['during work, the next morning', '2026-03-03T10:00:00Z', '2026-03-04T07:00:00Z'],
    ['just as work begins, the next morning', '2026-03-03T07:00:00Z', '2026-03-04T07:00:00Z'],
    ['on a Friday, on Monday', '2026-03-06T10:00:00Z', '2026-03-09T07:00:00Z'],
    ['over a change of clocks, by the clock on the wall', '2026-03-27T10:00:00Z', '2026-03-30T06:00:00Z'],
  ])('%s', (_, at, due) => {
    expect(dueAt(errorAt(at))).toBe(Date.parse(due))
  })

  test('and not after work, where that was missed', () => {
    const incident = errorAt('2026-03-03T02:12:00Z')
    const dueAtTime = (text: string) =>
      isPageDue({ incident, lastPath: false }, Date.parse(text), SETTINGS).due
    expect(dueAtTime('2026-03-03T07:00:00Z')).toBe(true)
    expect(dueAtTime('2026-03-03T21:00:00Z')).toBe(false)
    expect(dueAtTime('2026-03-04T09:00:00Z')).toBe(true)
  })

  test('even by a rule that pages at once when it is critical', () => {
    const incident = since(NIGHT, { level: 'error', rule: 'locked' })
    expect(dueAt(incident)).toBe(Date.parse('2026-03-03T07:00:00Z'))
  })
})

test.each(['warning', 'info'] as const)('level %s is never paged', (level) => {
  expect(dueAt(since(NIGHT, { level, rule: 'deprovisioning' }))).toBeNull()
  const waiting = { incident: since(NIGHT, { level }), lastPath: true }
  expect(isPageDue(waiting, NIGHT + 1e12, SETTINGS)).toEqual({ due: false, reason: `${level} never pages` })
})
