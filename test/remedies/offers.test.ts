import { describe, expect, test } from 'vitest'
import { dueMarks } from '../../src/alerting/deadlines.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { parseTimers } from '../../src/alerting/timers.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import { type Circumstances, type Offer, offersFor } from '../../src/remedies/offers.ts'
import { aLink, aSelfHostedLink, NOW } from '../support/links.ts'

const AROUND: Circumstances = {
  permission: { type: 'allowed' },
  ownedByCode: null,
  statusSince: null,
  alerts: DEFAULT_ALERT_SETTINGS,
  mail: { type: 'mails', kinds: ['side_down'] },
  missingRight: () => null,
}
const DENIED: Circumstances = {
  ...AROUND,
  permission: {
    type: 'refused',
    why: 'not_operator',
    sentence: 'Only operators may.',
    ask: { users: [], groups: [] },
    channels: [],
  },
}
const ordered = { vpcId: null, routePropagation: false, policies: { ipv4: null, ipv6: null } } as const
const nameOf = ({ remedy, family }: Offer) => (family === null ? remedy : `${remedy} ${family}`)
const wayOut = (link: ReturnType<typeof aLink>) =>
  offersFor(link, AROUND).offers.flatMap((offer) =>
    offer.isWayOut && offer.state.type === 'offered' ? [nameOf(offer)] : [],
  )
const stateOf = (link: ReturnType<typeof aLink>, name: string, around = AROUND) =>
  offersFor(link, around).offers.find((offer) => nameOf(offer) === name)?.state

describe('The way out of each status', () => {
  test.each([
    ['configuring', []],
    ['failed', ['open_ticket', 'record_ticket']],
    ['expired', ['contact_partner', 'reorder_link', 'delete_link']],
    ['refused', ['contact_partner', 'reorder_link', 'delete_link']],
    ['limited_connectivity', ['contact_partner', 'open_ticket', 'record_ticket']],
    ['all_down', ['contact_partner', 'open_ticket', 'record_ticket']],
    ['active', []],
    ['locked', ['open_ticket', 'record_ticket']],
    ['deprovisioning', ['contact_partner', 'delete_link']],
    ['deleted', []],
    ['made_up', ['open_ticket', 'record_ticket']],
  ])('%s of a hosted link', (status, expected) => {
    expect(wayOut(aLink({ status }))).toEqual(expected)
  })

  test('of an order is the partner, and the configuration meanwhile, in its order', () => {
    expect(wayOut(aLink({ ...ordered, status: 'requested' }))).toEqual([
      'contact_partner',
      'reveal_pairing_key',
      'mark_contacted',
      'attach_vpc',
      'set_policy ipv4',
      'set_policy ipv6',
      'create_policy',
    ])
  })

  test('of an active link that is dark is its configuration', () => {
    expect(wayOut(aLink({ ...ordered, policies: { ipv4: 'policy', ipv6: null } }))).toEqual(['attach_vpc'])
    expect(wayOut(aLink({ routePropagation: false }))).toEqual(['enable_propagation'])
  })

  test.each(LINK_STATUSES)('of a self-hosted link in %s needs no partner', (status) => {
    const around = { ...AROUND, mail: { type: 'none', why: 'There is no partner.' } } as const
    const names = offersFor(aSelfHostedLink({ status }), around).offers.map(nameOf)
    expect(names).not.toContain('contact_partner')
    expect(names).not.toContain('reveal_pairing_key')
    expect(names).not.toContain('mark_contacted')
  })
})

test('A self-hosted link that waits for a partner which it does not have is waited for at Scaleway', () => {
  for (const status of ['requested', 'provisioning'])
    expect(offersFor(aSelfHostedLink({ status }), AROUND).wait).toContain('No partner has a part in')
  expect(offersFor(aSelfHostedLink({ status: 'refused' }), AROUND).wait).toBeNull()
  expect(stateOf(aSelfHostedLink({ status: 'refused' }), 'create_policy')).toMatchObject({
    reason: expect.stringMatching(/^The order is over/),
  })
  expect(offersFor(aLink({ status: 'provisioning' }), AROUND).wait).toContain('Wait for the partner')
})

