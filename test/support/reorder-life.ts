import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/domain/clock.ts'
import { EMPTY_DIRECTORY, type Scope } from '../../src/domain/snapshot.ts'
import { AS_IT_WAS, planReorder } from '../../src/remedies/reorder/order.ts'
import { type Begun, createReorders, type Reorders } from '../../src/remedies/reorder/reorders.ts'
import { createLinkWriter } from '../../src/scaleway/link-writer.ts'
import { createInterlinkReader } from '../../src/scaleway/reader.ts'
import { openStore, type Store } from '../../src/store/open.ts'

const SCOPE: Scope = { id: 'organization/fr-par', region: 'fr-par' }

/** What orders links again, between a real store and the API over real HTTP. */
export interface ReorderLife {
  readonly store: Store
  readonly reorders: Reorders
  /** Asks for the link to be ordered again as it is, after reading it. */
  ask(linkId: string): Promise<Begun>
  close(): Promise<void>
}

export interface ReorderLifeSettings {
  readonly clock: Clock
  readonly databaseUrl: string
  readonly apiUrl: string
  readonly secretKey: string
  /** Takes each step that touches the world outside of the process. */
  readonly step?: <T>(name: string, take: () => Promise<T>) => Promise<T>
}

/** Begins a life, and goes on with whatever an earlier one left. */
export async function reorderLife(settings: ReorderLifeSettings): Promise<ReorderLife> {
  const { clock, apiUrl, secretKey, step = (_, take) => take() } = settings
  const store = await openStore({ databaseUrl: settings.databaseUrl, onLost() {} })
  const scaleway = {
    apiUrl,
    secretKey,
    clock,
    random: () => 0.5,
    userAgentVersion: '0.0.0-test',
    fetch: ((input, init) => {
      const { method, url } = input instanceof Request ? input : new Request(input, init)
      return step(`${method} ${new URL(url).pathname.split('/').slice(5).join('/')}`, () =>
        fetch(input, init),
      )
    }) satisfies typeof fetch,
  }
  const reader = createInterlinkReader({ ...scaleway, organizationId: null })
  const reorders = createReorders({
    store: {
      ...store,
      beginReorder: (reorder) => step('store beginReorder', () => store.beginReorder(reorder)),
      saveReorder: (reorder) => step('store saveReorder', () => store.saveReorder(reorder)),
    },
    acts: {
      beginAct: (row, ...rest) => step(`store beginAct ${row.act}`, () => store.beginAct(row, ...rest)),
      endAct: (row) => step(`store endAct ${row.act}`, () => store.endAct(row)),
    },
    writer: createLinkWriter(scaleway),
    readLink: (scope, linkId, signal) => reader.readLink(scope, linkId, signal),
    namesOf: async () => EMPTY_DIRECTORY,
    clock,
    newId: randomUUID,
    onProgress() {},
    onTrouble(error) {
      throw error
    },
  })
  await reorders.start()
  return {
    store,
    reorders,
    async ask(linkId) {
      const reading = await reader.readLink(SCOPE, linkId, new AbortController().signal)
      if (reading.type !== 'found') throw new Error(`The link is ${reading.type}.`)
      const { link } = reading
      const market = { pops: [], partners: [], connections: [], partnersAt: new Map() }
      const planned = planReorder(link, AS_IT_WAS, market)
      if (planned.type === 'refused') throw new Error(planned.why)
      const { order } = planned.plan
      return reorders.begin({ by: 'U1', channel: 'C1', scope: SCOPE, link, order, incidentId: null })
    },
    async close() {
      await reorders.stop()
      await store.close()
    },
  }
}
