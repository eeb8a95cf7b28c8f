import type { SharedEntry } from '../../../src/alerting/digest.ts'
import type { Silence } from '../../../src/domain/silence.ts'
import type { Subscription } from '../../../src/domain/subscription.ts'
import { NOW } from '../../support/links.ts'
import { aSilence, aSubscription } from '../../support/wishes.ts'

/** A silence of an hour that is just over. */
export const aSilenceOver = (overrides: Partial<Silence> = {}): Silence =>
  aSilence({
    filter: 'region:fr-par',
    from: NOW - 3_600_000,
    until: { type: 'at', at: NOW },
    reason: 'new optics',
    by: 'U0ADA',
    channel: null,
    createdAt: NOW - 3_600_000,
    endedAt: NOW,
    ...overrides,
  })

/** A channel's wish for what is bad in production, and for a digest each morning. */
export const aDigestWish = (overrides: Partial<Subscription> = {}): Subscription =>
  aSubscription({
    filter: 'vpc:production',
    minLevel: 'error',
    digest: { minute: 540, zone: 'Europe/Paris' },
    ...overrides,
  })

/** The open incident of a dedicated connection. */
export const aSharedEntry = (extra: Partial<SharedEntry> = {}): SharedEntry => ({
  incidentId: 'incident-9',
  subject: 'connection',
  name: 'dc-port',
  region: 'fr-par',
  level: 'critical',
  reason: 'It carries nothing.',
  lastGoodAt: NOW - 60_000,
  firstBadAt: NOW,
  resolvedAt: null,
  ending: null,
  acknowledgement: null,
  ...extra,
})
