import { afterEach, describe, expect, test } from 'vitest'
import { turn } from '../support/clock.ts'
import { sendJson } from '../support/http-server.ts'
import { closeServers, start } from './calling.ts'
import { setUpWrite } from './writing.ts'

afterEach(closeServers)

describe('a write', () => {
  test('that is answered with 200 is done, with its request id', async () => {
    const { remove, events } = await setUpWrite((_, response) => sendJson(response, 200, { a: 1 }))

    expect(await remove()).toEqual({ type: 'done', value: { a: 1 }, requestId: 'req-1' })
    expect(events).toMatchObject([{ operation: 'delete_link', outcome: 'ok', attempt: 1 }])
  })

  test.each([
    [400, { type: 'invalid_arguments', message: 'no' }],
    [403, { message: 'no' }],
    [404, { type: 'not_found', resource: 'link', message: 'no' }],
    [409, { type: 'transient_state', resource: 'link', current_state: 'configuring', message: 'no' }],
    [412, { type: 'precondition_failed', message: 'no' }],
    [423, { type: 'locked', message: 'no' }],
    [503, { type: 'out_of_stock', message: 'no' }],
    [302, {}],
  ])('that is answered with %i %j is refused for certain, and asked once', async (status, body) => {
    const { remove, server, events } = await setUpWrite((_, response) => sendJson(response, status, body))

    expect(await remove()).toMatchObject({
      type: 'refused',
      failure: { status, requestId: 'req-1' },
    })
    expect(server.requests).toHaveLength(1)
    expect(events).toHaveLength(1)
  })

  test.each([
    [500, {}],
    [502, { message: 'bad gateway' }],
    [503, { message: 'service unavailable' }],
    [504, {}],
    [500, { type: 'of_a_newer_api' }],
  ])('that is answered with %i %j may have been done, and is not asked again', async (status, body) => {
    const { remove, server } = await setUpWrite((_, response) => sendJson(response, status, body))
    const written = await remove()

    expect(written).toMatchObject({ type: 'unknown', failure: { status, requestId: 'req-1' } })
    expect(JSON.stringify(written)).toContain('may have been done all the same: look at what is there')
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['is HTML', '<html></html>'],
    ['is cut off', '{"id":'],
    ['is empty', ''],
    ['is not what was expected', '"wrong"'],
  ])('whose answer of 200 %s may have been done, and is not asked again', async (_, body) => {
    const { remove, server } = await setUpWrite((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'X-Request-Id': 'req-7' }).end(body)
    })

    expect(await remove()).toMatchObject({
      type: 'unknown',
      failure: { reason: 'malformed', requestId: 'req-7' },
    })
    expect(server.requests).toHaveLength(1)
  })

  test('whose connection breaks before the answer may have been done, and is not asked again', async () => {
    const { remove, server } = await setUpWrite((_, response) => void response.destroy())

    expect(await remove()).toMatchObject({ type: 'unknown', failure: { reason: 'network' } })
    expect(server.requests).toHaveLength(1)
  })

  test('that is not answered within 20 s may have been done, and is not asked again', async () => {
    const { remove, server, clock } = await setUpWrite(() => {})
    const writing = remove()
    await server.seen(1)
    await clock.advance(19_999)
    await clock.advance(1)

    expect(await writing).toMatchObject({
      type: 'unknown',
      failure: { reason: 'timeout', message: expect.stringContaining('did not answer within 20 s; it may') },
    })
    expect(server.requests).toHaveLength(1)
  })

  test('that its caller gives up on may have been done', async () => {
    const { remove, server } = await setUpWrite(() => {})
    const abort = new AbortController()
    const writing = remove(abort.signal)
    await server.seen(1)
    abort.abort()

    expect(await writing).toMatchObject({ type: 'unknown', failure: { reason: 'timeout' } })
  })

  test('whose caller gave up before it is never sent', async () => {
    const { remove, server, events } = await setUpWrite((_, response) => sendJson(response, 200, {}))

    expect(await remove(AbortSignal.abort())).toMatchObject({
      type: 'refused',
      failure: { reason: 'timeout' },
    })
    expect([server.requests.length, events.length]).toEqual([0, 0])
  })

  test('that reaches no host was not done', async () => {
    const closed = await start(() => {})
    await closed.close()
    const { remove } = await setUpWrite(() => {}, { apiUrl: closed.url })

    expect(await remove()).toMatchObject({ type: 'refused', failure: { reason: 'network', status: null } })
  })
})

describe('a write that is asked to come later (429)', () => {
  test('is made again, since nothing was done', async () => {
    const { remove, server, clock, events } = await setUpWrite((_, response, count) =>
      count < 3 ? response.writeHead(429).end() : sendJson(response, 200, { a: 1 }),
    )
    const writing = remove()
    await server.seen(2)
    await clock.advance(1)

    expect(await writing).toMatchObject({ type: 'done' })
    expect(events.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'rate_limited'],
      [2, 'rate_limited'],
      [3, 'ok'],
    ])
  })

  test('is refused after three times, as something that changed nothing', async () => {
    const { remove, server } = await setUpWrite((_, response) => void response.writeHead(429).end())

    expect(await remove()).toMatchObject({
      type: 'refused',
      failure: { reason: 'rate_limited', message: expect.stringContaining('changed nothing: try again') },
    })
    expect(server.requests).toHaveLength(3)
  })

  test('waits as long as it is asked to', async () => {
    const { remove, server, clock, events } = await setUpWrite((_, response, count) =>
      count === 1 ? response.writeHead(429, { 'Retry-After': '7' }).end() : sendJson(response, 200, {}),
    )
    const writing = remove()
    while (events.length === 0) await turn()
    await clock.advance(6_999)
    expect(server.requests).toHaveLength(1)
    await clock.advance(1)
    await server.seen(2)

    expect(await writing).toMatchObject({ type: 'done' })
  })

  test('is left to a person where that takes more than 10 s', async () => {
    const { remove, server } = await setUpWrite((_, response) => {
      response.writeHead(429, { 'Retry-After': '11' }).end()
    })

    expect(await remove()).toMatchObject({ type: 'refused', failure: { reason: 'rate_limited' } })
    expect(server.requests).toHaveLength(1)
  })

  test('was not done where its caller gives up meanwhile', async () => {
    const abort = new AbortController()
    const { remove, server, events } = await setUpWrite((_, response) => {
      response.writeHead(429, { 'Retry-After': '7' }).end()
    })
    const writing = remove(abort.signal)
    while (events.length === 0) await turn()
    abort.abort()

    expect(await writing).toMatchObject({ type: 'refused', failure: { reason: 'rate_limited' } })
    expect(server.requests).toHaveLength(1)
  })
})
