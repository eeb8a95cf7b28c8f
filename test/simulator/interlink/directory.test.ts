import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { pageBody } from './bodies.ts'
import { startHarness } from './harness.ts'

const { partners, pops, connections, vpcs } = demoIds

describe('partners, PoPs and dedicated connections', () => {
  test.each([
    ['partners', 'partners', 'HexaIX, LibrePro'],
    ['partners?order_by=name_desc', 'partners', 'LibrePro, HexaIX'],
    [`partners?pop_ids=${pops.dc5}`, 'partners', 'LibrePro'],
    [`partners?pop_ids=${pops.dc5}&pop_ids=${pops.interxionMrs2}`, 'partners', 'HexaIX, LibrePro'],
    ['pops', 'pops', 'DC2, DC3, DC5, - Interxion MRS2, - Telehouse TH2'],
    ['pops?name=TH2', 'pops', '- Telehouse TH2'],
    ['pops?hosting_provider_name=OpCore', 'pops', 'DC2, DC3, DC5'],
    ['pops?hosting_provider_name=Op', 'pops', ''],
    [`pops?partner_id=${partners.librePro}`, 'pops', 'DC3, DC5, - Telehouse TH2'],
    ['pops?link_bandwidth_mbps=100000', 'pops', 'DC2, DC3, DC5'],
    ['pops?dedicated_available=true', 'pops', 'DC2, DC5'],
    ['dedicated-connections', 'connections', 'dc5-own-port'],
    ['dedicated-connections?status=unknown_status', 'connections', 'dc5-own-port'],
    ['dedicated-connections?status=locked', 'connections', ''],
    [`dedicated-connections?pop_id=${pops.dc3}`, 'connections', ''],
    ['dedicated-connections?bandwidth_mbps=10000&tags=paris', 'connections', 'dc5-own-port'],
  ])('%s lists the region’s own under %s', async (path, key, expected) => {
    const { call } = await startHarness()
    const { rows, total } = (await call('GET', path)).read(pageBody(key))
    expect(rows.map((row) => row.name).join(', ')).toBe(expected)
    expect(total).toBe(rows.length)
  })

  test('a list shows no bandwidths for a PoP whose own GET names some', async () => {
    const { call } = await startHarness()
    const { body } = await call('GET', 'pops?name=DC2')
    expect(body).toHaveProperty('pops.0.available_link_bandwidths_mbps', [])
    const own = await call('GET', `pops/${pops.dc2}`)
    expect(own.body).toMatchObject({ available_link_bandwidths_mbps: expect.arrayContaining([1000]) })
  })

  test('nothing of the stand-in’s own leaves it', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    for (const path of [
      'links',
      `links/${id}`,
      'partners',
      `partners/${partners.hexaIx}`,
      'pops',
      `pops/${pops.dc2}`,
    ]) {
      expect((await call('GET', path)).text).not.toContain('hidden')
    }
  })

  test.each([
    [`partners/${partners.polderFabric}`, 'partner'],
    [`pops/${pops.am5}`, 'pop'],
    [`dedicated-connections/${connections.amsterdamOwnPort}`, 'dedicated_connection'],
  ])('%s of another region is not found', async (path, resource) => {
    const { call } = await startHarness()
    const answer = await call('GET', path)
    expect([answer.status, answer.body]).toMatchObject([404, { type: 'not_found', resource }])
  })
})

describe('the VPC API', () => {
  test('lists the VPCs of a region and gets one', async () => {
    const { fetch } = await startHarness()
    const { rows } = (await fetch('/vpc/v2/regions/fr-par/vpcs?order_by=name_asc')).read(pageBody('vpcs'))
    expect(rows.map((vpc) => vpc.name)).toEqual(['prod', 'staging'])
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      [
        ...['created_at', 'custom_routes_propagation_enabled', 'id', 'is_default', 'name', 'organization_id'],
        ...['private_network_count', 'project_id', 'region', 'routing_enabled', 'tags', 'updated_at'],
      ].sort(),
    )
    expect((await fetch(`/vpc/v2/regions/fr-par/vpcs/${vpcs.prod}`)).body).toEqual(rows[0])
  })

  test.each([
    ['name=stag', 'staging'],
    ['is_default=true', ''],
    ['routing_enabled=false', ''],
    ['routing_enabled=true&page_size=1', 'prod'],
  ])('filters by %s', async (query, expected) => {
    const { fetch } = await startHarness()
    const answer = await fetch(`/vpc/v2/regions/fr-par/vpcs?order_by=name_asc&${query}`)
    const { rows } = answer.read(pageBody('vpcs'))
    expect(rows.map((vpc) => vpc.name).join(' ')).toBe(expected)
  })

  test('says not_found for a VPC of another region', async () => {
    const { fetch } = await startHarness()
    const { body } = await fetch(`/vpc/v2/regions/nl-ams/vpcs/${vpcs.prod}`)
    expect(body).toMatchObject({ type: 'not_found', resource: 'vpc', resource_id: vpcs.prod })
  })
})

describe('a place that does not exist', () => {
  test.each([
    '/interlink/v1beta1/regions/it-mil/links',
    '/vpc/v2/regions/mars-1/vpcs',
    '/interlink/v1beta1/regions/fr-par/events',
    '/interlink/v1beta1/links',
  ])('%s gets an untyped 404', async (path) => {
    const { fetch } = await startHarness()
    const answer = await fetch(path)
    expect([answer.status, answer.body]).toEqual([404, { message: expect.any(String) }])
  })
})
