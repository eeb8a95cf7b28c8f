import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { trafficPath } from '../../src/diagnostics/traffic-path.ts'
import type { Link } from '../../src/domain/link.ts'
import { aPast, aWrite } from '../fixtures/evidence/on-demand.ts'
import { aConnection, aLink, anEvidence, CONNECTION_ID, NOW, PARTNER_ID } from '../support/links.ts'

const MINUTE_MS = 60_000
const said = (overrides: Partial<Evidence>) => diagnose(anEvidence(overrides), NOW)
const stepsOf = (overrides: Partial<Evidence>) => said(overrides).steps.map(({ text }) => text)
const finding = (overrides: Partial<Evidence>, id: string) =>
  said(overrides).findings.find((found) => found.id === id)

describe('a family that carried and has no routing policy any more', () => {
  const link = aLink({
    policies: { ipv4: null, ipv6: aLink().policies.ipv6 },
    sessions: { ipv4: 'up', ipv6: 'up' },
  })
  const carried = ['ipv4', 'ipv6'] as const

  test('is no choice of one family, and is put back', () => {
    const diagnosis = said({ link, carried })
    expect(diagnosis.verdict).toMatch(/^No routing policy for IPv4 is attached any more, so every IPv4 route/)
    expect(diagnosis.mover).toBe('you')
    expect(diagnosis.steps[0]?.text).toBe('Attach a routing policy for IPv4 again, unless this was planned')
    const texts = diagnosis.findings.map(({ text }) => text).join(' ')
    expect(texts).not.toMatch(/harms nothing|not meant to be used|does not matter/)
    expect(trafficPath(anEvidence({ link, carried })).find(({ id }) => id === 'policies')?.text).toMatch(
      /IPv4 has none any more$/,
    )
    expect(said({ link, carried: ['ipv6'] }).verdict).toContain('Single-stack by choice')
  })

  test('is put back with all else that was taken away besides', () => {
    const dark = { ...link, vpcId: null, routePropagation: false }
    const writes = [aWrite('DetachVpc', { at: NOW - MINUTE_MS })]
    const steps = stepsOf({ link: dark, carried, writes, past: aPast() })
    const acts = steps.map((text) => text.split(' ').slice(0, 3).join(' '))
    expect(acts.slice(0, 3)).toEqual(['Attach a VPC', 'Attach a routing', 'Turn on route'])
  })
})

test('a policy that went before the one that was just taken away is put back too', () => {
  const { policies } = aLink()
  const before = aLink({
    policies: { ipv4: policies.ipv4, ipv6: null },
    sessions: { ipv4: 'up', ipv6: 'disabled' },
  })
  const link = aLink({
    policies: { ipv4: null, ipv6: null },
    sessions: { ipv4: 'disabled', ipv6: 'disabled' },
    routePropagation: false,
  })
  const attached = (carried: Evidence['carried']) =>
    stepsOf({ before, link, carried }).filter((text) => text.startsWith('Attach'))
  expect(attached(['ipv4', 'ipv6'])).toEqual([
    expect.stringMatching(/^Attach routing policy \S+ for IPv4 again, unless/),
    'Attach a routing policy for IPv6 again too, unless this was planned',
  ])
  expect(attached(['ipv4'])).toHaveLength(1)
})

test('a self-hosted link in a status that is not its own goes down with its connection all the same', () => {
  const kind = { type: 'self_hosted', connectionId: CONNECTION_ID } as const
  const link = aLink({ status: 'provisioning', kind, sessions: { ipv4: 'down', ipv6: 'down' } })
  const { verdict, steps } = said({ link, connection: aConnection({ status: 'locked' }) })
  expect(verdict).toMatch(/^Dedicated connection .*, so no link over it can come up/)
  expect(steps.map(({ text }) => text).join()).toContain('at priority P1')
})

test.each(['configuring', 'failed'])('a link that is %s is not to be configured meanwhile', (status) => {
  const link = aLink({
    status,
    vpcId: null,
    policies: { ipv4: null, ipv6: null },
    routePropagation: false,
    sessions: { ipv4: 'disabled', ipv6: 'disabled' },
  })
  expect(finding({ link, carried: [] }, 'no_vpc')?.text).toMatch(
    /Nothing can be changed before Scaleway is done\.$/,
  )
  expect(stepsOf({ link, carried: [] }).join()).not.toMatch(/Attach|Turn on/)
})

test('a backup that is down is down “too” where the link is', () => {
  const sibling = aLink({
    id: 'sibling',
    name: 'paris-b',
    status: 'all_down',
    sessions: { ipv4: 'down', ipv6: 'down' },
  })
  const left = (one: Partial<Link>) =>
    finding({ link: aLink(one), siblings: [sibling] }, 'redundancy_left')?.text
  expect(left({})).toContain('the backup into VPC production is down: paris-b')
  expect(left({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })).toContain(
    'is down too: paris-b',
  )
})

test('a session that Scaleway keeps switched off on the last path is no lesser outage than one that is down', () => {
  const link = aLink({ status: 'all_down', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
  expect(stepsOf({ link }).join()).toContain('at priority P1')
  expect(stepsOf({ link, carried: [] }).join()).toContain('at priority P3')
})

test('a link that waits for the router of its partner is the move of the partner', () => {
  const kind = { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null } as const
  const link = aLink({ status: 'ready', kind, sessions: { ipv4: 'down', ipv6: 'down' } })
  const { mover, verdict, steps } = said({ link, carried: [] })
  expect(mover).toBe('partner')
  expect(verdict).toBe('The link is waiting for the router of FranceIX to be configured.')
  expect(steps[0]?.text).toMatch(/^Ask FranceIX .* to configure its router: VLAN 1234/)
})
