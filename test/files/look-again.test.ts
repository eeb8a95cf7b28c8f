import { expect, test } from 'vitest'
import { LOOK_EVERY_MS, lookAgain } from '../../src/files/look-again.ts'
import { manualClock } from '../support/clock.ts'

test('it looks every 30 s from its start on, and no more after its stop', async () => {
  const clock = manualClock(0)
  let looks = 0
  const looking = lookAgain(clock, async () => void looks++)
  await clock.advance(10 * LOOK_EVERY_MS)
  expect(looks).toBe(0)
  looking.start()
  looking.start()
  await clock.advance(LOOK_EVERY_MS - 1)
  expect(looks).toBe(0)
  await clock.advance(1 + 2 * LOOK_EVERY_MS)
  expect(looks).toBe(3)
  await looking.stop()
  await clock.advance(10 * LOOK_EVERY_MS)
  expect(looks).toBe(3)
})

test('it never looks twice at once, and its stop waits for the look under way', async () => {
  const clock = manualClock(0)
  let finish = () => {}
  let looks = 0
  const looking = lookAgain(clock, () => {
    looks++
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  looking.start()
  await clock.advance(5 * LOOK_EVERY_MS)
  expect(looks).toBe(1)
  let stopped = false
  const stopping = looking.stop().then(() => {
    stopped = true
  })
  await clock.advance(0)
  expect(stopped).toBe(false)
  finish()
  await stopping
  await clock.advance(5 * LOOK_EVERY_MS)
  expect(looks).toBe(1)
})
