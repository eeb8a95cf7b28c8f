import type { RouterPlan, RouterSession } from './plan.ts'
import {
  type Checks,
  directions,
  examplePrefix,
  filterName,
  type Lines,
  PREFERENCE,
  sessionOfFamily,
  title,
  vlanOf,
  type Writer,
} from './writing.ts'

/**
 * The template for Juniper Junos, as set commands without comments: not every way of loading them takes some. Not
 * machine-checked.
 */
export const junosTemplate: Writer = (plan) => ({
  apply: [
    {
      what: 'After configure; then show | compare, commit confirmed 10, look, and commit',
      lines: configuration(plan),
    },
  ],
  variants: variants(plan),
  rollback: [
    {
      what: 'After configure; then commit. vlan-tagging stays, since other units may need it',
      lines: [
        `delete protocols bgp group ${groupName(plan)}`,
        `delete interfaces YOUR_PORT unit ${vlanOf(plan)}`,
        ...plan.sessions.flatMap((session) =>
          directions(session).map(
            ({ direction }) =>
              `delete policy-options policy-statement ${filterName(plan, session.family, direction)}`,
          ),
        ),
      ],
    },
  ],
  checks: checks(plan),
})

function groupName({ label }: RouterPlan): string {
  return `scw-${label}`
}

function inet(session: RouterSession): 'inet' | 'inet6' {
  return session.family === 'ipv4' ? 'inet' : 'inet6'
}

function configuration(plan: RouterPlan): readonly string[] {
  const unit = `set interfaces YOUR_PORT unit ${vlanOf(plan)}`
  const group = `set protocols bgp group ${groupName(plan)}`
  return [
    ...plan.sessions.flatMap((session) => policies(plan, session)),
    'set interfaces YOUR_PORT vlan-tagging',
    `${unit} vlan-id ${vlanOf(plan)}`,
    `${unit} description "${title(plan)}"`,
    ...plan.sessions.map(
      (session) => `${unit} family ${inet(session)} address ${session.own}/${session.length}`,
    ),
    `${group} type external`,
    `${group} description "${title(plan)}"`,
    `${group} peer-as ${plan.scalewayAsn}`,
    ...plan.sessions.flatMap((session) => neighbor(plan, session)),
  ]
}

/** `orlonger`: the prefix and all that is in it. */
function policies(plan: RouterPlan, session: RouterSession): readonly string[] {
  return directions(session).flatMap(({ direction, prefixes }) => {
    const policy = `set policy-options policy-statement ${filterName(plan, session.family, direction)}`
    return [
      ...prefixes.map(({ text }) => `${policy} term allowed from route-filter ${text} orlonger`),
      ...(prefixes.length === 0 ? [] : [`${policy} term allowed then accept`]),
      `${policy} term rest then reject`,
    ]
  })
}

function neighbor(plan: RouterPlan, session: RouterSession): readonly string[] {
  const line = `set protocols bgp group ${groupName(plan)} neighbor ${session.peer}`
  return [
    `${line} local-address ${session.own}`,
    `${line} family ${inet(session)} unicast`,
    `${line} import ${filterName(plan, session.family, 'in')}`,
    `${line} export ${filterName(plan, session.family, 'out')}`,
  ]
}

function variants(plan: RouterPlan): readonly Lines[] {
  const v4 = sessionOfFamily(plan, 'ipv4')
  const example = v4 ?? plan.sessions[0]
  return [
    {
      what: 'If the router has no AS of its own yet',
      lines: [`set routing-options autonomous-system ${plan.ownAsn}`],
    },
    {
      what: `If its AS is another than ${plan.ownAsn}`,
      lines: [
        `set protocols bgp group ${groupName(plan)} local-as ${plan.ownAsn} private no-prepend-global-as`,
      ],
    },
    {
      what: 'In a VRF: write this in place of set protocols, and add the interface',
      lines: [
        'set routing-instances YOUR_VRF protocols',
        `set routing-instances YOUR_VRF interface YOUR_PORT.${vlanOf(plan)}`,
      ],
    },
    {
      what: 'What is announced must be active in the routing table. A prefix that is not, as a route that leads nowhere',
      lines:
        example === undefined
          ? []
          : [
              `set routing-options ${example.family === 'ipv6' ? 'rib inet6.0 ' : ''}static route ${examplePrefix(example)} discard`,
            ],
    },
    {
      what: PREFERENCE,
      lines: [
        `set policy-options community scw-${plan.label}-preference members 12876:42100`,
        ...plan.sessions.map(
          ({ family }) =>
            `set policy-options policy-statement ${filterName(plan, family, 'out')} term allowed then community add scw-${plan.label}-preference`,
        ),
      ],
    },
    {
      what: 'To shape what goes out to the bandwidth of the link, where the port takes per-unit-scheduler',
      lines: [
        'set interfaces YOUR_PORT per-unit-scheduler',
        `set class-of-service interfaces YOUR_PORT unit ${vlanOf(plan)} shaping-rate ${plan.bandwidthMbps}m`,
      ],
    },
  ]
}

function checks(plan: RouterPlan): Checks {
  return {
    state: ['show bgp summary', ...plan.sessions.map(({ peer }) => `show bgp neighbor ${peer}`)],
    prefixes: plan.sessions.flatMap(({ peer }) => [
      `show route receive-protocol bgp ${peer}`,
      `show route advertising-protocol bgp ${peer}`,
    ]),
    layer2: [
      ...plan.sessions.map(({ family }) => (family === 'ipv4' ? 'show arp' : 'show ipv6 neighbors')),
      ...plan.sessions.map(({ peer }) => `ping ${peer} count 3`),
    ],
    layer1: ['show interfaces diagnostics optics YOUR_PORT', 'show interfaces YOUR_PORT extensive'],
  }
}
