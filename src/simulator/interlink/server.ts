import { Hono } from 'hono'
import type { Clock } from '../clock.ts'
import { auditTrailRoutes, recordWrites } from './audit-trail-routes.ts'
import { type ApiCall, createCallLog } from './calls.ts'
import { createRouteContext, JSON_HEADERS } from './context.ts'
import { directoryRoutes } from './directory.ts'
import { ApiFailure, apiErrors, type ErrorAnswer } from './errors.ts'
import { createFaults, type Faults } from './faults.ts'
import { startGateway } from './gateway.ts'
import { type ApiKey, refusal } from './keys.ts'
import { linkActionRoutes } from './link-actions.ts'
import { linkRoutes } from './links.ts'
import { policyRoutes } from './policies.ts'
import type { World } from './rows.ts'
import { createState, createWorldControl, type WorldChange, type WorldControl } from './state.ts'
import { vpcRouteRoutes } from './vpc-routes.ts'
import { toJson } from './wire.ts'
import { emptyWorld } from './world.ts'

export interface InterlinkApiOptions {
  readonly clock: Clock
  /** Must return UUIDs; ids of things, pairing keys and request ids are made of it. */
  readonly newId: () => string
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** A free one unless told. */
  readonly port?: number
  /** The key that may do everything. */
  readonly secretKey: string
  /** Further keys, with fewer rights or expired. */
  readonly keys?: readonly ApiKey[]
  /** What is there at first; nothing unless told. */
  readonly world?: World
  /** The largest `page_size` accepted, 1000 unless told. Some sources say 100. */
  readonly pageSizeMax?: number
  /** How long a self-hosted link stays in `configuring`, 5000 ms unless told. */
  readonly configuringMs?: number
}

export interface InterlinkApi {
  /** What `SCW_API_URL` has to be, without a slash at its end. */
  readonly url: string
  readonly world: WorldControl
  readonly faults: Faults
  /** The calls so far, oldest first. */
  calls(): readonly ApiCall[]
  /** Tells every change of the world; the function returned ends that. */
  onChange(listener: (change: WorldChange) => void): () => void
  close(): Promise<void>
}

/**
 * Starts a stand-in for the InterLink API v1beta1, the VPC API v2 and the Audit Trail API v1alpha1, written from
 * Scaleway's public documents and recorded answers. Time passes on `clock` only. Rejects when the port is taken.
 */
export async function startInterlinkApi(options: InterlinkApiOptions): Promise<InterlinkApi> {
  const { clock, newId } = options
  const state = createState(options.world ?? emptyWorld(), clock, newId)
  const { faults, state: faultState } = createFaults()
  const calls = createCallLog()
  const context = createRouteContext(state, faultState, {
    pageSizeMax: options.pageSizeMax ?? 1000,
    configuringMs: options.configuringMs ?? 5000,
  })
  const keys: readonly ApiKey[] = [
    { secretKey: options.secretKey, interlink: 'write', vpc: 'read', auditTrail: 'read' },
    ...(options.keys ?? []),
  ]

  const app = new Hono()
  app.use('*', recordWrites(state, keys))
  app.use('*', async (c, next) => {
    const { method, path } = c.req
    const refused = refusal(keys, { secretKey: c.req.header('X-Auth-Token') ?? null, method, path })
    if (refused !== null) return errorResponse(refused)
    return next()
  })
  app.use('/:product/:version/regions/:region/*', async (c, next) => {
    if (state.regions.includes(c.req.param('region'))) return next()
    return errorResponse(apiErrors.untyped(404, 'unknown region'))
  })
  linkRoutes(app, context)
  linkActionRoutes(app, context)
  policyRoutes(app, context)
  directoryRoutes(app, context)
  vpcRouteRoutes(app, context)
  auditTrailRoutes(app, context)
  app.notFound(() => errorResponse(apiErrors.untyped(404, 'unknown path')))
  app.onError((error) => {
    if (error instanceof ApiFailure) return errorResponse(error.answer)
    throw error
  })

  const gateway = await startGateway({
    clock,
    newId,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    calls,
    faults: faultState,
    handle: (request) => app.fetch(request),
  })

  return {
    url: gateway.url,
    world: createWorldControl(state),
    faults,
    calls: () => calls.all(),
    onChange: (listener) => state.onChange(listener),
    close() {
      context.stop()
      return gateway.close()
    },
  }
}

function errorResponse({ status, body }: ErrorAnswer): Response {
  return new Response(toJson(body), { status, headers: JSON_HEADERS })
}
