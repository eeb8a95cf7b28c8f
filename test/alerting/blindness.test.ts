import { describe, expect, test } from 'vitest'
import { type Blindness, haveOneCause, judgeBlindness } from '../../src/alerting/blindness.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { ReadFailure } from '../../src/domain/snapshot.ts'

const MINUTE = 60_000
const failure = (reason: ReadFailure['reason']): ReadFailure => ({
  reason,
  message: 'It did not work.',
  status: null,
  requestId: null,
  retryable: false,
})
const blind = (extra: Partial<Blindness> = {}): Blindness => ({
  failure: failure('server_error'),
  failingSince: 0,
  failedPolls: 1,
  slotsMissed: 1,
  everRead: true,
  outageOpen: false,
  ...extra,
})
const level = (blindness: Blindness, now: number) =>
  judgeBlindness(blindness, now, DEFAULT_ALERT_SETTINGS).level

describe('a scope that cannot be read', () => {
  test('is not told in its first five minutes', () => {
    expect(level(blind({ failedPolls: 9, slotsMissed: 9 }), 5 * MINUTE - 1)).toBeNull()
  })

  test('is a warning from five minutes on, and an error from fifteen', () => {
    expect(level(blind(), 5 * MINUTE)).toBe('warning')
    expect(level(blind(), 15 * MINUTE - 1)).toBe('warning')
    expect(level(blind(), 15 * MINUTE)).toBe('error')
  })

  test('is a warning at the second poll when the credential is refused', () => {
    for (const reason of ['unauthenticated', 'forbidden'] as const) {
      expect(level(blind({ failure: failure(reason) }), 0)).toBeNull()
      expect(level(blind({ failure: failure(reason), failedPolls: 2 }), 1)).toBe('warning')
    }
  })

  test('is critical only while one of its links has an open incident', () => {
    expect(level(blind({ outageOpen: true }), 5 * MINUTE)).toBe('critical')
    expect(level(blind({ outageOpen: true }), 4 * MINUTE)).toBeNull()
  })

  test('is never told when it was never readable', () => {
    expect(level(blind({ everRead: false, failedPolls: 99 }), 99 * MINUTE)).toBeNull()
  })
})

describe('a scope that was not polled as scheduled', () => {
  const stoodStill = (slotsMissed: number, extra: Partial<Blindness> = {}) =>
    blind({ failure: null, failingSince: null, failedPolls: 0, slotsMissed, ...extra })

  test('is a warning at the third scheduled poll that did not take place, although nothing failed', () => {
    expect(level(stoodStill(2), 0)).toBeNull()
    expect(judgeBlindness(stoodStill(3), 0, DEFAULT_ALERT_SETTINGS)).toEqual({
      level: 'warning',
      blind: true,
      reason: 'The last 3 scheduled polls were not good ones: some did not even take place.',
    })
  })

  test('stays a warning however long it lasts, and is critical while a link has an open incident', () => {
    expect(level(stoodStill(999), 99 * MINUTE)).toBe('warning')
    expect(level(stoodStill(3, { outageOpen: true }), 0)).toBe('critical')
  })

  test('is told at the first poll that fails after a standstill', () => {
    expect(level(blind({ failedPolls: 1, slotsMissed: 3 }), 0)).toBeNull()
    expect(level(blind({ failedPolls: 1, slotsMissed: 4 }), 0)).toBe('warning')
    const refused = failure('forbidden')
    expect(level(blind({ failure: refused, failedPolls: 1, slotsMissed: 4 }), 0)).toBe('warning')
  })

  test('is never told when it was never readable', () => {
    expect(level(stoodStill(999, { everRead: false }), 0)).toBeNull()
  })
})

describe('a scope counts as blind', () => {
  const isBlind = (blindness: Blindness, now = 0) =>
    judgeBlindness(blindness, now, DEFAULT_ALERT_SETTINGS).blind

  test('after three scheduled polls without a good one, also where that is too early to be told', () => {
    expect(isBlind(blind({ failedPolls: 2, slotsMissed: 2 }))).toBe(false)
    expect(isBlind(blind({ failedPolls: 3, slotsMissed: 3 }))).toBe(true)
    expect(level(blind({ failedPolls: 3, slotsMissed: 3 }), 0)).toBeNull()
  })

  test('whenever it is told, and where it was never read', () => {
    expect(isBlind(blind(), 5 * MINUTE)).toBe(true)
    expect(isBlind(blind({ failure: failure('forbidden'), failedPolls: 2, slotsMissed: 2 }))).toBe(true)
    expect(isBlind(blind({ everRead: false }))).toBe(true)
  })
})

describe('two regions that cannot be read', () => {
  const unreadable = (reason: ReadFailure['reason'], since = 0) => ({ failure: failure(reason), since })
  const alike = (one: ReadFailure['reason'], other: ReadFailure['reason'], apart = 0) =>
    haveOneCause(unreadable(one, apart), unreadable(other), DEFAULT_ALERT_SETTINGS)

  test('have one cause where both refuse the credential, or both find the API down', () => {
    expect(alike('unauthenticated', 'forbidden')).toBe(true)
    for (const reason of ['rate_limited', 'server_error', 'network'] as const)
      expect(alike(reason, 'timeout')).toBe(true)
    expect(alike('malformed', 'malformed')).toBe(true)
  })

  test('have two where the failures are of different kinds', () => {
    expect(alike('unauthenticated', 'timeout')).toBe(false)
    expect(alike('not_found', 'malformed')).toBe(false)
    expect(alike('refused', 'server_error')).toBe(false)
  })

  test('have one only where they began within the window, whichever was first', () => {
    expect(alike('timeout', 'timeout', 3 * MINUTE)).toBe(true)
    expect(alike('timeout', 'timeout', 3 * MINUTE + 1)).toBe(false)
    expect(alike('timeout', 'timeout', -3 * MINUTE - 1)).toBe(false)
  })
})
