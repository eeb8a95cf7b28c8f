import { onTestFinished } from 'vitest'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { ContactSource } from '../../src/contacts/contact.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { WatchedLink } from '../../src/domain/memory.ts'
import type { Silence } from '../../src/domain/silence.ts'
import { createDiagnose, type DiagnoseAnswer } from '../../src/queries/diagnose.ts'
import type { PastSource } from '../../src/queries/ports.ts'
import { createQueries } from '../../src/queries/queries.ts'
import type { AuditRow } from '../../src/remedies/ports.ts'
import { createEvidenceReader } from '../../src/scaleway/evidence-reader.ts'
import { createInterlinkReader } from '../../src/scaleway/reader.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { manualClock } from '../support/clock.ts'
import { NO_CONTACTS } from '../support/contacts.ts'
import { aSilence } from '../support/wishes.ts'
import { aScopeState, aWatchedLink, memoryOf, NOTHING_GONE } from './remembered.ts'

export const NOW = Date.UTC(2026, 3, 20, 12, 0, 0)
export const PROD_A = '5a1e9c04-0000-4000-8000-000000000211'
export const PROD_B = '6b2fad15-0000-4000-8000-000000000212'
export const OWN_PORT = '7c30be26-0000-4000-8000-000000000213'

type Reasons = Awaited<ReturnType<PastSource['reasonsOf']>>

interface Remembered {
  readonly incidents?: readonly Incident[]
  readonly reasons?: Reasons
  /** What this bot itself did to the link that is asked about. */
  readonly audit?: readonly AuditRow[]
  readonly silences?: readonly Silence[]
  readonly watched?: Readonly<Record<string, Partial<WatchedLink>>>
  readonly secretKey?: string
  /** What is done to the world before it is polled. */
  readonly prepare?: (api: InterlinkApi) => void
  readonly contacts?: ContactSource
  readonly alerts?: AlertSettings
}

/** The question over the demo's world as a poll 20 seconds ago has seen it, between real adapters and the stand-in. */
export async function diagnosing({
  incidents = [],
  reasons = [],
  audit = [],
  silences = [],
  watched = {},
  secretKey,
  prepare,
  contacts = NO_CONTACTS,
  alerts = DEFAULT_ALERT_SETTINGS,
}: Remembered = {}) {
  const clock = manualClock(NOW)
  let ids = 0
  const api = await startInterlinkApi({
    clock,
    newId: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`,
    secretKey: 'whole',
    keys: [{ secretKey: 'interlink-only', interlink: 'read', vpc: 'none' }],
    world: demoWorld(NOW),
  })
  onTestFinished(() => api.close())
  prepare?.(api)
  const settings = {
    apiUrl: api.url,
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    userAgentVersion: '0.0.0',
  }
  const polled = createInterlinkReader({ ...settings, secretKey: 'whole', organizationId: null })
  const states = await Promise.all(
    ['fr-par', 'nl-ams'].map(async (region) => {
      const scope = { id: `default/${region}`, region }
      const snapshot = await polled.readScope(scope, new AbortController().signal)
      if (snapshot.type === 'failed') throw new Error(snapshot.failure.message)
      const { partners, pops, connections, vpcs, policies } = snapshot.directory
      return aScopeState([], {
        scope,
        lastGoodAt: NOW - 20_000,
        links: new Map(snapshot.links.map((link) => [link.id, aWatchedLink(link, watched[link.id] ?? {})])),
        directory: {
          partners: partners ?? [],
          pops: pops ?? [],
          connections: connections ?? [],
          vpcs: vpcs ?? [],
          policies: policies ?? [],
        },
      })
    }),
  )
  const key = secretKey ?? 'whole'
  const memory = {
    ...memoryOf(states, incidents, silences),
    reasonsOf: async () => reasons,
    auditOf: async () => audit,
  }
  const scopes = states.map(({ scope }) => scope)
  const live = createInterlinkReader({ ...settings, secretKey: key, organizationId: null })
  const parts = { scopes, memory, live, contacts, settings: alerts, clock }
  const queries = createQueries({ ...NOTHING_GONE, ...parts })
  const evidence = createEvidenceReader({ ...settings, secretKey: key })
  const ask = createDiagnose({ ...parts, evidence, queries })
  return { api, clock, ask, memory, scopes, live, evidence, settings: { ...settings, secretKey: key } }
}

/** Work that was announced a day ago, and goes on for an hour to come. */
export function aMaintenance(filter: string): Silence {
  return aSilence({
    id: filter,
    filter,
    from: NOW - 3_600_000,
    until: { type: 'at', at: NOW + 3_600_000 },
    change: 'CHG-1',
    channel: null,
    createdAt: NOW - 86_400_000,
  })
}

/** The arm of an answer that has a diagnosis. */
export function foundOf(answer: DiagnoseAnswer) {
  if (answer.type !== 'found') throw new Error(`The answer is "${answer.type}", not a diagnosis.`)
  return answer
}
