import { expect, test } from 'vitest'
import { z } from 'zod'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { startHarness } from './harness.ts'

const PATH = '/vpc/v2/regions/fr-par/routes-with-nexthop'
const listed = z.object({
  routes: z.array(
    z.object({
      route: z.object({ id: z.uuid(), type: z.string(), destination: z.string(), vpc_id: z.uuid() }),
    }),
  ),
  total_count: z.number(),
})

async function started() {
  const harness = await startHarness()
  const learned = async (query = '') => {
    const answer = await harness.fetch(`${PATH}?vpc_id=${demoIds.vpcs.prod}${query}`)
    const { routes } = answer.read(listed)
    return routes.filter(({ route }) => route.type === 'interlink').map(({ route }) => route.destination)
  }
  return { ...harness, learned }
}

test('a VPC has a subnet for each Private Network, and learns nothing without a link', async () => {
  const { fetch } = await started()
  const { routes, total_count } = (await fetch(`${PATH}?vpc_id=${demoIds.vpcs.prod}`)).read(listed)
  expect(total_count).toBe(4)
  expect(routes.map(({ route }) => route.type)).toEqual(['subnet', 'subnet', 'subnet', 'subnet'])
})

test('a VPC learns what the policies of its links accept, over sessions that are up and propagated', async () => {
  const { api, learned } = await started()
  const link = api.world.addLink()
  expect(await learned()).toEqual(['10.20.0.0/16', '2001:db8:20::/48'])
  api.world.setLink(link.id, { bgp_v6_status: 'down' })
  expect(await learned()).toEqual(['10.20.0.0/16'])
  api.world.setLink(link.id, { enable_route_propagation: false })
  expect(await learned()).toEqual([])
})

test('a VPC learns nothing that the peer does not announce', async () => {
  const { api, learned } = await started()
  const link = api.world.addLink()
  api.world.setLink(link.id, { hidden: { ...link.hidden, announced: ['10.20.0.0/16', '192.0.2.0/24'] } })
  expect(await learned()).toEqual(['10.20.0.0/16'])
})

test('routes are listed page by page, by family, and each with an id of its own', async () => {
  const { api, fetch, learned } = await started()
  api.world.addLink()
  expect(await learned('&is_ipv6=true')).toEqual(['2001:db8:20::/48'])
  const ids = new Set<string>()
  for (const page of [1, 2, 3]) {
    const answer = (await fetch(`${PATH}?vpc_id=${demoIds.vpcs.prod}&page=${page}&page_size=2`)).read(listed)
    expect(answer.total_count).toBe(6)
    for (const { route } of answer.routes) ids.add(route.id)
  }
  expect(ids.size).toBe(6)
})

test('routes need the right to read VPCs', async () => {
  const harness = await startHarness({ keys: [{ secretKey: 'no-vpc', interlink: 'write', vpc: 'none' }] })
  const answer = await harness.fetch(PATH, { headers: { 'X-Auth-Token': 'no-vpc' } })
  expect(answer.status).toBe(403)
})
