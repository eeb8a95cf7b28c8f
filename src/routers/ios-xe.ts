import { netmask } from '../domain/address.ts'
import { neighbors, prefixLists, routeMaps, withoutFilters, withoutNeighbors } from './ios-like.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  type Checks,
  examplePrefix,
  filterName,
  type Lines,
  PREFERENCE,
  title,
  vlanOf,
  type Writer,
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
        ...withoutNeighbors(plan),
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
    // Communities are sent only when told.
    ...neighbors(plan, {
      addressFamily: (family) => `address-family ${family}`,
      ofNeighbor: ['send-community'],
    }),
  ]
}

function addressLine({ family, own, length }: RouterSession): string {
  return family === 'ipv4' ? ` ip address ${own} ${netmask(length)}` : ` ipv6 address ${own}/${length}`
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

function checks(plan: RouterPlan): Checks {
  const shown = plan.sessions.map(({ family, peer }) => `show bgp ${family} unicast neighbors ${peer}`)
  return {
    state: ['show bgp all summary', ...plan.sessions.map(({ peer }) => `show bgp all neighbors ${peer}`)],
    prefixes: shown.flatMap((command) => [`${command} routes`, `${command} advertised-routes`]),
    layer2: [
      ...plan.sessions.map(({ family, peer }) =>
        family === 'ipv4' ? `show ip arp ${peer}` : `show ipv6 neighbors ${peer}`,
      ),
      ...plan.sessions.map(({ peer }) => `ping ${peer}`),
    ],
    layer1: ['show interfaces YOUR_PORT transceiver', 'show interfaces YOUR_PORT'],
  }
}
