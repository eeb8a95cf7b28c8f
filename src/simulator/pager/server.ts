import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request, its body read whole. Header names are in lower case. */
export interface PagerRequest {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface PagerAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a string as text. */
  readonly body: unknown
}

/** How the next requests go wrong. */
export type PagerFault =
  /** Answers with this status, and does nothing. */
  | { readonly type: 'fail'; readonly status: number; readonly retryAfterS?: number }
  /** Does what was asked, and breaks the connection before it answers. */
  | { readonly type: 'hang_up_after_storing' }
  /** Breaks the connection, and does nothing. */
  | { readonly type: 'hang_up' }
  /** Does what was asked, and never answers. */
  | { readonly type: 'keep_silent' }

export interface PagerServer {
  /** Without a slash at its end. */
  readonly url: string
  /** The requests so far, oldest first. */
  readonly requests: readonly PagerRequest[]
  /** Makes the next `times` requests go wrong, after those that were asked for before; once unless told. */
  fault(fault: PagerFault, times?: number): void
  close(): Promise<void>
}

/** Starts a server whose answers are `handle`'s, but for the faults it is told of. */
export async function startPagerServer(
  handle: (request: PagerRequest) => PagerAnswer,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<PagerServer> {
  const requests: PagerRequest[] = []
  const faults: PagerFault[] = []

  /** Null where the connection is to be broken, undefined where it is to be left alone. */
  const answerTo = (request: PagerRequest): PagerAnswer | null | undefined => {
    const fault = faults.shift()
    switch (fault?.type) {
      case undefined:
        return handle(request)
      case 'fail':
        return {
          status: fault.status,
          headers: fault.retryAfterS === undefined ? {} : { 'retry-after': String(fault.retryAfterS) },
          body: '',
        }
      case 'hang_up_after_storing':
        handle(request)
        return null
      case 'hang_up':
        return null
      case 'keep_silent':
        handle(request)
        return undefined
    }
  }

  const server = createServer((incoming, outgoing) => {
    read(incoming).then(
      (request) => {
        requests.push(request)
        const answer = answerTo(request)
        if (answer === null) outgoing.destroy()
        if (answer === null || answer === undefined) return
        const text = typeof answer.body === 'string'
        outgoing.writeHead(answer.status, {
          'content-type': text ? 'text/plain' : 'application/json',
          ...answer.headers,
        })
        outgoing.end(text ? answer.body : JSON.stringify(answer.body))
      },
      () => outgoing.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    requests,
    fault(fault, times = 1) {
      for (let time = 0; time < times; time += 1) faults.push(fault)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<PagerRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return {
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?', 1)[0] ?? '/',
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
