import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { routerTemplate } from '../../src/routers/template.ts'
import type { Vendor } from '../../src/routers/vendors.ts'
import type { RouterTemplate } from '../../src/routers/writing.ts'
import { anEvidence, aSelfHostedLink } from '../support/links.ts'
import { lab, makeNetwork, type Network } from './daemons.ts'
import { daemonLines, planned, variantWith } from './planning.ts'

/*
 * Real daemons keep real time, and nothing tells when a session has come up: this file is the one that asks again, in the
 * shell, until it is so or the time is over. A session takes a second or two; a slow machine may take much longer.
 */
const WITHIN_SECONDS = 60

const { plan } = planned(anEvidence({ link: aSelfHostedLink() }))
const VLAN = 1234

/** Scaleway's side, which lets everything pass: what does not arrive was held back by the router. */
const SCALEWAY = [
  'router id 192.0.2.1;',
  'protocol device { }',
  'protocol static { ipv4; route 172.16.1.0/24 blackhole; route 172.31.0.0/24 blackhole; }',
  'protocol static { ipv6; route 2001:bc8:b:1::/64 blackhole; route 2001:bc8:c::/48 blackhole; }',
  ...(['v4', 'v6'] as const).flatMap((family) => [
    `protocol bgp ${family} {`,
    family === 'v4' ? '  local 169.254.10.0 as 12876;' : '  local 2001:bc8:a00:1:: as 12876;',
    family === 'v4' ? '  neighbor 169.254.10.1 as 65010;' : '  neighbor 2001:bc8:a00:1::1 as 65010;',
    `  ip${family} { import all; export all; };`,
    '}',
  ]),
]

const TO_ROUTER = { let: ['172.16.1.0/24', '2001:bc8:b:1::/64'], held: ['172.31.0.0/24', '2001:bc8:c::/48'] }
const TO_SCALEWAY = { let: ['10.1.2.0/24', '2001:db8:1:5::/64'], held: ['10.9.0.0/16', '2001:db8:2::/48'] }

let network: Network
beforeEach(async () => {
  if (lab.skipped) return
  network = await makeNetwork()
  await network.write('/run/scaleway.conf', SCALEWAY)
  await network.must(
    [
      'set -e',
      'ip link set lo up',
      'ip netns add scaleway',
      // Addresses are usable at once: nobody else is on the line that could have the same.
      'for where in "" "ip netns exec scaleway"; do $where sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; done',
      'ip link add name port type veth peer name line netns scaleway',
      'ip link set port up',
      'cd /run; in="ip netns exec scaleway"',
      '$in ip link set lo up; $in ip link set line up',
      // Kernels without VLANs carry the link untagged: BGP does not see the difference.
      `if $in ip link add link line name interlink type vlan id ${VLAN} 2>/dev/null; then touch /run/tagged; else $in ip link set line down; $in ip link set line name interlink; fi`,
      '$in ip address add 169.254.10.0/31 dev interlink; $in ip address add 2001:bc8:a00:1::/127 dev interlink',
      '$in ip link set interlink up',
      '$in bird -c /run/scaleway.conf -s /run/scaleway.ctl -P /run/scaleway.pid',
    ].join('\n'),
  )
})
afterEach(async () => {
  if (!lab.skipped) await network.close()
})

/** Pastes what the template has for the shell, with its placeholder filled. */
async function setUpInterface({ apply }: RouterTemplate): Promise<void> {
  const lines = (apply[0]?.lines ?? []).map((line) => line.replaceAll('YOUR_PORT', 'port'))
  const [adding = '', ...others] = lines
  const untagged = `ip link set port down; ip link set port name scw${plan.label}`
  await network.must(
    ['set -e', `if test -e /run/tagged; then ${adding}; else ${untagged}; fi`, ...others].join('\n'),
  )
}

/** Asks again until the shell's condition holds. */
async function until(condition: string): Promise<void> {
  const { status, output } = await network.sh(
    `export -f check 2>/dev/null; check() { ${condition}; }; export -f check; timeout ${WITHIN_SECONDS} bash -c 'until check >/dev/null 2>&1; do sleep 0.2; done'`,
  )
  if (status !== 0) {
    const seen = await network.sh(
      'birdc -s /run/scaleway.ctl show protocols all; vtysh -c "show bgp summary"; birdc show protocols all',
    )
    throw new Error(`Not within ${WITHIN_SECONDS} s: ${condition}\n${output}\n${seen.output}`)
  }
}

const routesOfScaleway = () =>
  network.must('for family in v4 v6; do birdc -s /run/scaleway.ctl show route protocol $family; done')

async function startFrr(template: RouterTemplate): Promise<void> {
  await setUpInterface(template)
  await network.write('/run/template.conf', daemonLines(template))
  await network.write('/run/announced.conf', [
    ...variantWith(template, 'YOUR_ROUTER_ID'),
    `router bgp ${plan.ownAsn}`,
    ' no bgp network import-check',
    ' address-family ipv4 unicast',
    '  network 10.1.2.0/24',
    '  network 10.9.0.0/16',
    '  neighbor 169.254.10.0 soft-reconfiguration inbound',
    ' exit-address-family',
    ' address-family ipv6 unicast',
    '  network 2001:db8:1:5::/64',
    '  network 2001:db8:2::/48',
    '  neighbor 2001:bc8:a00:1:: soft-reconfiguration inbound',
    ' exit-address-family',
    'exit',
  ])
  await network.must(
    [
      'set -e',
      'cd /run',
      'if test -x /usr/lib/frr/mgmtd; then /usr/lib/frr/mgmtd -d -f /dev/null; fi',
      '/usr/lib/frr/zebra -d -f /dev/null',
      '/usr/lib/frr/bgpd -d -f /dev/null',
      'vtysh -f /run/template.conf',
      'vtysh -f /run/announced.conf',
    ].join('\n'),
  )
}

