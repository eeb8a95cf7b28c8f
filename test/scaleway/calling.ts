import type { Clock } from '../../src/domain/clock.ts'
import type { CallResult, RequestEvent } from '../../src/scaleway/attempt.ts'
import { createCaller } from '../../src/scaleway/call.ts'
import { createClients } from '../../src/scaleway/client.ts'
import { manualClock } from '../support/clock.ts'
import { type Answering, type HttpServer, startHttpServer } from '../support/http-server.ts'

export const NOW = Date.UTC(2026, 3, 15, 12, 0, 0)
export const REQUEST_TIMEOUT_MS = 10_000

const servers: HttpServer[] = []

/** Closes every server of a test. */
export async function closeServers() {
  await Promise.all(servers.splice(0).map((server) => server.close()))
}

/** Starts a server that is closed with the others. */
export async function start(answer: Answering): Promise<HttpServer> {
  const server = await startHttpServer(answer)
  servers.push(server)
  return server
}

/** A clock on which every wait but a request's timeout is over at once, and is noted. */
export function impatientClock() {
  let now = NOW
  const waits: number[] = []
  const clock: Clock = {
    now: () => now,
    setTimer(delayMs, fire) {
      let cancelled = false
      if (delayMs !== REQUEST_TIMEOUT_MS) {
        waits.push(delayMs)
        setImmediate(() => {
          now += delayMs
          if (!cancelled) fire()
        })
      }
      return {
        cancel() {
          cancelled = true
        },
      }
    },
  }
  return { clock, waits }
}

interface SetUp {
  readonly clock?: Clock
  readonly random?: () => number
  readonly apiUrl?: string
  readonly fetch?: typeof globalThis.fetch
}

/** A caller of a server that answers so. Nothing waits on a clock that stands still: jitter is 0 unless told. */
export async function setUp(
  answer: Answering,
  { clock = manualClock(NOW), random = () => 0, apiUrl, fetch }: SetUp = {},
) {
  const server = await start(answer)
  const events: RequestEvent[] = []
  const call = createCaller({ clock, random, onRequest: (event) => events.push(event) })
  const { interlink } = createClients({
    apiUrl: apiUrl ?? server.url,
    secretKey: 'the-secret-key',
    fetch: fetch ?? globalThis.fetch,
    userAgentVersion: '1.2.3',
  })
  const get = (signal: AbortSignal = new AbortController().signal): Promise<CallResult<unknown>> =>
    call({
      operation: 'list_links',
      region: 'fr-par',
      product: 'InterLink',
      signal,
      parse: (value) =>
        value === 'wrong' ? { type: 'malformed', problem: 'it is wrong' } : { type: 'parsed', value },
      send: (options) =>
        interlink.GET('/interlink/v1beta1/regions/{region}/links', {
          params: { path: { region: 'fr-par' } },
          ...options,
        }),
    })
  return { server, get, events }
}
