import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { LinkRow } from '../../src/simulator/interlink/rows.ts'
import type { Chosen } from '../../src/simulator/slack/workspace.ts'
import { OTHER_V6 } from './every-remedy.ts'

/** One change of a path, and what is there once it is done. `form`: what is chosen first, where something is. */
export interface Step {
  readonly remedy: string
  readonly form?: Readonly<Record<string, Chosen>>
  readonly isTyped?: true
  /** The last part of the path of the last call. */
  readonly call: string
  readonly left: Partial<LinkRow>
}

const { stagingV4, prodV4 } = demoIds.policies
/** From a path that is whole to none, the harmless first. */
export const TAKING_APART: readonly Step[] = [
  {
    remedy: 'set_policy:ipv4',
    form: { remedy_policy: stagingV4 },
    call: 'set-routing-policy',
    left: { routing_policy_v4_id: stagingV4, enable_route_propagation: true },
  },
  {
    remedy: 'set_policy:ipv6',
    form: { remedy_policy: OTHER_V6 },
    call: 'set-routing-policy',
    left: { routing_policy_v6_id: OTHER_V6, enable_route_propagation: true },
  },
  {
    remedy: 'create_policy:',
    form: { remedy_family: 'ipv6', remedy_name: 'made', remedy_prefixes_in: '2001:db8:7::/48' },
    call: 'set-routing-policy',
    left: { routing_policy_v4_id: stagingV4, enable_route_propagation: true },
  },
  {
    remedy: 'disable_propagation:',
    isTyped: true,
    call: 'disable-route-propagation',
    left: { enable_route_propagation: false, vpc_id: demoIds.vpcs.prod },
  },
  {
    remedy: 'detach_policy:ipv4',
    isTyped: true,
    call: 'detach-routing-policy',
    left: { routing_policy_v4_id: null },
  },
  {
    remedy: 'detach_policy:ipv6',
    isTyped: true,
    call: 'detach-routing-policy',
    left: { routing_policy_v6_id: null },
  },
  { remedy: 'detach_vpc:', isTyped: true, call: 'detach-vpc', left: { vpc_id: null } },
]
/** From none to one that only lacks propagation. */
export const PUTTING_TOGETHER: readonly Step[] = [
  {
    remedy: 'attach_vpc:',
    form: { remedy_vpc: demoIds.vpcs.staging },
    call: 'attach-vpc',
    left: { vpc_id: demoIds.vpcs.staging, enable_route_propagation: false },
  },
  {
    remedy: 'set_policy:ipv4',
    form: { remedy_policy: prodV4 },
    call: 'attach-routing-policy',
    left: { routing_policy_v4_id: prodV4, routing_policy_v6_id: null },
  },
]

export const TURNING_ON: Step = {
  remedy: 'enable_propagation:',
  call: 'enable-route-propagation',
  left: { enable_route_propagation: true },
}
