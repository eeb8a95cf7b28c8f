import { afterEach, describe, expect, test } from 'vitest'
import { sendJson } from '../support/http-server.ts'
import { closeServers, setUp, start } from './calling.ts'

afterEach(closeServers)

describe('a request', () => {
  test('carries the key in X-Auth-Token and says who asks', async () => {
    const { server, get } = await setUp((_, response) => sendJson(response, 200, {}))
    await get()

    expect(server.requests[0]?.headers).toMatchObject({
      'x-auth-token': 'the-secret-key',
      'user-agent': 'interlink-bot/1.2.3',
    })
  })

  test('that succeeds yields the data and the request id', async () => {
    const { get, events } = await setUp((_, response) => sendJson(response, 200, { a: 1 }))

    expect(await get()).toEqual({ type: 'ok', data: { a: 1 }, requestId: 'req-1' })
    expect(events).toEqual([
      {
        operation: 'list_links',
        region: 'fr-par',
        outcome: 'ok',
        durationMs: 0,
        status: 200,
        requestId: 'req-1',
        attempt: 1,
      },
    ])
  })

  test('is not redirected, lest the key go along to another host', async () => {
    const elsewhere = await start((_, response) => sendJson(response, 200, {}))
    const { get } = await setUp((_, response) => {
      response.writeHead(302, { Location: elsewhere.url }).end()
    })

    expect(await get()).toMatchObject({ type: 'failed', failure: { reason: 'refused', status: 302 } })
    expect(elsewhere.requests).toHaveLength(0)
  })
})

describe('an answer of 200', () => {
  const html = '<html><body>Welcome 5ec7e700-5ec7-45ec-85ec-5ec7e75ec7e7</body></html>'

  test('that is HTML is malformed, is not asked for again, and is not quoted', async () => {
    const { get, server, events } = await setUp((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'X-Request-Id': 'req-9' }).end(html)
    })
    const result = await get()

    expect(result).toMatchObject({
      failure: { reason: 'malformed', status: 200, requestId: 'req-9', retryable: false },
    })
    expect(JSON.stringify(result)).toContain('HTML')
    expect(JSON.stringify(result)).not.toContain('5ec7e700')
    expect(server.requests).toHaveLength(1)
    expect(events).toMatchObject([{ outcome: 'malformed', requestId: 'req-9' }])
  })

  test.each([
    ['nothing', ''],
    ['spaces', '  '],
    ['half of an object', '{"links": ['],
    ['the word undefined', 'undefined'],
  ])('that is %s is malformed', async (_, body) => {
    const { get } = await setUp((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
    })

    expect(await get()).toMatchObject({ failure: { reason: 'malformed' } })
  })

  test('whose data the parser refuses is malformed, with the parser’s problem', async () => {
    const { get } = await setUp((_, response) => sendJson(response, 200, 'wrong'))

    expect(await get()).toMatchObject({
      failure: { reason: 'malformed', message: expect.stringContaining('it is wrong'), requestId: 'req-1' },
    })
  })

  test('is read with a charset in its Content-Type, too', async () => {
    const { get } = await setUp((_, response) =>
      sendJson(response, 200, 1, { 'Content-Type': 'application/json; charset=utf-8' }),
    )

    expect(await get()).toMatchObject({ type: 'ok', data: 1 })
  })

  test('that does not end is cut off as too large', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ')
    const { get } = await setUp((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write(chunk)) {}
      }
      response.on('drain', more)
      more()
    })

    expect(await get()).toMatchObject({
      failure: { reason: 'malformed', message: expect.stringContaining('too large') },
    })
  })
})

describe('a host that cannot be reached', () => {
  test('whose port is closed is a network failure that names the error', async () => {
    const closed = await start(() => {})
    await closed.close()
    const { get } = await setUp(() => {}, { apiUrl: closed.url })

    expect(await get()).toMatchObject({
      failure: { reason: 'network', message: expect.stringContaining('ECONNREFUSED'), retryable: true },
    })
  })

  test('whose name does not resolve is a network failure', async () => {
    const notFound = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
    const { get, events } = await setUp(() => {}, {
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: notFound })),
    })

    expect(await get()).toMatchObject({ failure: { message: expect.stringContaining('(ENOTFOUND)') } })
    expect(events).toHaveLength(3)
  })

  test('never reveals the key, whatever is thrown', async () => {
    const { get } = await setUp(() => {}, {
      fetch: () => Promise.reject(new Error('bad header the-secret-key')),
    })

    expect(JSON.stringify(await get())).not.toContain('the-secret-key')
  })
})
