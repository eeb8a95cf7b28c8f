import { expect, test } from 'vitest'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { firstMissingStep, type PathStepId, trafficPath } from '../../src/diagnostics/traffic-path.ts'
import { aLink, anEvidence, aPolicy, aVpc, POLICY_V4_ID } from '../support/links.ts'

const missing = (evidence: Evidence) => firstMissingStep(trafficPath(evidence))?.id ?? null
const stateOf = (evidence: Evidence, id: PathStepId) =>
  trafficPath(evidence).find((step) => step.id === id)?.state ?? null

test('a healthy link has every step done, in the order of the path', () => {
  const steps = trafficPath(anEvidence())
  expect(steps.map(({ id }) => id)).toEqual([
    'link',
    'vpc',
    'policies',
    'propagation',
    'filter_in_ipv4',
    'filter_out_ipv4',
    'filter_in_ipv6',
    'filter_out_ipv6',
    'vpc_networks',
    'vpc_routing',
    'session_ipv4',
    'session_ipv6',
  ])
  expect(steps.every(({ state }) => state === 'done')).toBe(true)
  expect(firstMissingStep(steps)).toBeNull()
})

test('each gap is the first missing step once those before it are closed', () => {
  const policies = { ipv4: aPolicy({ prefixesOut: [] }), ipv6: aPolicy({ family: 'ipv6' }) }
  const vpc = aVpc({ privateNetworkCount: 0, routingEnabled: false })
  const broken = aLink({
    status: 'requested',
    vpcId: null,
    policies: { ipv4: null, ipv6: null },
    routePropagation: false,
    sessions: { ipv4: 'down', ipv6: 'up' },
  })
  expect(missing(anEvidence({ link: broken }))).toBe('link')
  const active = { ...broken, status: 'active' }
  expect(missing(anEvidence({ link: active }))).toBe('vpc')
  const attached = { ...active, vpcId: aLink().vpcId }
  expect(missing(anEvidence({ link: attached, vpc: aVpc({ region: 'pl-waw' }) }))).toBe('vpc')
  expect(missing(anEvidence({ link: attached, vpc }))).toBe('policies')
  const allowed = { ...attached, policies: aLink().policies }
  expect(missing(anEvidence({ link: allowed, vpc, policies }))).toBe('propagation')
  const propagated = { ...allowed, routePropagation: true }
  expect(missing(anEvidence({ link: propagated, vpc, policies }))).toBe('filter_out_ipv4')
  expect(missing(anEvidence({ link: propagated, vpc }))).toBe('vpc_networks')
  expect(missing(anEvidence({ link: propagated, vpc: aVpc({ routingEnabled: false }) }))).toBe('vpc_routing')
  expect(missing(anEvidence({ link: propagated }))).toBe('session_ipv4')
})

test('what is attached and cannot be read is unknown, and not missing', () => {
  const evidence = anEvidence({ vpc: null, policies: { ipv4: null, ipv6: null } })
  for (const id of ['vpc', 'filter_in_ipv4', 'filter_out_ipv6', 'vpc_networks', 'vpc_routing'] as const)
    expect(stateOf(evidence, id)).toBe('unknown')
  expect(missing(evidence)).toBeNull()
})

test('a family nobody means to use has no steps', () => {
  const link = aLink({ policies: { ipv4: POLICY_V4_ID, ipv6: null }, sessions: { ipv4: 'up', ipv6: 'down' } })
  const evidence = anEvidence({ link })
  expect(trafficPath(evidence).some(({ id }) => id.endsWith('ipv6'))).toBe(false)
  expect(missing(evidence)).toBeNull()
})

test('a status that this version does not know is unknown, and a session that is up refutes "not in service"', () => {
  expect(stateOf(anEvidence({ link: aLink({ status: 'hibernating' }) }), 'link')).toBe('unknown')
  expect(stateOf(anEvidence({ link: aLink({ status: 'ready' }) }), 'link')).toBe('done')
  expect(stateOf(anEvidence({ link: aLink({ status: 'locked' }) }), 'link')).toBe('missing')
})
