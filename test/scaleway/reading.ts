import type { ServerResponse } from 'node:http'
import type { Snapshot } from '../../src/domain/snapshot.ts'
import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createInterlinkReader } from '../../src/scaleway/reader.ts'
import { manualClock } from '../support/clock.ts'
import { type Answering, type HttpServer, sendJson, startHttpServer } from '../support/http-server.ts'
import { aWireConnection, aWireLink, aWirePartner, aWirePolicy, aWirePop, aWireVpc } from '../support/wire.ts'

export const NOW = Date.UTC(2026, 3, 20, 12, 0, 0)
export const scope = { id: 'default/fr-par', region: 'fr-par' }
const base = '/interlink/v1beta1/regions/fr-par'

export const paths = {
  links: `${base}/links`,
  partners: `${base}/partners`,
  pops: `${base}/pops`,
  connections: `${base}/dedicated-connections`,
  policies: `${base}/routing-policies`,
  vpcs: '/vpc/v2/regions/fr-par/vpcs',
} as const

type Path = keyof typeof paths
type Answers = Record<Path, (response: ServerResponse) => void>

export const list =
  (key: string, ...entries: unknown[]) =>
  (response: ServerResponse) =>
    sendJson(response, 200, { [key]: entries, total_count: entries.length })

const wholeWorld = (): Answers => ({
  links: list('links', aWireLink()),
  partners: list('partners', aWirePartner()),
  pops: list('pops', aWirePop()),
  connections: list('connections', aWireConnection()),
  policies: list('routing_policies', aWirePolicy()),
  vpcs: list('vpcs', aWireVpc()),
})

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

export async function setUp(overrides: Partial<Answers> = {}, organizationId: string | null = null) {
  const answers = { ...wholeWorld(), ...overrides }
  const server = await start((request, response) => {
    const path = (Object.keys(paths) as Path[]).find((key) => paths[key] === request.url.pathname)
    if (path !== undefined) return answers[path](response)
    const linkId = request.url.pathname.slice(`${paths.links}/`.length)
    return sendJson(response, 200, aWireLink({ id: linkId }))
  })
  const clock = manualClock(NOW)
  const events: RequestEvent[] = []
  const reader = createInterlinkReader({
    apiUrl: server.url,
    secretKey: 'the-secret-key',
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    organizationId,
    userAgentVersion: '0.0.0',
    onRequest: (event) => events.push(event),
  })
  const { signal } = new AbortController()
  return {
    answers,
    server,
    clock,
    events,
    reader,
    readScope: () => reader.readScope(scope, signal),
    readLink: (id: string) => reader.readLink(scope, id, signal),
    asked: (path: Path) => server.requests.filter(({ url }) => url.pathname === paths[path]).length,
  }
}

export function seen(snapshot: Snapshot) {
  if (snapshot.type === 'failed') throw new Error(snapshot.failure.message)
  return snapshot
}

export const forbidden = (response: ServerResponse) =>
  sendJson(response, 403, { type: 'permissions_denied', details: [{ resource: 'vpc', action: 'read' }] })
