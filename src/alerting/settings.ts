import type { BusinessHours } from '../domain/business-hours.ts'
import { DEFAULT_TIMERS, type Timers } from './timers.ts'

/** What decisions on alerts depend on besides what is seen: how long, how many, and when people work. */
export interface AlertSettings {
  readonly timers: Timers
  readonly hours: BusinessHours
}

/** The settings where nothing is configured. */
export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  timers: DEFAULT_TIMERS,
  hours: { zone: 'UTC', opensMinute: 9 * 60, closesMinute: 18 * 60 },
}
