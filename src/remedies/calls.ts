import type { Family, Link } from '../domain/link.ts'
import type { Act } from './acts.ts'

/**
 * The calls to Scaleway's API that an act makes, as a person reads them: method, path, body (InterLink API v1beta1). Acts of
 * several steps that take days, deleting and ordering again, list those of deleting. Empty where the act calls nothing.
 */
export function callsOf(act: Act, link: Link): readonly string[] {
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
        ...(link.routePropagation ? [post('disable-route-propagation')] : []),
        ...(link.vpcId === null ? [] : [post('detach-vpc')]),
        `DELETE ${base}/links/${link.id}`,
        ...(act.type === 'reorder_link' ? [`POST ${base}/links (a new order)`] : []),
      ]
    case 'reveal_pairing_key':
      return [`GET ${base}/links/${link.id}`]
    case 'mark_contacted':
    case 'record_ticket':
      return []
  }
}

/** `set` replaces in place, so that routes do not drop; it wants one that is there. */
export function policyAction(link: Link, family: Family): 'attach-routing-policy' | 'set-routing-policy' {
  return link.policies[family] === null ? 'attach-routing-policy' : 'set-routing-policy'
}
