import { describe, expect, test } from 'vitest'
import { callsOf } from '../../src/remedies/calls.ts'
import { AS_IT_WAS, planReorder } from '../../src/remedies/reorder/order.ts'
import { aLink } from '../support/links.ts'

const NOTHING_KNOWN = { pops: [], partners: [], connections: [], partnersAt: new Map() }

/** What an order again calls, without the start that all of it has. */
function orderCalls(link: ReturnType<typeof aLink>) {
  const planned = planReorder(link, { ...AS_IT_WAS, name: 'paris-b' }, NOTHING_KNOWN)
  if (planned.type === 'refused') throw new Error(planned.why)
  const calls = callsOf({ type: 'reorder_link' }, link, planned.plan.order)
  return calls.map((call) => call.replace(`/interlink/v1beta1/regions/${link.region}/`, ''))
}

describe('The calls that are shown of an order again', () => {
  test('are all that it makes, with what they send, in its order', () => {
    const link = aLink({ tags: ['env:prod'] })
    expect(orderCalls(link)).toEqual([
      `POST links/${link.id}/disable-route-propagation {}`,
      `POST links/${link.id}/detach-vpc {}`,
      `DELETE links/${link.id}`,
      expect.stringMatching(
        /^POST links \{"name":"paris-b","tags":\["env:prod","interlink-bot:order=\(an id of its own\)"\],"project_id":/,
      ),
      `POST links/(the new id)/attach-routing-policy {"routing_policy_id":"${link.policies.ipv4}"}`,
      `POST links/(the new id)/attach-routing-policy {"routing_policy_id":"${link.policies.ipv6}"}`,
      `POST links/(the new id)/attach-vpc {"vpc_id":"${link.vpcId}"}`,
      'POST links/(the new id)/enable-route-propagation {}',
      'PATCH links/(the new id) {"tags":["env:prod"]}',
    ])
  })

  test('begin with the deletion where the link is being deleted already: nothing is detached of it any more', () => {
    const link = aLink({ status: 'deprovisioning' })
    expect(orderCalls(link)[0]).toBe(`DELETE links/${link.id}`)
  })
})
