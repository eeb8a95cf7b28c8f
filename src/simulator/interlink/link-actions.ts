import type { Hono } from 'hono'
import { z } from 'zod'
import { findIn, type RouteContext } from './context.ts'
import { ApiFailure, apiErrors } from './errors.ts'
import { findLink, findPolicy, needWritable } from './links.ts'
import type { LinkRow, PolicyRow } from './rows.ts'
import { timestamp } from './rows.ts'
import { sessionsOf } from './state.ts'
import { checkBody, uuid } from './validate.ts'

const emptyBody = z.object({})
const vpcBody = z.object({ vpc_id: uuid })
const policyBody = z.object({ routing_policy_id: uuid })

type Family = 'routing_policy_v4_id' | 'routing_policy_v6_id'

/** The calls that change what is attached to a link. Each answers the link, and moves its `updated_at`. */
export function linkActionRoutes(app: Hono, context: RouteContext): void {
  const { state } = context

  /** Registers one action: `change` returns what to write, or throws a refusal. */
  function action<Body>(
    path: string,
    schema: z.ZodType<Body>,
    change: (link: LinkRow, body: Body) => Partial<LinkRow>,
  ): void {
    app.post(`/interlink/v1beta1/regions/:region/links/:id/${path}`, async (c) => {
      const link = findLink(context, c.req.param('region'), c.req.param('id'))
      const body = await checkBody(schema, c.req.raw)
      needWritable(link)
      if (link.status === 'deprovisioning') throw precondition('the link is being deleted')
      const patch = { ...change(link, body), updated_at: timestamp(state.clock.now()) }
      return context.answer(context.shownLink(state.asApi(() => state.links.set(link.id, patch))))
    })
  }

  action('attach-vpc', vpcBody, (link, { vpc_id }) => {
    findIn(state.vpcs, (vpc) => vpc.region === link.region, 'vpc', vpc_id)
    return { vpc_id }
  })

  action('detach-vpc', emptyBody, (link) => {
    if (link.vpc_id === null) throw precondition('no VPC is attached to the link')
    return { vpc_id: null, enable_route_propagation: false }
  })

  action('attach-routing-policy', policyBody, (link, { routing_policy_id }) => {
    const policy = findPolicy(context, link.region, routing_policy_id)
    if (link[familyOf(policy)] !== null) {
      throw new ApiFailure(
        apiErrors.preconditionFailed(
          'resource_still_in_use',
          'a routing policy of this IP version is attached already; use set-routing-policy to replace it',
        ),
      )
    }
    return withPolicy(link, policy, policy.id)
  })

  action('detach-routing-policy', policyBody, (link, { routing_policy_id }) => {
    const policy = findPolicy(context, link.region, routing_policy_id)
    if (link[familyOf(policy)] !== policy.id) {
      throw precondition('this routing policy is not attached to the link')
    }
    return { ...withPolicy(link, policy, null), enable_route_propagation: false }
  })

  action('set-routing-policy', policyBody, (link, { routing_policy_id }) => {
    const policy = findPolicy(context, link.region, routing_policy_id)
    if (link[familyOf(policy)] === null) {
      throw precondition('no routing policy of this IP version is attached to the link')
    }
    return withPolicy(link, policy, policy.id)
  })

  // The console refuses this without a routing policy; the API was recorded accepting it.
  action('enable-route-propagation', emptyBody, () => ({ enable_route_propagation: true }))
  action('disable-route-propagation', emptyBody, () => ({ enable_route_propagation: false }))
}

function familyOf(policy: PolicyRow): Family {
  return policy.is_ipv6 ? 'routing_policy_v6_id' : 'routing_policy_v4_id'
}

/** The link's policy of one family, and that family's session: it begins with its first policy and ends without. */
function withPolicy(link: LinkRow, policy: PolicyRow, id: string | null): Partial<LinkRow> {
  const family = familyOf(policy)
  const session = policy.is_ipv6 ? 'bgp_v6_status' : 'bgp_v4_status'
  const before = link[family]
  if (before !== null && id !== null) return { [family]: id }
  return { [family]: id, [session]: sessionsOf({ ...link, [family]: id })[session] }
}

function precondition(help: string): ApiFailure {
  return new ApiFailure(apiErrors.preconditionFailed('attribute_must_be_set', help))
}
