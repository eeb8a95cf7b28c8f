import { netmask } from '../domain/address.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  examplePrefix,
  filterName,
  type Lines,
  PREFERENCE,
  prefixLists,
  routeMaps,
  sessionOfFamily,
  title,
  vlanOf,
  type Writer,
  withoutFilters,
} from './writing.ts'

const ENTERED =
  'After configure terminal revert timer 10 (where archive is set up); then configure confirm, write memory'

/** The template for Cisco IOS-XE, on a routed port. Not machine-checked. */
export const iosXeTemplate: Writer = (plan) => ({
  apply: [{ what: ENTERED, lines: configuration(plan) }],
  variants: variants(plan),
  rollback: [
    {
      what: 'After configure terminal; then write memory',
      lines: [
        `router bgp ${plan.ownAsn}`,
        ...plan.sessions.map(({ peer }) => ` no neighbor ${peer}`),
        'exit',
        `no interface ${subInterface(plan)}`,
        `no policy-map ${shaperName(plan)}`,
        ...withoutFilters(plan),
      ],
    },
  ],
  checks: checks(plan),
})

function subInterface(plan: RouterPlan): string {
  return `YOUR_PORT.${vlanOf(plan)}`
}

function shaperName({ label }: RouterPlan): string {
  return `scw-${label}-shape`
}

/** A session is shut until its filters are in place: without them a router may pass every route in between. */
function configuration(plan: RouterPlan): readonly string[] {
  return [
    `! ${title(plan)}, link ${plan.linkId}`,
    ...prefixLists(plan),
    ...routeMaps(plan),
    `policy-map ${shaperName(plan)}`,
    ' class class-default',
    `  shape average ${plan.bandwidthMbps * 1_000_000}`,
    'exit',
    'exit',
    `interface ${subInterface(plan)}`,
    ` encapsulation dot1Q ${vlanOf(plan)}`,
    ` description ${title(plan)}`,
    ...plan.sessions.map(addressLine),
    ` service-policy output ${shaperName(plan)}`,
    ' no shutdown',
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

function addressLine({ family, own, length }: RouterSession): string {
  return family === 'ipv4' ? ` ip address ${own} ${netmask(length)}` : ` ipv6 address ${own}/${length}`
}

/** A neighbour is active for IPv4 by default, one with an IPv6 address too. Communities are sent only when told. */
function addressFamilies(plan: RouterPlan): readonly string[] {
  const v6 = sessionOfFamily(plan, 'ipv6')
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const session = sessionOfFamily(plan, family)
    const lines = [
      ...(session === null
        ? []
        : [
            `  neighbor ${session.peer} activate`,
            `  neighbor ${session.peer} send-community`,
            `  neighbor ${session.peer} route-map ${filterName(plan, family, 'in')} in`,
            `  neighbor ${session.peer} route-map ${filterName(plan, family, 'out')} out`,
          ]),
      ...(family === 'ipv4' && v6 !== null ? [`  no neighbor ${v6.peer} activate`] : []),
    ]
    return lines.length === 0 ? [] : [` address-family ${family}`, ...lines, ' exit-address-family']
  })
}

function variants(plan: RouterPlan): readonly Lines[] {
  return [
    {
      what: 'If the router speaks BGP as another AS already, write that AS, and add',
      lines: [
        'router bgp YOUR_ASN',
        ...plan.sessions.map(({ peer }) => ` neighbor ${peer} local-as ${plan.ownAsn} no-prepend replace-as`),
      ],
    },
    {
      what: 'In a VRF: in the interface before its addresses, and the neighbours below the family of that VRF',
      lines: [
        ' vrf forwarding YOUR_VRF',
        ...plan.sessions.map(({ family }) => ` address-family ${family} vrf YOUR_VRF`),
      ],
    },
    {
      what: 'To announce: a line for each prefix that the routing table has; the filter holds back the rest',
      lines: plan.sessions.flatMap((session) => [
        ` address-family ${session.family}`,
        `  network ${networkOf(session)}`,
      ]),
    },
    {
      what: PREFERENCE,
      lines: plan.sessions.flatMap(({ family }) => [
        `route-map ${filterName(plan, family, 'out')} permit 10`,
        ' set community 12876:42100',
      ]),
    },
    {
      what: 'A Catalyst switch has no dot1Q encapsulation on a routed port: there the addresses belong to',
      lines: [`vlan ${vlanOf(plan)}`, `interface Vlan${vlanOf(plan)}`],
    },
  ]
}

function networkOf(session: RouterSession): string {
  const [network = '', length = ''] = examplePrefix(session).split('/')
  if (session.family === 'ipv6' || length === '') return examplePrefix(session)
  return `${network} mask ${netmask(Number(length))}`
}

function checks(plan: RouterPlan): readonly Lines[] {
  const neighbors = plan.sessions.map(({ family, peer }) => `show bgp ${family} unicast neighbors ${peer}`)
  return [
    {
      what: 'State, and why it is not up',
      lines: ['show bgp all summary', ...plan.sessions.map(({ peer }) => `show bgp all neighbors ${peer}`)],
    },
    {
      what: 'Prefixes in and out',
      lines: neighbors.flatMap((command) => [`${command} routes`, `${command} advertised-routes`]),
    },
    {
      what: 'Layer 2: the peer answers',
      lines: [
        ...plan.sessions.map(({ family, peer }) =>
          family === 'ipv4' ? `show ip arp ${peer}` : `show ipv6 neighbors ${peer}`,
        ),
        ...plan.sessions.map(({ peer }) => `ping ${peer}`),
      ],
    },
    {
      what: 'Layer 1: light and errors',
      lines: ['show interfaces YOUR_PORT transceiver', 'show interfaces YOUR_PORT'],
    },
  ]
}
