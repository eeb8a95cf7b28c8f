import type { Silence } from '../../src/domain/silence.ts'
import type { Subscription } from '../../src/domain/subscription.ts'
import { NOW } from './links.ts'

/** A silence of every link for an hour, made just now by U1. */
export function aSilence(overrides: Partial<Silence> = {}): Silence {
  return {
    id: 'silence-1',
    filter: 'all',
    from: NOW,
    until: { type: 'at', at: NOW + 3_600_000 },
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
