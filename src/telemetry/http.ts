import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'

/** One thing that must be well for the bot to do its work. `detail` says how it is, in a few words. */
export interface Check {
  readonly ok: boolean
  readonly detail: string
}

/** The bot's own HTTP server, as it runs. */
export interface HttpServer {
  /** The port it listens on; the one that was picked where 0 was asked for. */
  readonly port: number
  close(): Promise<void>
}

/** The port could not be had. The message is a sentence for a person. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/**
 * Serves `/healthz` (the process answers), `/readyz` (every check is well: 200, else 503, with the checks as JSON),
 * `/metrics` (Prometheus text), and `/slack/events` where a listener for it is given. Throws ListenError.
 */
export async function serveHttp(options: {
  readonly host: string
  readonly port: number
  readonly registry: Registry
  readonly checks: Readonly<Record<string, () => Promise<Check>>>
  readonly slackEvents: RequestListener | null
}): Promise<HttpServer> {
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': async (response) => answer(response, 200, 'text/plain', 'ok\n'),
    '/readyz': async (response) => {
      const checks = await runChecks(options.checks)
      const ready = Object.values(checks).every((check) => check.ok)
      answer(
        response,
        ready ? 200 : 503,
        'application/json',
        `${JSON.stringify({ ready, checks }, null, 2)}\n`,
      )
    },
    '/metrics': async (response) =>
      answer(response, 200, options.registry.contentType, await options.registry.metrics()),
  }
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (path === '/slack/events' && options.slackEvents !== null) {
      options.slackEvents(request, response)
      return
    }
    const route = request.method === 'GET' || request.method === 'HEAD' ? routes[path] : undefined
    if (route === undefined) {
      answer(response, 404, 'text/plain', 'Not found.\n')
      return
    }
    route(response).catch(() => answer(response, 500, 'text/plain', 'This could not be answered.\n'))
  }

  const server = createServer(handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new ListenError(listenProblem(error, options), { cause: error }))
    })
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function runChecks(
  checks: Readonly<Record<string, () => Promise<Check>>>,
): Promise<Record<string, Check>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, Check]> => {
      try {
        return [name, await check()]
      } catch (error) {
        return [name, { ok: false, detail: error instanceof Error ? error.message : 'failed' }]
      }
    }),
  )
  return Object.fromEntries(results)
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return
  response.writeHead(status, { 'content-type': type }).end(body)
}

function listenProblem(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: set PORT to a free one, or to 0 to have one picked.`
    case 'EACCES':
      return `Port ${port} may not be used by this user: set PORT to one above 1023.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: set HTTP_HOST to one that is, such as 127.0.0.1.`
    default:
      return `Listening on ${host}:${port} failed (${error.code ?? error.message}): check HTTP_HOST and PORT.`
  }
}
