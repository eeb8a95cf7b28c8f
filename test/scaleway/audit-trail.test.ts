import { afterEach, describe, expect, test } from 'vitest'
import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createAuditTrail } from '../../src/scaleway/audit-trail.ts'
import type { ChangedResource } from '../../src/watch/ports.ts'
import { manualClock } from '../support/clock.ts'
import { type Answering, sendJson } from '../support/http-server.ts'
import { closeServers, NOW, scope, start } from './reading.ts'

const SINCE = NOW - 90_000
const TERRAFORM =
  'scaleway-sdk-go/v1.0.0-beta.35 (go1.24; linux; amd64) terraform-provider/2.60.0 terraform/1.13.1'
const HOUR = 3_600_000

afterEach(closeServers)

const changed = (overrides: Partial<ChangedResource> = {}): ChangedResource => ({
  id: 'link-1',
  organizationId: 'org-1',
  changes: ['propagation'],
  ...overrides,
})

const anEvent = (overrides: object = {}) => ({
  id: 'event-1',
  recorded_at: new Date(NOW - 20_000).toISOString(),
  locality: 'fr-par',
  principal: { id: 'user-1' },
  organization_id: 'org-1',
  source_ip: '203.0.113.7',
  user_agent: TERRAFORM,
  product_name: 'interlink',
  service_name: 'interlink',
  method_name: 'DisableRoutePropagation',
  resources: [{ id: 'link-1', type: 'interlink_link', name: 'paris' }],
  request_id: 'req-9',
  request_body: { secret: 'do-not-keep' },
  status_code: 200,
  ...overrides,
})

const answering =
  (...events: unknown[]): Answering =>
  (_request, response) =>
    sendJson(response, 200, { events })

async function setUp(answer: Answering) {
  const server = await start(answer)
  const clock = manualClock(NOW)
  const sentences: string[] = []
  const events: RequestEvent[] = []
  const trail = createAuditTrail({
    apiUrl: server.url,
    secretKey: 'the-secret-key',
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    userAgentVersion: '0.0.0',
    onUnavailable: (sentence) => sentences.push(sentence),
    onRequest: (event) => events.push(event),
  })
  const ask = (links: readonly ChangedResource[] = [changed()], signal = new AbortController().signal) =>
    trail.changesOf(scope, links, SINCE, signal)
  return { server, clock, sentences, events, ask }
}

describe('who changed a link', () => {
  test('is asked for by organization, link and window, newest first', async () => {
    const { server, ask, events } = await setUp(answering())
    expect(await ask()).toEqual(new Map())
    expect(server.requests).toHaveLength(1)
    const { pathname, searchParams } = server.requests[0]?.url ?? new URL('http://none')
    expect(pathname).toBe('/audit-trail/v1alpha1/regions/fr-par/events')
    expect(Object.fromEntries(searchParams)).toEqual({
      organization_id: 'org-1',
      resource_id: 'link-1',
      recorded_after: new Date(SINCE).toISOString(),
      order_by: 'recorded_at_desc',
      page_size: '100',
    })
    expect(server.requests[0]?.headers['x-auth-token']).toBe('the-secret-key')
    expect(events).toMatchObject([{ operation: 'list_audit_events', outcome: 'ok' }])
  })

  test('is told by id, tool and time, and nothing else of the event is kept', async () => {
    const { ask } = await setUp(answering(anEvent()))
    expect(await ask()).toEqual(new Map([['link-1', { by: 'user-1', tool: 'terraform', at: NOW - 20_000 }]]))
  })

  test('is the one who made the latest write that explains the change', async () => {
    const at = (seconds: number) => ({ recorded_at: new Date(NOW - seconds * 1000).toISOString() })
    const { ask } = await setUp(
      answering(
        anEvent({ ...at(5), principal: { id: 'renamed-it' }, method_name: 'UpdateLink' }),
        anEvent({ ...at(8), principal: { id: 'was-refused' }, status_code: 403 }),
        anEvent({ ...at(9), principal: { id: 'of-another' }, resources: [{ id: 'link-2' }] }),
        anEvent({ ...at(40), principal: { id: 'earlier' } }),
        anEvent({ ...at(20), principal: { id: 'did-it' }, method_name: 'DetachVpc' }),
      ),
    )
    expect((await ask()).get('link-1')?.by).toBe('did-it')
    expect((await ask([changed({ changes: ['peer_asn'] })])).get('link-1')?.by).toBe('renamed-it')
    expect(await ask([changed({ changes: ['deletion'] })])).toEqual(new Map())
  })

  test('may have used a method that this version does not know, but not one that only reads', async () => {
    const { ask } = await setUp(
      answering(
        anEvent({ principal: { id: 'reader' }, method_name: 'GetLink' }),
        anEvent({ principal: { id: 'writer' }, method_name: 'PatchRoutes' }),
      ),
    )
    expect((await ask()).get('link-1')?.by).toBe('writer')
  })

  test('may be a part of Scaleway itself', async () => {
    const { ask } = await setUp(
      answering(anEvent({ principal: null, system: { name: 'trust-and-safety' }, user_agent: null })),
    )
    expect((await ask()).get('link-1')).toMatchObject({ by: 'trust-and-safety', tool: 'unknown' })
  })

  test('is told although another event cannot be understood', async () => {
    const { ask, sentences } = await setUp(answering('nonsense', anEvent({ recorded_at: 1 }), anEvent()))
    expect((await ask()).get('link-1')?.by).toBe('user-1')
    expect(sentences).toEqual([])
  })

  test.each([
    [TERRAFORM, 'terraform'],
    ['scaleway-sdk-go/v1.0.0-beta.35 (go1.24; darwin; arm64) scaleway-cli/2.42.0', 'cli'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'console'],
    ['scaleway-sdk-js/v1.3.3', 'api'],
    ['curl/8.5.0', 'api'],
    ['something else', 'unknown'],
    [null, 'unknown'],
  ])('with the user agent %j used the tool %s', async (user_agent, tool) => {
    const { ask } = await setUp(answering(anEvent({ user_agent })))
    expect((await ask()).get('link-1')?.tool).toBe(tool)
  })

  test('is asked for 40 links of a region at most', async () => {
    const { server, ask } = await setUp((request, response) => {
      const id = request.url.searchParams.get('resource_id')
      sendJson(response, 200, { events: [anEvent({ resources: [{ id }] })] })
    })
    const links = Array.from({ length: 100 }, (_, index) => changed({ id: `link-${index}` }))
    expect((await ask(links)).size).toBe(40)
    expect(server.requests).toHaveLength(40)
  })
})

