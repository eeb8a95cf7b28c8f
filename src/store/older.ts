import type { Alert, IncidentEntry } from '../alerting/alert.ts'
import type { BlindRegion, RegionsChange } from '../alerting/blindness.ts'
import type { Incident } from '../domain/incident.ts'
import type { WatchedLink } from '../domain/memory.ts'
import { fromJson } from './rows.ts'

/*
 * Values that an earlier version may have written, read with what was added to them since. What is stored wins.
 */

/** Before version 3 of the schema an incident had none of these. */
type StoredIncident = Older<
  Incident,
  'acknowledgement' | 'reminders' | 'flapping' | 'heldBack' | 'page' | 'history'
>
type StoredLink = Older<WatchedLink, 'healthChanges' | 'marks' | 'configured' | 'carriedInto' | 'meantSince'>
type StoredEntry = Older<IncidentEntry, 'acknowledgement' | 'flapping'>

type Older<T, Added extends keyof T> = Omit<T, Added> & Partial<Pick<T, Added>>

/** An incident from its JSON. */
export function incidentFrom(json: string): Incident {
  return completeIncident(fromJson<StoredIncident>(json))
}

/** A remembered link from its JSON, its keys in the order they were written in: the watch tells by its JSON whether it changed. */
export function watchedLinkFrom(json: string): WatchedLink {
  const stored = fromJson<StoredLink>(json)
  const { healthChanges = [], marks = [], configured = null, carriedInto = null, meantSince = null } = stored
  return { ...stored, healthChanges, marks, configured, carriedInto, meantSince }
}

/** Before one message told all regions with one cause, each had its own, and its lines were about that one. */
type StoredScope = { readonly type: 'scope'; readonly at: number } & BlindRegion
type StoredScopeLine = { readonly type: 'scope_line'; readonly at: number } & RegionsChange

/** A digest named links alone, all of them; later what they share, and then what the bot was asked for as well. */
type StoredDigest = Older<Extract<Alert, { type: 'digest' }>, 'shared' | 'milder' | 'reorders'>

type StoredAlert = Exclude<Alert, { type: 'digest' }> | StoredScope | StoredScopeLine | StoredDigest

/** An alert from its JSON, with the incidents that it tells. */
export function alertFrom(json: string): Alert {
  const stored = inShape(fromJson<StoredAlert>(json))
  const alert = 'incident' in stored ? withIncident(stored) : stored
  return 'entries' in alert ? withEntries(alert) : alert
}

function inShape(stored: StoredAlert): Alert {
  switch (stored.type) {
    case 'scope': {
      const { type, at } = stored
      const regions = 'regions' in stored ? stored.regions : [regionFrom(stored)]
      return { type, at, regions: regions.map(withIncident) }
    }
    case 'scope_line': {
      const { type, at } = stored
      if ('changes' in stored) return { ...stored, changes: stored.changes.map(withIncident) }
      const { event, scope } = stored
      const left = event === 'recovered' ? [] : [scope.region]
      return { type, at, changes: [withIncident({ ...regionFrom(stored), event })], left }
    }
    case 'digest':
      return {
        ...stored,
        shared: stored.shared ?? [],
        milder: stored.milder ?? 0,
        reorders: stored.reorders ?? [],
      }
    default:
      return stored
  }
}

function regionFrom({ incident, scope, failure }: BlindRegion): BlindRegion {
  return { incident, scope, failure }
}

function withIncident<T extends { readonly incident: Incident }>(alert: T): T {
  return { ...alert, incident: completeIncident(alert.incident) }
}

function withEntries<T extends { readonly entries: readonly IncidentEntry[] }>(alert: T): T {
  return { ...alert, entries: alert.entries.map(completeEntry) }
}

function completeIncident(stored: StoredIncident): Incident {
  return {
    acknowledgement: null,
    reminders: { from: stored.firstBadAt, count: 0 },
    flapping: null,
    heldBack: null,
    page: null,
    history: [{ at: stored.firstBadAt, event: 'opened', status: stored.badStatus, by: null }],
    ...stored,
  }
}

function completeEntry(stored: StoredEntry): IncidentEntry {
  return { acknowledgement: null, flapping: false, ...stored }
}
