import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestDue } from '../../src/alerting/subscriptions.ts'
import { addCalendarDays, dayAt, momentOf } from '../../src/alerting/wall-clock.ts'
import type { Subscription } from '../../src/domain/subscription.ts'
import { aSubscription } from '../support/wishes.ts'
import { DAY, HOUR, MINUTE } from './silencing.ts'

const ZONE = 'Europe/Paris'

/** Monday, 2 March 2026, 09:00 in Paris. */
const NINE = Date.UTC(2026, 2, 2, 8)

const daily = (overrides: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    digest: { minute: 540, zone: ZONE },
    createdAt: NINE - 3 * DAY + HOUR,
    digestedAt: NINE - DAY,
    ...overrides,
  })

describe('the digest of a subscription is due', () => {
  test('never, where none was asked for', () => {
    expect(digestDue(daily({ digest: null }), NINE)).toBe(false)
  })

  test('at its time in its zone, and not before', () => {
    expect(digestDue(daily(), NINE - 1)).toBe(false)
    expect(digestDue(daily(), NINE)).toBe(true)
    expect(digestDue(daily({ digest: { minute: 540, zone: 'UTC' } }), NINE)).toBe(false)
  })

  test('once a day', () => {
    expect(digestDue(daily({ digestedAt: NINE }), NINE)).toBe(false)
    expect(digestDue(daily({ digestedAt: NINE + 5_000 }), NINE + 6 * HOUR)).toBe(false)
    expect(digestDue(daily({ digestedAt: NINE + 5_000 }), NINE + DAY)).toBe(true)
  })

  test('up to twelve hours late, where the bot was off', () => {
    expect(digestDue(daily(), NINE + 12 * HOUR)).toBe(true)
    expect(digestDue(daily(), NINE + 12 * HOUR + 1)).toBe(false)
  })

  test('not for days before it was made', () => {
    const made = { createdAt: NINE + HOUR, digestedAt: null }
    expect(digestDue(daily(made), NINE + 2 * HOUR)).toBe(false)
    expect(digestDue(daily(made), NINE + DAY)).toBe(true)
    expect(digestDue(daily({ createdAt: NINE - HOUR, digestedAt: null }), NINE)).toBe(true)
  })

  test('of an evening that was made up for in the night, in the next evening again', () => {
    const evening = daily({ digest: { minute: 1200, zone: ZONE }, digestedAt: NINE - 5 * HOUR })
    expect(digestDue(evening, NINE)).toBe(false)
    expect(digestDue(evening, NINE + 11 * HOUR)).toBe(true)
  })

  test('once in each night the clocks change, where its time is skipped or comes twice', () => {
    const at = (times: readonly string[], digestedAt: string) =>
      times.map((time) =>
        digestDue(
          daily({ digest: { minute: 150, zone: ZONE }, createdAt: 0, digestedAt: Date.parse(digestedAt) }),
          Date.parse(time),
        ),
      )
    expect(at(['2026-03-29T01:29Z', '2026-03-29T01:30Z'], '2026-03-28T01:30Z')).toEqual([false, true])
    expect(at(['2026-10-25T00:29Z', '2026-10-25T00:30Z'], '2026-10-24T00:30Z')).toEqual([false, true])
    expect(at(['2026-10-25T01:30Z', '2026-10-25T03:00Z'], '2026-10-25T00:30Z')).toEqual([false, false])
  })

  test('on each day once, however seldom the bot is on and whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(ZONE, 'UTC', 'Australia/Lord_Howe'),
        fc.constantFrom(Date.UTC(2026, 2, 26), Date.UTC(2026, 9, 22), Date.UTC(2026, 3, 2)),
        fc.array(fc.integer({ min: 1, max: 30 * 60 }), { minLength: 30, maxLength: 60 }),
        (minute, zone, start, gaps) => {
          const polls = gaps.map(
            (_, n) => start + gaps.slice(0, n + 1).reduce((sum, gap) => sum + gap, 0) * MINUTE,
          )
          const times = Array.from({ length: 90 }, (_, n) =>
            momentOf(addCalendarDays(dayAt(start, zone), n - 1), minute, zone, 'first'),
          )
          const expected = times.flatMap((time, n) => {
            const poll = polls.find((at) => at >= time)
            const late = poll === undefined || poll - time > 12 * HOUR || poll >= (times[n + 1] ?? 0)
            return time < start || late ? [] : [poll]
          })
          let subscription = daily({ digest: { minute, zone }, createdAt: start, digestedAt: null })
          const told = polls.filter((now) => {
            const due = digestDue(subscription, now)
            if (due) subscription = { ...subscription, digestedAt: now }
            return due
          })
          expect(told).toEqual(expected)
        },
      ),
    )
  })
})
