import type { Client } from 'openapi-fetch'
import { z } from 'zod'
import type { WhoChanged } from '../domain/transition.ts'
import type { CallResult } from './attempt.ts'
import type { paths as AuditTrailPaths } from './audit-trail.gen.ts'
import type { Caller } from './call.ts'
import { parseOne } from './parse.ts'
import { toolOf } from './user-agent.ts'

/** Newest first, what was done to one thing lately: one page holds it. */
const PAGE_SIZE = 100

const eventSchema = z.object({
  recorded_at: z.iso.datetime({ offset: true }).transform((value) => Date.parse(value)),
  principal: z.object({ id: z.string().min(1).max(200) }).nullish(),
  system: z.object({ name: z.string().min(1).max(200) }).nullish(),
  user_agent: z.string().nullish(),
  method_name: z.string(),
  resources: z.array(z.object({ id: z.string() })),
  status_code: z.number(),
})

/** What the Audit Trail recorded of one call. Source addresses and request bodies are dropped. */
export type AuditEvent = z.output<typeof eventSchema>

/** One page of events; one that cannot be understood costs nothing but itself. */
const eventsSchema = z
  .object({ events: z.array(z.unknown()).nullish() })
  .transform(({ events }): readonly AuditEvent[] =>
    (events ?? []).flatMap((entry) => {
      const parsed = eventSchema.safeParse(entry)
      return parsed.success ? [parsed.data] : []
    }),
  )

/** What was done to one resource at or after `since` (ms). */
interface EventQuestion {
  readonly region: string
  readonly organizationId: string
  readonly resourceId: string
  readonly since: number
}

export type EventLister = (
  question: EventQuestion,
  signal: AbortSignal,
) => Promise<CallResult<readonly AuditEvent[]>>

/** Lists the latest events of one resource, newest first (Audit Trail API v1alpha1). */
export function createEventLister(call: Caller, auditTrail: Client<AuditTrailPaths>): EventLister {
  return ({ region, organizationId, resourceId, since }, signal) =>
    call({
      operation: 'list_audit_events',
      product: 'Audit Trail',
      region,
      signal,
      parse: parseOne(eventsSchema),
      send: (options) =>
        auditTrail.GET('/audit-trail/v1alpha1/regions/{region}/events', {
          params: {
            path: { region },
            query: {
              organization_id: organizationId,
              resource_id: resourceId,
              recorded_after: new Date(since).toISOString(),
              order_by: 'recorded_at_desc',
              page_size: PAGE_SIZE,
            },
          },
          ...options,
        }),
    })
}

/** The events about this very resource that were not refused, newest first. */
export function successesOn(resourceId: string, events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events
    .filter(({ status_code: status }) => status >= 200 && status < 300)
    .filter(({ resources }) => resources.some(({ id }) => id === resourceId))
    .sort((a, b) => b.recorded_at - a.recorded_at)
}

/** Whether a method changes anything: those of Scaleway's APIs that only read are called Get and List. */
export function isWrite({ method_name: method }: AuditEvent): boolean {
  return !/^(?:get|list)/i.test(method)
}

/** Who made a call, and with what; null where the event names nobody. */
export function whoMade(event: AuditEvent): WhoChanged | null {
  const by = event.principal?.id ?? event.system?.name
  return by === undefined ? null : { by, tool: toolOf(event.user_agent ?? null), at: event.recorded_at }
}
