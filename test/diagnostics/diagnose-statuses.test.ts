import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Family, Link, LinkKind } from '../../src/domain/link.ts'
import {
  aLink,
  anEvidence,
  aPartner,
  aSelfHostedLink,
  CONNECTION_ID,
  NOW,
  PARTNER_ID,
} from '../support/links.ts'

const DAY_MS = 24 * 3_600_000
const SILENT = { ipv4: 'down', ipv6: 'down' }

const KINDS: Readonly<Record<string, LinkKind>> = {
  'self-hosted': { type: 'self_hosted', connectionId: CONNECTION_ID },
  'L2-hosted': { type: 'hosted', partnerId: PARTNER_ID, layer: 'l2', disapprovedReason: null },
  'L3-hosted': { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null },
  hosted: { type: 'hosted', partnerId: PARTNER_ID, layer: null, disapprovedReason: null },
  unknown: { type: 'unknown' },
}

function said(overrides: Partial<Link>, carried: readonly Family[] = []) {
  return diagnose(anEvidence({ link: aLink({ sessions: SILENT, ...overrides }), carried }), NOW)
}

describe('whose move it is', () => {
  test.each([
    ['configuring', 'hosted', 'scaleway'],
    ['configuring', 'self-hosted', 'scaleway'],
    ['requested', 'hosted', 'you'],
    ['requested', 'L3-hosted', 'you'],
    ['failed', 'hosted', 'scaleway'],
    ['failed', 'self-hosted', 'scaleway'],
    ['provisioning', 'hosted', 'partner'],
    ['provisioning', 'L2-hosted', 'partner'],
    ['expired', 'hosted', 'you'],
    ['requested', 'self-hosted', 'scaleway'],
    ['provisioning', 'self-hosted', 'scaleway'],
    ['refused', 'hosted', 'you'],
    ['ready', 'self-hosted', 'you'],
    ['all_down', 'self-hosted', 'you'],
    ['all_down', 'L2-hosted', 'you'],
    ['all_down', 'L3-hosted', 'partner'],
    ['all_down', 'hosted', 'you_or_partner'],
    ['all_down', 'unknown', 'you_or_partner'],
    ['locked', 'hosted', 'scaleway'],
    ['locked', 'self-hosted', 'scaleway'],
    ['deprovisioning', 'hosted', 'you'],
    ['deprovisioning', 'self-hosted', 'scaleway'],
    ['deleted', 'hosted', 'nobody'],
    ['deleted', 'self-hosted', 'nobody'],
    ['unknown_link_status', 'L3-hosted', 'partner'],
  ])('a %s link that is %s is a move of: %s', (status, kind, mover) => {
    expect(said({ status, kind: KINDS[kind] as LinkKind }).mover).toBe(mover)
  })
})

describe('a requested link', () => {
  test('tells how long the partner still has, rounded down', () => {
    expect(said({ status: 'requested', createdAt: NOW - 7 * DAY_MS }).verdict).toContain('expires in 3 days')
    expect(said({ status: 'requested', createdAt: NOW - 7 * DAY_MS - 1 }).verdict).toContain(
      'expires in 2 days',
    )
    expect(said({ status: 'requested', createdAt: NOW - 9.5 * DAY_MS }).verdict).toContain(
      'expires in 12 hours',
    )
  })

  test('that should have expired says so', () => {
    expect(said({ status: 'requested', createdAt: NOW - 12 * DAY_MS }).verdict).toContain('ended 2 days ago')
  })

  test('sends you to the partner with the pairing key, and to its portal by a link', () => {
    const link = aLink({ status: 'requested', sessions: SILENT })
    const partner = aPartner({ contactEmail: null, portalUrl: 'https://portal.example/interlink' })
    const [first] = diagnose(anEvidence({ link, partner, carried: [] }), NOW).steps
    expect(first?.text).toMatch(/^Contact FranceIX .* with the pairing key/)
    expect(first?.url).toBe('https://portal.example/interlink')
  })

  test('may be configured meanwhile, which is a note and no cause', () => {
    const diagnosis = said({ status: 'requested', vpcId: null, routePropagation: false })
    expect(diagnosis.findings.find(({ id }) => id === 'no_vpc')?.weight).toBe('note')
    expect(diagnosis.steps.map(({ text }) => text)).toContain('Attach a VPC of region fr-par')
    expect(diagnosis.steps[0]?.text).toMatch(/^Contact/)
  })
})

describe('a refused link', () => {
  const refusedFor = (disapprovedReason: string | null) =>
    said({
      status: 'refused',
      kind: { type: 'hosted', partnerId: PARTNER_ID, layer: null, disapprovedReason },
    })

  test("quotes the partner's reason on one line", () => {
    const [cause] = refusedFor('No capacity\n\nat TH2').findings
    expect(cause).toMatchObject({
      id: 'refused',
      weight: 'cause',
      text: 'The reason given: “No capacity at TH2”. Scaleway has billed it since its creation 2 months ago, and does until it is deleted.',
    })
  })

  test('without a reason says that there is none', () => {
    expect(refusedFor(null).findings[0]?.text).toContain('gives no reason')
    expect(refusedFor(' ').findings[0]?.text).toContain('gives no reason')
  })

  test('has to be deleted first', () => {
    expect(refusedFor('full').steps[0]?.text).toMatch(/^Delete the link/)
  })
})

