import { ErrorCode, RespondError } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import { patiently } from '../../src/slack/patience.ts'
import { manualClock } from '../support/clock.ts'

/** What Bolt throws where a response_url answers this status. */
const responded = (status: number) => new RespondError(`Failed to respond: ${status}`, status)

/** Makes a call that fails with these errors, one after another, and then works; and lets ten seconds go by. */
async function made(errors: readonly Error[], isRepeatable: boolean) {
  const clock = manualClock(0)
  const at: number[] = []
  const call = async () => {
    at.push(clock.now())
    const error = errors[at.length - 1]
    if (error !== undefined) throw error
    return 'done'
  }
  const result = patiently(call, { clock, isRepeatable }).catch((error: unknown) => error)
  await clock.advance(10_000)
  return { result: await result, at }
}

describe('A call to Slack for which somebody waits', () => {
  test('is made three times at most', async () => {
    const error = responded(503)
    expect(await made([error], true)).toEqual({ result: 'done', at: [0, 1_000] })
    expect(await made([error, error], true)).toEqual({ result: 'done', at: [0, 1_000, 4_000] })
    expect(await made([error, error, error], true)).toEqual({ result: error, at: [0, 1_000, 4_000] })
  })

  test.each([500, 503])('is not made again after a %i where it may be done once only', async (status) => {
    const error = responded(status)
    expect(await made([error], false)).toEqual({ result: error, at: [0] })
  })

  test('is made again after a rate limit in any case, since nothing was done', async () => {
    expect(await made([responded(429)], false)).toEqual({ result: 'done', at: [0, 1_000] })
  })

  test('is not made again where waiting does not mend it', async () => {
    const expired = responded(404)
    expect(expired.code).toBe(ErrorCode.RespondError)
    expect(await made([expired], true)).toEqual({ result: expired, at: [0] })
  })
})
