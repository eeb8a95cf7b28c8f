import { describe, expect, test } from 'vitest'
import { isConfirmed } from '../../src/alerting/recovery.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { anIncident } from '../support/alerts.ts'

const SECOND = 1_000
const confirmed = (level: 'critical' | 'error' | 'warning', upFor: number) =>
  isConfirmed(anIncident({ level, upSince: 0 }), upFor, DEFAULT_ALERT_SETTINGS)

describe('a link that is up again', () => {
  test('has to stay so for two minutes where it was critical', () => {
    expect(confirmed('critical', 120 * SECOND - 1)).toBe(false)
    expect(confirmed('critical', 120 * SECOND)).toBe(true)
  })

  test('has to stay so for one minute otherwise', () => {
    for (const level of ['error', 'warning'] as const) {
      expect(confirmed(level, 60 * SECOND - 1)).toBe(false)
      expect(confirmed(level, 60 * SECOND)).toBe(true)
    }
  })

  test('is not over while it is bad', () => {
    expect(isConfirmed(anIncident({ upSince: null }), 999 * SECOND, DEFAULT_ALERT_SETTINGS)).toBe(false)
  })
})