describe('What does not help', () => {
  test('a mail of which there is none to write is not offered, and says why', () => {
    const around = { ...AROUND, mail: { type: 'none', why: 'No session is down.' } } as const
    expect(stateOf(aLink(), 'contact_partner', around)).toEqual({
      type: 'withheld',
      because: 'link',
      reason: 'No session is down.',
    })
    expect(stateOf(aLink(), 'contact_partner')).toEqual({ type: 'offered' })
  })

  test('whoever runs the line of a self-hosted link can be written to where somebody is written down', () => {
    expect(stateOf(aSelfHostedLink({ status: 'all_down' }), 'contact_partner')).toEqual({ type: 'offered' })
    expect(stateOf(aSelfHostedLink({ status: 'all_down' }), 'reveal_pairing_key')).toBeUndefined()
  })

  test.each(['configuring', 'failed', 'locked', 'deleted', 'made_up'])(
    'a link in %s is not offered: nothing that writes',
    (status) => {
      for (const { state, remedy } of offersFor(aLink({ status }), AROUND).offers)
        if (!['contact_partner', 'open_ticket', 'record_ticket', 'mark_contacted'].includes(remedy))
          expect(state).toMatchObject({
            type: 'withheld',
            because: 'link',
            reason: expect.stringMatching(/\.$/),
          })
    },
  )

  test.each([
    ['configuring', '2026-03-03 09:15 UTC'],
    ['failed', '2026-03-03 13:00 UTC'],
    ['provisioning', '2026-03-10 09:00 UTC'],
    ['deprovisioning', '2026-03-05 09:00 UTC'],
  ])('waiting has a deadline in %s', (status, until) => {
    const { wait } = offersFor(aLink({ status }), { ...AROUND, statusSince: NOW })
    expect(wait).toContain(until)
    expect(offersFor(aLink({ status }), AROUND).wait).not.toMatch(/UTC/)
  })

  test('waiting ends when the alert about it is told, by the timers and business hours that are set', () => {
    const read = parseTimers('provisioningStuck=1bd,newConfiguringWarning=30m')
    if (read.type === 'invalid') throw new Error(read.problems.join())
    // Monday to Friday in New York, five hours behind UTC: a Friday night there is Saturday in UTC.
    const hours = { zone: 'America/New_York', opensMinute: 9 * 60, closesMinute: 18 * 60 }
    const alerts = { timers: read.timers, hours }
    const statusSince = Date.parse('2026-03-06T23:30:00Z')
    const waitOf = (status: string) => offersFor(aLink({ status }), { ...AROUND, alerts, statusSince }).wait
    expect(waitOf('provisioning')).toMatch(/after 1 working day: at 2026-03-10 13:00 UTC\.$/)
    expect(waitOf('configuring')).toMatch(/after 30 minutes: at 2026-03-07 00:00 UTC\.$/)
    const link = aLink({ status: 'provisioning', sessions: { ipv4: 'down', ipv6: 'down' } })
    const watched = { link, firstSeenAt: 0, statusSince, unreadSince: null, marks: [] }
    const dueAt = (at: string) => dueMarks({ watched, contactedAt: null }, Date.parse(at), alerts).due?.name
    expect(dueAt('2026-03-10T12:59:00Z')).toBeUndefined()
    expect(dueAt('2026-03-10T13:00:00Z')).toBe('provisioning_stuck')
  })

  test('an order that waits for its partner says when it expires', () => {
    const { wait } = offersFor(aLink({ status: 'requested', createdAt: NOW }), AROUND)
    expect(wait).toContain('until 2026-03-13 09:00 UTC')
  })

  test('says why', () => {
    expect(stateOf(aLink({ status: 'locked' }), 'detach_vpc')).toMatchObject({
      reason: expect.stringContaining('423'),
    })
    expect(stateOf(aLink({ status: 'configuring' }), 'delete_link')).toMatchObject({
      reason: expect.stringContaining('409'),
    })
    expect(stateOf(aLink({ vpcId: null, routePropagation: false }), 'enable_propagation')).toMatchObject({
      type: 'withheld',
      reason: expect.stringContaining('attach one first'),
    })
  })

  test('waiting is said where it is the way', () => {
    const waiting = LINK_STATUSES.filter((status) => offersFor(aLink({ status }), AROUND).wait !== null)
    expect(waiting).toEqual(['configuring', 'requested', 'failed', 'provisioning', 'deprovisioning'])
  })
})

