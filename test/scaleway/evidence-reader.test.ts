import { afterEach, describe, expect, test } from 'vitest'
import type { Lookup } from '../../src/domain/lookups.ts'
import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createEvidenceReader } from '../../src/scaleway/evidence-reader.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { manualClock } from '../support/clock.ts'
import { sendJson, startHttpServer } from '../support/http-server.ts'
import { WIRE_PAIRING_KEY } from '../support/wire.ts'

const NOW = Date.UTC(2026, 3, 20, 12, 0, 0)
const LINK = '5a1e9c04-0000-4000-8000-000000000211'
const ABSENT = '00000000-0000-4000-8000-00000000dead'
const { partners, pops, connections, vpcs, policies, organization } = demoIds

const apis: InterlinkApi[] = []
afterEach(() => Promise.all(apis.splice(0).map((api) => api.close())))

async function setUp(secretKey = 'whole') {
  const clock = manualClock(NOW)
  let ids = 0
  const api = await startInterlinkApi({
    clock,
    newId: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`,
    secretKey: 'whole',
    keys: [{ secretKey: 'interlink-only', interlink: 'read', vpc: 'none' }],
    world: demoWorld(NOW),
  })
  apis.push(api)
  const events: RequestEvent[] = []
  const reader = createEvidenceReader({
    apiUrl: api.url,
    secretKey,
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    userAgentVersion: '0.0.0',
    onRequest: (event) => events.push(event),
  })
  const { signal } = new AbortController()
  const trail = (overrides: object = {}) =>
    reader.writesTo(
      {
        region: 'fr-par',
        organizationId: organization,
        linkId: LINK,
        policyIds: [policies.prodV4, policies.prodV6],
        since: NOW - 86_400_000,
        ...overrides,
      },
      signal,
    )
  return { api, clock, reader, events, signal, trail }
}

function value<T>(lookup: Lookup<T>): T {
  if (lookup.type === 'failed') throw new Error(lookup.failure.message)
  return lookup.value
}

const reasonOf = (lookup: Lookup<unknown>) => (lookup.type === 'failed' ? lookup.failure.reason : null)

describe('what a link refers to', () => {
  test('is read by id: partner, PoP, connection, VPC and policy', async () => {
    const { reader, signal, events } = await setUp()
    expect(value(await reader.partner('fr-par', partners.hexaIx, signal))).toMatchObject({ name: 'HexaIX' })
    expect(value(await reader.pop('fr-par', pops.dc2, signal))).toMatchObject({ name: 'DC2' })
    expect(value(await reader.connection('fr-par', connections.parisOwnPort, signal))).toMatchObject({
      status: 'active',
      bandwidthMbps: 10_000,
    })
    expect(value(await reader.vpc('fr-par', vpcs.prod, signal))).toMatchObject({ name: 'prod' })
    expect(value(await reader.policy('fr-par', policies.prodV6, signal))).toMatchObject({ family: 'ipv6' })
    expect(events.map(({ operation }) => operation)).toEqual([
      'get_partner',
      'get_pop',
      'get_connection',
      'get_vpc',
      'get_policy',
    ])
  })

  test('and is gone fails with not_found, each kind by its own name', async () => {
    const { reader, signal } = await setUp()
    for (const kind of ['partner', 'pop', 'connection', 'vpc', 'policy'] as const)
      expect([kind, reasonOf(await reader[kind]('fr-par', ABSENT, signal))]).toEqual([kind, 'not_found'])
  })
})

describe('links', () => {
  test('into a VPC are those of that VPC, without pairing keys', async () => {
    const { reader, signal } = await setUp()
    const links = value(await reader.linksInto('fr-par', vpcs.prod, signal))
    expect(links.map(({ name }) => name).sort()).toEqual(
      demoWorld(NOW)
        .links.filter(({ vpc_id, region }) => vpc_id === vpcs.prod && region === 'fr-par')
        .map(({ name }) => name)
        .sort(),
    )
    expect(JSON.stringify(links)).not.toMatch(/pairing|00000000-0000-4000-8000-0000000004/)
  })

  test('over a dedicated connection are those of that connection', async () => {
    const { reader, signal } = await setUp()
    const links = value(await reader.linksOver('fr-par', connections.parisOwnPort, signal))
    expect(links.map(({ name }) => name)).toEqual(['dc5-own-port-staging'])
  })

  test('one of which cannot be understood are no whole list', async () => {
    const { api, reader, signal } = await setUp()
    api.faults.malformedLink(LINK, 'status_missing')
    expect(await reader.linksInto('fr-par', vpcs.prod, signal)).toMatchObject({
      type: 'failed',
      failure: { reason: 'malformed', message: expect.stringContaining('a list is not whole') },
    })
  })
})

test('routes are those that the VPC has learned over InterLink, and no others', async () => {
  const { reader, signal } = await setUp()
  const routes = value(await reader.routesOf('fr-par', vpcs.staging, signal))
  expect(routes.length).toBeGreaterThan(0)
  expect(new Set(routes.map(({ destination }) => destination))).toEqual(new Set(['10.30.0.0/16']))
  expect(routes[0]).toEqual({ destination: '10.30.0.0/16', family: 'ipv4' })
})

test('offers are those of partners at PoPs with that bandwidth', async () => {
  const { reader, signal } = await setUp()
  const asked = [
    { id: partners.hexaIx, name: 'HexaIX', contactEmail: null, portalUrl: null },
    { id: partners.librePro, name: 'LibrePro', contactEmail: null, portalUrl: null },
  ]
  expect(value(await reader.offersOf('fr-par', asked, 100_000, signal))).toEqual([
    { partnerId: partners.hexaIx, partnerName: 'HexaIX', popNames: ['Paris - OpCore DC3'] },
    {
      partnerId: partners.librePro,
      partnerName: 'LibrePro',
      popNames: ['Paris - OpCore DC3', 'Paris - OpCore DC5'],
    },
  ])
  expect(value(await reader.offersOf('fr-par', asked, 77, signal))).toEqual([])
})

describe('writes', () => {
  test('to the link are told with who, tool, method and time, newest first', async () => {
    const { api, clock, trail } = await setUp()
    const terraform = { principalId: 'app-7', userAgent: 'scaleway-sdk-go terraform-provider/2.60' }
    api.world.setLinkAs(terraform, LINK, { enable_route_propagation: false })
    await clock.advance(60_000)
    api.world.setLinkAs({ principalId: 'ada', userAgent: 'Mozilla/5.0' }, LINK, { vpc_id: null })
    expect(value(await trail())).toEqual([
      { by: 'ada', tool: 'console', at: NOW + 60_000, method: 'DetachVpc', target: 'link' },
      { by: 'app-7', tool: 'terraform', at: NOW, method: 'DisableRoutePropagation', target: 'link' },
    ])
    expect(value(await trail({ since: NOW + 1 }))).toHaveLength(1)
  })

  test('to its policies are told too', async () => {
    const { api, trail } = await setUp()
    await fetch(`${api.url}/interlink/v1beta1/regions/fr-par/routing-policies/${policies.prodV4}`, {
      method: 'PATCH',
      headers: { 'X-Auth-Token': 'whole', 'User-Agent': 'curl/8.5.0' },
      body: JSON.stringify({ prefix_filter_in: [] }),
    })
    expect(value(await trail())).toMatchObject([
      { method: 'UpdateRoutingPolicy', target: 'policy', tool: 'api' },
    ])
  })

  test('cannot be told in a region without an Audit Trail', async () => {
    const { trail } = await setUp()
    expect(reasonOf(await trail({ region: 'pl-waw' }))).toBe('refused')
  })
})

describe('a missing right', () => {
  test('is named, and not asked for again', async () => {
    const { reader, signal, events, trail } = await setUp('interlink-only')
    for (let round = 0; round < 3; round++) {
      expect(await reader.vpc('fr-par', vpcs.prod, signal)).toMatchObject({
        failure: { reason: 'forbidden', message: expect.stringContaining('VPCReadOnly') },
      })
      expect(reasonOf(await reader.routesOf('fr-par', vpcs.prod, signal))).toBe('forbidden')
      expect(await trail()).toMatchObject({
        failure: { message: expect.stringContaining('AuditTrailReadOnly') },
      })
    }
    const asked = (operation: string) => events.filter((event) => event.operation === operation).length
    expect([asked('get_vpc'), asked('list_routes')]).toEqual([1, 1])
    expect(asked('list_audit_events')).toBe(3)
  })

  test('for one VPC says nothing of another, which may be of another project', async () => {
    const { reader, signal, events } = await setUp('interlink-only')
    await reader.vpc('fr-par', vpcs.prod, signal)
    await reader.vpc('fr-par', vpcs.staging, signal)
    expect(events).toHaveLength(2)
  })

  test('is not learned from another failure', async () => {
    const { api, reader, signal } = await setUp()
    api.faults.next({ answer: '403_untyped' })
    expect(reasonOf(await reader.vpc('fr-par', vpcs.prod, signal))).toBe('refused')
    expect(value(await reader.vpc('fr-par', vpcs.prod, signal)).name).toBe('prod')
  })
})

describe('a call that fails', () => {
  test.each([
    ['html_200', 'malformed'],
    ['truncated_json', 'malformed'],
    ['401', 'unauthenticated'],
  ] as const)('by %s is data: %s', async (answer, reason) => {
    const { api, reader, signal } = await setUp()
    api.faults.next({ answer, times: 9 })
    expect(reasonOf(await reader.partner('fr-par', partners.hexaIx, signal))).toBe(reason)
    expect(reasonOf(await reader.routesOf('fr-par', vpcs.prod, signal))).toBe(reason)
  })

  test('because it hangs ends as soon as the signal aborts', async () => {
    const { api, reader } = await setUp()
    api.faults.next({ answer: 'timeout' })
    const giveUp = new AbortController()
    const reading = reader.vpc('fr-par', vpcs.prod, giveUp.signal)
    giveUp.abort()
    expect(reasonOf(await reading)).toBe('timeout')
  })

  test('with another thing than was asked for is not understood', async () => {
    const server = await startHttpServer((_, response) =>
      sendJson(response, 200, { id: 'other', name: 'x', contact_email: WIRE_PAIRING_KEY, portal_url: '' }),
    )
    const reader = createEvidenceReader({
      apiUrl: server.url,
      secretKey: 'k',
      fetch: globalThis.fetch,
      clock: manualClock(NOW),
      random: () => 0,
      userAgentVersion: '0.0.0',
    })
    const answer = await reader.partner('fr-par', partners.hexaIx, new AbortController().signal)
    await server.close()
    expect(answer).toMatchObject({ failure: { reason: 'malformed' } })
    expect(JSON.stringify(answer)).not.toContain(WIRE_PAIRING_KEY)
  })
})
