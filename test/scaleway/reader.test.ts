import { afterEach, describe, expect, test } from 'vitest'
import { sendJson } from '../support/http-server.ts'
import { aWireConnection, aWireLink, aWireSelfHostedLink, WIRE_PAIRING_KEY } from '../support/wire.ts'
import { closeServers, forbidden, list, NOW, paths, scope, seen, setUp } from './reading.ts'

afterEach(closeServers)

describe('reading a scope', () => {
  test('yields its links and all that they may refer to', async () => {
    const { readScope } = await setUp({
      links: list('links', aWireLink(), aWireSelfHostedLink({ id: 'own' })),
    })

    expect(seen(await readScope())).toMatchObject({
      type: 'seen',
      scope,
      at: NOW,
      links: [{ name: 'recorded-link' }, { id: 'own' }],
      malformed: [],
      directory: {
        partners: [{ name: 'FranceIX' }],
        pops: [{ city: 'Paris' }],
        connections: [{ status: 'active' }],
        vpcs: [{ name: 'production' }],
        policies: [{ family: 'ipv4' }],
      },
      unread: [],
    })
  })

  test('asks for links at every poll, for connections every minute and for names every five minutes', async () => {
    const { readScope, clock, asked } = await setUp()
    await readScope()
    await readScope()
    expect([asked('links'), asked('connections'), asked('pops')]).toEqual([2, 1, 1])
    await clock.advance(60_000)
    await readScope()
    expect([asked('links'), asked('connections'), asked('pops')]).toEqual([3, 2, 1])
    await clock.advance(240_000)
    await readScope()
    expect([asked('links'), asked('connections'), asked('pops'), asked('vpcs')]).toEqual([4, 3, 2, 2])
  })

  test('narrows what belongs to an organization to the one that was named, and nothing else', async () => {
    const { readScope, server } = await setUp({}, 'the-organization')
    await readScope()
    const narrowed = server.requests
      .filter(({ url }) => url.searchParams.get('organization_id') === 'the-organization')
      .map(({ url }) => url.pathname)

    expect(narrowed.sort()).toEqual([paths.connections, paths.links, paths.policies, paths.vpcs].sort())
  })

  test('reports a malformed link and keeps the others', async () => {
    const { readScope } = await setUp({
      links: list('links', { ...aWireLink({ id: 'bad' }), created_at: 'yesterday' }, aWireLink()),
    })

    expect(seen(await readScope())).toMatchObject({
      links: [{ name: 'recorded-link' }],
      malformed: [{ id: 'bad', problem: 'created_at is not valid' }],
    })
  })

  test('reports a list that comes short of its count as a link that could not be read', async () => {
    const { readScope } = await setUp({
      links: (response) => sendJson(response, 200, { links: [aWireLink()], total_count: 2 }),
    })

    expect(seen(await readScope()).malformed).toEqual([
      { id: null, problem: 'A link may be missing: the API counts 2 but lists 1.' },
    ])
  })

  test('fails when the links cannot be read, though all else can', async () => {
    const { readScope } = await setUp({ links: (response) => response.writeHead(502).end('<html>') })

    expect(await readScope()).toMatchObject({
      type: 'failed',
      scope,
      at: NOW,
      failure: { reason: 'server_error', status: 502 },
    })
  })

  test('fails for an answer that is no list of links', async () => {
    const { readScope } = await setUp({ links: (response) => sendJson(response, 200, {}) })

    expect(await readScope()).toMatchObject({
      failure: { reason: 'malformed', requestId: 'req-1', message: expect.stringContaining('links') },
    })
  })

  test('goes on without a kind that fails, and says why', async () => {
    const { readScope } = await setUp({ pops: (response) => response.writeHead(500).end() })
    const snapshot = seen(await readScope())

    expect(snapshot.links).toHaveLength(1)
    expect(snapshot.directory.pops).toBeNull()
    expect(snapshot.directory.partners).toHaveLength(1)
    expect(snapshot.unread).toMatchObject([{ kind: 'pops', failure: { reason: 'server_error' } }])
  })

  test('goes on without the VPCs that the key may not read, and does not ask again for ten minutes', async () => {
    const { readScope, clock, asked } = await setUp({ vpcs: forbidden })
    const first = seen(await readScope())
    await clock.advance(599_000)
    const later = seen(await readScope())

    expect(first.unread).toMatchObject([{ kind: 'vpcs', failure: { reason: 'forbidden' } }])
    expect(first.unread[0]?.failure.message).toContain('read rights on VPC')
    expect(later.unread).toEqual(first.unread)
    expect(asked('vpcs')).toBe(1)
    await clock.advance(1_000)
    await readScope()
    expect(asked('vpcs')).toBe(2)
  })

  test.each([
    ['partners', { partner: { partner_id: 'new', pairing_key: WIRE_PAIRING_KEY } }],
    ['pops', { pop_id: 'new' }],
    ['vpcs', { vpc_id: 'new' }],
    ['policies', { routing_policy_v6_id: 'new' }],
  ] as const)(
    'asks for the %s again when a link refers to a new one, and once only',
    async (kind, reference) => {
      const { readScope, answers, asked } = await setUp()
      await readScope()
      answers.links = list('links', aWireLink(reference))
      await readScope()
      await readScope()
      await readScope()

      expect(asked(kind)).toBe(2)
      expect(asked('connections')).toBe(1)
    },
  )

  test('asks for the connections again when a link refers to a new one', async () => {
    const { readScope, answers, asked } = await setUp()
    await readScope()
    answers.links = list('links', aWireSelfHostedLink({ self: { connection_id: 'new' } }))
    answers.connections = list('connections', aWireConnection({ id: 'new', name: 'second-port' }))

    expect(seen(await readScope()).directory.connections).toMatchObject([{ name: 'second-port' }])
    expect(asked('connections')).toBe(2)
  })

  test('does not wait long for names once the links are known', async () => {
    const { reader, clock, server } = await setUp({ vpcs: () => {} })
    const result = reader.readScope(scope, new AbortController().signal)
    await server.seen(6)
    // The links' answer is on its way: time goes on until the snapshot is there, in steps too small for a timeout.
    let done = false
    const finished = result.finally(() => {
      done = true
    })
    while (!done) {
      if (clock.now() < NOW + 9_000) await clock.advance(10)
      else await new Promise((resolve) => setImmediate(resolve))
    }
    const snapshot = seen(await finished)

    expect(snapshot.links).toHaveLength(1)
    expect(snapshot.unread).toMatchObject([{ kind: 'vpcs', failure: { reason: 'timeout' } }])
    expect(clock.now()).toBeLessThan(NOW + 10_000)
  })

  test('fails with a timeout as the caller’s time is up', async () => {
    const { reader, server } = await setUp({ links: () => {} })
    const abort = new AbortController()
    const result = reader.readScope(scope, abort.signal)
    await server.seen(6)
    abort.abort()

    expect(await result).toMatchObject({ type: 'failed', failure: { reason: 'timeout' } })
  })

  test('asks nothing when the time is up already', async () => {
    const { reader, server } = await setUp()

    expect(await reader.readScope(scope, AbortSignal.abort())).toMatchObject({
      failure: { reason: 'timeout' },
    })
    expect(server.requests).toHaveLength(0)
  })

  test('of a region that the API does not know fails, and is not an empty region', async () => {
    const { readScope } = await setUp({
      links: (response) => sendJson(response, 404, { message: 'unknown region' }),
    })

    expect(await readScope()).toMatchObject({ type: 'failed', failure: { reason: 'refused', status: 404 } })
  })

  test('reports each request by operation, region and outcome', async () => {
    const { readScope, events } = await setUp({ vpcs: forbidden })
    await readScope()

    expect(
      events.map(({ operation, region, outcome }) => `${operation} ${region} ${outcome}`).sort(),
    ).toEqual([
      'list_connections fr-par ok',
      'list_links fr-par ok',
      'list_partners fr-par ok',
      'list_policies fr-par ok',
      'list_pops fr-par ok',
      'list_vpcs fr-par forbidden',
    ])
  })
})
