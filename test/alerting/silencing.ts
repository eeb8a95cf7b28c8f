import type { Silence } from '../../src/domain/silence.ts'
import type { Subscription } from '../../src/domain/subscription.ts'
import { NOW } from '../support/links.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A silence of every link for an hour, made just now by U1. */
export function aSilence(overrides: Partial<Silence> = {}): Silence {
  return {
    id: 'silence-1',
    filter: 'all',
    from: NOW,
    until: { type: 'at', at: NOW + HOUR },
    reason: null,
    change: null,
    by: 'U1',
    channel: 'C1',
    createdAt: NOW,
    heldLevels: {},
    endedAt: null,
    endedBy: null,
    ...overrides,
  }
}

/** Work announced an hour before: from now on, for an hour. */
export function aMaintenance(overrides: Partial<Silence> = {}): Silence {
  return aSilence({ id: 'maintenance-1', createdAt: NOW - HOUR, ...overrides })
}

/** A subscription of C1 to every link from warning on, without a mention or a digest. */
export function aSubscription(overrides: Partial<Subscription> = {}): Subscription {
  return {
    id: 'subscription-1',
    channel: 'C1',
    filter: '',
    minLevel: 'warning',
    mention: null,
    digest: null,
    by: 'U1',
    createdAt: NOW,
    digestedAt: null,
    ...overrides,
  }
}
