import { describe, expect, test } from 'vitest'
import { type Blindness, judgeBlindness } from '../../src/alerting/blindness.ts'
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
  everRead: true,
  outageOpen: false,
  ...extra,
})
const level = (blindness: Blindness, now: number) =>
  judgeBlindness(blindness, now, DEFAULT_ALERT_SETTINGS).level

describe('a scope that cannot be read', () => {
  test('is not told in its first five minutes', () => {
    expect(level(blind({ failedPolls: 9 }), 5 * MINUTE - 1)).toBeNull()
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
