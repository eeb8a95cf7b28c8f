import type { Prefix } from '../domain/address.ts'
import type { Family } from '../domain/link.ts'
import { linuxChecks, linuxRollback, linuxSetUp } from './linux.ts'
import type { RouterPlan, RouterSession } from './plan.ts'
import {
  directions,
  filterName,
  type Lines,
  NO_ROUTER_ID,
  PREFERENCE,
  short,
  title,
  type Writer,
} from './writing.ts'

/** The template for BIRD 2. Without filters it passes no routes of an external session (RFC 8212). */
export const birdTemplate: Writer = (plan) => ({
  apply: [
    linuxSetUp(plan, true),
    {
      what: 'In bird.conf; then birdc configure timeout 300, look, and birdc configure confirm',
      lines: [
        `# ${title(plan)}, link ${plan.linkId}`,
        ...plan.sessions.flatMap((session) => [...filters(plan, session), ...protocol(plan, session)]),
      ],
    },
  ],
  variants: variants(plan),
  rollback: [
    {
      what: 'In a shell: stop the sessions, take the lines above out of bird.conf, and let BIRD read it again',
      lines: [
        ...plan.sessions.map((session) => `birdc disable ${protocolName(plan, session.family)}`),
        'birdc configure',
      ],
    },
    linuxRollback(plan),
  ],
  checks: {
    state: plan.sessions.map(({ family }) => `birdc show protocols all ${protocolName(plan, family)}`),
    prefixes: plan.sessions.flatMap(({ family }) => [
      `birdc show route protocol ${protocolName(plan, family)}`,
      `birdc show route export ${protocolName(plan, family)}`,
    ]),
    ...linuxChecks(plan),
  },
})

function protocolName({ label }: RouterPlan, family: Family): string {
  return `scw_${label}_${short(family)}`
}

function birdFilter(plan: RouterPlan, family: Family, direction: 'in' | 'out'): string {
  return filterName(plan, family, direction).replaceAll('-', '_')
}

function filters(plan: RouterPlan, session: RouterSession): readonly string[] {
  return directions(session).flatMap(({ direction, prefixes }) => [
    `filter ${birdFilter(plan, session.family, direction)} {`,
    ...(prefixes.length === 0 ? [] : ['  if net ~ [', ...setOf(prefixes), '  ] then accept;']),
    '  reject;',
    '}',
  ])
}

/** `+` means the prefix and all that is in it. */
function setOf(prefixes: readonly Prefix[]): readonly string[] {
  return prefixes.map(({ text }, index) => `    ${text}+${index < prefixes.length - 1 ? ',' : ''}`)
}

function protocol(plan: RouterPlan, { family, own, peer }: RouterSession): readonly string[] {
  return [
    `protocol bgp ${protocolName(plan, family)} {`,
    `  description "${title(plan)}";`,
    `  local ${own} as ${plan.ownAsn};`,
    `  neighbor ${peer} as ${plan.scalewayAsn};`,
    `  ${family} {`,
    `    import filter ${birdFilter(plan, family, 'in')};`,
    `    export filter ${birdFilter(plan, family, 'out')};`,
    '  };',
    '}',
  ]
}

function variants(plan: RouterPlan): readonly Lines[] {
  const families = plan.sessions.map(({ family }) => family)
  return [
    {
      what: 'If bird.conf does not put routes into the kernel yet',
      lines: [
        'protocol device { }',
        ...families.map((family) => `protocol kernel { ${family} { export all; }; }`),
      ],
    },
    {
      what: 'To announce: what is in a table of BIRD, such as the networks of an interface; the filter holds back the rest',
      lines: [
        `protocol direct { ${families.map((family) => `${family};`).join(' ')} interface "YOUR_LAN"; }`,
      ],
    },
    { what: NO_ROUTER_ID, lines: ['router id YOUR_ROUTER_ID;'] },
    {
      what: `In a VRF, within each protocol bgp. AS ${plan.ownAsn} is each session's own here, whatever other sessions speak as`,
      lines: ['vrf "YOUR_VRF";'],
    },
    {
      what: `${PREFERENCE}, in the out filter before its accept`,
      lines: ['bgp_community.add((12876, 42100));'],
    },
  ]
}
