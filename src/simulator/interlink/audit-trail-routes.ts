import type { Context, Hono, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { type AuditEventRow, auditedMethod } from './audit-trail.ts'
import type { RouteContext } from './context.ts'
import { ApiFailure, apiErrors } from './errors.ts'
import { type ApiKey, keyOf } from './keys.ts'
import { checkQuery, matches } from './paging.ts'
import type { State } from './state.ts'
import { uuid } from './validate.ts'

/** Who holds a key that names nobody. */
const KEY_HOLDER = 'e1f2a3b4-0000-4000-8000-000000000601'
/** Audit Trail is documented for Paris and Amsterdam ("Audit Trail - Concepts", Region). */
const REGIONS: readonly string[] = ['fr-par', 'nl-ams']
const HOUR_MS = 3_600_000
/** The documentation tells two statuses apart: what was done, and what was refused for want of a right. */
const isRecorded = (status: number) => (status >= 200 && status < 300) || status === 403

/** Records what callers write, with the user agent they send, whatever else becomes of the call. */
export function recordWrites(state: State, keys: readonly ApiKey[]): MiddlewareHandler {
  return async (c, next) => {
    const audited = auditedMethod(c.req.method, c.req.path)
    const body = audited === null ? null : await jsonObject(c.req.raw)
    await next()
    const key = keyOf(keys, c.req.header('X-Auth-Token') ?? null)
    if (audited === null || key === undefined || !isRecorded(c.res.status)) return
    const answer = c.res.status === 200 ? await jsonObject(c.res) : null
    const id = audited.id ?? text(answer?.id)
    state.audit.record({
      actor: {
        principalId: key.principalId ?? KEY_HOLDER,
        userAgent: c.req.header('User-Agent') ?? null,
      },
      region: regionOf(c),
      projectId: text(answer?.project_id),
      method: audited.method,
      resource: id === null ? null : { id, name: text(answer?.name) },
      body,
      status: c.res.status,
    })
  }
}

export function auditTrailRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const moment = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))
  const listQuery = z.object({
    organization_id: uuid,
    project_id: uuid.optional(),
    resource_type: z.string().optional(),
    resource_id: z.string().optional(),
    product_name: z.string().optional(),
    service_name: z.string().optional(),
    method_name: z.string().optional(),
    principal_id: z.string().optional(),
    source_ip: z.string().optional(),
    status: z.coerce.number<string>().int().optional(),
    recorded_after: moment.optional(),
    recorded_before: moment.optional(),
    order_by: z.enum(['recorded_at_desc', 'recorded_at_asc']).default('recorded_at_desc'),
    page_size: z.coerce.number<string>().int().min(1).max(pageSizeMax).default(20),
    page_token: z.string().regex(/^\d+$/).transform(Number).optional(),
  })

  app.get('/audit-trail/v1alpha1/regions/:region/events', (c) => {
    const region = regionOf(c)
    if (!REGIONS.includes(region)) throw new ApiFailure(apiErrors.untyped(404, 'unknown region'))
    const query = checkQuery(listQuery, c.req.raw)
    if (query.organization_id !== state.organizationId)
      throw new ApiFailure(apiErrors.permissionsDenied('audit_trail', 'read'))
    const now = state.clock.now()
    const { recorded_after: after = now - HOUR_MS, recorded_before: before = now } = query
    const ofResource = ({ resources }: AuditEventRow) =>
      (query.resource_id === undefined && query.resource_type === undefined) ||
      resources.some(({ id, type }) => matches(query.resource_id, id) && matches(query.resource_type, type))
    const wanted = state.audit.all().filter((event) => {
      const at = Date.parse(event.recorded_at)
      return (
        event.locality === region &&
        at >= after &&
        at <= before &&
        ofResource(event) &&
        matches(query.project_id, event.project_id) &&
        matches(query.product_name, event.product_name) &&
        matches(query.service_name, event.service_name) &&
        matches(query.method_name, event.method_name) &&
        matches(query.principal_id, event.principal.id) &&
        matches(query.source_ip, event.source_ip) &&
        matches(query.status, event.status_code)
      )
    })
    const ordered = query.order_by === 'recorded_at_desc' ? wanted.toReversed() : wanted
    const start = query.page_token ?? 0
    const end = start + query.page_size
    return answer({
      events: ordered.slice(start, end).map((event) => shown({ ...event })),
      ...(end < ordered.length ? { next_page_token: String(end) } : {}),
    })
  })
}

function regionOf(c: Context): string {
  return /\/regions\/([^/]+)/.exec(c.req.path)?.[1] ?? ''
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

async function jsonObject(message: Request | Response): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = await message.clone().json()
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
