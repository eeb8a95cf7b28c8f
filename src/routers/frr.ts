import { neighbors, prefixLists, routeMaps, withoutFilters, withoutNeighbors } from './ios-like.ts'
import { linuxChecks, linuxInterface, linuxRollback, linuxSetUp } from './linux.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  type Checks,
  examplePrefix,
  filterName,
  type Lines,
  NO_ROUTER_ID,
  PREFERENCE,
  title,
  type Writer,
} from './writing.ts'

/** The template for FRRouting 8 and later. Without a policy it passes no routes of an external session (RFC 8212). */
export const frrTemplate: Writer = (plan) => ({
  apply: [
    linuxSetUp(plan, false),
    { what: 'In vtysh, after configure terminal; then write memory', lines: configuration(plan) },
  ],
  variants: variants(plan),
  rollback: [
    {
      what: 'In vtysh, after configure terminal; then write memory',
      lines: [
        ...withoutNeighbors(plan),
        ...withoutFilters(plan),
        `interface ${linuxInterface(plan)}`,
        ' no description',
        ...plan.sessions.map((session) => ` no ${addressLine(session)}`),
        'exit',
      ],
    },
    linuxRollback(plan),
  ],
  checks: checks(plan),
})

function configuration(plan: RouterPlan): readonly string[] {
  return [
    `! ${title(plan)}, link ${plan.linkId}`,
    ...prefixLists(plan),
    ...routeMaps(plan),
    `interface ${linuxInterface(plan)}`,
    ` description ${title(plan)}`,
    ...plan.sessions.map((session) => ` ${addressLine(session)}`),
    'exit',
    ...neighbors(plan, { addressFamily: (family) => `address-family ${family} unicast`, ofNeighbor: [] }),
  ]
}

function variants(plan: RouterPlan): readonly Lines[] {
  return [
    {
      what: 'If the router speaks BGP as another AS already, write that AS, and add',
      lines: [
        'router bgp YOUR_ASN',
        ...plan.sessions.map(({ peer }) => ` neighbor ${peer} local-as ${plan.ownAsn} no-prepend replace-as`),
        'exit',
      ],
    },
    {
      what: NO_ROUTER_ID,
      lines: [`router bgp ${plan.ownAsn}`, ' bgp router-id YOUR_ROUTER_ID', 'exit'],
    },
    {
      what: 'In a VRF: put the interface into it, and everything of BGP below its own router',
      lines: [
        `ip link set dev ${linuxInterface(plan)} vrf YOUR_VRF`,
        `router bgp ${plan.ownAsn} vrf YOUR_VRF`,
      ],
    },
    {
      what: 'To announce: a line for each prefix that the routing table has, or redistribute; the filter holds back the rest',
      lines: [
        `router bgp ${plan.ownAsn}`,
        ...plan.sessions.flatMap((session) => [
          ` address-family ${session.family} unicast`,
          `  network ${examplePrefix(session)}`,
          ' exit-address-family',
        ]),
        'exit',
      ],
    },
    {
      what: PREFERENCE,
      lines: plan.sessions.flatMap(({ family }) => [
        `route-map ${filterName(plan, family, 'out')} permit 10`,
        ' set community 12876:42100',
        'exit',
      ]),
    },
  ]
}

function checks(plan: RouterPlan): Checks {
  return {
    state: ['show bgp summary failed', ...plan.sessions.map(({ peer }) => `show bgp neighbors ${peer}`)],
    prefixes: plan.sessions.flatMap(({ family, peer }) => [
      `show bgp ${family} unicast neighbors ${peer} routes`,
      `show bgp ${family} unicast neighbors ${peer} advertised-routes`,
    ]),
    ...linuxChecks(plan),
  }
}

function addressLine({ family, own, length }: RouterSession): string {
  return `${family === 'ipv4' ? 'ip' : 'ipv6'} address ${own}/${length}`
}
