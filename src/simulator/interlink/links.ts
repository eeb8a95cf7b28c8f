import type { Hono } from 'hono'
import { z } from 'zod'
import { freeBgpPair, freeVlan } from './addresses.ts'
import { findIn, type RouteContext } from './context.ts'
import { ApiFailure, apiErrors } from './errors.ts'
import { checkQuery, isWanted, matches, onePage, ordered, ownedShape, pageShape } from './paging.ts'
import type { LinkRow } from './rows.ts'
import { timestamp } from './rows.ts'
import { sessionsOf, syntheticPairingKey } from './state.ts'
import { asn, checkBody, constraint, name, required, tags, uuid } from './validate.ts'

const LINKS = '/interlink/v1beta1/regions/:region/links'

const STATUSES = [
  ...['unknown_link_status', 'configuring', 'failed', 'requested', 'refused', 'expired', 'provisioning'],
  ...['active', 'limited_connectivity', 'all_down', 'deprovisioning', 'deleted', 'locked', 'ready'],
]
const BGP_STATUSES = ['unknown_bgp_status', 'up', 'down', 'disabled']

const KINDS: Record<string, (link: LinkRow) => boolean> = {
  hosted: (link) => link.partner !== null,
  self_hosted: (link) => link.self !== null,
  l2_hosted: (link) => link.partner?.l3_connectivity === false,
  l3_hosted: (link) => link.partner?.l3_connectivity === true,
}

/** A filter by status: the API's own "unknown" means no filter. */
function statusFilter(known: readonly string[]) {
  return z
    .enum(known)
    .transform((status) => (status.startsWith('unknown_') ? undefined : status))
    .optional()
}

const createBody = z.object({
  project_id: uuid,
  name,
  tags: tags.default([]),
  pop_id: uuid,
  bandwidth_mbps: z.int().min(1).max(100_000_000),
  connection_id: uuid.optional(),
  partner_id: uuid.optional(),
  peer_asn: asn.optional(),
  vlan: z.int().min(1).max(4094).optional(),
  routing_policy_v4_id: uuid.optional(),
  routing_policy_v6_id: uuid.optional(),
})

const updateBody = z.object({ name: name.optional(), tags: tags.optional(), peer_asn: asn.optional() })

/** The link of a path, which must be in the path's region. */
export function findLink(context: RouteContext, region: string, id: string): LinkRow {
  return findIn(context.state.links, (link) => link.region === region, 'link', id)
}

/** Throws when nobody may change the link now. */
export function needWritable(link: LinkRow): void {
  if (link.status === 'configuring') {
    throw new ApiFailure(apiErrors.transientState('link', link.id, link.status))
  }
  if (link.status === 'locked') throw new ApiFailure(apiErrors.locked('link', link.id))
}

/** The policy of a request, which must be in the region and of the family. */
export function findPolicy(context: RouteContext, region: string, id: string) {
  return findIn(context.state.policies, (policy) => policy.region === region, 'routing_policy', id)
}

export function linkRoutes(app: Hono, context: RouteContext): void {
  const { state, faults } = context
  const now = () => timestamp(state.clock.now())

  const listQuery = z.object({
    ...pageShape(
      ['created_at_asc', 'created_at_desc', 'name_asc', 'name_desc', 'status_asc', 'status_desc'],
      context.pageSizeMax,
    ),
    ...ownedShape,
    status: statusFilter(STATUSES),
    bgp_v4_status: statusFilter(BGP_STATUSES),
    bgp_v6_status: statusFilter(BGP_STATUSES),
    pop_id: uuid.optional(),
    bandwidth_mbps: z.coerce.number<string>().int().optional(),
    partner_id: uuid.optional(),
    vpc_id: uuid.optional(),
    routing_policy_id: uuid.optional(),
    pairing_key: uuid.optional(),
    kind: z.enum(Object.keys(KINDS)).optional(),
    connection_id: uuid.optional(),
  })

  app.get(LINKS, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const wanted = state.links
      .all()
      .filter(
        (link) =>
          link.region === c.req.param('region') &&
          isWanted(link, query) &&
          matches(query.status, link.status) &&
          matches(query.bgp_v4_status, link.bgp_v4_status) &&
          matches(query.bgp_v6_status, link.bgp_v6_status) &&
          matches(query.pop_id, link.pop_id) &&
          matches(query.bandwidth_mbps, link.bandwidth_mbps) &&
          matches(query.partner_id, link.partner?.partner_id) &&
          matches(query.pairing_key, link.partner?.pairing_key) &&
          matches(query.vpc_id, link.vpc_id) &&
          matches(query.connection_id, link.self?.connection_id) &&
          (matches(query.routing_policy_id, link.routing_policy_v4_id) ||
            matches(query.routing_policy_id, link.routing_policy_v6_id)) &&
          (query.kind === undefined || KINDS[query.kind]?.(link) === true),
      )
    const page = onePage(ordered(wanted, query.order_by), query, faults.shift())
    const links = page.flatMap((link) => (faults.isDuplicated(link.id) ? [link, link] : [link]))
    return context.answer({ links: links.map(context.shownLink), total_count: wanted.length })
  })

  app.get(`${LINKS}/:id`, (c) =>
    context.answer(context.shownLink(findLink(context, c.req.param('region'), c.req.param('id')))),
  )

  app.post(LINKS, async (c) => {
    const region = c.req.param('region')
    const body = await checkBody(createBody, c.req.raw)
    const host = hostOf(context, region, body)
    const policies = policiesOf(context, region, body)
    const pair = freeBgpPair(state.links.all(), host.peerAsn)
    const link = state.asApi(() =>
      state.links.add({
        id: state.newId(),
        name: body.name,
        tags: body.tags,
        project_id: body.project_id,
        organization_id: state.organizationId,
        region,
        pop_id: body.pop_id,
        bandwidth_mbps: body.bandwidth_mbps,
        status: 'requested',
        bgp_v4_status: 'disabled',
        bgp_v6_status: 'disabled',
        vpc_id: null,
        routing_policy_id: null,
        ...policies,
        enable_route_propagation: false,
        created_at: now(),
        updated_at: now(),
        partner: host.partner,
        self: host.self,
        vlan: host.vlan,
        scw_bgp_config: pair.scw,
        peer_bgp_config: pair.peer,
        hidden: { provisioned: false, deletionBegunBy: null },
      }),
    )
    const made = host.self === null ? link : state.asApi(() => context.configure(link.id, 'ready'))
    return context.answer(context.shownLink(made))
  })

  app.patch(`${LINKS}/:id`, async (c) => {
    const link = findLink(context, c.req.param('region'), c.req.param('id'))
    const { peer_asn, ...body } = await checkBody(updateBody, c.req.raw)
    needWritable(link)
    if (peer_asn !== undefined && link.self === null) {
      throw constraint('peer_asn', 'can only be changed on self-hosted links')
    }
    const updated = state.asApi(() => {
      state.links.set(link.id, { ...defined(body), updated_at: now() })
      if (peer_asn === undefined || link.peer_bgp_config === null) return state.links.need(link.id)
      state.links.set(link.id, { peer_bgp_config: { ...link.peer_bgp_config, asn: peer_asn } })
      return context.configure(link.id, link.status)
    })
    return context.answer(context.shownLink(updated))
  })

  app.delete(`${LINKS}/:id`, (c) => {
    const link = findLink(context, c.req.param('region'), c.req.param('id'))
    needWritable(link)
    const { provisioned, deletionBegunBy } = link.hidden
    const bothSidesMustDelete = link.partner !== null && provisioned && link.status !== 'deprovisioning'
    const deleted = state.asApi((): LinkRow => {
      if (deletionBegunBy === 'scaleway') return link
      if (bothSidesMustDelete) {
        const status = 'deprovisioning'
        const hidden = { provisioned, deletionBegunBy: 'scaleway' } as const
        return state.links.set(link.id, { status, ...sessionsOf({ ...link, status }), hidden })
      }
      state.links.remove(link.id)
      return { ...link, status: 'deleted' }
    })
    return context.answer(context.shownLink(deleted))
  })
}

