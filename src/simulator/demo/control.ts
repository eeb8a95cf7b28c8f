import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ActRefused, type Acts } from './acts.ts'
import type { Broadcast } from './broadcast.ts'
import { turnAway } from './guard.ts'
import { type PageFile, withToken } from './page-files.ts'
import { type SharedFile, servedAs } from './shared-files.ts'

/** Only what the demo itself serves may run in the page; images alone may come from where a message says. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https: http:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What only the page itself may read or do. */
const NEEDS_TOKEN = ['/api/', '/files/', '/events'] as const

/** The page, its stream of states and its acts. `hosts` are the values of Host that are the demo's own. */
export function controlApp(parts: {
  readonly files: ReadonlyMap<string, PageFile>
  readonly acts: Acts
  /** A file that was uploaded to the workspace. */
  readonly sharedFile: (id: string) => SharedFile | undefined
  readonly broadcast: Broadcast
  readonly token: string
  readonly hosts: () => readonly string[]
}): Hono {
  const { files, acts, sharedFile, broadcast, token, hosts } = parts
  const app = new Hono()

  app.use('*', async (c, next) => {
    const needsToken = NEEDS_TOKEN.some((prefix) => c.req.path.startsWith(prefix))
    const refusal = turnAway(
      {
        host: c.req.header('host') ?? null,
        origin: c.req.header('origin') ?? null,
        site: c.req.header('sec-fetch-site') ?? null,
        token: c.req.header('x-demo-token') ?? c.req.query('token') ?? null,
      },
      { hosts: hosts(), token },
      needsToken,
    )
    if (refusal !== null) return c.json({ ok: false, message: refusal }, 403)
    await next()
    c.header('content-security-policy', CONTENT_SECURITY_POLICY)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cross-origin-resource-policy', 'same-origin')
    return undefined
  })

  app.post('/api/:act', async (c) => {
    const name = c.req.param('act')
    const run = Object.hasOwn(acts, name) ? acts[name] : undefined
    if (run === undefined) return c.json({ ok: false, message: `There is no act “${name}”.` }, 404)
    if (c.req.header('content-type')?.split(';')[0] !== 'application/json') {
      return c.json({ ok: false, message: 'The body has to be JSON.' }, 415)
    }
    const body: unknown = await c.req.json().catch(() => null)
    return c.json(await run(body))
  })

  app.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      await new Promise<void>((resolve) => {
        const stop = broadcast.subscribe((state) => {
          stream.writeSSE({ event: 'state', data: state }).catch(resolve)
        })
        stream.onAbort(() => {
          stop()
          resolve()
        })
      })
    }),
  )

  app.get('/files/:id', (c) => {
    const file = sharedFile(c.req.param('id'))
    if (file === undefined) return c.text('Not found', 404)
    const { type, disposition } = servedAs(file.name)
    c.header('content-type', type)
    c.header('content-disposition', disposition)
    c.header('cache-control', 'private, max-age=3600')
    return c.body(new Uint8Array(file.content))
  })

  app.get('*', (c) => {
    const file = files.get(c.req.path)
    if (file === undefined) return c.text('Not found', 404)
    c.header('content-type', file.type)
    if (!file.type.startsWith('text/html')) {
      // Built files carry a hash of their content in their name.
      c.header('cache-control', 'public, max-age=31536000, immutable')
      return c.body(file.body)
    }
    c.header('cache-control', 'no-store')
    return c.body(withToken(new TextDecoder().decode(file.body), token))
  })

  app.onError((error, c) => {
    const status = error instanceof ActRefused ? 400 : 500
    return c.json({ ok: false, message: error.message }, status)
  })
  return app
}
