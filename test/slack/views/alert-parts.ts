import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { Impact } from '../../../src/alerting/vpc-impact.ts'
import type { ReadFailure } from '../../../src/domain/snapshot.ts'
import { anEntry } from '../../support/alerts.ts'
import { aLink, NOW } from '../../support/links.ts'
import { ADA } from './stored.ts'

const MINUTE = 60_000

/** Alerts, each under its title. */
export type Titled = readonly (readonly [title: string, alert: Alert])[]

/** Everything of a name that an alert shows, and how many links it tells. */
export interface Said {
  readonly name: string
  readonly links: number
}

export const failureOf = (name: string): ReadFailure => ({
  reason: 'unauthenticated',
  message: `Scaleway answered 401: ${name}.`,
  status: 401,
  requestId: 'req-1',
  retryable: false,
})

export function entryOf(name: string, overrides: Partial<IncidentEntry> = {}): IncidentEntry {
  const link = { id: aLink().id, name, region: 'fr-par', status: 'all_down' }
  return anEntry(1, { incidentId: 'incident-1', link, ...overrides })
}

export const entriesOf = ({ name, links }: Said, overrides: Partial<IncidentEntry> = {}) =>
  Array.from({ length: links }, (_, n) => entryOf(links > 3 ? name : `${name}-${n + 1}`, overrides))

/** Entries in every state that one can have. */
export const mixed = ({ name }: Said): readonly IncidentEntry[] => [
  entryOf(`${name}-1`),
  entryOf(`${name}-2`, { acknowledgement: TAKEN, flapping: true, level: 'error' }),
  entryOf(`${name}-3`, {
    subject: 'connection',
    level: 'warning',
    link: { id: 'c', name: `${name}-3`, region: 'fr-par', status: 'failed' },
  }),
  entryOf(`${name}-4`, UP),
  entryOf(`${name}-5`, RECOVERED),
  entryOf(`${name}-6`, { resolvedAt: NOW, ending: 'gone' }),
  entryOf(`${name}-7`, { resolvedAt: NOW, ending: 'unwatched' }),
  entryOf(`${name}-8`, { resolvedAt: NOW, ending: 'meant' }),
  entryOf(`${name}-9`, { resolvedAt: NOW, ending: 'closed' }),
]

/** What links have taken from two VPCs and more: one without a path, one that is carried still, by what may fail too. */
export function impactOn(name: string): Impact {
  const left = { family: 'ipv4', carrying: [], count: 0, leftMbps: 0, lostMbps: 3_000 } as const
  const carrying = [
    { name, why: ['same_pop', 'flapping'] },
    { name, why: [] },
  ] as const
  const still = { ...left, carrying, count: 4, leftMbps: 2_000 } as const
  return {
    vpcs: [
      { vpcId: 'v1', name, families: [left, { ...left, family: 'ipv6' }] },
      { vpcId: 'v2', name: null, families: [still] },
    ],
    total: 3,
    cutOff: 1,
  }
}

export const TAKEN = { by: ADA, at: NOW - 5 * MINUTE, expiresAt: NOW + 4 * 60 * MINUTE }
export const RECOVERED = { upSince: NOW - 2 * MINUTE, resolvedAt: NOW, ending: 'recovered' } as const
export const UP = { upSince: NOW - MINUTE } as const
