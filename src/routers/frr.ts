import { linuxChecks, linuxInterface, linuxRollback, linuxSetUp } from './linux.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  examplePrefix,
  filterName,
  type Lines,
  NO_ROUTER_ID,
  PREFERENCE,
  prefixLists,
  routeMaps,
  sessionOfFamily,
  title,
  type Writer,
  withoutFilters,
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
        `router bgp ${plan.ownAsn}`,
        ...plan.sessions.map(({ peer }) => ` no neighbor ${peer}`),
        'exit',
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

/** A session is shut until its filters are in place: without them a router may pass every route in between. */
function configuration(plan: RouterPlan): readonly string[] {
  return [
    `! ${title(plan)}, link ${plan.linkId}`,
    ...prefixLists(plan),
    ...routeMaps(plan),
    `interface ${linuxInterface(plan)}`,
    ` description ${title(plan)}`,
    ...plan.sessions.map((session) => ` ${addressLine(session)}`),
    'exit',
    `router bgp ${plan.ownAsn}`,
    ...plan.sessions.flatMap(({ peer }) => [
      ` neighbor ${peer} remote-as ${plan.scalewayAsn}`,
      ` neighbor ${peer} shutdown`,
      ` neighbor ${peer} description ${title(plan)}`,
    ]),
    ...addressFamilies(plan),
    ...plan.sessions.map(({ peer }) => ` no neighbor ${peer} shutdown`),
    'exit',
  ]
}

/** A neighbour is active for IPv4 by default, one with an IPv6 address too. */
function addressFamilies(plan: RouterPlan): readonly string[] {
  const v6 = sessionOfFamily(plan, 'ipv6')
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const session = sessionOfFamily(plan, family)
    const lines = [
      ...(session === null
        ? []
        : [
            `  neighbor ${session.peer} activate`,
            `  neighbor ${session.peer} route-map ${filterName(plan, family, 'in')} in`,
            `  neighbor ${session.peer} route-map ${filterName(plan, family, 'out')} out`,
          ]),
      ...(family === 'ipv4' && v6 !== null ? [`  no neighbor ${v6.peer} activate`] : []),
    ]
    return lines.length === 0 ? [] : [` address-family ${family} unicast`, ...lines, ' exit-address-family']
  })
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

function checks(plan: RouterPlan): readonly Lines[] {
  return [
    {
      what: 'State, and why it is not up',
      lines: ['show bgp summary failed', ...plan.sessions.map(({ peer }) => `show bgp neighbors ${peer}`)],
    },
    {
      what: 'Prefixes in and out',
      lines: plan.sessions.flatMap(({ family, peer }) => [
        `show bgp ${family} unicast neighbors ${peer} routes`,
        `show bgp ${family} unicast neighbors ${peer} advertised-routes`,
      ]),
    },
    ...linuxChecks(plan),
  ]
}

function addressLine({ family, own, length }: RouterSession): string {
  return `${family === 'ipv4' ? 'ip' : 'ipv6'} address ${own}/${length}`
}
