import type { Clock } from '../clock.ts'
import type { LinkRow } from './rows.ts'
import { timestamp } from './rows.ts'

/** Whoever calls the API: a user or an application by its id, and what its tool calls itself. */
export interface Actor {
  readonly principalId: string
  readonly userAgent: string | null
}

/** One write, or one that was refused. Field names are the API's own; `null` stands for a field that is absent. */
export interface AuditEventRow {
  readonly id: string
  readonly recorded_at: string
  readonly locality: string
  readonly principal: { readonly id: string }
  readonly organization_id: string
  readonly project_id: string | null
  readonly source_ip: string
  readonly user_agent: string | null
  readonly product_name: string
  readonly service_name: string
  readonly method_name: string
  readonly resources: readonly {
    readonly id: string
    readonly type: string
    readonly name: string | null
  }[]
  readonly request_id: string
  readonly request_body: Readonly<Record<string, unknown>> | null
  readonly status_code: number
}

/** A write as the stand-in saw it. */
export interface AuditedWrite {
  readonly actor: Actor
  readonly region: string
  readonly projectId: string | null
  readonly method: AuditedMethod
  readonly resource: { readonly id: string; readonly name: string | null } | null
  readonly body: Readonly<Record<string, unknown>> | null
  readonly status: number
}

export interface AuditedMethod {
  readonly name: string
  readonly resourceType: 'interlink_link' | 'interlink_routing_policy'
}

/** What was written, oldest first. */
export interface AuditTrail {
  all(): readonly AuditEventRow[]
  record(write: AuditedWrite): void
}

/** A demo left running for days must not fill the memory. */
const KEPT = 10_000
/** An address of RFC 5737, which is nobody's. */
const SOURCE_IP = '203.0.113.7'

export function createAuditTrail(clock: Clock, newId: () => string, organizationId: string): AuditTrail {
  let events: readonly AuditEventRow[] = []
  return {
    all: () => events,
    record({ actor, region, projectId, method, resource, body, status }) {
      const event: AuditEventRow = {
        id: newId(),
        recorded_at: timestamp(clock.now()),
        locality: region,
        principal: { id: actor.principalId },
        organization_id: organizationId,
        project_id: projectId,
        source_ip: SOURCE_IP,
        user_agent: actor.userAgent,
        product_name: 'interlink',
        service_name: 'interlink',
        method_name: method.name,
        resources: resource === null ? [] : [{ ...resource, type: method.resourceType }],
        request_id: newId(),
        request_body: body,
        status_code: status,
      }
      events = [...events.slice(1 - KEPT), event]
    },
  }
}

const COLLECTIONS = {
  links: { noun: 'Link', resourceType: 'interlink_link' },
  'routing-policies': { noun: 'RoutingPolicy', resourceType: 'interlink_routing_policy' },
} as const

const VERBS: Readonly<Record<string, string>> = { POST: 'Create', PATCH: 'Update', DELETE: 'Delete' }

/** The method that a call of the InterLink API stands for, and the id in its path; null for what is not recorded. */
export function auditedMethod(
  httpMethod: string,
  path: string,
): { readonly method: AuditedMethod; readonly id: string | null } | null {
  const [, collection = '', id = null, action = null] =
    /^\/interlink\/[^/]+\/regions\/[^/]+\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? []
  const verb = VERBS[httpMethod]
  if (verb === undefined || !(collection === 'links' || collection === 'routing-policies')) return null
  const { noun, resourceType } = COLLECTIONS[collection]
  const name = action === null ? `${verb}${noun}` : pascal(action)
  return { method: { name, resourceType }, id }
}

/** The method of the API that writes such a patch to a link; null where no call does. */
export function methodOfPatch(before: LinkRow, patch: Partial<LinkRow>): AuditedMethod | null {
  const named = (name: string): AuditedMethod => ({ name, resourceType: 'interlink_link' })
  if (patch.vpc_id !== undefined) return named(patch.vpc_id === null ? 'DetachVpc' : 'AttachVpc')
  for (const key of ['routing_policy_v4_id', 'routing_policy_v6_id'] as const) {
    if (patch[key] === undefined) continue
    if (patch[key] === null) return named('DetachRoutingPolicy')
    return named(before[key] === null ? 'AttachRoutingPolicy' : 'SetRoutingPolicy')
  }
  if (patch.enable_route_propagation !== undefined)
    return named(patch.enable_route_propagation ? 'EnableRoutePropagation' : 'DisableRoutePropagation')
  return patch.peer_bgp_config === undefined && patch.name === undefined ? null : named('UpdateLink')
}

function pascal(kebab: string): string {
  return kebab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
