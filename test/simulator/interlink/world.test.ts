import { describe, expect, test } from 'vitest'
import { catalogWorld, demoWorld, emptyWorld, linkFixture } from '../../../src/simulator/interlink/world.ts'
import { START, startHarness } from './harness.ts'

describe('the demo world', () => {
  const world = demoWorld(START)

  test('is whole: every id a link names is there, in the link’s region', () => {
    const ids = (rows: readonly { readonly id: string; readonly region: string | null }[], region: string) =>
      rows.filter((row) => row.region === region).map((row) => row.id)
    for (const link of world.links) {
      expect(world.regions).toContain(link.region)
      expect(ids(world.pops, link.region)).toContain(link.pop_id)
      if (link.vpc_id !== null) expect(ids(world.vpcs, link.region)).toContain(link.vpc_id)
      for (const id of [link.routing_policy_v4_id, link.routing_policy_v6_id]) {
        if (id !== null) expect(ids(world.policies, link.region)).toContain(id)
      }
      const partner = world.partners.find((row) => row.id === link.partner?.partner_id)
      if (link.self === null) expect(partner?.hidden.popIds).toContain(link.pop_id)
      else expect(ids(world.connections, link.region)).toContain(link.self.connection_id)
      expect((link.partner === null) !== (link.self === null)).toBe(true)
    }
  })

  test('gives no two links one id, one address, one pairing key or, in a PoP, one VLAN', () => {
    const distinct = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length)
    distinct(world.links.map((link) => link.id))
    distinct(world.links.map((link) => link.scw_bgp_config?.ipv4))
    distinct(world.links.map((link) => link.scw_bgp_config?.ipv6))
    distinct(world.links.flatMap((link) => link.partner?.pairing_key ?? []))
    distinct(world.links.map((link) => `${link.pop_id} ${link.vlan}`))
  })

  test('has a redundant pair, both kinds of link, several statuses and names that trip', () => {
    const prod = world.links.filter((link) => link.name.startsWith('paris-prod'))
    expect(prod).toHaveLength(2)
    expect(new Set(prod.map((link) => link.vpc_id)).size).toBe(1)
    expect(new Set(prod.map((link) => link.pop_id)).size).toBe(2)
    expect(world.links.filter((link) => link.self !== null)).toHaveLength(2)
    expect(new Set(world.links.map((link) => link.status))).toEqual(
      new Set(['active', 'requested', 'ready', 'provisioning']),
    )
    expect(world.links.some((link) => /[<>&*`@]/.test(link.name))).toBe(true)
    expect(world.pops.map((pop) => pop.name)).toContain('- Telehouse TH2')
    expect(new Set(world.links.map((link) => link.region)).size).toBe(3)
  })

  test('holds nobody’s real address, and no pairing key that could be real', () => {
    for (const partner of world.partners) {
      expect(partner.contact_email).toMatch(/\.example$/)
      expect(new URL(partner.portal_url).hostname).toMatch(/\.example$/)
      expect(new URL(partner.logo_url).hostname).toMatch(/\.example$/)
    }
    for (const link of world.links) if (link.partner) expect(link.partner.pairing_key).toMatch(/^00000000-/)
  })
})

test('the empty world has nothing, and the catalogue has everything but links', () => {
  expect(Object.values(emptyWorld()).filter(Array.isArray).flat()).toEqual(['fr-par', 'nl-ams', 'pl-waw'])
  expect(catalogWorld()).toMatchObject({ links: [], partners: demoWorld(START).partners })
})

test('a link fixture with an own connection has no partner', () => {
  expect(linkFixture({ self: { connection_id: 'c' } }).partner).toBeNull()
  expect(linkFixture({ name: 'x' })).toMatchObject({ name: 'x', status: 'active', self: null })
})

describe('driving the world', () => {
  test('adds links that differ in id, address, VLAN and pairing key, with the clock’s date', async () => {
    const { api, clock } = await startHarness()
    const a = api.world.addLink()
    await clock.advance(60_000)
    const b = api.world.addLink({ name: 'b', vlan: 77, created_at: null })
    expect([a.id, a.vlan, a.scw_bgp_config?.ipv4, a.partner?.pairing_key]).not.toContain(b.id)
    expect(b.scw_bgp_config?.ipv4).not.toBe(a.scw_bgp_config?.ipv4)
    expect(b.partner?.pairing_key).not.toBe(a.partner?.pairing_key)
    expect([a.created_at, b.vlan, b.created_at, b.updated_at]).toEqual([
      '2026-04-15T15:49:30.752000Z',
      77,
      null,
      '2026-04-15T15:50:30.752000Z',
    ])
  })

  test.each([
    ['active', true, 'up', 'up'],
    ['all_down', true, 'down', 'down'],
    ['limited_connectivity', true, 'up', 'down'],
    ['requested', true, 'disabled', 'disabled'],
    ['active', false, 'up', 'disabled'],
    ['all_down', false, 'down', 'disabled'],
    ['limited_connectivity', false, 'down', 'disabled'],
  ])('to %s (IPv6 policy: %s) sets the sessions to %s and %s', async (status, hasV6, v4, v6) => {
    const { api } = await startHarness()
    const { id } = api.world.addLink(hasV6 ? {} : { routing_policy_v6_id: null })
    expect(api.world.setStatus(id, status)).toMatchObject({ status, bgp_v4_status: v4, bgp_v6_status: v6 })
  })

  test('writes a status of a newer API as it is, and moves nothing else', async () => {
    const { api, call } = await startHarness()
    const link = api.world.addLink()
    api.world.setLink(link.id, { status: 'hibernating' })
    const { body } = await call('GET', `links/${link.id}`)
    expect(body).toMatchObject({ status: 'hibernating', bgp_v4_status: 'up', updated_at: link.updated_at })
  })

  test('remembers that a link was provisioned, so that its deletion takes both sides', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ status: 'requested' })
    api.world.setStatus(id, 'active')
    api.world.setStatus(id, 'failed')
    expect((await call('DELETE', `links/${id}`)).body).toMatchObject({ status: 'deprovisioning' })
  })

  test('adds and changes what links refer to', async () => {
    const { api, call, fetch } = await startHarness()
    const pop = api.world.addPop({ name: 'XY1' })
    const partner = api.world.addPartner({ name: 'Nova', l3_connectivity: true, region: 'fr-par' })
    const connection = api.world.addConnection({ name: 'port-2' })
    const policy = api.world.addPolicy({ name: 'wide' })
    const vpc = api.world.addVpc({ name: 'lab' })
    api.world.setConnection(connection.id, { status: 'locked' })
    api.world.setPolicy(policy.id, { prefix_filter_in: [] })
    api.world.setVpc(vpc.id, { routing_enabled: false })

    expect((await call('GET', `pops/${pop.id}`)).body).toMatchObject({ name: 'XY1' })
    expect((await call('GET', `partners/${partner.id}`)).body).toMatchObject({
      name: 'Nova',
      l3_connectivity: true,
      region: 'fr-par',
    })
    expect((await call('GET', `dedicated-connections/${connection.id}`)).body).toMatchObject({
      status: 'locked',
    })
    expect((await call('GET', `routing-policies/${policy.id}`)).body).toMatchObject({ prefix_filter_in: [] })
    expect((await fetch(`/vpc/v2/regions/fr-par/vpcs/${vpc.id}`)).body).toMatchObject({
      routing_enabled: false,
    })
    for (const [key, rows] of [
      ['pops', api.world.pops()],
      ['partners', api.world.partners()],
      ['connections', api.world.connections()],
      ['policies', api.world.policies()],
      ['vpcs', api.world.vpcs()],
    ] as const) {
      expect(rows.at(-1)?.name, key).toMatch(/XY1|Nova|port-2|wide|lab/)
    }
  })

  test('takes a connection away from under its links, which go on naming it', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addConnection({ name: 'port-2' })
    const link = api.world.addLink({ self: { connection_id: id }, partner: null })
    api.world.removeConnection(id)
    expect((await call('GET', `dedicated-connections/${id}`)).status).toBe(404)
    expect(api.world.connections().map((connection) => connection.id)).not.toContain(id)
    expect((await call('GET', `links/${link.id}`)).body).toMatchObject({ self: { connection_id: id } })
    expect(() => api.world.removeConnection(id)).toThrow(`there is no ${id} in this world`)
  })

  test('refuses what is not there, naming it', async () => {
    const { api } = await startHarness()
    expect(() => api.world.setLink('nothing', { status: 'active' })).toThrow(
      'there is no nothing in this world',
    )
    const { id } = api.world.addLink()
    expect(() => api.world.addLink({ id })).toThrow(`there is already a ${id} in this world`)
  })
})
