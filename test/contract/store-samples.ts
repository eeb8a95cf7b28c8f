import type { Alert, Note } from '../../src/alerting/alert.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { FAMILIES } from '../../src/domain/link.ts'
import type { WatchedLink } from '../../src/domain/memory.ts'
import type { Silence } from '../../src/domain/silence.ts'
import type { ReadFailure, Scope } from '../../src/domain/snapshot.ts'
import type { Mention, Subscription } from '../../src/domain/subscription.ts'
import type { Store } from '../../src/store/open.ts'
import type { ClaimedDelivery } from '../../src/watch/outbox.ts'
import type { NewDelivery, ScopeChange, WatchRecord } from '../../src/watch/ports.ts'
import { anIncident as anIncidentOf } from '../support/alerts.ts'
import { aLink, NOW } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'
import { aSilence as aSilenceOf, aSubscription as aSubscriptionOf } from '../support/wishes.ts'

export const PARIS: Scope = { id: 'key1/fr-par', region: 'fr-par' }
export const AMSTERDAM: Scope = { id: 'key1/nl-ams', region: 'nl-ams' }

/** No channel is held back by the caller. */
export const NONE: ReadonlySet<string> = new Set()

export const TIMEOUT: ReadFailure = {
  reason: 'timeout',
  message: 'No answer within 20 s.',
  status: null,
  requestId: null,
  retryable: true,
}

export function watched(id: string, overrides: Partial<WatchedLink> = {}): WatchedLink {
  return aWatchedLink(aLink({ id }), { carried: FAMILIES, ...overrides })
}

/** A poll of Paris that saw nothing new. */
export function aChange(overrides: Partial<ScopeChange> = {}): ScopeChange {
  return {
    scope: PARIS,
    expectedVersion: 0,
    at: NOW,
    outcome: { type: 'seen', baseline: false },
    saveLinks: [],
    removeLinks: [],
    saveDirectory: {},
    removeDirectory: [],
    transitions: [],
    ...overrides,
  }
}

export function aRecord(overrides: Partial<WatchRecord> = {}): WatchRecord {
  return {
    scopes: [],
    incidents: [],
    deliveries: [],
    silences: [],
    subscriptions: [],
    removedSubscriptions: [],
    reasons: [],
    ...overrides,
  }
}

export function anIncident(id: string, overrides: Partial<Incident> = {}): Incident {
  return anIncidentOf({
    id,
    subject: { type: 'scope', scopeId: PARIS.id },
    level: 'error',
    rule: 'blind_scope',
    reason: 'fr-par cannot be read.',
    lastGoodAt: NOW - 30_000,
    firstBadAt: NOW,
    rootKey: null,
    ...overrides,
  })
}

/** An alert that can be told from others by its number. */
export function anAlert(n: number): Alert {
  return {
    type: 'baseline',
    at: NOW,
    scopes: [],
    unreadable: [],
    statuses: { n },
    entries: [],
  }
}

/** A line of a thread that tells what its incident keeps in its history, or a deadline, which nothing else keeps. */
export function aNote(n: number, type: 'reminder' | 'deadline' = 'reminder'): Alert {
  const note: Note =
    type === 'reminder'
      ? { type: 'reminder', number: n, badSince: NOW }
      : { type: 'deadline', sentence: `It expires in ${n} days.` }
  return { type: 'note', at: NOW, level: 'error', about: [], count: n, note }
}

/** The number of an alert or note. */
export function numberOf(alert: Alert | undefined): number | undefined {
  if (alert?.type === 'note') return alert.count
  return alert?.type === 'baseline' ? alert.statuses.n : undefined
}

export const HERE: Mention = { type: 'here' }

export function aSilence(id: string, overrides: Partial<Silence> = {}): Silence {
  return aSilenceOf({ id, filter: 'region:fr-par', ...overrides })
}

export function aSubscription(id: string, overrides: Partial<Subscription> = {}): Subscription {
  return aSubscriptionOf({ id, channel: 'C2', ...overrides })
}

interface Placement {
  readonly channel?: string
  readonly n?: number
  readonly at?: number
  /** By default the key of its message. */
  readonly story?: string
  readonly mention?: Mention | null
}

export function aPost(
  key: string,
  { channel = 'C1', n = 0, at = NOW, story = key, mention = null }: Placement = {},
): NewDelivery {
  return {
    dispatch: { type: 'post', key },
    story,
    mention,
    channel,
    incidentId: null,
    alert: anAlert(n),
    at,
  }
}

/** A reply that no message stands for. */
export function aReply(key: string, parentKey: string, placement: Placement = {}): NewDelivery {
  return {
    ...aPost(key, { story: parentKey, ...placement }),
    dispatch: { type: 'reply', key, parentKey, broadcast: false },
  }
}

export function aBroadcast(key: string, parentKey: string, placement: Placement = {}): NewDelivery {
  return {
    ...aReply(key, parentKey, placement),
    dispatch: { type: 'reply', key, parentKey, broadcast: true },
  }
}

/** A reply that its message stands for, once that is up to date. */
export function aLine(key: string, parentKey: string, placement: Placement = {}): NewDelivery {
  return { ...aReply(key, parentKey, placement), alert: aNote(placement.n ?? 0) }
}

export function anEdit(key: string, parentKey: string, placement: Placement = {}): NewDelivery {
  return {
    ...aPost(key, { story: parentKey, ...placement }),
    dispatch: { type: 'edit', key, parentKey },
  }
}

export async function enqueue(store: Store, ...deliveries: readonly NewDelivery[]): Promise<void> {
  await store.record(aRecord({ deliveries }))
}

/** The keys of what was claimed, in order. */
export function keysOf(claimed: readonly ClaimedDelivery[]): readonly string[] {
  return claimed.map(({ dispatch }) => dispatch.key)
}

/** Claims what is due and delivers it, until nothing is; answers the keys in the order of their claims. */
export async function deliverAll(store: Store, now = NOW): Promise<readonly string[]> {
  const order: string[] = []
  for (;;) {
    const claimed = await store.claimDue(now, 100, NONE)
    if (claimed.length === 0) return order
    for (const { dispatch } of claimed) {
      order.push(dispatch.key)
      await store.recordDelivery(dispatch.key, { type: 'delivered', ts: `ts-${dispatch.key}`, at: now })
    }
  }
}

/** Claims the one delivery that is due. */
export async function claimOne(store: Store, now = NOW): Promise<ClaimedDelivery> {
  const [claim, ...others] = await store.claimDue(now, 100, NONE)
  if (claim === undefined || others.length > 0) throw new Error('Exactly one delivery should have been due.')
  return claim
}
