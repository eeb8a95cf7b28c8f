import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly url: URL
  readonly headers: IncomingHttpHeaders
}

/** A real HTTP server that answers as a test says. */
export interface HttpServer {
  readonly url: string
  /** The requests so far, oldest first. */
  readonly requests: readonly SeenRequest[]
  /** Resolves once this many requests have come in. */
  seen(count: number): Promise<void>
  close(): Promise<void>
}

export type Answering = (request: SeenRequest, response: ServerResponse, count: number) => void

/** Starts a server on a free port of 127.0.0.1. `count` is 1 for the first request. */
export async function startHttpServer(answer: Answering): Promise<HttpServer> {
  const requests: SeenRequest[] = []
  let waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const server = createServer((incoming, response) => {
    const request = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', 'http://server'),
      headers: incoming.headers,
    }
    requests.push(request)
    for (const waiter of waiting) if (requests.length >= waiter.count) waiter.resolve()
    waiting = waiting.filter((waiter) => waiter.count > requests.length)
    answer(request, response, requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    seen: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers with JSON, as Scaleway's gateway does: no charset, and a request id. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'X-Request-Id': 'req-1', ...headers })
  response.end(JSON.stringify(body))
}
