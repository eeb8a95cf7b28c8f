import { describe, expect, test } from 'vitest'
import { provisioningDue } from '../../src/alerting/deadlines.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import type { Link } from '../../src/domain/link.ts'
import { aPast, aWrite } from '../fixtures/evidence/on-demand.ts'
import {
  aLink,
  anEvidence,
  aPolicy,
  aSelfHostedLink,
  aVpc,
  NOW,
  PARTNER_ID,
  VPC_ID,
} from '../support/links.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const OTHER = '44444444-4444-4444-8444-000000000002'
const down: Partial<Link> = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }
const l2 = { type: 'hosted', partnerId: PARTNER_ID, layer: 'l2', disapprovedReason: null } as const
const l3 = { ...l2, layer: 'l3' } as const
const peer = (asn: number) => ({ asn, ipv4: '169.254.10.1/31', ipv6: null })

const said = (overrides: Partial<Evidence>) => diagnose(anEvidence(overrides), NOW)
const stepsOf = (overrides: Partial<Evidence>) => said(overrides).steps.map(({ text }) => text)
const finding = (overrides: Partial<Evidence>, id: string) =>
  said(overrides).findings.find((found) => found.id === id)

describe('a link that leads into another VPC', () => {
  const moved: Partial<Evidence> = {
    link: aLink({ vpcId: OTHER }),
    vpc: aVpc({ id: OTHER, name: 'staging' }),
    leftVpc: { id: VPC_ID, vpc: aVpc() },
    past: aPast(),
  }

  test('and is missed is told with who moved it and how, and to be put back', () => {
    const writes = [aWrite('AttachVpc', { by: 'anna', tool: 'cli', at: NOW - 4 * MINUTE_MS })]
    expect(said({ ...moved, writes })).toMatchObject({
      verdict:
        'The link was moved from VPC production to VPC staging by anna with the scw CLI, 4 minutes ago, and IPv4 and IPv6 have no other path into VPC production.',
      mover: 'you',
    })
    expect(stepsOf({ ...moved, writes }).slice(0, 2)).toEqual([
      'Attach VPC production again, unless the move was meant',
      'Ask anna, who made the change with the scw CLI, whether it was planned',
    ])
    expect(finding({ ...moved, writes }, 'redundancy_left')?.text).toContain('into VPC production')
  })

  test('is told with whom polls found out, where the Audit Trail cannot be read now', () => {
    const by = { by: 'anna', tool: 'console', at: NOW - 9 * MINUTE_MS } as const
    const left = { id: VPC_ID, at: NOW - 8 * MINUTE_MS, by, vpc: aVpc() }
    expect(said({ ...moved, left }).verdict).toContain('by anna in the console, 9 minutes ago')
    const unknown = { id: VPC_ID, at: NOW - 8 * MINUTE_MS, vpc: aVpc() }
    expect(said({ ...moved, left: unknown }).verdict).toContain('to VPC staging, 8 minutes ago')
  })

  test('and is not missed is a risk for a day', () => {
    const { leftVpc: _missed, ...rest } = moved
    const left = (at: number) => ({ ...rest, left: { id: VPC_ID, at, vpc: aVpc() } })
    expect(finding(left(NOW - 5 * MINUTE_MS), 'left_vpc')).toMatchObject({
      weight: 'risk',
      text: 'The link was moved from VPC production to VPC staging, 5 minutes ago: see that this was meant.',
    })
    expect(finding(left(NOW - 2 * DAY_MS), 'left_vpc')).toBeUndefined()
  })

  test('is no backup any more, which its sibling says, unless it is back', () => {
    const gone = aLink({ id: 'b', name: 'paris-b', vpcId: OTHER })
    const left = {
      id: VPC_ID,
      at: NOW - 3 * MINUTE_MS,
      by: { by: 'anna', tool: 'api', at: NOW - 4 * MINUTE_MS },
    } as const
    const leavers = [{ link: gone, left, vpc: aVpc({ id: OTHER, name: 'staging' }) }]
    expect(finding({ leavers }, 'backup_left')).toMatchObject({
      weight: 'risk',
      text: 'paris-b was moved from VPC production to VPC staging by anna over the API, 4 minutes ago: it is no backup any more.',
    })
    expect(stepsOf({ leavers })).toContain('Attach VPC production to paris-b again, unless that was meant')
    expect(finding({ leavers, siblings: [aLink({ id: 'b' })] }, 'backup_left')).toBeUndefined()
    const detached = [
      { ...leavers[0], link: aLink({ id: 'b', name: 'paris-b', vpcId: null }), left, vpc: null },
    ]
    expect(finding({ leavers: detached }, 'backup_left')?.text).toMatch(
      /^paris-b was detached from VPC production by anna/,
    )
  })
})

