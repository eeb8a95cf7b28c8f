import { describe, expect, test } from 'vitest'
import { carriedInto, judgeLink, type LinkChange } from '../../src/alerting/levels.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Link } from '../../src/domain/link.ts'
import type { WatchedLink } from '../../src/domain/memory.ts'
import { aLink, anEvidence, NOW, VPC_ID } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const HOUR_MS = 3_600_000
const independent = aLink({
  id: 'b',
  popId: 'other-pop',
  kind: { type: 'hosted', partnerId: 'other-partner', layer: null, disapprovedReason: null },
})
const both = ['ipv4', 'ipv6'] as const

function moved(siblings: readonly Link[], before: Partial<WatchedLink> = {}, after: Partial<Link> = {}) {
  const change: LinkChange = {
    before: aWatchedLink(aLink(), { carried: both, carriedInto: VPC_ID, ...before }),
    after: aLink({ vpcId: 'other', ...after }),
    evidence: anEvidence({ siblings }),
    ours: false,
    baseline: false,
    marks: [],
  }
  const ruling = judgeLink(change, { at: NOW, settings: DEFAULT_ALERT_SETTINGS })
  return { ...ruling, servesThen: carriedInto(change, ruling, both, NOW) }
}

describe('a link in service that leads into another VPC', () => {
  test('is critical for as long as it is missed where it led before', () => {
    const critical = { rule: 'vpc_moved', level: 'critical', bad: true, servesThen: VPC_ID }
    expect(moved([])).toMatchObject(critical)
    const away = { link: aLink({ vpcId: 'other' }), rule: 'vpc_moved' }
    expect(moved([], away)).toMatchObject(critical)
    // From there on into a third one, or by way of none at all.
    expect(moved([], away, { vpcId: 'third' })).toMatchObject(critical)
    expect(moved([], { link: aLink({ vpcId: null }), rule: 'path_removed' })).toMatchObject(critical)
  })

  test('is news of a moment where an independent link is left, and serves the other VPC from then on', () => {
    expect(moved([independent])).toMatchObject({ level: 'warning', bad: false, servesThen: 'other' })
    expect(moved([], { link: aLink({ vpcId: 'other' }), carriedInto: 'other' })).toMatchObject({
      rule: 'forward',
    })
  })

  test('is not over because a sibling is back', () => {
    const away = { link: aLink({ vpcId: 'other' }), rule: 'vpc_moved' }
    expect(moved([independent], away)).toMatchObject({ level: 'error', bad: true, servesThen: VPC_ID })
  })

  test('is well again once it leads back, for a day also from where nobody missed it', () => {
    const away = { link: aLink({ vpcId: 'other' }), rule: 'vpc_moved' }
    expect(moved([], away, { vpcId: VPC_ID })).toMatchObject({ rule: 'forward', bad: false })
    const served = { link: aLink({ vpcId: 'other' }), carriedInto: 'other' }
    const left = (at: number) => ({ ...served, left: { id: VPC_ID, at } })
    expect(moved([], left(NOW - HOUR_MS), { vpcId: VPC_ID })).toMatchObject({ rule: 'forward' })
    expect(moved([], left(NOW - 25 * HOUR_MS), { vpcId: VPC_ID })).toMatchObject({ level: 'critical' })
  })
})
