import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { timestamp } from '../../../src/simulator/interlink/rows.ts'
import { START, startHarness } from './harness.ts'

const { pops, connections, policies, vpcs } = demoIds

describe('getting a link', () => {
  test('of another region is not found', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ region: 'nl-ams' })
    expect((await call('GET', `links/${id}`)).status).toBe(404)
  })

  test('by something that is no UUID is refused as invalid', async () => {
    const { call } = await startHarness()
    expect((await call('GET', 'links/paris-prod')).body).toMatchObject({
      type: 'invalid_arguments',
      details: [{ argument_name: 'link_id', reason: 'format' }],
    })
  })
})

describe('updating a link', () => {
  test('changes name and tags, keeps what is left out, and moves updated_at only', async () => {
    const { api, call, clock } = await startHarness()
    const link = api.world.addLink({ name: 'old', tags: ['a'] })
    await clock.advance(1000)
    const { body } = await call('PATCH', `links/${link.id}`, { name: 'new' })
    expect(body).toMatchObject({
      name: 'new',
      tags: ['a'],
      created_at: link.created_at,
      updated_at: timestamp(START + 1000),
    })
  })

  test('gives a self-hosted link another AS number, through configuring and back', async () => {
    const { api, call, clock } = await startHarness({ configuringMs: 3000 })
    const self = { connection_id: connections.parisOwnPort }
    const { id } = api.world.addLink({ self, pop_id: pops.dc5 })
    const { body } = await call('PATCH', `links/${id}`, { peer_asn: 65010 })
    expect(body).toMatchObject({ peer_bgp_config: { asn: 65010 }, status: 'configuring' })
    await clock.advance(3000)
    expect(api.world.link(id)?.status).toBe('active')
  })

  test('refuses another AS number for a hosted link', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    const { body } = await call('PATCH', `links/${id}`, { peer_asn: 65010 })
    expect(body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name: 'peer_asn' }] })
  })
})

describe('deleting a link', () => {
  test.each(['requested', 'refused', 'expired', 'failed', 'provisioning'])(
    'that is %s and was never provisioned removes it at once, without moving updated_at',
    async (status) => {
      const { api, call, clock } = await startHarness()
      const { id, updated_at } = api.world.addLink({ status })
      await clock.advance(1000)
      const answer = await call('DELETE', `links/${id}`)
      expect([answer.status, answer.body]).toMatchObject([200, { status: 'deleted', updated_at }])
      expect((await call('GET', `links/${id}`)).body).toMatchObject({ type: 'not_found', resource: 'link' })
      expect((await call('GET', 'links')).body).toMatchObject({ total_count: 0 })
    },
  )

  test('that a partner provisioned takes both sides: it stays listed until the partner deletes too', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    expect((await call('DELETE', `links/${id}`)).body).toMatchObject({
      status: 'deprovisioning',
      bgp_v4_status: 'disabled',
    })
    expect((await call('DELETE', `links/${id}`)).body).toMatchObject({ status: 'deprovisioning' })
    expect((await call('GET', 'links')).body).toMatchObject({ links: [{ status: 'deprovisioning' }] })
    api.world.partnerDeletes(id)
    expect((await call('GET', `links/${id}`)).status).toBe(404)
  })

  test('that the partner began to delete removes it', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    api.world.partnerDeletes(id)
    expect((await call('GET', `links/${id}`)).body).toMatchObject({ status: 'deprovisioning' })
    expect((await call('DELETE', `links/${id}`)).body).toMatchObject({ status: 'deleted' })
    expect(api.world.links()).toEqual([])
  })

  test('on an own connection removes it at once', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink({ self: { connection_id: connections.parisOwnPort }, vpc_id: vpcs.prod })
    expect((await call('DELETE', `links/${id}`)).body).toMatchObject({ status: 'deleted' })
    expect(api.world.links()).toEqual([])
  })
})

describe('a link that nobody may change now', () => {
  const writes = [
    ['PATCH', '', { name: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/attach-vpc', { vpc_id: vpcs.staging }],
    ['POST', '/detach-vpc', {}],
    ['POST', '/attach-routing-policy', { routing_policy_id: policies.stagingV4 }],
    ['POST', '/detach-routing-policy', { routing_policy_id: policies.prodV4 }],
    ['POST', '/set-routing-policy', { routing_policy_id: policies.stagingV4 }],
    ['POST', '/enable-route-propagation', {}],
    ['POST', '/disable-route-propagation', {}],
  ] as const

  test.each(writes)(
    'because it is configuring answers transient_state to %s %s',
    async (method, path, body) => {
      const { api, call } = await startHarness()
      const link = api.world.addLink({ status: 'configuring' })
      const answer = await call(method, `links/${link.id}${path}`, body)
      expect([answer.status, answer.body]).toEqual([
        409,
        {
          type: 'transient_state',
          message: 'resource is in a transient state',
          resource: 'link',
          resource_id: link.id,
          current_state: 'configuring',
        },
      ])
      expect(api.world.link(link.id)).toEqual(link)
    },
  )

  test.each(writes)('because it is locked answers locked to %s %s', async (method, path, body) => {
    const { api, call } = await startHarness()
    const link = api.world.addLink({ status: 'locked' })
    const answer = await call(method, `links/${link.id}${path}`, body)
    expect([answer.status, answer.body]).toMatchObject([423, { type: 'locked', resource_id: link.id }])
    expect(api.world.link(link.id)).toEqual(link)
  })
})
