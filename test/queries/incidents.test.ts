import { expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { CONNECTION_ID, NOW, POLICY_V4_ID } from '../support/links.ts'
import { asking, inParis } from './into-vpc.ts'
import { anIncident, PARIS, POLLED_AT } from './remembered.ts'

const ask = async (incidents: readonly Incident[], channels = {}) =>
  (await asking([inParis()], { incidents, channels }).incidents()).rows

test('the worst comes first; of equals what nobody has in hand, then the oldest', async () => {
  const one = (id: string, overrides: Partial<Incident>): Incident => ({
    ...anIncident('id-a', 'error'),
    id,
    ...overrides,
  })
  const rows = await ask([
    one('warning', { level: 'warning' }),
    one('held', { heldBack: { by: { type: 'tag', tag: 'oncall:off' }, level: 'critical', at: NOW } }),
    one('acknowledged', { acknowledgement: { by: 'U1', at: NOW, expiresAt: NOW + 1 } }),
    one('younger', { firstBadAt: NOW }),
    one('older', { firstBadAt: NOW - 1 }),
    one('critical', { level: 'critical' }),
  ])
  expect(rows.map(({ incident }) => incident.id)).toEqual([
    'critical',
    'older',
    'younger',
    'acknowledged',
    'held',
    'warning',
  ])
})

test('each names what it is about, also what is no link', async () => {
  const about = (subject: Incident['subject']): Incident => ({
    ...anIncident('id-a', 'error'),
    id: subject.type,
    subject,
  })
  const rows = await ask([
    about({ type: 'link', linkId: 'id-a', scopeId: PARIS.id }),
    about({ type: 'link', linkId: 'gone', scopeId: PARIS.id }),
    about({ type: 'connection', connectionId: CONNECTION_ID, scopeId: PARIS.id }),
    about({ type: 'policy', policyId: POLICY_V4_ID, scopeId: PARIS.id }),
    about({ type: 'scope', scopeId: PARIS.id }),
  ])
  expect(new Set(rows.map(({ name, region, link }) => [name, region, link?.link.id ?? null].join()))).toEqual(
    new Set([
      'paris-a,fr-par,id-a',
      'gone,fr-par,',
      'dc1-port,fr-par,',
      'office-v4,fr-par,',
      'fr-par,fr-par,',
    ]),
  )
})

test('each names the channels where it is told; what was not told has none', async () => {
  const told = { ...anIncident('id-a', 'critical'), rootKey: 'story-1' }
  const rows = await ask([told, anIncident('id-b', 'error')], { 'story-1': ['C1', 'C2'] })
  expect(rows.map(({ channels }) => channels)).toEqual([['C1', 'C2'], []])
})

test('the answer says how old what is known of each region is', async () => {
  expect((await asking([inParis()]).incidents()).scopes).toMatchObject([
    { scope: PARIS, source: { at: POLLED_AT } },
  ])
})
