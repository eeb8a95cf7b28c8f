import { describe, expect, test } from 'vitest'
import { createSchedule, isCronExpression, longestIntervalMs } from '../../src/watch/schedule.ts'
import { manualClock } from '../support/clock.ts'

const MINUTE = 60_000

/** The moments, in seconds since `start`, at which `expression` ran within `forMs`. */
async function runs(expression: string, start: string, forMs: number): Promise<readonly number[]> {
  const clock = manualClock(Date.parse(start))
  const at: number[] = []
  const schedule = createSchedule({ expression, clock, run: async () => void at.push(clock.now()) })
  schedule.start()
  await clock.advance(forMs)
  await schedule.stop()
  return at.map((time) => (time - Date.parse(start)) / 1_000)
}

const everyThirtySeconds = (forMs: number) => Array.from({ length: forMs / 30_000 }, (_, n) => (n + 1) * 30)

describe('the schedule', () => {
  test('runs at every match, to the second', async () => {
    expect(await runs('*/30 * * * * *', '2026-11-21T03:12:00Z', 3 * MINUTE)).toEqual(
      everyThirtySeconds(3 * MINUTE),
    )
    expect(await runs('*/5 * * * *', '2026-11-21T03:12:10Z', 11 * MINUTE)).toEqual([170, 470])
  })

  test.each([
    ['the autumn night in Europe', '2026-10-24T22:00:00Z'],
    ['the spring night in Europe', '2026-03-28T23:00:00Z'],
    ['the autumn night in America', '2026-11-01T04:00:00Z'],
    ['the spring night in America', '2026-03-08T05:00:00Z'],
  ])('does not miss a beat in %s', async (_, start) => {
    const night = 5 * 60 * MINUTE
    expect(await runs('*/30 * * * * *', start, night)).toEqual(everyThirtySeconds(night))
  })

  test('is in UTC, whatever the machine says', async () => {
    expect(await runs('0 0 1 * * *', '2026-10-25T00:00:00Z', 3 * 60 * MINUTE)).toEqual([3_600])
  })

  test('waits for a match that is far away', async () => {
    expect(await runs('0 0 0 1 1 *', '2026-12-31T12:00:00Z', 13 * 60 * MINUTE)).toEqual([12 * 3_600])
  })

  test('goes on at once where the clock is put back', async () => {
    const real = manualClock(Date.parse('2026-11-21T03:12:00Z'))
    let backMs = 0
    const at: string[] = []
    const schedule = createSchedule({
      expression: '*/30 * * * * *',
      clock: { ...real, now: () => real.now() - backMs },
      run: async () => void at.push(new Date(real.now() - backMs).toISOString().slice(11, 19)),
    })
    schedule.start()
    await real.advance(MINUTE)
    backMs = 60 * MINUTE
    await real.advance(2 * MINUTE)
    await schedule.stop()
    expect(at).toEqual(['03:12:30', '03:13:00', '02:13:30', '02:14:00', '02:14:30', '02:15:00'])
  })

  test('leaves out what falls into a run under way, and goes on after it', async () => {
    const clock = manualClock(0)
    let started = 0
    let finish = (): void => {}
    const schedule = createSchedule({
      expression: '* * * * * *',
      clock,
      run: () => {
        started += 1
        return new Promise<void>((resolve) => {
          finish = resolve
        })
      },
    })
    schedule.start()
    await clock.advance(5_000)
    expect(started).toBe(1)
    finish()
    await clock.advance(1_000)
    expect(started).toBe(2)
    finish()
    await schedule.stop()
    await clock.advance(5_000)
    expect(started).toBe(2)
  })

  test.each([
    ['*/30 * * * * *', 30_000],
    ['*/5 * * * *', 5 * MINUTE],
    ['0,45 * * * * *', 45_000],
    ['@daily', 24 * 60 * MINUTE],
    ['0 9-17 * * *', 16 * 60 * MINUTE],
    ['0 9-17 * * 1-5', (2 * 24 + 16) * 60 * MINUTE],
    ['0 0 0 1 1 *', 366 * 24 * 60 * MINUTE],
    ['0 0 29 2 *', 4 * 365.25 * 24 * 60 * MINUTE],
  ])('knows that %s has runs at most %d ms apart', (expression, ms) => {
    expect(longestIntervalMs(expression)).toBe(ms)
  })

  test('knows a cron expression from other text', () => {
    expect(isCronExpression('*/30 * * * * *')).toBe(true)
    expect(isCronExpression('0 * * * *')).toBe(true)
    expect(isCronExpression('every minute')).toBe(false)
    expect(isCronExpression('99 * * * * *')).toBe(false)
  })
})
