import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ApiReply, ApiRequest } from './web-api.ts'

export interface Routes {
  readonly api: (request: ApiRequest) => ApiReply
  readonly responseUrl: (path: string, body: string) => { readonly status: number; readonly body: string }
  /** Takes the bytes of a file; false where none is expected. */
  readonly upload: (path: string, contentType: string, body: Buffer) => Promise<boolean>
  /** The bytes of a file that was shared. */
  readonly file: (id: string) => Uint8Array | undefined
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface Listening {
  /** `127.0.0.1:4321` */
  readonly authority: string
  close(): Promise<void>
}

/** The one HTTP server of the workspace: `/api/<method>`, `/hooks/…` and the WebSocket at `/link/`. */
export function listen(routes: Routes, host: string, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    read(request)
      .then((body) => answer(routes, request, response, body))
      .catch(() => request.socket.destroy())
  })
  server.on('upgrade', routes.upgrade)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port
      resolve({
        authority: `${host.includes(':') ? `[${host}]` : host}:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function answer(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
): Promise<void> {
  const body = bytes.toString('utf8')
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const httpMethod = request.method ?? 'GET'
  const method = /^\/api\/([A-Za-z.]+)$/.exec(url.pathname)?.[1]
  if (method !== undefined) {
    const reply = routes.api({ httpMethod, method, headers: request.headers, query: url.searchParams, body })
    if (reply.kind === 'drop') request.socket.destroy()
    else if (reply.kind === 'hold') reply.hold(() => request.socket.destroy())
    else response.writeHead(reply.status, reply.headers).end(reply.body)
    return
  }
  if (url.pathname.startsWith('/hooks/') && httpMethod === 'POST') {
    const { status, body: text } = routes.responseUrl(url.pathname, body)
    const type = text.startsWith('{') ? 'application/json; charset=utf-8' : 'text/html'
    response.writeHead(status, { 'content-type': type }).end(text)
    return
  }
  if (url.pathname.startsWith('/upload/') && httpMethod === 'POST') {
    const isTaken = await routes.upload(url.pathname, request.headers['content-type'] ?? '', bytes)
    response
      .writeHead(isTaken ? 200 : 404, { 'content-type': 'text/plain' })
      .end(isTaken ? `OK - ${bytes.length}` : '')
    return
  }
  const shared = routes.file(/^\/files\/(F[A-Z0-9]+)$/.exec(url.pathname)?.[1] ?? '')
  if (shared !== undefined) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(shared)
    return
  }
  response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
}
