import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { resourceBody } from './bodies.ts'
import { startHarness } from './harness.ts'

const { pops, partners, connections, policies } = demoIds

const hosted = {
  project_id: demoIds.project,
  name: 'new-link',
  pop_id: pops.telehouseTh2,
  bandwidth_mbps: 50,
  partner_id: partners.hexaIx,
}
const selfHosted = {
  project_id: demoIds.project,
  name: 'new-link',
  pop_id: pops.dc5,
  bandwidth_mbps: 1000,
  connection_id: connections.parisOwnPort,
}

const without = (body: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== key))

describe('creating a link', () => {
  test('of a partner leaves it requested, with a synthetic pairing key and no optional field', async () => {
    const { call } = await startHarness()
    const { status, body } = await call('POST', 'links', hosted)
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'requested', bgp_v4_status: 'disabled', tags: [] })
    expect(body).toHaveProperty('partner', {
      partner_id: partners.hexaIx,
      pairing_key: expect.stringMatching(/^00000000-/),
      disapproved_reason: '',
    })
    for (const absent of [
      'vpc_id',
      'self',
      'routing_policy_id',
      'routing_policy_v4_id',
      'routing_policy_v6_id',
    ]) {
      expect(body).not.toHaveProperty(absent)
    }
  })

  test('on an own connection configures it first, and makes it ready a while later', async () => {
    const { api, call, clock } = await startHarness({ configuringMs: 2000 })
    const created = await call('POST', 'links', { ...selfHosted, peer_asn: 65001, vlan: 2042 })
    expect(created.body).toMatchObject({
      status: 'configuring',
      self: { connection_id: connections.parisOwnPort },
      vlan: 2042,
      peer_bgp_config: { asn: 65001 },
    })
    expect(created.body).not.toHaveProperty('partner')

    const { id } = created.read(resourceBody)
    await clock.advance(1999)
    expect(api.world.link(id)?.status).toBe('configuring')
    await clock.advance(1)
    expect((await call('GET', `links/${id}`)).body).toMatchObject({ status: 'ready' })
  })

  test('is not undone by the end of configuring when something else happened to the link meanwhile', async () => {
    const { api, call, clock } = await startHarness({ configuringMs: 2000 })
    const { id } = (await call('POST', 'links', selfHosted)).read(resourceBody)
    api.world.setStatus(id, 'failed')
    await clock.advance(5000)
    expect(api.world.link(id)?.status).toBe('failed')
  })

  test('may name its routing policies, one of each IP version', async () => {
    const { call } = await startHarness()
    const both = { routing_policy_v4_id: policies.prodV4, routing_policy_v6_id: policies.prodV6 }
    expect((await call('POST', 'links', { ...hosted, ...both })).body).toMatchObject(both)
  })

  test.each([
    ['without a name', without(hosted, 'name'), 'name', 'required'],
    ['with an empty name', { ...hosted, name: '' }, 'name', 'constraint'],
    ['with a name of 256 characters', { ...hosted, name: 'x'.repeat(256) }, 'name', 'constraint'],
    ['with a name that is a number', { ...hosted, name: 7 }, 'name', 'format'],
    ['without a project', without(hosted, 'project_id'), 'project_id', 'required'],
    ['with a project that is no UUID', { ...hosted, project_id: 'default' }, 'project_id', 'format'],
    ['without a PoP', without(hosted, 'pop_id'), 'pop_id', 'required'],
    ['without a bandwidth', without(hosted, 'bandwidth_mbps'), 'bandwidth_mbps', 'required'],
    ['with a bandwidth of zero', { ...hosted, bandwidth_mbps: 0 }, 'bandwidth_mbps', 'constraint'],
    ['beyond every bandwidth', { ...hosted, bandwidth_mbps: 100_000_001 }, 'bandwidth_mbps', 'constraint'],
    [
      'with a bandwidth the PoP does not sell',
      { ...hosted, bandwidth_mbps: 51 },
      'bandwidth_mbps',
      'constraint',
    ],
    ['on nothing', without(hosted, 'partner_id'), 'partner_id', 'required'],
    ['on both', { ...hosted, connection_id: connections.parisOwnPort }, 'connection_id', 'constraint'],
    [
      'of a partner absent from the PoP',
      { ...hosted, partner_id: partners.hexaIx, pop_id: pops.dc5 },
      'partner_id',
      'constraint',
    ],
    ['of a partner, choosing the VLAN', { ...hosted, vlan: 3100 }, 'vlan', 'constraint'],
    ['on a connection of another PoP', { ...selfHosted, pop_id: pops.dc3 }, 'pop_id', 'constraint'],
    [
      'with a bandwidth the connection lacks',
      { ...selfHosted, bandwidth_mbps: 50 },
      'bandwidth_mbps',
      'constraint',
    ],
    ['with a VLAN out of range', { ...selfHosted, vlan: 99 }, 'vlan', 'constraint'],
    ['with an AS number of zero', { ...selfHosted, peer_asn: 0 }, 'peer_asn', 'constraint'],
    ['with an AS number above 65534', { ...selfHosted, peer_asn: 65535 }, 'peer_asn', 'constraint'],
    [
      'with an IPv6 policy for IPv4',
      { ...hosted, routing_policy_v4_id: policies.prodV6 },
      'routing_policy_v4_id',
      'constraint',
    ],
    [
      'with an IPv4 policy for IPv6',
      { ...hosted, routing_policy_v6_id: policies.prodV4 },
      'routing_policy_v6_id',
      'constraint',
    ],
    ['with tags that are text', { ...hosted, tags: 'a' }, 'tags', 'format'],
  ])('%s is refused as invalid, naming the argument', async (_what, body, argument_name, reason) => {
    const { api, call } = await startHarness()
    const answer = await call('POST', 'links', body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name, reason }] })
    expect(api.world.links()).toEqual([])
  })

  test('with a VLAN that another link of the PoP has is refused', async () => {
    const { call } = await startHarness()
    await call('POST', 'links', { ...selfHosted, vlan: 2050 })
    expect((await call('POST', 'links', { ...selfHosted, vlan: 2050 })).body).toMatchObject({
      details: [{ argument_name: 'vlan' }],
    })
  })

  test('with several mistakes names them all', async () => {
    const { call } = await startHarness()
    const { body } = await call('POST', 'links', { name: '', pop_id: 'x' })
    expect(body).toMatchObject({
      details: [
        { argument_name: 'project_id' },
        { argument_name: 'name' },
        { argument_name: 'pop_id' },
        { argument_name: 'bandwidth_mbps' },
      ],
    })
  })

  test.each([
    ['PoP', { ...hosted, pop_id: pops.am5 }, 'pop', pops.am5],
    ['partner', { ...hosted, partner_id: partners.polderFabric }, 'partner', partners.polderFabric],
    [
      'connection',
      { ...selfHosted, connection_id: connections.amsterdamOwnPort },
      'dedicated_connection',
      connections.amsterdamOwnPort,
    ],
    [
      'routing policy',
      { ...hosted, routing_policy_v4_id: policies.warsawV4 },
      'routing_policy',
      policies.warsawV4,
    ],
  ])('with a %s of another region is not found', async (_what, body, resource, resource_id) => {
    const { call } = await startHarness()
    const answer = await call('POST', 'links', body)
    expect([answer.status, answer.body]).toEqual([
      404,
      { type: 'not_found', message: 'resource is not found', resource, resource_id },
    ])
  })

  test('with a body that is no JSON gets an untyped 400', async () => {
    const { call } = await startHarness()
    const answer = await call('POST', 'links', '{"name":')
    expect([answer.status, answer.body]).toEqual([400, { message: expect.any(String) }])
  })
})