describe('Who asks, and with which key,', () => {
  test('decides on acts, and not on drafts', () => {
    expect(stateOf(aLink({ status: 'all_down' }), 'detach_vpc', DENIED)).toEqual({
      type: 'withheld',
      because: 'permission',
      reason: 'Only operators may.',
    })
    expect(stateOf(aLink({ status: 'all_down' }), 'contact_partner', DENIED)).toEqual({ type: 'offered' })
  })

  test('decides whether deleting is shown where it is not the way out', () => {
    const names = (status: string, around: Circumstances) =>
      offersFor(aLink({ status }), around).offers.map(nameOf)
    expect(names('active', AROUND)).toEqual(expect.arrayContaining(['reorder_link', 'delete_link']))
    expect(names('active', DENIED)).not.toContain('delete_link')
    expect(names('expired', DENIED)).toContain('reorder_link')
  })

  test('a right that was refused is said on the button', () => {
    const around: Circumstances = {
      ...AROUND,
      missingRight: (act) => (act === 'detach_vpc' ? 'The key lacks it.' : null),
    }
    expect(stateOf(aLink(), 'detach_vpc', around)).toEqual({
      type: 'withheld',
      because: 'right',
      reason: 'The key lacks it.',
    })
    expect(stateOf(aLink(), 'disable_propagation', around)).toEqual({ type: 'offered' })
  })

  test('code is shown where code owns the link, for what writes alone', () => {
    const around: Circumstances = { ...AROUND, ownedByCode: 'Terraform owns it.' }
    const link = aLink({ ...ordered, status: 'requested' })
    expect(stateOf(link, 'attach_vpc', around)).toEqual({ type: 'as_code', reason: 'Terraform owns it.' })
    expect(stateOf(link, 'mark_contacted', around)).toEqual({ type: 'offered' })
  })
})

test('A button says whether it attaches or replaces', () => {
  const link = aLink({ policies: { ipv4: 'policy', ipv6: null } })
  const labels = new Map(offersFor(link, AROUND).offers.map((offer) => [nameOf(offer), offer.label]))
  expect(labels.get('set_policy ipv4')).toBe('Replace the IPv4 routing policy')
  expect(labels.get('set_policy ipv6')).toBe('Attach an IPv6 routing policy')
  expect(labels.has('detach_policy ipv6')).toBe(false)
})

describe('A deletion that is under way', () => {
  test('is not offered again: neither to delete the link nor to order it again', () => {
    const around = { ...AROUND, isBeingReordered: true }
    for (const remedy of ['delete_link', 'reorder_link'])
      expect(stateOf(aLink({ status: 'expired' }), remedy, around)).toMatchObject({
        type: 'withheld',
        because: 'link',
        reason: expect.stringMatching(/at work on a deletion or order of this link already/),
      })
    expect(stateOf(aLink({ status: 'expired' }), 'contact_partner', around)).toEqual({ type: 'offered' })
  })

  test('is not offered where it was begun at Scaleway: the missing half is the partner’s', () => {
    const link = aLink({ status: 'deprovisioning' })
    expect(stateOf(link, 'delete_link', { ...AROUND, isDeletedHere: true })).toMatchObject({
      type: 'withheld',
      reason: expect.stringMatching(/deleted at Scaleway already/),
    })
    expect(stateOf(link, 'delete_link')).toEqual({ type: 'offered' })
  })
})