describe('a peer ASN that was changed', () => {
  const configured = { at: NOW - 6 * MINUTE_MS, changes: ['peer_asn'], peerAsnBefore: 65_010 } as const
  const past = aPast({ configured })
  const changed = (kind: Link['kind']): Partial<Evidence> => ({
    link: aLink({ ...down, kind, customerPeer: peer(65_099) }),
    past,
    writes: [aWrite('UpdateLink', { by: 'anna', tool: 'cli' })],
  })
  const selfHosted = aSelfHostedLink().kind

  test('is told from which to which, and by whom, and to be set back', () => {
    expect(said(changed(selfHosted)).verdict).toBe(
      'IPv4 and IPv6 were lost with a change of configuration: the peer ASN was changed from 65010 to 65099 by anna with the scw CLI.',
    )
    expect(stepsOf(changed(selfHosted)).slice(0, 2)).toEqual([
      'Set the peer ASN back to 65010, or your router to 65099',
      'Ask anna, who made the change with the scw CLI, whether it was planned',
    ])
  })

  test.each([
    ['self-hosted', selfHosted, 'you'],
    ['L2-hosted', l2, 'you'],
    ['L3-hosted', l3, 'partner'],
  ] as const)('is a matter of whoever runs BGP: %s', (_, kind, mover) => {
    const before = aLink({ kind })
    expect(said(changed(kind)).mover).toBe(mover)
    expect(said({ ...changed(kind), before }).mover).toBe(mover)
    const trap = { link: aLink({ ...down, kind, customerPeer: peer(23_456) }) }
    expect(said(trap).mover).toBe(mover)
  })

  test('cannot be set back by the customer on a hosted link', () => {
    expect(stepsOf(changed(l3))[0]).toMatch(
      /^Have the peer ASN set back to 65010, or the router to 65099, with FranceIX .*: it cannot be changed on a hosted link$/,
    )
    expect(stepsOf({ ...changed(l3), before: aLink({ kind: l3 }) })[0]).toMatch(/^Have the peer ASN set back/)
  })
})

describe('what decides which prefixes are let through', () => {
  const emptied: Partial<Evidence> = {
    policies: { ipv4: aPolicy({ prefixesIn: [] }), ipv6: aPolicy({ family: 'ipv6' }) },
    past: aPast(),
  }

  test('emptied just before is told with who did it, and to be put back', () => {
    const writes = [aWrite('UpdateRoutingPolicy', { target: 'policy', by: 'root', tool: 'api' })]
    const { verdict, mover } = said({ ...emptied, writes })
    expect(verdict).toBe(
      'No prefix IPv4 from outside is let through since a routing policy of the link was edited by root over the API, 7 minutes ago.',
    )
    expect(mover).toBe('you')
    expect(stepsOf({ ...emptied, writes }).slice(0, 2)).toEqual([
      'Put the old prefixes back into the incoming list of routing policy office-v4, or attach the old policy again: the message about the change names them',
      'Ask root, who made the change over the API, whether it was planned',
    ])
    expect(said({ ...emptied, writes: [] }).verdict).toContain('accepts no prefix from outside')
  })

  test('replaced on a link that shows nothing wrong is noted for an hour', () => {
    const past = aPast({ firstBadAt: null })
    const replaced = (at: number, method = 'SetRoutingPolicy') =>
      finding({ past, writes: [aWrite(method, { by: 'root', at })] }, 'recent_change')
    expect(replaced(NOW - 5 * MINUTE_MS)).toMatchObject({
      weight: 'note',
      text: 'A routing policy was replaced by root in the console, 5 minutes ago: if traffic is missing since then, look at that first.',
    })
    expect(replaced(NOW - 61 * MINUTE_MS)).toBeUndefined()
    expect(replaced(NOW - 5 * MINUTE_MS, 'UpdateLink')).toBeUndefined()
  })
})

