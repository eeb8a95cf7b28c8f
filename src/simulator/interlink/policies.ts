import type { Hono } from 'hono'
import { z } from 'zod'
import { JSON_HEADERS, type RouteContext } from './context.ts'
import { ApiFailure, apiErrors } from './errors.ts'
import { findPolicy } from './links.ts'
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
import { timestamp } from './rows.ts'
import { checkBody, constraint, name, prefixes, tags, uuid } from './validate.ts'
import { wirePolicy } from './wire.ts'

const POLICIES = '/interlink/v1beta1/regions/:region/routing-policies'

const createBody = z.object({
  project_id: uuid,
  name,
  tags: tags.default([]),
  prefix_filter_in: prefixes.default([]),
  prefix_filter_out: prefixes.default([]),
  is_ipv6: z.boolean(),
})

const updateBody = z.object({
  name: name.optional(),
  tags: tags.optional(),
  prefix_filter_in: prefixes.optional(),
  prefix_filter_out: prefixes.optional(),
})

export function policyRoutes(app: Hono, context: RouteContext): void {
  const { state } = context
  const now = () => timestamp(state.clock.now())

  const listQuery = z.object({
    ...pageShape(['created_at_asc', 'created_at_desc', 'name_asc', 'name_desc'], context.pageSizeMax),
    ...ownedShape,
    ipv6: queryBoolean.optional(),
  })

  app.get(POLICIES, (c) => {
    const query = checkQuery(listQuery, c.req.raw)
    const wanted = state.policies
      .all()
      .filter((policy) => policy.region === c.req.param('region'))
      .filter((policy) => isWanted(policy, query) && matches(query.ipv6, policy.is_ipv6))
    const page = onePage(ordered(wanted, query.order_by), query)
    const routing_policies = page.map((policy) => context.shown(wirePolicy(policy)))
    return context.answer({ routing_policies, total_count: wanted.length })
  })

  app.get(`${POLICIES}/:id`, (c) => {
    const policy = findPolicy(context, c.req.param('region'), c.req.param('id'))
    return context.answer(context.shown(wirePolicy(policy)))
  })

  app.post(POLICIES, async (c) => {
    const body = await checkBody(createBody, c.req.raw)
    needFamily(body, body.is_ipv6)
    const policy = state.asApi(() =>
      state.policies.add({
        ...body,
        id: state.newId(),
        organization_id: state.organizationId,
        region: c.req.param('region'),
        created_at: now(),
        updated_at: now(),
      }),
    )
    return context.answer(context.shown(wirePolicy(policy)))
  })

  app.patch(`${POLICIES}/:id`, async (c) => {
    const policy = findPolicy(context, c.req.param('region'), c.req.param('id'))
    const body = await checkBody(updateBody, c.req.raw)
    needFamily(body, policy.is_ipv6)
    const updated = state.asApi(() =>
      state.policies.set(policy.id, {
        name: body.name ?? policy.name,
        tags: body.tags ?? policy.tags,
        prefix_filter_in: body.prefix_filter_in ?? policy.prefix_filter_in,
        prefix_filter_out: body.prefix_filter_out ?? policy.prefix_filter_out,
        updated_at: now(),
      }),
    )
    return context.answer(context.shown(wirePolicy(updated)))
  })

  app.delete(`${POLICIES}/:id`, (c) => {
    const policy = findPolicy(context, c.req.param('region'), c.req.param('id'))
    const users = state.links
      .all()
      .filter((link) => [link.routing_policy_v4_id, link.routing_policy_v6_id].includes(policy.id))
    if (users.length > 0) {
      throw new ApiFailure(
        apiErrors.preconditionFailed('resource_still_in_use', 'the routing policy is attached to a link'),
      )
    }
    state.asApi(() => state.policies.remove(policy.id))
    // A 204 with a Content-Type is odd, and was recorded.
    return new Response(null, { status: 204, headers: JSON_HEADERS })
  })
}

function needFamily(
  body: {
    readonly prefix_filter_in?: readonly string[] | undefined
    readonly prefix_filter_out?: readonly string[] | undefined
  },
  isIpv6: boolean,
): void {
  for (const key of ['prefix_filter_in', 'prefix_filter_out'] as const) {
    if (body[key]?.some((prefix) => prefix.includes(':') !== isIpv6)) {
      throw constraint(key, `must hold ${isIpv6 ? 'IPv6' : 'IPv4'} prefixes only`)
    }
  }
}
