import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { type Planning, planRouter, type RouterPlan } from '../../src/routers/plan.ts'
import { routerTemplate } from '../../src/routers/template.ts'
import { VENDORS } from '../../src/routers/vendors.ts'
import type { Lines, RouterTemplate } from '../../src/routers/writing.ts'
import { aLink, anEvidence, aPolicy, aSelfHostedLink, POLICY_V4_ID, POLICY_V6_ID } from '../support/links.ts'

type Planned = Extract<Planning, { readonly type: 'planned' }>

/** What is planned for this evidence, where anything is. */
export function planned(evidence: Evidence): Planned {
  const planning = planRouter(evidence)
  if (planning.type !== 'planned') throw new Error(`Nothing is planned: ${JSON.stringify(planning)}`)
  return planning
}

/** The templates of every vendor. */
export function templatesOf(plan: RouterPlan): readonly RouterTemplate[] {
  return VENDORS.map((vendor) => routerTemplate(plan, vendor))
}

/** All lines to be pasted, of whatever part. */
export function linesOf(parts: readonly Lines[]): readonly string[] {
  return parts.flatMap(({ lines }) => lines)
}

/** The block that the routing daemon itself reads, of a template for Linux: the shell's comes before it. */
export function daemonLines(template: RouterTemplate): readonly string[] {
  return template.apply[1]?.lines ?? []
}

/** The lines of the one variant that has this in it, with a router id where one is to be filled in. */
export function variantWith(template: RouterTemplate, words: string): readonly string[] {
  const found = template.variants.filter(({ lines }) => lines.some((line) => line.includes(words)))
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`${found.length} variants have ${words}.`)
  return only.lines.map((line) => line.replaceAll('YOUR_ROUTER_ID', '192.0.2.2'))
}

const onlyV4 = { ipv4: POLICY_V4_ID, ipv6: null }
const onlyV6 = { ipv4: null, ipv6: POLICY_V6_ID }

/** 300 prefixes in each direction, host prefixes and the default route among them. */
const LARGE = {
  ipv4: aPolicy({
    prefixesIn: ['0.0.0.0/0', ...Array.from({ length: 300 }, (_, n) => `10.${n >> 4}.${(n & 15) << 4}.0/20`)],
    prefixesOut: Array.from({ length: 300 }, (_, n) => `192.0.${n >> 8}.${n & 255}/32`),
  }),
  ipv6: aPolicy({
    family: 'ipv6',
    prefixesIn: ['::/0', ...Array.from({ length: 300 }, (_, n) => `2001:db8:${n.toString(16)}::/48`)],
    prefixesOut: Array.from({ length: 300 }, (_, n) => `2001:bc8::${n.toString(16)}/128`),
  }),
}

/** A name that tries to end a comment, a string, a line and a block in every syntax at once. */
export const HOSTILE_NAME =
  'x"; } */ ?\n!\nrouter bgp 1\r\n no neighbor 1.1.1.1\u2028#end \u0024{x} $(reboot) `id` [/system/reset] \\ | && <&>'

/** What the daemons have to load, named after the situation. */
export const SITUATIONS: readonly (readonly [name: string, evidence: Evidence])[] = [
  ['both families', anEvidence({ link: aSelfHostedLink() })],
  ['IPv4 alone', anEvidence({ link: aSelfHostedLink({ policies: onlyV4 }) })],
  ['IPv6 alone', anEvidence({ link: aSelfHostedLink({ policies: onlyV6 }) })],
  ['hundreds of prefixes', anEvidence({ link: aSelfHostedLink(), policies: LARGE })],
  [
    'empty filters in both directions',
    anEvidence({
      link: aSelfHostedLink(),
      policies: {
        ipv4: aPolicy({ prefixesIn: [], prefixesOut: [] }),
        ipv6: aPolicy({ family: 'ipv6', prefixesIn: [], prefixesOut: [] }),
      },
    }),
  ],
  [
    'a hostile name, id and filter',
    anEvidence({
      link: aLink({ id: HOSTILE_NAME, name: HOSTILE_NAME, tags: [HOSTILE_NAME] }),
      policies: {
        ipv4: aPolicy({
          name: HOSTILE_NAME,
          prefixesIn: [HOSTILE_NAME, '10.0.0.0/8\n!'],
          prefixesOut: ['10.0.0.0/8;'],
        }),
        ipv6: aPolicy({ family: 'ipv6', prefixesIn: ['2001:db8::/32 le 128'] }),
      },
    }),
  ],
  ['an empty name', anEvidence({ link: aSelfHostedLink({ name: '  ' }) })],
]
