import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import { catalogWorld, linkFixture } from '../../../src/simulator/interlink/world.ts'
import { type Harness, SECRET_KEY, START, startHarness } from './harness.ts'

const LINK = 'f00dcafe-0000-4000-8000-000000000201'
const HOUR = 3_600_000
const page = z.object({
  events: z.array(z.record(z.string(), z.unknown())),
  next_page_token: z.string().optional(),
})

const withLink = (options: Parameters<typeof startHarness>[0] = {}) =>
  startHarness({ world: { ...catalogWorld(), links: [linkFixture({ id: LINK })] }, ...options })

async function list(harness: Harness, query: Record<string, string> = {}, region = 'fr-par') {
  const search = new URLSearchParams({ organization_id: demoIds.organization, ...query })
  return harness.fetch(`/audit-trail/v1alpha1/regions/${region}/events?${search}`)
}

const events = async (harness: Harness, query: Record<string, string> = {}) =>
  (await list(harness, query)).read(page).events

const write = (harness: Harness, path: string, userAgent: string, secretKey = SECRET_KEY) =>
  harness.fetch(`/interlink/v1beta1/regions/fr-par/links/${LINK}/${path}`, {
    method: 'POST',
    body: '{}',
    headers: { 'User-Agent': userAgent, 'X-Auth-Token': secretKey },
  })

describe('the Audit Trail', () => {
  test('records a write with its method, link, caller and user agent', async () => {
    const harness = await withLink()
    await write(harness, 'disable-route-propagation', 'terraform-provider/2.60.0')
    const [event, ...others] = await events(harness)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      recorded_at: '2026-04-15T15:49:30.752000Z',
      locality: 'fr-par',
      principal: { id: expect.any(String) },
      organization_id: demoIds.organization,
      project_id: demoIds.project,
      source_ip: '203.0.113.7',
      user_agent: 'terraform-provider/2.60.0',
      product_name: 'interlink',
      service_name: 'interlink',
      method_name: 'DisableRoutePropagation',
      resources: [{ id: LINK, type: 'interlink_link', name: 'paris-prod' }],
      status_code: 200,
    })
  })

  test.each([
    ['PATCH', `links/${LINK}`, { name: 'new' }, 'UpdateLink'],
    ['POST', `links/${LINK}/detach-vpc`, {}, 'DetachVpc'],
    ['DELETE', `links/${LINK}`, undefined, 'DeleteLink'],
  ])('calls %s %s by its method %#', async (method, path, body, name) => {
    const harness = await withLink()
    await harness.call(method, path, body)
    expect(await events(harness, { resource_id: LINK })).toMatchObject([{ method_name: name }])
  })

  test('records neither reads nor writes that were wrong, but those that lacked a right', async () => {
    const keys = [{ secretKey: 'reads', interlink: 'read', vpc: 'none', principalId: 'reader' }] as const
    const harness = await withLink({ keys })
    await harness.call('GET', 'links')
    await harness.call('POST', `links/${LINK}/attach-vpc`, { vpc_id: 'nonsense' })
    await write(harness, 'disable-route-propagation', 'curl/8', 'reads')
    expect(await events(harness)).toMatchObject([{ status_code: 403, principal: { id: 'reader' } }])
  })

  test('records what the world does in the name of somebody', async () => {
    const harness = await withLink()
    const actor = { principalId: 'somebody', userAgent: 'Mozilla/5.0' }
    harness.api.world.setLinkAs(actor, LINK, { vpc_id: null })
    expect(harness.api.world.link(LINK)?.vpc_id).toBeNull()
    expect(await events(harness)).toMatchObject([
      { method_name: 'DetachVpc', principal: { id: 'somebody' }, user_agent: 'Mozilla/5.0' },
    ])
  })

  test('lists newest first, the last hour unless told otherwise, page by page', async () => {
    const harness = await withLink()
    await write(harness, 'disable-route-propagation', 'first')
    await harness.clock.advance(HOUR)
    await write(harness, 'enable-route-propagation', 'second')
    await harness.clock.advance(1000)
    await write(harness, 'disable-route-propagation', 'third')
    const agents = (found: readonly Record<string, unknown>[]) => found.map(({ user_agent }) => user_agent)
    expect(agents(await events(harness))).toEqual(['third', 'second'])
    const all = { recorded_after: new Date(START).toISOString() }
    expect(agents(await events(harness, { ...all, order_by: 'recorded_at_asc' }))).toEqual([
      'first',
      'second',
      'third',
    ])
    expect(agents(await events(harness, { ...all, method_name: 'EnableRoutePropagation' }))).toEqual([
      'second',
    ])
    const first = (await list(harness, { ...all, page_size: '2' })).read(page)
    expect(agents(first.events)).toEqual(['third', 'second'])
    const rest = await list(harness, { ...all, page_size: '2', page_token: first.next_page_token ?? '' })
    expect(agents(rest.read(page).events)).toEqual(['first'])
    expect(rest.read(page).next_page_token).toBeUndefined()
  })

  test('needs an organization, a right in it, and a region that has one', async () => {
    const harness = await withLink({ keys: [{ secretKey: 'no-right', interlink: 'write', vpc: 'read' }] })
    const path = '/audit-trail/v1alpha1/regions/fr-par/events'
    const denied = { type: 'permissions_denied', details: [{ resource: 'audit_trail', action: 'read' }] }
    expect(await harness.fetch(path)).toMatchObject({
      status: 400,
      body: { type: 'invalid_arguments', details: [{ argument_name: 'organization_id' }] },
    })
    expect(
      await harness.fetch(`${path}?organization_id=${demoIds.organization}`, {
        headers: { 'X-Auth-Token': 'no-right' },
      }),
    ).toMatchObject({ status: 403, body: denied })
    expect(await list(harness, { organization_id: LINK })).toMatchObject({ status: 403, body: denied })
    expect((await list(harness, {}, 'pl-waw')).status).toBe(404)
  })
})
