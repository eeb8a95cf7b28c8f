import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import type { ScopeState } from '../../src/domain/memory.ts'
import { EMPTY_DIRECTORY } from '../../src/domain/snapshot.ts'
import { addLinkMetrics, type KnownNow } from '../../src/telemetry/link-metrics.ts'
import { anIncident, PARIS, watched } from '../contract/store-samples.ts'
import { aConnection, aLink, aPolicy, NOW } from '../support/links.ts'

const state = (overrides: Partial<ScopeState> = {}): ScopeState => ({
  scope: PARIS,
  version: 1,
  baselineAt: NOW,
  lastGoodAt: NOW,
  failingSince: null,
  failedPolls: 0,
  lastFailure: null,
  links: new Map([['l1', watched('l1')]]),
  directory: EMPTY_DIRECTORY,
  ...overrides,
})

function known(overrides: Partial<KnownNow> = {}): KnownNow {
  return { scopes: new Map([[PARIS.id, state()]]), incidents: new Map(), silences: new Map(), ...overrides }
}

function gauges(read: () => Promise<KnownNow>) {
  const registry = new Registry()
  addLinkMetrics({ registry, read, now: () => NOW, stuckChannels: () => 0 })
  return async (metric: string) =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`))
}

describe('the gauges of links', () => {
  test('stay as they were while nothing can be read, and follow again afterwards', async () => {
    let read = (): Promise<KnownNow> => Promise.resolve(known())
    const lines = gauges(() => read())
    const before = await lines('interlink_link_status')
    expect(before).toHaveLength(1)
    read = () => Promise.reject(new Error('The database is gone.'))
    expect(await lines('interlink_link_status')).toEqual(before)
    read = () => Promise.resolve(known({ scopes: new Map() }))
    expect(await lines('interlink_link_status')).toEqual([])
  })

  test('are whole in each of several scrapes at once', async () => {
    const lines = gauges(() => Promise.resolve(known()))
    const scrapes = await Promise.all([1, 2, 3].map(() => lines('interlink_bgp_up')))
    for (const scrape of scrapes) expect(scrape).toHaveLength(2)
  })

  test('name what is not known by its id', async () => {
    const [line] = await gauges(() => Promise.resolve(known()))('interlink_link_status')
    const { popId, vpcId, kind } = aLink()
    expect(line).toContain(`pop="${popId}"`)
    expect(line).toContain(`vpc="${vpcId}"`)
    expect(line).toContain(`partner="${kind.type === 'hosted' ? kind.partnerId : ''}"`)
  })

  test('name the subject of an incident that is no link, or a link that is gone, as well as is known', async () => {
    const [connection, policy] = [aConnection(), aPolicy()]
    const directory = { ...EMPTY_DIRECTORY, connections: [connection], policies: [policy] }
    const { id: scopeId } = PARIS
    const incidents = [
      anIncident('i1', { subject: { type: 'connection', connectionId: connection.id, scopeId } }),
      anIncident('i2', { subject: { type: 'policy', policyId: policy.id, scopeId } }),
      anIncident('i3', { subject: { type: 'link', linkId: 'gone', scopeId } }),
      anIncident('i4', { subject: { type: 'scope', scopeId: 'another' } }),
    ]
    const lines = await gauges(() =>
      Promise.resolve(
        known({
          scopes: new Map([[scopeId, state({ directory })]]),
          incidents: new Map(incidents.map((incident) => [incident.id, incident])),
        }),
      ),
    )('interlink_incident_open')
    const told = lines.map((line) => /subject="(\w+)",link_id="(.*?)",.*name="(.*?)"/u.exec(line)?.slice(1))
    expect(told).toEqual([
      ['connection', '', connection.name],
      ['policy', '', policy.name],
      ['link', 'gone', 'gone'],
      ['scope', '', 'another'],
    ])
  })
})
