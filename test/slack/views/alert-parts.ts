import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { ReadFailure } from '../../../src/domain/snapshot.ts'
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
  return {
    incidentId: 'incident-1',
    link: { id: aLink().id, name, region: 'fr-par', status: 'all_down' },
    level: 'critical',
    reason: 'Every session that was in use is down.',
    upSince: null,
    resolvedAt: null,
    ending: null,
    acknowledgement: null,
    flapping: false,
    ...overrides,
  }
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

export const TAKEN = { by: ADA, at: NOW - 5 * MINUTE, expiresAt: NOW + 4 * 60 * MINUTE }
export const RECOVERED = { upSince: NOW - 2 * MINUTE, resolvedAt: NOW, ending: 'recovered' } as const
export const UP = { upSince: NOW - MINUTE } as const
