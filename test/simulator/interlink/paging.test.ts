import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { onePage } from '../../../src/simulator/interlink/paging.ts'
import { demoWorld } from '../../../src/simulator/interlink/world.ts'
import { pageBody } from './bodies.ts'
import { START, startHarness } from './harness.ts'

const { partners, policies, pops, vpcs, connections } = demoIds

describe('a list', () => {
  test('holds twenty unless told, and says how many there are', async () => {
    const { api, call } = await startHarness()
    for (let n = 0; n < 25; n += 1) api.world.addLink()
    const pages = [
      await call('GET', 'links'),
      await call('GET', 'links?page=2'),
      await call('GET', 'links?page=3'),
    ].map((answer) => answer.read(pageBody('links')))
    expect(pages.map(({ rows, total }) => [rows.length, total])).toEqual([
      [20, 25],
      [5, 25],
      [0, 25],
    ])
  })

  test('takes a page_size of 1000, or of 100 at most where it is told so', async () => {
    const [large, small] = [await startHarness(), await startHarness({ pageSizeMax: 100 })]
    expect((await large.call('GET', 'links?page_size=1000')).status).toBe(200)
    expect((await small.call('GET', 'links?page_size=100')).status).toBe(200)
    expect((await small.call('GET', 'links?page_size=1000')).body).toMatchObject({
      type: 'invalid_arguments',
      details: [{ argument_name: 'page_size', reason: 'constraint' }],
    })
  })

  test.each([
    ['links?page=0', 'page', 'constraint'],
    ['links?page=two', 'page', 'format'],
    ['links?page_size=0', 'page_size', 'constraint'],
    ['links?page_size=1001', 'page_size', 'constraint'],
    ['links?order_by=age_asc', 'order_by', 'constraint'],
    ['links?status=broken', 'status', 'constraint'],
    ['links?kind=wireless', 'kind', 'constraint'],
    ['links?vpc_id=prod', 'vpc_id', 'format'],
    ['partners?page=0', 'page', 'constraint'],
    ['partners?pop_ids=TH2', 'pop_ids', 'format'],
    ['pops?page_size=1001', 'page_size', 'constraint'],
    ['pops?dedicated_available=maybe', 'dedicated_available', 'constraint'],
    ['dedicated-connections?order_by=size_asc', 'order_by', 'constraint'],
    ['routing-policies?ipv6=6', 'ipv6', 'constraint'],
  ])('%s is refused as invalid, naming %s', async (path, argument_name, reason) => {
    const { call } = await startHarness()
    const answer = await call('GET', path)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: 'invalid_arguments', details: [{ argument_name, reason }] })
  })

  test.each([
    ['', 'paris-prod-a paris-prod-b dc5-own-port-staging - marseille-backup'],
    ['order_by=created_at_desc', 'marseille-backup - dc5-own-port-staging paris-prod-b paris-prod-a'],
    ['order_by=name_asc', 'dc5-own-port-staging marseille-backup - paris-prod-a paris-prod-b'],
    ['order_by=status_desc&tags=prod', 'paris-prod-a paris-prod-b'],
    ['name=paris-prod', 'paris-prod-a paris-prod-b'],
    ['name=prod-b', 'paris-prod-b'],
    ['name=PARIS', ''],
    ['tags=prod&tags=primary', 'paris-prod-a'],
    ['status=requested', 'marseille-backup'],
    ['status=unknown_link_status', 'paris-prod-a paris-prod-b dc5-own-port-staging - marseille-backup'],
    ['bgp_v6_status=disabled', 'dc5-own-port-staging - marseille-backup'],
    ['bgp_v4_status=unknown_bgp_status&name=prod-a', 'paris-prod-a'],
    [`pop_id=${pops.dc3}`, 'paris-prod-b'],
    ['bandwidth_mbps=200', 'marseille-backup'],
    [`partner_id=${partners.hexaIx}`, 'paris-prod-a marseille-backup'],
    [`vpc_id=${vpcs.staging}`, 'dc5-own-port-staging -'],
    [`routing_policy_id=${policies.prodV6}`, 'paris-prod-a paris-prod-b marseille-backup'],
    ['pairing_key=00000000-0000-4000-8000-000000000404', 'marseille-backup'],
    ['kind=self_hosted', 'dc5-own-port-staging'],
    ['kind=hosted', 'paris-prod-a paris-prod-b - marseille-backup'],
    ['kind=l2_hosted', 'paris-prod-b -'],
    ['kind=l3_hosted', ''],
    [`connection_id=${connections.parisOwnPort}`, 'dc5-own-port-staging'],
    [`project_id=${demoIds.project}&name=prod-a`, 'paris-prod-a'],
    [`organization_id=${demoIds.project}`, ''],
    ['name=&something_new=1&name=prod-a', 'paris-prod-a'],
  ])('of links with %s holds what was asked for, in order', async (query, expected) => {
    const { call } = await startHarness({ world: demoWorld(START) })
    const { rows, total } = (await call('GET', `links?${query}`)).read(pageBody('links'))
    // The name that a careless bot would stumble over is told by its first word.
    const found = rows.map(({ name }) => (name.startsWith('- ') ? '-' : name))
    expect(found.join(' ')).toBe(expected)
    expect(total).toBe(found.length)
  })

  test('whatever the page size, all pages together hold every row once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 50 }), (rows, page_size) => {
        const count = Math.ceil(rows.length / page_size)
        const pages = Array.from({ length: count }, (_, n) => onePage(rows, { page: n + 1, page_size }))
        expect(pages.flat()).toEqual(rows)
      }),
    )
  })
})
