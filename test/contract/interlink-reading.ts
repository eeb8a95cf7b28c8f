import type { Snapshot } from '../../src/domain/snapshot.ts'
import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createInterlinkReader } from '../../src/scaleway/reader.ts'
import type { World } from '../../src/simulator/interlink/rows.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { demoWorld, linkFixture } from '../../src/simulator/interlink/world.ts'
import { manualClock } from '../support/clock.ts'

export const NOW = Date.UTC(2026, 3, 20, 12, 0, 0)
const SECRET_KEY = 'contract-secret-key'
export const paris = { id: 'contract/fr-par', region: 'fr-par' }

export const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const manyLinks = (count: number): World => ({
  ...demoWorld(NOW),
  links: Array.from({ length: count }, (_, index) => linkFixture({ id: uuid(index), name: `link-${index}` })),
})

const apis: InterlinkApi[] = []

/** Closes every stand-in of a test. */
export async function closeApis() {
  await Promise.all(apis.splice(0).map((api) => api.close()))
}

export async function setUp(
  world: World = demoWorld(NOW),
  { pageSizeMax = 1000, secretKey = SECRET_KEY } = {},
) {
  const clock = manualClock(NOW)
  let ids = 900_000
  const api = await startInterlinkApi({
    clock,
    newId: () => uuid(ids++),
    secretKey: SECRET_KEY,
    keys: [
      { secretKey: 'expired-key', interlink: 'write', vpc: 'read', expired: true },
      { secretKey: 'no-vpc-key', interlink: 'read', vpc: 'none' },
      { secretKey: 'no-interlink-key', interlink: 'none', vpc: 'read' },
    ],
    world,
    pageSizeMax,
  })
  apis.push(api)
  const events: RequestEvent[] = []
  const reader = createInterlinkReader({
    apiUrl: api.url,
    secretKey,
    fetch: globalThis.fetch,
    clock,
    random: () => 0,
    organizationId: null,
    userAgentVersion: '0.0.0',
    onRequest: (event) => events.push(event),
  })
  const { signal } = new AbortController()
  const readScope = (region = 'fr-par') => reader.readScope({ id: `contract/${region}`, region }, signal)
  return { api, clock, reader, events, readScope, signal }
}

export function seen(snapshot: Snapshot) {
  if (snapshot.type === 'failed') throw new Error(snapshot.failure.message)
  return snapshot
}