test('an expired link is deleted, settled with the partner, and ordered anew', () => {
  expect(said({ status: 'expired' }).steps.map(({ text }) => text.split(' ')[0])).toEqual([
    'Delete',
    'Settle',
    'Create',
  ])
})

test('a ready link gets the VLAN, the AS numbers and the peer addresses of its own', () => {
  const link = aSelfHostedLink({ status: 'ready', sessions: SILENT })
  const [first] = diagnose(anEvidence({ link, carried: [] }), NOW).steps
  for (const part of [
    'VLAN 1234',
    'AS 65010',
    '169.254.10.1/31',
    '2001:bc8:a00:1::1/127',
    'AS 12876',
    '169.254.10.0/31',
  ])
    expect(first?.text).toContain(part)
})

test('a ready link leaves out what the API does not show', () => {
  const link = aSelfHostedLink({
    status: 'ready',
    sessions: SILENT,
    vlan: null,
    scalewayPeer: null,
    customerPeer: null,
  })
  const [first] = diagnose(anEvidence({ link, carried: [] }), NOW).steps
  expect(first?.text).toBe(
    'Configure your network device: VLAN, AS numbers and peer addresses are in the console',
  )
})

test('a ready link that was in service has lost the configuration of its device', () => {
  expect(
    said({ status: 'ready', kind: KINDS['self-hosted'] as LinkKind }, ['ipv4', 'ipv6']).verdict,
  ).toContain('may be lost')
})

test('a link that leads the status word with its sessions is judged by them', () => {
  for (const status of ['requested', 'provisioning', 'ready']) {
    const diagnosis = said({ status, sessions: { ipv4: 'up', ipv6: 'up' } }, ['ipv4', 'ipv6'])
    expect(diagnosis.mover).toBe('nobody')
    expect(diagnosis.verdict).toContain('although the status says')
    expect(diagnosis.findings.map(({ id }) => id)).toContain('status_contradicted')
  }
})

test('a failed link is waited for when it is new, and an outage when it was in service', () => {
  expect(said({ status: 'failed' }).steps[0]?.text).toMatch(/^Wait/)
  expect(said({ status: 'failed' }, ['ipv4', 'ipv6']).steps[0]?.text).toMatch(/^Open a support ticket .* P1/)
})

test('a configuring link tells whether its sessions are up meanwhile', () => {
  expect(said({ status: 'configuring' }, ['ipv4', 'ipv6']).verdict).toContain('no session of it is up')
  expect(
    said({ status: 'configuring', sessions: { ipv4: 'up', ipv6: 'up' } }, ['ipv4', 'ipv6']).verdict,
  ).toContain('are up')
})

test('deprovisioning tells both ways, and that nothing brings a link in service back', () => {
  const texts = said({ status: 'deprovisioning' }, ['ipv4', 'ipv6']).steps.map(({ text }) => text)
  expect(texts[0]).toMatch(/^See in Scaleway's Audit Trail whether anybody deleted it/)
  expect(texts[1]).toMatch(/^If it was deleted at Scaleway, ask FranceIX/)
  expect(texts[2]).toMatch(/^If it was deleted on the partner's side/)
  expect(texts[3]).toMatch(/order a new link now/)
})

test('deprovisioning that the bot began is for the partner to finish, and nobody is sent to look who began it', () => {
  const link = aLink({ status: 'deprovisioning' })
  const { verdict, mover, steps } = diagnose({ ...anEvidence({ link }), deletedByBot: true }, NOW)
  expect(verdict).toMatch(
    /^This bot deleted it at Scaleway, as asked, .*: FranceIX has to delete its side too/,
  )
  expect(mover).toBe('partner')
  expect(steps.map(({ text }) => text).join()).not.toMatch(/Audit Trail|order a new link/)
})

test('a closed link is not told to be configured', () => {
  for (const status of ['refused', 'expired', 'locked', 'deprovisioning', 'deleted']) {
    const ids = said({ status, vpcId: null, routePropagation: false }).findings.map(({ id }) => id)
    expect(ids).toEqual([status])
  }
})

test('a status of a newer API leaves the verdict to the sessions, and is told', () => {
  const up = said({ status: 'half_open', sessions: { ipv4: 'up', ipv6: 'up' } }, ['ipv4', 'ipv6'])
  expect(up.mover).toBe('nobody')
  expect(up.verdict).toContain('while the API gives the status as "half_open"')
  expect(up.findings.map(({ id }) => id)).toContain('unknown_status')
  expect(said({ status: 'half_open' }, ['ipv4', 'ipv6']).verdict).toMatch(/^Both BGP sessions are down/)
})
