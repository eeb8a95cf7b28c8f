import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, sleep } from '../clock.ts'
import { type CallLog, describeCall } from './calls.ts'
import type { FaultState, RawAnswer } from './faults.ts'

export interface Gateway {
  readonly url: string
  close(): Promise<void>
}

/**
 * The HTTP server in front of the routes. It is written on node:http because it has to do what a framework forbids:
 * break connections, leave calls hanging, and answer without a Content-Type.
 */
export async function startGateway(options: {
  readonly clock: Clock
  readonly newId: () => string
  readonly host: string
  readonly port: number
  readonly calls: CallLog
  readonly faults: FaultState
  readonly handle: (request: Request) => Response | Promise<Response>
}): Promise<Gateway> {
  const { clock, newId, calls, faults, handle } = options

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestId = newId()
    const at = clock.now()
    const url = new URL(incoming.url ?? '/', base)
    const method = incoming.method ?? 'GET'
    const body = await readAll(incoming)
    const call = describeCall({ method, url, body, requestId, at })
    const noteStatus = calls.note(call)

    if (faults.latencyMs() > 0) await sleep(clock, faults.latencyMs())

    const effect = faults.pick(call)
    if (effect?.kind === 'hang') return
    if (effect?.kind === 'drop') {
      outgoing.destroy()
      return
    }
    const said =
      effect?.kind === 'answer'
        ? effect.answer
        : await raw(await handle(toRequest(incoming, url, method, body)))
    if (effect?.kind === 'act_and_hang') return
    if (effect?.kind === 'act_and_drop') {
      outgoing.destroy()
      return
    }
    const answer = effect?.kind === 'act_and_answer' ? effect.answer : said
    const text = answer.body
    const sent = effect?.kind === 'act_and_truncate' && text !== null ? text.slice(0, text.length / 2) : text
    noteStatus(answer.status)
    outgoing.sendDate = false
    outgoing.writeHead(answer.status, {
      ...answer.headers,
      Date: new Date(clock.now()).toUTCString(),
      Server: 'Scaleway API Gateway (fr-par-1;edge01)',
      'X-Request-Id': requestId,
    })
    outgoing.end(sent ?? undefined)
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  const base = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`
  return {
    url: base,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function toRequest(incoming: IncomingMessage, url: URL, method: string, body: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(url, { method, headers, ...(body === '' ? {} : { body }) })
}

async function raw(response: Response): Promise<RawAnswer> {
  const body = await response.text()
  return {
    status: response.status,
    headers: { 'Content-Type': response.headers.get('Content-Type') ?? 'application/json' },
    body: body === '' ? null : body,
  }
}
