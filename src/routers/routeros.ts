import type { Family } from '../domain/link.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  type Checks,
  directions,
  filterName,
  type Lines,
  PREFERENCE,
  short,
  title,
  vlanOf,
  type Writer,
} from './writing.ts'

/** The template for MikroTik RouterOS, as of 7.20. Not machine-checked. */
export const routerosTemplate: Writer = (plan) => ({
  apply: [
    {
      what: 'In a terminal, in safe mode (Ctrl+X), which takes everything back if you are cut off; Ctrl+X again keeps it',
      lines: [
        `# ${title(plan)}, link ${plan.linkId}`,
        ...plan.sessions.flatMap((session) => filters(plan, session)),
        `/interface/vlan/add name=${name(plan)} interface=YOUR_PORT vlan-id=${vlanOf(plan)} comment="${title(plan)}"`,
        ...plan.sessions.map((session) => addressLine(plan, session)),
        `/routing/bgp/instance/add name=${name(plan)} as=${plan.ownAsn}`,
        ...plan.sessions.map((session) =>
          connection(plan, session, `instance=${name(plan)} afi=${afi(session)}`),
        ),
      ],
    },
  ],
  variants: variants(plan),
  rollback: [
    {
      what: 'In a terminal',
      lines: [
        ...plan.sessions.map(
          ({ family }) => `/routing/bgp/connection/remove ${connectionName(plan, family)}`,
        ),
        `/routing/bgp/instance/remove ${name(plan)}`,
        ...plan.sessions.flatMap(({ family }) =>
          (['in', 'out'] as const).map(
            (direction) => `/routing/filter/rule/remove [find chain=${filterName(plan, family, direction)}]`,
          ),
        ),
        ...plan.sessions.map(
          ({ family }) =>
            `/${family === 'ipv4' ? 'ip' : 'ipv6'}/address/remove [find interface=${name(plan)}]`,
        ),
        `/interface/vlan/remove ${name(plan)}`,
      ],
    },
  ],
  checks: checks(plan),
})

function name({ label }: RouterPlan): string {
  return `scw-${label}`
}

function connectionName(plan: RouterPlan, family: Family): string {
  return `${name(plan)}-${short(family)}`
}

function afi({ family }: RouterSession): 'ip' | 'ipv6' {
  return family === 'ipv4' ? 'ip' : 'ipv6'
}

/** `dst in`: the prefix and all that is in it. */
function filters(plan: RouterPlan, session: RouterSession): readonly string[] {
  return directions(session).flatMap(({ direction, prefixes }) => {
    const add = `/routing/filter/rule/add chain=${filterName(plan, session.family, direction)}`
    return [
      ...prefixes.map(({ text }) => `${add} rule="if (dst in ${text}) { accept }"`),
      `${add} rule="reject"`,
    ]
  })
}

/** RouterOS has no /31: it takes the other end of a point-to-point line as the network of a /32. */
function addressLine(plan: RouterPlan, { family, own, peer, length }: RouterSession): string {
  if (family === 'ipv6')
    return `/ipv6/address/add address=${own}/${length} advertise=no interface=${name(plan)}`
  return length === 31
    ? `/ip/address/add address=${own}/32 network=${peer} interface=${name(plan)}`
    : `/ip/address/add address=${own}/${length} interface=${name(plan)}`
}

function connection(plan: RouterPlan, session: RouterSession, process: string): string {
  const { family, own, peer } = session
  return [
    `/routing/bgp/connection/add name=${connectionName(plan, family)} ${process}`,
    `local.role=ebgp local.address=${own} remote.address=${peer} remote.as=${plan.scalewayAsn}`,
    `input.filter=${filterName(plan, family, 'in')} output.filter-chain=${filterName(plan, family, 'out')}`,
  ].join(' ')
}

function variants(plan: RouterPlan): readonly Lines[] {
  return [
    {
      what: 'Before 7.20 there is no instance: without its line, and with these in place of the connections',
      lines: plan.sessions.map((session) =>
        connection(plan, session, `as=${plan.ownAsn} address-families=${afi(session)}`),
      ),
    },
    {
      what: `AS ${plan.ownAsn} is this instance's own, whatever other instances speak as. In a VRF: the VLAN interface belongs into it, and`,
      lines: [`/routing/bgp/instance/set ${name(plan)} vrf=YOUR_VRF`],
    },
    {
      what: 'To announce: what the routing table has, by where it comes from; the filter holds back the rest',
      lines: plan.sessions.map(
        ({ family }) =>
          `/routing/bgp/connection/set ${connectionName(plan, family)} output.redistribute=connected,static`,
      ),
    },
    {
      what: `${PREFERENCE}, in the rules of the out chain before accept`,
      lines: ['append bgp-communities 12876:42100;'],
    },
    {
      what: 'To shape what goes out to the bandwidth of the link',
      lines: [
        `/queue/tree/add name=${name(plan)} parent=${name(plan)} packet-mark=no-mark max-limit=${plan.bandwidthMbps}M`,
      ],
    },
  ]
}

function checks(plan: RouterPlan): Checks {
  return {
    state: ['/routing/bgp/session/print detail'],
    prefixes: ['/routing/route/print where bgp', '/routing/bgp/advertisements/print'],
    layer2: [
      ...plan.sessions.map(({ family }) => (family === 'ipv4' ? '/ip/arp/print' : '/ipv6/neighbor/print')),
      ...plan.sessions.map(({ peer }) => `/ping ${peer} count=3`),
    ],
    layer1: ['/interface/ethernet/monitor YOUR_PORT once'],
  }
}
