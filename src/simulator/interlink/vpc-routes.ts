import type { Hono } from 'hono'
import { z } from 'zod'
import type { RouteContext } from './context.ts'
import { checkQuery, matches, onePage, pageShape, queryBoolean } from './paging.ts'
import type { LinkRow, VpcRow } from './rows.ts'
import type { State } from './state.ts'
import { uuid } from './validate.ts'
import type { Wire } from './wire.ts'

interface RouteRow {
  readonly id: string
  readonly vpcId: string
  readonly destination: string
  readonly type: 'interlink' | 'subnet'
  readonly createdAt: string | null
}

/** The VPC API's listing of routes: a subnet for each Private Network, and what is learned over links. */
export function vpcRouteRoutes(app: Hono, { state, pageSizeMax, answer, shown }: RouteContext): void {
  const listQuery = z.object({
    ...pageShape(
      [
        ...(['created_at_asc', 'created_at_desc', 'destination_asc'] as const),
        ...(['destination_desc', 'prefix_len_asc', 'prefix_len_desc'] as const),
      ],
      pageSizeMax,
    ),
    vpc_id: uuid.optional(),
    is_ipv6: queryBoolean.optional(),
  })
  app.get('/vpc/v2/regions/:region/routes-with-nexthop', (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const region = c.req.param('region')
    const wanted = state.vpcs
      .all()
      .filter((vpc) => vpc.region === region && matches(query.vpc_id, vpc.id))
      .flatMap((vpc) => [...subnetsOf(vpc), ...learnedBy(state, vpc)])
      .filter(({ destination }) => matches(query.is_ipv6, destination.includes(':')))
    const routes = onePage(wanted, query).map((row) => shown({ ...wireRoute(row, region) }))
    return answer({ routes, total_count: wanted.length })
  })
}

/** Ids that stay the same from page to page: the end of the owner's, replaced by a number. */
function idOf(owner: string, index: number): string {
  return `${owner.slice(0, -4)}${(0xe000 + index).toString(16)}`
}

function subnetsOf(vpc: VpcRow): readonly RouteRow[] {
  return Array.from({ length: vpc.private_network_count }, (_, index) => ({
    id: idOf(vpc.id, index),
    vpcId: vpc.id,
    destination: `172.16.${index}.0/24`,
    type: 'subnet',
    createdAt: vpc.created_at,
  }))
}

/** What the peers of a VPC's links advertise and its policies accept, over sessions that are up. */
function learnedBy(state: State, vpc: VpcRow): readonly RouteRow[] {
  const links = state.links.all().filter((link) => link.vpc_id === vpc.id && link.enable_route_propagation)
  return links.flatMap((link) =>
    prefixesOf(state, link).map((destination, index) => ({
      id: idOf(link.id, index),
      vpcId: vpc.id,
      destination,
      type: 'interlink' as const,
      createdAt: link.updated_at,
    })),
  )
}

function prefixesOf(state: State, link: LinkRow): readonly string[] {
  const accepted = [
    ...(link.bgp_v4_status === 'up' ? acceptedBy(state, link.routing_policy_v4_id) : []),
    ...(link.bgp_v6_status === 'up' ? acceptedBy(state, link.routing_policy_v6_id) : []),
  ]
  const { announced } = link.hidden
  return announced === undefined ? accepted : accepted.filter((prefix) => announced.includes(prefix))
}

function acceptedBy(state: State, policyId: string | null): readonly string[] {
  return (policyId === null ? undefined : state.policies.get(policyId))?.prefix_filter_in ?? []
}

function wireRoute(row: RouteRow, region: string): Wire {
  return {
    route: {
      id: row.id,
      vpc_id: row.vpcId,
      destination: row.destination,
      description: '',
      tags: [],
      type: row.type,
      is_read_only: true,
      nexthop_resource_id: null,
      nexthop_private_network_id: null,
      region,
      created_at: row.createdAt,
      updated_at: row.createdAt,
    },
    nexthop_ip: null,
    nexthop_name: null,
    nexthop_resource_type: 'unknown_type',
  }
}