async function startBird(template: RouterTemplate): Promise<void> {
  await setUpInterface(template)
  await network.write('/run/router.conf', [
    ...variantWith(template, 'YOUR_ROUTER_ID'),
    ...variantWith(template, 'protocol kernel'),
    'protocol static { ipv4; route 10.1.2.0/24 blackhole; route 10.9.0.0/16 blackhole; }',
    'protocol static { ipv6; route 2001:db8:1:5::/64 blackhole; route 2001:db8:2::/48 blackhole; }',
    ...daemonLines(template),
  ])
  await network.must(
    'mkdir -p /run/bird; bird -c /run/router.conf -s /run/bird/bird.ctl -P /run/bird/bird.pid',
  )
}

const templateOf = (vendor: Vendor) => routerTemplate(plan, vendor)
const SLOW = { timeout: 4 * WITHIN_SECONDS * 1000 }

describe('Between two network namespaces, Scaleway played by BIRD as AS 12876,', () => {
  test.skipIf(lab.skipped)(
    lab.named(
      'FRRouting with the template brings both sessions up, lets pass what the policy lets pass, holds back the rest, and has nothing left after the rollback',
    ),
    SLOW,
    async () => {
      const template = templateOf('frr')
      await startFrr(template)
      const received = (family: string, peer: string) =>
        `vtysh -c "show bgp ${family} unicast neighbors ${peer} received-routes"`
      const v4 = received('ipv4', '169.254.10.0')
      const v6 = received('ipv6', '2001:bc8:a00:1::')
      await until(
        [
          ...['172.16.1.0/24', '172.31.0.0/24'].map((prefix) => `${v4} | grep -qF ${prefix}`),
          ...['2001:bc8:b:1::/64', '2001:bc8:c::/48'].map((prefix) => `${v6} | grep -qF ${prefix}`),
          ...TO_SCALEWAY.let.map((prefix) => `birdc -s /run/scaleway.ctl show route | grep -qF ${prefix}`),
        ].join(' && '),
      )
      const learned = await network.must('vtysh -c "show bgp ipv4 unicast" -c "show bgp ipv6 unicast"')
      for (const prefix of [...TO_ROUTER.let, ...TO_SCALEWAY.let, ...TO_SCALEWAY.held])
        expect(learned).toContain(prefix)
      for (const prefix of TO_ROUTER.held) expect(learned).not.toContain(prefix)
      const arrived = await routesOfScaleway()
      for (const prefix of TO_SCALEWAY.let) expect(arrived).toContain(prefix)
      for (const prefix of TO_SCALEWAY.held) expect(arrived).not.toContain(prefix)

      await network.write('/run/rollback.conf', template.rollback[0]?.lines ?? [])
      await network.must('vtysh -f /run/rollback.conf')
      const left = await network.must('vtysh -c "show running-config"')
      expect(left).toContain(`router bgp ${plan.ownAsn}`)
      expect(left).not.toMatch(/prefix-list|route-map|InterLink|169\.254|neighbor/)
      await network.must((template.rollback[1]?.lines ?? []).join('\n'))
      expect(await network.must('ip -o link')).not.toContain(`scw${plan.label}`)
    },
  )

  test.skipIf(lab.skipped)(
    lab.named(
      'BIRD with the template brings both sessions up, lets pass what the policy lets pass, holds back the rest, and stops at the rollback',
    ),
    SLOW,
    async () => {
      const template = templateOf('bird')
      await startBird(template)
      await until(
        [
          ...TO_ROUTER.let.map((prefix) => `birdc show route | grep -qF ${prefix}`),
          ...TO_SCALEWAY.let.map((prefix) => `birdc -s /run/scaleway.ctl show route | grep -qF ${prefix}`),
        ].join(' && '),
      )
      const learned = await network.must('birdc show route')
      for (const prefix of TO_ROUTER.held) expect(learned).not.toContain(prefix)
      const arrived = await routesOfScaleway()
      for (const prefix of TO_SCALEWAY.let) expect(arrived).toContain(prefix)
      for (const prefix of TO_SCALEWAY.held) expect(arrived).not.toContain(prefix)
      // What was held back was there to be held back: one route of each session in each direction.
      for (const family of ['v4', 'v6']) {
        const counts = await network.must(`birdc show protocols all scw_${plan.label}_${family}`)
        expect(counts).toMatch(/Import updates:\s+2\s+0\s+1\s/)
        expect(counts).toMatch(/Routes:\s+1 imported, 1 exported/)
      }
      const [disable = ''] = template.rollback[0]?.lines ?? []
      await network.must(disable)
      await until('! birdc -s /run/scaleway.ctl show protocols v4 | grep -q Established')
      expect(await network.must('birdc show protocols')).toMatch(new RegExp(`scw_${plan.label}_v4 .*down`))
    },
  )
})