test('a VPC that was detached is named where it is to be attached again', () => {
  const evidence = {
    link: aLink({ vpcId: null, routePropagation: false }),
    leftVpc: { id: VPC_ID, vpc: aVpc() },
    past: aPast(),
  }
  expect(stepsOf({ ...evidence, writes: [aWrite('DetachVpc')] })[0]).toBe('Attach VPC production again')
  expect(stepsOf(evidence)).toContain('Attach VPC production again')
})

describe('a deletion that has begun', () => {
  const link = aLink({ status: 'deprovisioning', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
  const past = aPast()

  test('at Scaleway, by the Audit Trail, is never the partner’s doing', () => {
    const writes = [aWrite('DeleteLink', { by: 'anna', tool: 'cli', at: NOW - 3 * MINUTE_MS })]
    const { verdict } = said({ link, past, writes })
    expect(verdict).toBe(
      'The link was deleted at Scaleway by anna with the scw CLI, 3 minutes ago, and IPv4 and IPv6 have no other path into VPC production: FranceIX has to delete its side too.',
    )
    expect(stepsOf({ link, past, writes })[0]).toMatch(/^Ask FranceIX .* to delete its side/)
    const changedBy = { by: 'anna', tool: 'cli', at: NOW } as const
    expect(said({ link, before: aLink(), changedBy }).verdict).toContain('deleted at Scaleway by anna')
    // Somebody who changed something else of it later did not delete it.
    const later = { ...link, vpcId: null }
    expect(said({ link: later, before: link, changedBy }).verdict).not.toContain('anna')
  })

  test('and not at Scaleway is an outage that the partner made', () => {
    const { verdict } = said({ link, past, writes: [] })
    expect(verdict).toBe(
      'FranceIX is tearing down a link that was in service, and IPv4 and IPv6 have no other path into VPC production.',
    )
    const steps = stepsOf({ link, past, writes: [] })
    expect(steps[0]).toMatch(/^Phone FranceIX/)
    expect(steps[1]).toContain('order a new link now')
  })

  test('before anything was watched may be anybody’s', () => {
    const { verdict } = said({ link, past: aPast({ lastGoodAt: null }), writes: [] })
    expect(verdict).toContain('if you did not begin it, FranceIX did')
    const quiet = { link, past: aPast({ firstBadAt: null }), writes: [] }
    expect(said({ ...quiet, statusSince: NOW - 3 * DAY_MS }).verdict).toContain('if you did not begin it')
    expect(said({ ...quiet, statusSince: NOW - MINUTE_MS }).verdict).toContain('FranceIX is tearing down')
  })
})

describe('orders that wait for long', () => {
  test('a partner that has not finished after 5 working days is overdue', () => {
    const link = aLink({ status: 'provisioning', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    const due = (since: number) => {
      const known = provisioningDue(link, since, DEFAULT_ALERT_SETTINGS)
      if (known === undefined) throw new Error('It is being provisioned.')
      return known
    }
    const since = (days: number) => ({
      link,
      carried: [],
      provisioningDue: due(NOW - days * DAY_MS),
    })
    expect(said(since(15)).verdict).toBe(
      'FranceIX accepted the link at least 15 days ago and has not finished: that is overdue.',
    )
    expect(finding(since(15), 'provisioning')?.text).toMatch(/^It has taken more than 5 working days\./)
    expect(stepsOf(since(15))[0]).toMatch(/^Chase FranceIX .* and its account manager now/)
    // Tuesday back to last Wednesday: four working days.
    expect(said(since(6)).verdict).toContain('is setting up its side')
    expect(said({ link, carried: [] }).verdict).toContain('is setting up its side')
  })

  test('a request that should have expired is to be ordered anew', () => {
    const link = aLink({ status: 'requested', createdAt: NOW - 18 * DAY_MS })
    const idle = { link: { ...link, sessions: { ipv4: 'disabled', ipv6: 'disabled' } }, carried: [] }
    expect(stepsOf(idle)).toContain('If it does not answer today, take the order as expired')
    expect(stepsOf(idle).some((text) => text.startsWith('Delete the link'))).toBe(true)
    expect(finding(idle, 'requested')?.text).toContain('since its creation 18 days ago')
  })
})

describe('a self-hosted link', () => {
  test.each(['refused', 'expired'] as const)('that is %s has no partner, and costs nothing', (status) => {
    const diagnosis = said({ link: aSelfHostedLink({ status }), carried: [] })
    const texts = [diagnosis.verdict, ...diagnosis.steps.map(({ text }) => text)].join('\n')
    expect(texts).not.toMatch(/the partner (refused|did)|billing|Settle/i)
    expect(diagnosis.verdict.toLowerCase()).toContain(`as ${status}, so it has to be deleted`)
    expect(diagnosis.meaning).not.toContain('The partner')
  })

  test.each(['requested', 'provisioning'] as const)('that is %s waits for nobody but Scaleway', (status) => {
    const link = aSelfHostedLink({ status, sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
    const diagnosis = said({ link, carried: [] })
    expect(diagnosis.mover).toBe('scaleway')
    expect(diagnosis.verdict).toContain('it has no partner to wait for')
    expect(diagnosis.meaning).toContain('no document describes it of a self-hosted link')
    expect(diagnosis.findings[0]).toMatchObject({ id: 'kind_unexpected', weight: 'cause' })
    const steps = diagnosis.steps.map(({ text }) => text)
    expect(steps.join()).not.toMatch(/pairing key|contact (the|Fr)/i)
    expect(steps.at(-1)).toMatch(/^Open a support ticket .*P3.* after 4 hours/)
  })

  test('whose sessions are up is judged by them, whatever its order is said to wait for', () => {
    const diagnosis = said({ link: aSelfHostedLink({ status: 'requested' }) })
    expect(diagnosis.mover).toBe('nobody')
    expect(diagnosis.findings.find(({ id }) => id === 'kind_unexpected')?.weight).toBe('note')
  })

  test('that is ready without a policy needs one before any test of BGP', () => {
    const idle = { status: 'ready', sessions: { ipv4: 'disabled', ipv6: 'disabled' } } as const
    const none = aSelfHostedLink({ ...idle, policies: { ipv4: null, ipv6: null } })
    expect(said({ link: none, carried: [] }).verdict).toContain('no routing policy')
    const steps = stepsOf({ link: none, carried: [] })
    expect(steps[0]).toMatch(/^Attach a routing policy/)
    expect(steps.some((text) => text.startsWith('Test BGP'))).toBe(false)
    const single = aSelfHostedLink({ ...idle, policies: { ipv4: 'p', ipv6: null } })
    expect(stepsOf({ link: single, carried: [] }).join()).not.toContain('IPv6 session')
    expect(finding({ link: single, carried: [] }, 'ready')?.text).toBe(
      'The link becomes Active once the BGP IPv4 session is up.',
    )
  })
})

test("Scaleway's AS number is told where it is not the one of the documents", () => {
  const link = aLink({ scalewayPeer: { asn: 65_000, ipv4: '169.254.10.0/31', ipv6: null } })
  expect(finding({ link }, 'scaleway_asn')).toMatchObject({ weight: 'note' })
  expect(finding({ link }, 'scaleway_asn')?.text).toContain('65000')
  expect(finding({}, 'scaleway_asn')).toBeUndefined()
})
