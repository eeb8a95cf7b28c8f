import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import type { Link } from '../../src/domain/link.ts'
import { aPast } from '../fixtures/evidence/on-demand.ts'
import { aConnection, aLink, anEvidence, aSelfHostedLink, NOW } from '../support/links.ts'

const QUIET = { sessions: { ipv4: 'down', ipv6: 'down' } } as const
const SIBLING = aLink({
  id: 'b',
  name: 'paris-b',
  popId: 'other',
  kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
})
const NARROW = { ...SIBLING, bandwidthMbps: 100 }

function diagnosed(overrides: Partial<Evidence>) {
  const { verdict, steps, findings } = diagnose(anEvidence(overrides), NOW)
  const texts = steps.map(({ text }) => text)
  const priority = /priority (P\d)/.exec(texts.find((text) => text.includes('support ticket')) ?? '')?.[1]
  const left = findings.find(({ id }) => id === 'redundancy_left')
  return { verdict, texts, priority, left }
}

/** Outages that no session tells, each of a link that was in service. */
const OUTAGES: readonly (readonly [string, (siblings: readonly Link[]) => Partial<Evidence>])[] = [
  ['locked', (siblings) => ({ link: aLink({ status: 'locked' }), siblings })],
  ['failed', (siblings) => ({ link: aLink({ status: 'failed', ...QUIET }), siblings })],
  ['ready', (siblings) => ({ link: aSelfHostedLink({ status: 'ready', ...QUIET }), siblings })],
  ['configuring', (siblings) => ({ link: aLink({ status: 'configuring', ...QUIET }), siblings })],
  [
    'all_down over a connection that failed',
    (siblings) => ({
      link: aSelfHostedLink({ status: 'all_down', ...QUIET }),
      connection: aConnection({ status: 'failed' }),
      siblings,
    }),
  ],
]

describe.each(OUTAGES)('a link in service that is %s', (_status, evidence) => {
  test('has taken the last path with it: P1', () => {
    const { verdict, priority, left } = diagnosed(evidence([]))
    expect(verdict).toContain('IPv4 and IPv6 have no other path into VPC production')
    expect(priority).toBe('P1')
    expect(left).toMatchObject({ weight: 'risk' })
  })

  test('leaves an independent link: that is seen to carry, and the ticket is P3', () => {
    const { verdict, texts, priority } = diagnosed(evidence([SIBLING]))
    expect(verdict).toContain('paris-b left into VPC production')
    expect(texts).toContain('Confirm on a real flow that IPv4 and IPv6 go over paris-b')
    expect(priority).toBe('P3')
  })

  test('leaves a link that is no full replacement: P2', () => {
    const { verdict, priority } = diagnosed(evidence([NARROW]))
    expect(verdict).toContain('only paris-b left into VPC production, which is no full replacement')
    expect(priority).toBe('P2')
  })

  test('is a delivery where it carried nothing so far: nothing is lost, and nothing is P1', () => {
    const { verdict, texts, priority } = diagnosed({ ...evidence([]), carried: [] })
    expect(verdict).not.toContain('path into')
    expect(texts.join(' ')).not.toContain('priority P1')
    expect(['P3', undefined]).toContain(priority)
  })
})

test('a link that is torn down says what is left, and how to replace it', () => {
  const { verdict, texts, left } = diagnosed({
    link: aLink({ status: 'deprovisioning' }),
    siblings: [SIBLING],
  })
  expect(verdict).toContain('IPv4 and IPv6 have paris-b left into VPC production')
  expect(texts).toContain('Confirm on a real flow that IPv4 and IPv6 go over paris-b')
  expect(left).toMatchObject({ weight: 'note' })
  const alone = diagnosed({ link: aLink({ status: 'deprovisioning' }), siblings: [] })
  expect(alone.verdict).toContain('no other path into VPC production')
  expect(alone.left).toMatchObject({ weight: 'risk' })
})

test('what is left and is torn down itself is told so, and is P1', () => {
  const { verdict, texts, priority } = diagnosed({
    link: aLink({ status: 'all_down', ...QUIET }),
    siblings: [{ ...SIBLING, status: 'deprovisioning' }],
  })
  expect(verdict).toContain('only paris-b left into VPC production, which is being deleted')
  expect(priority).toBe('P1')
  expect(texts.join(' ')).toContain('without waiting for the tests: what is left may not last')
})

test('a change of configuration is waited for 90 seconds, and is an outage after that', () => {
  const link = aLink({ status: 'configuring', ...QUIET })
  const since = (ms: number) =>
    diagnosed({ link, past: aPast({ firstBadAt: NOW - ms, changes: [NOW - ms] }) })
  expect(since(60_000).texts[0]).toMatch(/^Wait, and change nothing/)
  expect(since(60_000).texts[1]).toMatch(/priority P1.*not back within 90 seconds$/)
  expect(since(40 * 60_000).verdict).toContain('no session of it is up meanwhile, for 40 minutes')
  expect(since(40 * 60_000).texts[0]).toMatch(/priority P1.*, now:/)
})

test('a family whose policy was detached is looked for elsewhere as much as one that is down', () => {
  const link = aLink({ policies: { ipv4: null, ipv6: aLink().policies.ipv6 } })
  const { left } = diagnosed({ link, siblings: [SIBLING], carried: ['ipv4', 'ipv6'] })
  expect(left?.text).toMatch(/^IPv4 and IPv6: paris-b is up into VPC production/)
})
