import { describe, expect, test } from 'vitest'
import { skippableClock } from '../../../src/simulator/demo/skippable-clock.ts'
import { manualClock } from '../../support/clock.ts'

const START = Date.UTC(2026, 0, 15, 9)

describe('a skippable clock', () => {
  test('runs with the clock it is given, ahead of it by what was skipped', async () => {
    const real = manualClock(START)
    const clock = skippableClock(real)
    await real.advance(1000)
    clock.skip(60_000)
    await real.advance(500)
    expect(clock.now()).toBe(START + 61_500)
    expect(clock.skipped()).toBe(60_000)
  })

  test('may begin in the past, and catch up', () => {
    const clock = skippableClock(manualClock(START), 60_000)
    expect(clock.now()).toBe(START - 60_000)
    expect(clock.skipped()).toBe(-60_000)
    clock.skip(60_000)
    expect(clock.now()).toBe(START)
    expect(clock.skipped()).toBe(0)
  })

  test('fires at once what a skip makes due, in the order of the due times, and at the time after the skip', () => {
    const clock = skippableClock(manualClock(START))
    const fired: string[] = []
    clock.setTimer(300, () => fired.push(`late ${clock.now() - START}`))
    clock.setTimer(100, () => fired.push(`early ${clock.now() - START}`))
    clock.setTimer(5000, () => fired.push('never'))
    clock.skip(1000)
    expect(fired).toEqual(['early 1000', 'late 1000'])
  })

  test('fires the rest when their remaining time has gone by, once', async () => {
    const real = manualClock(START)
    const clock = skippableClock(real)
    let fired = 0
    clock.setTimer(5000, () => {
      fired += 1
    })
    clock.skip(4000)
    await real.advance(999)
    expect(fired).toBe(0)
    await real.advance(10_000)
    expect(fired).toBe(1)
  })

  test('does not fire a timer that was cancelled, not even by one that fires in the same skip', async () => {
    const real = manualClock(START)
    const clock = skippableClock(real)
    const fired: string[] = []
    const second = clock.setTimer(20, () => fired.push('second'))
    clock.setTimer(10, () => {
      fired.push('first')
      second.cancel()
    })
    clock.setTimer(30, () => fired.push('third')).cancel()
    clock.skip(100)
    await real.advance(1000)
    expect(fired).toEqual(['first'])
  })

  test('fires a timer that sets itself again once for a skip, however long', () => {
    const clock = skippableClock(manualClock(START))
    let fired = 0
    const again = () => {
      fired += 1
      clock.setTimer(2000, again)
    }
    clock.setTimer(2000, again)
    clock.skip(900_000)
    expect(fired).toBe(1)
  })

  test('cannot be set back', () => {
    expect(() => skippableClock(manualClock(START)).skip(-1)).toThrow('only be set forward')
  })
})
