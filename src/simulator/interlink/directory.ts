import type { Hono } from 'hono'
import { z } from 'zod'
import { findIn, type RouteContext } from './context.ts'
import {
  checkQuery,
  isWanted,
  matches,
  onePage,
  ordered,
  ownedShape,
  pageShape,
  queryBoolean,
} from './paging.ts'
import { uuid } from './validate.ts'
import { wireConnection, wireListedPop, wirePartner, wirePop, wireVpc } from './wire.ts'

const INTERLINK = '/interlink/v1beta1/regions/:region'
const VPCS = '/vpc/v2/regions/:region/vpcs'

const CONNECTION_STATUSES = [
  ...['unknown_status', 'created', 'configuring', 'failed', 'active', 'disabled', 'deleted', 'locked'],
]

/** What can only be looked up here: partners, PoPs, dedicated connections, and the VPC API's VPCs. */
export function directoryRoutes(app: Hono, context: RouteContext): void {
  partnerRoutes(app, context)
  popRoutes(app, context)
  connectionRoutes(app, context)
  vpcRoutes(app, context)
}

function partnerRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const listQuery = z.object({
    ...pageShape(['name_asc', 'name_desc'], pageSizeMax),
    pop_ids: z.array(uuid).optional(),
  })
  app.get(`${INTERLINK}/partners`, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const wanted = state.partners
      .all()
      .filter((partner) => partner.hidden.regions.includes(c.req.param('region')))
      .filter(({ hidden }) => query.pop_ids?.some((id) => hidden.popIds.includes(id)) ?? true)
    const partners = onePage(ordered(wanted, query.order_by), query).map((row) => shown(wirePartner(row)))
    return answer({ partners, total_count: wanted.length })
  })
  app.get(`${INTERLINK}/partners/:id`, (c) => {
    const isThere = (row: { hidden: { regions: readonly string[] } }) =>
      row.hidden.regions.includes(c.req.param('region'))
    return answer(shown(wirePartner(findIn(state.partners, isThere, 'partner', c.req.param('id')))))
  })
}

function popRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const listQuery = z.object({
    ...pageShape(['name_asc', 'name_desc'], pageSizeMax),
    name: z.string().optional(),
    hosting_provider_name: z.string().optional(),
    partner_id: uuid.optional(),
    link_bandwidth_mbps: z.coerce.number<string>().int().optional(),
    dedicated_available: queryBoolean.optional(),
  })
  app.get(`${INTERLINK}/pops`, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const { partner_id, link_bandwidth_mbps: bandwidth } = query
    const ofPartner = partner_id && (state.partners.get(partner_id)?.hidden.popIds ?? [])
    const wanted = state.pops
      .all()
      .filter(
        (pop) =>
          pop.region === c.req.param('region') &&
          pop.name.includes(query.name ?? '') &&
          matches(query.hosting_provider_name, pop.hosting_provider_name) &&
          matches(query.dedicated_available, pop.hidden.dedicatedAvailable) &&
          (!ofPartner || ofPartner.includes(pop.id)) &&
          (bandwidth === undefined || pop.available_link_bandwidths_mbps.includes(bandwidth)),
      )
    const pops = onePage(ordered(wanted, query.order_by), query).map((pop) => shown(wireListedPop(pop)))
    return answer({ pops, total_count: wanted.length })
  })
  app.get(`${INTERLINK}/pops/:id`, (c) => {
    const isThere = (row: { region: string }) => row.region === c.req.param('region')
    return answer(shown(wirePop(findIn(state.pops, isThere, 'pop', c.req.param('id')))))
  })
}

function connectionRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const listQuery = z.object({
    ...pageShape(
      [
        ...(['name_asc', 'name_desc', 'created_at_asc', 'created_at_desc'] as const),
        ...(['updated_at_asc', 'updated_at_desc', 'status_asc', 'status_desc'] as const),
      ],
      pageSizeMax,
    ),
    ...ownedShape,
    status: z.enum(CONNECTION_STATUSES).optional(),
    bandwidth_mbps: z.coerce.number<string>().int().optional(),
    pop_id: uuid.optional(),
  })
  app.get(`${INTERLINK}/dedicated-connections`, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const wanted = state.connections
      .all()
      .filter(
        (row) =>
          row.region === c.req.param('region') &&
          isWanted(row, query) &&
          (query.status === 'unknown_status' || matches(query.status, row.status)) &&
          matches(query.bandwidth_mbps, row.bandwidth_mbps) &&
          matches(query.pop_id, row.pop_id),
      )
    const connections = onePage(ordered(wanted, query.order_by), query).map((row) =>
      shown(wireConnection(row)),
    )
    return answer({ connections, total_count: wanted.length })
  })
  app.get(`${INTERLINK}/dedicated-connections/:id`, (c) => {
    const isThere = (row: { region: string }) => row.region === c.req.param('region')
    return answer(
      shown(wireConnection(findIn(state.connections, isThere, 'dedicated_connection', c.req.param('id')))),
    )
  })
}

function vpcRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const listQuery = z.object({
    ...pageShape(['created_at_asc', 'created_at_desc', 'name_asc', 'name_desc'], pageSizeMax),
    ...ownedShape,
    is_default: queryBoolean.optional(),
    routing_enabled: queryBoolean.optional(),
  })
  app.get(VPCS, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const wanted = state.vpcs
      .all()
      .filter(
        (vpc) =>
          vpc.region === c.req.param('region') &&
          isWanted(vpc, query) &&
          matches(query.is_default, vpc.is_default) &&
          matches(query.routing_enabled, vpc.routing_enabled),
      )
    const vpcs = onePage(ordered(wanted, query.order_by), query).map((vpc) => shown(wireVpc(vpc)))
    return answer({ vpcs, total_count: wanted.length })
  })
  app.get(`${VPCS}/:id`, (c) => {
    const isThere = (row: { region: string }) => row.region === c.req.param('region')
    return answer(shown(wireVpc(findIn(state.vpcs, isThere, 'vpc', c.req.param('id')))))
  })
}
