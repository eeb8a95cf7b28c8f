import type { Alert, IncidentEntry } from '../../src/alerting/alert.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { aLink, anEvidence, NOW } from './links.ts'

/** An open, critical incident of the link of `aLink`, first seen half a minute ago. */
export function anIncident(overrides: Partial<Incident> = {}): Incident {
  return {
    id: 'incident-1',
    subject: { type: 'link', linkId: aLink().id, scopeId: 'fr-par' },
    level: 'critical',
    rule: 'carrying_to_all_down',
    reason: 'It carried IPv4 and IPv6, and no session is up now.',
    lastGoodAt: NOW - 60_000,
    firstBadAt: NOW - 30_000,
    badStatus: 'all_down',
    upSince: null,
    resolvedAt: null,
    ending: null,
    rootKey: 'key-1',
    acknowledgement: null,
    reminders: { from: NOW, count: 0 },
    flapping: null,
    heldBack: null,
    page: null,
    history: [],
    ...overrides,
  }
}

/** The evidence of a link that carried both families and has lost both sessions. */
export function downEvidence(overrides: Partial<Evidence> = {}): Evidence {
  const link = aLink({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
  return anEvidence({ link, before: aLink(), ...overrides })
}

/** The alert of that link. */
export function aLinkAlert(
  overrides: Partial<Extract<Alert, { type: 'link' }>> = {},
): Extract<Alert, { type: 'link' }> {
  return {
    type: 'link',
    at: NOW,
    incident: anIncident(),
    move: { from: 'active', to: 'all_down' },
    evidence: downEvidence(),
    inferred: null,
    ...overrides,
  }
}

/** One of several links told at once: the open, critical incident of the link `paris-<n>`, which is down. */
export function anEntry(n: number, overrides: Partial<IncidentEntry> = {}): IncidentEntry {
  return {
    incidentId: `i${n}`,
    link: { id: `l${n}`, name: `paris-${n}`, region: 'fr-par', status: 'all_down' },
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
