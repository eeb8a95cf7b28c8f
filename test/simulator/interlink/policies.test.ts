import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { timestamp } from '../../../src/simulator/interlink/rows.ts'
import { pageBody, resourceBody } from './bodies.ts'
import { START, startHarness } from './harness.ts'

const policy = {
  project_id: demoIds.project,
  name: 'lab',
  prefix_filter_in: ['10.9.0.0/16'],
  prefix_filter_out: ['172.16.0.0/12'],
  is_ipv6: false,
}

describe('routing policies', () => {
  test('are created with 200, changed where told, and deleted with an empty 204', async () => {
    const { call, clock } = await startHarness()
    const created = await call('POST', 'routing-policies', policy)
    expect([created.status, created.body]).toMatchObject([200, { tags: [], updated_at: timestamp(START) }])
    await clock.advance(1000)
    const path = `routing-policies/${created.read(resourceBody).id}`
    const changed = await call('PATCH', path, { prefix_filter_in: [] })
    expect(changed.body).toMatchObject({
      ...policy,
      prefix_filter_in: [],
      updated_at: timestamp(START + 1000),
    })
    const deleted = await call('DELETE', path)
    expect([deleted.status, deleted.text]).toEqual([204, ''])
    expect((await call('GET', path)).body).toMatchObject({ type: 'not_found', resource: 'routing_policy' })
  })

  test.each([
    ['without a name', { ...policy, name: undefined }, 'name', 'required'],
    ['without an IP version', { ...policy, is_ipv6: undefined }, 'is_ipv6', 'required'],
    [
      'with a prefix that is none',
      { ...policy, prefix_filter_in: ['10.9.0.0'] },
      'prefix_filter_in',
      'format',
    ],
    [
      'with an impossible length',
      { ...policy, prefix_filter_out: ['10.0.0.0/33'] },
      'prefix_filter_out',
      'format',
    ],
    [
      'of IPv4 with an IPv6 prefix',
      { ...policy, prefix_filter_in: ['2001:db8::/32'] },
      'prefix_filter_in',
      'constraint',
    ],
    [
      'of IPv6 with an IPv4 prefix',
      { ...policy, is_ipv6: true, prefix_filter_in: [] },
      'prefix_filter_out',
      'constraint',
    ],
  ])('%s are refused as invalid', async (_what, body, argument_name, reason) => {
    const { api, call } = await startHarness()
    const before = api.world.policies()
    const answer = await call('POST', 'routing-policies', body)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name, reason }] })
    expect(api.world.policies()).toEqual(before)
  })

  test('cannot get prefixes of the other IP version later', async () => {
    const { call } = await startHarness()
    const path = `routing-policies/${demoIds.policies.prodV6}`
    expect((await call('PATCH', path, { prefix_filter_in: ['10.0.0.0/8'] })).status).toBe(400)
  })

  test('that a link uses cannot be deleted', async () => {
    const { api, call } = await startHarness()
    api.world.addLink()
    const answer = await call('DELETE', `routing-policies/${demoIds.policies.prodV6}`)
    expect([answer.status, answer.body]).toMatchObject([412, { precondition: 'resource_still_in_use' }])
  })

  test.each([
    ['ipv6=true', 'prod-v6'],
    ['ipv6=false&order_by=name_desc', 'staging-v4 prod-v4'],
    ['name=prod&order_by=name_asc', 'prod-v4 prod-v6'],
  ])('are listed by %s', async (query, expected) => {
    const { call } = await startHarness()
    const { rows } = (await call('GET', `routing-policies?${query}`)).read(pageBody('routing_policies'))
    expect(rows.map((row) => row.name).join(' ')).toBe(expected)
  })
})