describe('an Audit Trail that cannot be read', () => {
  const forbidden: Answering = (_request, response) =>
    sendJson(response, 403, {
      type: 'permissions_denied',
      details: [{ resource: 'audit_trail', action: 'read' }],
    })

  test('for want of the right is told once, and asked again after an hour', async () => {
    const { server, clock, ask, sentences } = await setUp(forbidden)
    const links = [changed(), changed({ id: 'link-2' })]
    expect(await ask(links)).toEqual(new Map())
    expect(await ask(links)).toEqual(new Map())
    expect(server.requests).toHaveLength(1)
    expect(sentences).toEqual([
      'Alerts do not say who changed a link: The Scaleway API key in SCW_SECRET_KEY lacks a right (read on audit_trail): give it read rights on Audit Trail (AuditTrailReadOnly).',
    ])
    await clock.advance(HOUR - 1)
    await ask(links)
    expect(server.requests).toHaveLength(1)
    await clock.advance(1)
    await ask(links)
    expect(server.requests).toHaveLength(2)
    expect(sentences).toHaveLength(1)
  })

  test('in a region that has none is told once, and asked again after an hour', async () => {
    const { server, ask, sentences } = await setUp((_request, response) =>
      sendJson(response, 404, { message: 'unknown region' }),
    )
    await ask()
    await ask()
    expect(server.requests).toHaveLength(1)
    expect(sentences).toHaveLength(1)
    expect(sentences[0]).toContain('Scaleway has no Audit Trail in fr-par, as far as its API tells')
  })

  test('for a moment is asked again at the next change, and tells nobody', async () => {
    const { ask, sentences } = await setUp((_request, response, count) =>
      count === 1 ? sendJson(response, 200, 'wrong') : answering(anEvent())(_request, response, count),
    )
    expect(await ask()).toEqual(new Map())
    expect((await ask()).size).toBe(1)
    expect(sentences).toEqual([])
  })

  test('in time is given up, with what is known by then', async () => {
    const { server, ask, sentences } = await setUp((request, response) => {
      if (request.url.searchParams.get('resource_id') === 'link-1')
        sendJson(response, 200, { events: [anEvent()] })
    })
    const giveUp = new AbortController()
    const asked = ask([changed(), changed({ id: 'link-2' })], giveUp.signal)
    await server.seen(2)
    giveUp.abort()
    expect([...(await asked).keys()]).toEqual(['link-1'])
    expect(sentences).toEqual([])
  })
})
