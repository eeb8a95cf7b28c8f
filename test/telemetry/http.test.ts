import { createServer } from 'node:http'
import { Registry } from 'prom-client'
import { afterEach, describe, expect, test } from 'vitest'
import { type Check, type HttpServer, ListenError, serveHttp } from '../../src/telemetry/http.ts'

let server: HttpServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const serve = async (checks: Record<string, () => Promise<Check>> = {}) => {
  server = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    registry: new Registry(),
    checks,
    slackEvents: (_, response) => void response.writeHead(202).end('slack'),
  })
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server?.port}${path}`, init)
}

describe('the HTTP server', () => {
  test('answers /healthz while the process lives', async () => {
    const get = await serve({ database: async () => ({ ok: false, detail: 'gone' }) })
    expect((await get('/healthz')).status).toBe(200)
  })

  test('answers /readyz with 200 when every check is well', async () => {
    const get = await serve({ database: async () => ({ ok: true, detail: 'answers' }) })
    const answer = await get('/readyz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      ready: true,
      checks: { database: { ok: true, detail: 'answers' } },
    })
  })

  test('answers /readyz with 503 and the reason when one is not, or throws', async () => {
    const get = await serve({
      slack: async () => ({ ok: true, detail: 'connected' }),
      database: async () => {
        throw new Error('The database is gone.')
      },
    })
    const answer = await get('/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      ready: false,
      checks: { database: { detail: 'The database is gone.' } },
    })
  })

  test('hands /slack/events to Slack, and answers 404 elsewhere and to other methods', async () => {
    const get = await serve()
    expect((await get('/slack/events', { method: 'POST' })).status).toBe(202)
    expect((await get('/')).status).toBe(404)
    expect((await get('/healthz', { method: 'POST' })).status).toBe(404)
    expect((await get('/metrics')).headers.get('content-type')).toContain('text/plain')
  })

  test('says in a sentence that its port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const parts = { host: '127.0.0.1', port, registry: new Registry(), checks: {}, slackEvents: null }
    await expect(serveHttp(parts)).rejects.toThrow(ListenError)
    await expect(serveHttp(parts)).rejects.toThrow(/is taken: set PORT/)
    await new Promise((resolve) => other.close(resolve))
  })
})
