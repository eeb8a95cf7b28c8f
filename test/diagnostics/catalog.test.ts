import { expect, test } from 'vitest'
import { STATUS_CATALOG } from '../../src/diagnostics/catalog.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import { aLink, anEvidence, aPartner } from '../support/links.ts'

test('names are as the console says them, and differ', () => {
  expect(LINK_STATUSES.map((status) => STATUS_CATALOG[status].name)).toEqual([
    'Configuring',
    'Requesting',
    'Failed',
    'Provisioning',
    'Expired',
    'Refused',
    'Ready',
    'Active',
    'Limited Connectivity',
    'Down',
    'Locked',
    'Deprovisioning',
    'Deleted',
    'Unknown',
  ])
})

test('nothing follows expired, refused and deleted', () => {
  const terminal = LINK_STATUSES.filter((status) => STATUS_CATALOG[status].terminal)
  expect(terminal).toEqual(['expired', 'refused', 'deleted'])
})

test('each status that is somebody’s move has a way out', () => {
  for (const status of LINK_STATUSES) {
    const { movers, wayOut } = STATUS_CATALOG[status]
    const steps = wayOut(anEvidence({ link: aLink({ status }) }))
    if (Object.values(movers).some((mover) => mover !== 'nobody'))
      expect(steps.length, status).toBeGreaterThan(0)
  }
})

test('the way out of each status that goes to the partner says how to reach it', () => {
  for (const status of [
    'requested',
    'provisioning',
    'expired',
    'refused',
    'all_down',
    'deprovisioning',
  ] as const) {
    const link = aLink({ status })
    const texts = (evidence: ReturnType<typeof anEvidence>) =>
      STATUS_CATALOG[status]
        .wayOut(evidence)
        .map(({ text }) => text)
        .join(' / ')
    expect(texts(anEvidence({ link }))).toContain('FranceIX (interlink@franceix.example)')
    const both = aPartner({ portalUrl: 'https://portal.example' })
    expect(texts(anEvidence({ link, partner: both }))).toContain(
      '(interlink@franceix.example, or its portal)',
    )
    expect(texts(anEvidence({ link, partner: null }))).toContain('no contact could be read')
  }
})

test('an outage is the move of whoever runs BGP', () => {
  expect(STATUS_CATALOG.all_down.movers).toEqual({
    self_hosted: 'you',
    hosted_l2: 'you',
    hosted_l3: 'partner',
    hosted: 'you_or_partner',
    unknown: 'you_or_partner',
  })
})
