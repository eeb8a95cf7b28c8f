import { type Family, intendedFamilies, type Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import type { Act } from './acts.ts'
import type { LinkOrder } from './ports.ts'
import { orderTag, withoutOrderTags } from './reorder/saga.ts'

/**
 * The calls to Scaleway's API that an act makes, as a person reads them: method, path, body (InterLink API v1beta1). `order` is
 * what is ordered in the place of a deleted link, where that was chosen already. Empty where the act calls nothing.
 */
export function callsOf(act: Act, link: Link, order: LinkOrder | null = null): readonly string[] {
  const base = `/interlink/v1beta1/regions/${link.region}`
  const post = (action: string, body: Readonly<Record<string, unknown>> = {}) =>
    `POST ${base}/links/${link.id}/${action} ${JSON.stringify(body)}`
  const usePolicy = (family: Family, policyId: string) =>
    post(policyAction(link, family), { routing_policy_id: policyId })
  switch (act.type) {
    case 'attach_vpc':
      return [post('attach-vpc', { vpc_id: act.vpcId })]
    case 'detach_vpc':
      return [post('detach-vpc')]
    case 'set_policy':
      return [usePolicy(act.family, act.policyId)]
    case 'create_policy': {
      const { name, projectId, family, prefixesIn, prefixesOut } = act.policy
      const body = {
        project_id: projectId,
        name,
        is_ipv6: family === 'ipv6',
        prefix_filter_in: prefixesIn,
        prefix_filter_out: prefixesOut,
      }
      return [`POST ${base}/routing-policies ${JSON.stringify(body)}`, usePolicy(family, '(its id)')]
    }
    case 'detach_policy':
      return [post('detach-routing-policy', { routing_policy_id: link.policies[act.family] })]
    case 'enable_propagation':
      return [post('enable-route-propagation')]
    case 'disable_propagation':
      return [post('disable-route-propagation')]
    case 'delete_link':
    case 'reorder_link':
      return [
        ...(isTakenApart(link) && link.routePropagation ? [post('disable-route-propagation')] : []),
        ...(isTakenApart(link) && link.vpcId !== null ? [post('detach-vpc')] : []),
        `DELETE ${base}/links/${link.id}`,
        ...(act.type === 'reorder_link' ? orderCalls(base, link, order) : []),
      ]
    case 'reveal_pairing_key':
      return [`GET ${base}/links/${link.id}`]
    case 'mark_contacted':
    case 'record_ticket':
      return []
  }
}

/** Whether something is detached before a link is deleted: of one that is being deleted already nothing can be. */
export function isTakenApart({ status }: Pick<Link, 'status'>): boolean {
  return linkStatus(status) !== 'deprovisioning'
}

const NEW_ID = '(the new id)'

/** The order of a new link, and what puts the old one's configuration on it, in the order of the saga. */
function orderCalls(base: string, old: Link, order: LinkOrder | null): readonly string[] {
  if (order === null) return [`POST ${base}/links (a new order)`]
  const { over, peerAsn, vlan } = order
  const tags = withoutOrderTags(order.tags)
  const body = {
    name: order.name,
    tags: [...tags, orderTag('(an id of its own)')],
    project_id: order.projectId,
    pop_id: order.popId,
    bandwidth_mbps: order.bandwidthMbps,
    ...(over.type === 'partner' ? { partner_id: over.partnerId } : { connection_id: over.connectionId }),
    ...(peerAsn === null ? {} : { peer_asn: peerAsn }),
    ...(vlan === null ? {} : { vlan }),
  }
  const post = (action: string, sent: Readonly<Record<string, unknown>> = {}) =>
    `POST ${base}/links/${NEW_ID}/${action} ${JSON.stringify(sent)}`
  return [
    `POST ${base}/links ${JSON.stringify(body)}`,
    ...intendedFamilies(old).map((family) =>
      post('attach-routing-policy', { routing_policy_id: old.policies[family] }),
    ),
    ...(old.vpcId === null ? [] : [post('attach-vpc', { vpc_id: old.vpcId })]),
    ...(old.routePropagation ? [post('enable-route-propagation')] : []),
    `PATCH ${base}/links/${NEW_ID} ${JSON.stringify({ tags })}`,
  ]
}

/** `set` replaces in place, so that routes do not drop; it wants one that is there. */
export function policyAction(link: Link, family: Family): 'attach-routing-policy' | 'set-routing-policy' {
  return link.policies[family] === null ? 'attach-routing-policy' : 'set-routing-policy'
}
