import { expect, test } from 'vitest'
import { pathsLeft, sharedFate } from '../../src/diagnostics/redundancy.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, anEvidence, aSelfHostedLink } from '../support/links.ts'

const elsewhere: Partial<Link> = {
  id: 'b',
  name: 'paris-b',
  popId: 'other-pop',
  kind: { type: 'hosted', partnerId: 'other-partner', layer: null, disapprovedReason: null },
}

const left = (...siblings: readonly Link[]) => pathsLeft(anEvidence({ siblings }), 'ipv4')

test('a link alone in its VPC leaves nothing', () => {
  expect(left()).toEqual({ type: 'none' })
})

test('a sibling that is not meant to have the family leaves nothing', () => {
  expect(left(aLink({ ...elsewhere, policies: { ipv4: null, ipv6: null } }))).toEqual({ type: 'none' })
  expect(left(aLink({ ...elsewhere, routePropagation: false }))).toEqual({ type: 'none' })
})

test('a sibling whose session is down is named', () => {
  const sibling = aLink({ ...elsewhere, sessions: { ipv4: 'down', ipv6: 'up' } })
  expect(left(sibling)).toEqual({ type: 'down', links: [sibling] })
})

test('a sibling at another PoP over another partner with as much bandwidth and the same policy is independent', () => {
  const sibling = aLink(elsewhere)
  expect(left(sibling)).toEqual({ type: 'independent', link: sibling })
})

test.each([
  [{ popId: aLink().popId }, 'same_pop'],
  [{ kind: aLink().kind }, 'same_partner'],
  [{ bandwidthMbps: 100 }, 'less_bandwidth'],
  [{ policies: { ipv4: 'another', ipv6: null } }, 'other_policy'],
] satisfies [Partial<Link>, string][])('a sibling is weak where %j', (overrides, weakness) => {
  const sibling = aLink({ ...elsewhere, ...overrides })
  expect(left(sibling)).toEqual({ type: 'weak', link: sibling, weaknesses: [weakness] })
})

test.each([
  ['deprovisioning', 'being_deleted'],
  ['locked', 'locked'],
  ['failed', 'failed'],
  ['deleted', 'out_of_service'],
  ['refused', 'out_of_service'],
  ['expired', 'out_of_service'],
])('a sibling that is %s is no healthy path, although its session shows up', (status, weakness) => {
  const sibling = aLink({ ...elsewhere, status })
  expect(left(sibling)).toEqual({ type: 'weak', link: sibling, weaknesses: [weakness] })
  const smaller = aLink({ id: 'c', bandwidthMbps: 100 })
  expect(left(sibling, smaller), 'any other sibling is the better one').toMatchObject({ link: { id: 'c' } })
})

test('a status that sessions refute, or that every change goes through, leaves a sibling as healthy as it is', () => {
  for (const status of ['provisioning', 'ready', 'configuring', 'all_down', 'brand_new'])
    expect(left(aLink({ ...elsewhere, status })).type, status).toBe('independent')
})

test('the best of several siblings counts', () => {
  const best = aLink({ ...elsewhere, id: 'c' })
  expect(left(aLink({ id: 'b' }), aLink({ ...elsewhere, bandwidthMbps: 100 }), best)).toMatchObject({
    type: 'independent',
    link: { id: 'c' },
  })
})

test('self-hosted links share the fate of their connection', () => {
  const other = aSelfHostedLink({ popId: 'other-pop' })
  expect(sharedFate(aSelfHostedLink(), other)).toEqual(['same_connection'])
  expect(sharedFate(aLink(), other)).toEqual([])
})

test('a policy that was detached just now is compared as it was: its loss is no less covered', () => {
  const link = aLink({ policies: { ipv4: null, ipv6: null } })
  const left = (policy: string | null) =>
    pathsLeft(
      anEvidence({
        link,
        before: aLink(),
        siblings: [aLink({ ...elsewhere, policies: { ipv4: policy, ipv6: null } })],
      }),
      'ipv4',
    ).type
  expect(left(aLink().policies.ipv4)).toBe('independent')
  expect(left('another')).toBe('weak')
})
