import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createLinkWriter } from '../../src/scaleway/link-writer.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld } from '../../src/simulator/interlink/world.ts'
import { createLogger } from '../../src/telemetry/logger.ts'
import { createMetrics } from '../../src/telemetry/metrics.ts'
import { createRequestLog } from '../../src/telemetry/request-log.ts'
import { manualClock } from '../support/clock.ts'
import { NOW, paris, uuid } from './interlink-reading.ts'

const SECRET_KEY = 'contract-secret-key'
const open: { close(): Promise<void> }[] = []

/** Closes every stand-in of a test. */
export async function closeWritten() {
  await Promise.all(open.splice(0).map((api) => api.close()))
}

/** The real writer against the stand-in, over HTTP. `log` is all that the bot would log of it. */
export async function setUpWriter({ secretKey = SECRET_KEY } = {}) {
  const clock = manualClock(NOW)
  let ids = 900_000
  const api = await startInterlinkApi({
    clock,
    newId: () => uuid(ids++),
    secretKey: SECRET_KEY,
    keys: [
      { secretKey: 'read-only-key', interlink: 'read', vpc: 'read' },
      { secretKey: 'no-interlink-key', interlink: 'none', vpc: 'read' },
    ],
    world: demoWorld(NOW),
  })
  open.push(api)
  const log: string[] = []
  const logger = createLogger({
    level: 'debug',
    secrets: [],
    destination: { write: (line) => void log.push(line) },
    now: () => clock.now(),
  })
  const metrics = createMetrics({
    backlog: async () => ({ waiting: 0, oldestAt: null }),
    ping: async () => {},
    now: () => clock.now(),
  })
  const events: RequestEvent[] = []
  const record = createRequestLog(logger, metrics)
  const writer = createLinkWriter({
    apiUrl: api.url,
    secretKey,
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    userAgentVersion: '0.0.0',
    projectOf: async (id) => api.world.link(id)?.project_id ?? demoIds.project,
    onRequest(event) {
      events.push(event)
      record(event)
    },
  })
  const { signal } = new AbortController()
  const linkId = (name: string): string => {
    const link = api.world.links().find((candidate) => candidate.name === name)
    if (link === undefined) throw new Error(`No link is called ${name}.`)
    return link.id
  }
  /** The calls to change something that have arrived. */
  const writes = () => api.calls().filter(({ method }) => method !== 'GET')
  return { api, clock, writer, events, log, registry: metrics.registry, linkId, writes, signal, scope: paris }
}
