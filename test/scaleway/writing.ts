import type { RequestEvent } from '../../src/scaleway/attempt.ts'
import { createClients } from '../../src/scaleway/client.ts'
import { createWriteCaller } from '../../src/scaleway/write-call.ts'
import { manualClock } from '../support/clock.ts'
import type { Answering } from '../support/http-server.ts'
import { NOW, start } from './calling.ts'

/** A caller of writes to a server that answers so, on a clock that stands still. Jitter is 0. */
export async function setUpWrite(answer: Answering, { apiUrl }: { readonly apiUrl?: string } = {}) {
  const server = await start(answer)
  const clock = manualClock(NOW)
  const events: RequestEvent[] = []
  const write = createWriteCaller({ clock, random: () => 0, onRequest: (event) => events.push(event) })
  const { interlink } = createClients({
    apiUrl: apiUrl ?? server.url,
    secretKey: 'the-secret-key',
    fetch: globalThis.fetch,
    userAgentVersion: '1.2.3',
  })
  const remove = (signal: AbortSignal = new AbortController().signal) =>
    write<unknown>({
      operation: 'delete_link',
      region: 'fr-par',
      product: 'InterLink',
      resource: 'link',
      signal,
      parse: (value) =>
        value === 'wrong' ? { type: 'malformed', problem: 'it is wrong' } : { type: 'parsed', value },
      send: (options) =>
        interlink.DELETE('/interlink/v1beta1/regions/{region}/links/{link_id}', {
          params: { path: { region: 'fr-par', link_id: 'l1' } },
          ...options,
        }),
    })
  return { server, clock, remove, events }
}