type CreateBody = z.infer<typeof createBody>

/** Who carries the new link, after every rule on PoP, bandwidth and VLAN. */
function hostOf(context: RouteContext, region: string, body: CreateBody) {
  const { state } = context
  const pop = findIn(state.pops, (row) => row.region === region, 'pop', body.pop_id)
  if (body.partner_id !== undefined && body.connection_id !== undefined) {
    throw constraint('connection_id', 'at most one of connection_id and partner_id may be set')
  }
  if (body.partner_id !== undefined) {
    const partner = findIn(
      state.partners,
      (row) => row.hidden.regions.includes(region),
      'partner',
      body.partner_id,
    )
    if (!partner.hidden.popIds.includes(pop.id)) {
      throw constraint('partner_id', 'this partner offers no connection in this PoP')
    }
    if (body.vlan !== undefined) throw constraint('vlan', 'can only be chosen for self-hosted links')
    needBandwidth(body, pop.available_link_bandwidths_mbps)
    return {
      partner: {
        partner_id: partner.id,
        pairing_key: syntheticPairingKey(state.newId),
        disapproved_reason: '',
        l3_connectivity: partner.l3_connectivity,
      },
      self: null,
      vlan: needVlan(freeVlan(state.links.all(), pop.id)),
      peerAsn: body.peer_asn ?? partner.hidden.asn,
    }
  }
  if (body.connection_id === undefined) {
    throw required('partner_id', 'one of connection_id and partner_id must be set')
  }
  const connection = findIn(
    state.connections,
    (row) => row.region === region,
    'dedicated_connection',
    body.connection_id,
  )
  if (connection.pop_id !== pop.id) throw constraint('pop_id', 'the connection is in another PoP')
  needBandwidth(body, connection.available_link_bandwidths)
  const range = connection.vlan_range ?? undefined
  if (body.vlan !== undefined) {
    const inRange = range === undefined || (body.vlan >= range.start && body.vlan <= range.end)
    const taken = state.links.all().some((link) => link.pop_id === pop.id && link.vlan === body.vlan)
    if (!inRange || taken) throw constraint('vlan', 'is already taken or out of range')
  }
  return {
    partner: null,
    self: { connection_id: connection.id },
    vlan: body.vlan ?? needVlan(freeVlan(state.links.all(), pop.id, range)),
    peerAsn: body.peer_asn ?? 64512,
  }
}

function needBandwidth(body: CreateBody, available: readonly number[]): void {
  if (!available.includes(body.bandwidth_mbps)) {
    throw constraint('bandwidth_mbps', 'is not available for links on this connection')
  }
}

function needVlan(vlan: number | null): number {
  if (vlan === null) throw new ApiFailure(apiErrors.outOfStock('link'))
  return vlan
}

function policiesOf(context: RouteContext, region: string, body: CreateBody) {
  const { routing_policy_v4_id: v4, routing_policy_v6_id: v6 } = body
  if (v4 !== undefined && findPolicy(context, region, v4).is_ipv6) {
    throw constraint('routing_policy_v4_id', 'must be an IPv4 routing policy')
  }
  if (v6 !== undefined && !findPolicy(context, region, v6).is_ipv6) {
    throw constraint('routing_policy_v6_id', 'must be an IPv6 routing policy')
  }
  return { routing_policy_v4_id: v4 ?? null, routing_policy_v6_id: v6 ?? null }
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
