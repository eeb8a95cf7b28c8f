import type { Silence } from '../../src/domain/silence.ts'
import { NOW } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Work announced an hour before: from now on, for an hour. */
export function aMaintenance(overrides: Partial<Silence> = {}): Silence {
  return aSilence({ id: 'maintenance-1', createdAt: NOW - HOUR, ...overrides })
}
