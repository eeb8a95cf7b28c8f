import { expect, test } from 'vitest'
import { within } from '../../src/domain/within.ts'
import { manualClock } from '../support/clock.ts'

test('What answers in time is the answer, and the timer is taken back', async () => {
  const clock = manualClock(0)
  let isAborted = false
  const answer = within(
    clock,
    1_000,
    async (signal) => {
      signal.addEventListener('abort', () => {
        isAborted = true
      })
      return 'answered'
    },
    () => 'late',
  )
  expect(await answer).toBe('answered')
  await clock.advance(2_000)
  expect(isAborted).toBe(false)
})

test('What does not is told to give up, and is late even where it does not', async () => {
  const clock = manualClock(0)
  let isAborted = false
  const answer = within(
    clock,
    1_000,
    (signal) => {
      signal.addEventListener('abort', () => {
        isAborted = true
      })
      return new Promise<string>(() => {})
    },
    () => 'late',
  )
  await clock.advance(1_000)
  expect(await answer).toBe('late')
  expect(isAborted).toBe(true)
})
