import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import type { Link } from '../../../src/domain/link.ts'
import { headline } from '../../../src/slack/views/headline.ts'
import { aLink, anEvidence, aSelfHostedLink } from '../../support/links.ts'

const down = aLink({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
const lost6 = aLink({ status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } })
const sibling = (n: number, extra: Partial<Link> = {}) =>
  aLink({
    id: `sibling-${n}`,
    name: `paris-${n}`,
    popId: 'other-pop',
    kind: { type: 'hosted', partnerId: 'other', layer: 'l2', disapprovedReason: null },
    ...extra,
  })
const evidence = (link: Link, siblings: readonly Link[] = [], more: Partial<Evidence> = {}) =>
  anEvidence({ link, before: aLink(), siblings, ...more })

describe('How much of the way into a VPC a link took with it', () => {
  test('the last path is named with its VPC and family', () => {
    expect(headline(evidence(lost6))).toEqual({
      mrkdwn: '*Last path into VPC `production` for IPv6 is down.*',
      short: 'last path into VPC production',
    })
  })

  test('it is the last path too where all others are down', () => {
    const dead = sibling(1, { sessions: { ipv4: 'down', ipv6: 'down' } })
    expect(headline(evidence(down, [dead]))?.mrkdwn).toBe(
      '*Last path into VPC `production` for IPv4 and IPv6 is down.*',
    )
  })

  test('an independent sibling that is left is counted', () => {
    expect(headline(evidence(down, [sibling(1)]))).toEqual({
      mrkdwn: '*IPv4 and IPv6 into VPC `production`: 1 of 2 left.*',
      short: '1 of 2 left',
    })
  })

  test('what the only sibling shares with it is spelled out', () => {
    const same = sibling(1, { popId: down.popId })
    expect(headline(evidence(down, [same]))).toEqual({
      mrkdwn: '*IPv4 and IPv6 into VPC `production`: 1 of 2 left; both over `TH2`.*',
      short: '1 of 2 left; both over TH2',
    })
    const closer = sibling(1, { popId: down.popId, kind: down.kind })
    expect(headline(evidence(down, [closer]))?.short).toBe('1 of 2 left; both over TH2 and FranceIX')
  })

  test('what several siblings share counts only where all of them share it', () => {
    const two = [sibling(1, { popId: down.popId }), sibling(2, { popId: down.popId })]
    expect(headline(evidence(down, two))?.short).toBe('2 of 3 left; all over TH2')
    expect(headline(evidence(down, [sibling(1, { popId: down.popId }), sibling(2)]))?.short).toBe(
      '2 of 3 left',
    )
  })

  test('the only one that is left and may not last is told with why', () => {
    const doubts = { 'sibling-1': 'flapping' } as const
    expect(headline(evidence(down, [sibling(1)], { doubts }))?.short).toBe('1 of 2 left; it flaps')
  })

  test('a shared dedicated connection is named', () => {
    const link = aSelfHostedLink({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
    const other = aSelfHostedLink({ id: 'b', popId: 'other-pop' })
    expect(headline(evidence(link, [other]))?.short).toBe('1 of 2 left; both over dc1-port')
  })

  test('families that differ are told apart', () => {
    const only4 = sibling(1, { sessions: { ipv4: 'up', ipv6: 'down' } })
    expect(headline(evidence(down, [only4]))).toEqual({
      mrkdwn:
        '*IPv4 into VPC `production`: 1 of 2 left.* *Last path into VPC `production` for IPv6 is down.*',
      short: 'IPv4: 1 of 2 left, IPv6: last path into VPC production',
    })
  })

  test('nothing is said where nothing was lost, or where the VPC is not known any more', () => {
    expect(headline(evidence(aLink()))).toBeNull()
    expect(headline(evidence(aLink({ vpcId: null, routePropagation: false })))).toBeNull()
  })
})
