import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { timestamp } from '../../../src/simulator/interlink/rows.ts'
import { START, startHarness } from './harness.ts'

const { policies, vpcs } = demoIds
const bare = {
  vpc_id: null,
  routing_policy_v4_id: null,
  routing_policy_v6_id: null,
  enable_route_propagation: false,
}

describe('attaching and detaching', () => {
  test.each([
    ['attach-vpc', bare, { vpc_id: vpcs.prod }, { vpc_id: vpcs.prod }],
    ['attach-vpc', { vpc_id: vpcs.prod }, { vpc_id: vpcs.staging }, { vpc_id: vpcs.staging }],
    [
      'attach-routing-policy',
      bare,
      { routing_policy_id: policies.prodV4 },
      { routing_policy_v4_id: policies.prodV4 },
    ],
    [
      'attach-routing-policy',
      bare,
      { routing_policy_id: policies.prodV6 },
      { routing_policy_v6_id: policies.prodV6 },
    ],
    [
      'set-routing-policy',
      {},
      { routing_policy_id: policies.stagingV4 },
      { routing_policy_v4_id: policies.stagingV4, enable_route_propagation: true },
    ],
    ['enable-route-propagation', bare, {}, { enable_route_propagation: true }],
    ['disable-route-propagation', {}, {}, { enable_route_propagation: false }],
  ])('%s changes the link and moves updated_at', async (path, before, body, expected) => {
    const { api, call, clock } = await startHarness()
    const link = api.world.addLink(before)
    await clock.advance(1000)
    const answer = await call('POST', `links/${link.id}/${path}`, body)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ ...expected, updated_at: timestamp(START + 1000) })
  })

  test('detaching the VPC turns propagation off, and the field is absent from then on', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    const { body } = await call('POST', `links/${id}/detach-vpc`, {})
    expect(body).toMatchObject({ enable_route_propagation: false })
    expect(body).not.toHaveProperty('vpc_id')
  })

  test('detaching a routing policy turns propagation off and ends the session of its family only', async () => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink()
    const { body } = await call('POST', `links/${id}/detach-routing-policy`, {
      routing_policy_id: policies.prodV6,
    })
    expect(body).toMatchObject({
      enable_route_propagation: false,
      bgp_v4_status: 'up',
      bgp_v6_status: 'disabled',
      routing_policy_v4_id: policies.prodV4,
    })
    expect(body).not.toHaveProperty('routing_policy_v6_id')
  })

  test('attaching a policy begins a session on a provisioned link, and none on a requested one', async () => {
    const { api, call } = await startHarness()
    const active = api.world.addLink({ ...bare, bgp_v4_status: 'disabled', bgp_v6_status: 'disabled' })
    const requested = api.world.addLink({ ...bare, status: 'requested', bgp_v4_status: 'disabled' })
    const attach = async (id: string) =>
      (await call('POST', `links/${id}/attach-routing-policy`, { routing_policy_id: policies.prodV4 })).body
    expect(await attach(active.id)).toMatchObject({ bgp_v4_status: 'up' })
    expect(await attach(requested.id)).toMatchObject({ bgp_v4_status: 'disabled' })
  })

  test.each([
    ['detach-vpc', bare, {}, 'attribute_must_be_set'],
    ['attach-routing-policy', {}, { routing_policy_id: policies.stagingV4 }, 'resource_still_in_use'],
    ['detach-routing-policy', {}, { routing_policy_id: policies.stagingV4 }, 'attribute_must_be_set'],
    ['set-routing-policy', bare, { routing_policy_id: policies.stagingV4 }, 'attribute_must_be_set'],
    ['attach-vpc', { status: 'deprovisioning' }, { vpc_id: vpcs.prod }, 'attribute_must_be_set'],
  ])('%s without its precondition is refused with 412', async (path, before, body, precondition) => {
    const { api, call } = await startHarness()
    const link = api.world.addLink(before)
    const answer = await call('POST', `links/${link.id}/${path}`, body)
    expect(answer.status).toBe(412)
    expect(answer.body).toMatchObject({
      type: 'precondition_failed',
      precondition,
      help_message: expect.stringMatching(/./),
    })
    expect(api.world.link(link.id)).toEqual(link)
  })

  test.each([
    ['attach-vpc', { vpc_id: vpcs.amsterdamProd }, 'vpc', vpcs.amsterdamProd],
    [
      'attach-routing-policy',
      { routing_policy_id: policies.amsterdamV4 },
      'routing_policy',
      policies.amsterdamV4,
    ],
  ])('%s of another region is not found', async (path, body, resource, resource_id) => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink(bare)
    const answer = await call('POST', `links/${id}/${path}`, body)
    expect([answer.status, answer.body]).toMatchObject([404, { type: 'not_found', resource, resource_id }])
  })

  test.each([
    ['attach-vpc', {}, 'vpc_id', 'required'],
    ['attach-vpc', { vpc_id: 'prod' }, 'vpc_id', 'format'],
    ['attach-routing-policy', {}, 'routing_policy_id', 'required'],
  ])('%s with a wrong body is refused as invalid', async (path, body, argument_name, reason) => {
    const { api, call } = await startHarness()
    const { id } = api.world.addLink(bare)
    const answer = await call('POST', `links/${id}/${path}`, body)
    expect(answer.body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name, reason }] })
  })

  test('of a link that is not there is not found', async () => {
    const { call } = await startHarness()
    const id = 'f00dcafe-0000-4000-8000-00000000ffff'
    expect((await call('POST', `links/${id}/enable-route-propagation`, {})).body).toMatchObject({
      type: 'not_found',
      resource: 'link',
      resource_id: id,
    })
  })
})
