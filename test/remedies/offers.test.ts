import { describe, expect, test } from 'vitest'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import { type Circumstances, type Offer, offersFor } from '../../src/remedies/offers.ts'
import { aLink, aSelfHostedLink } from '../support/links.ts'

const AROUND: Circumstances = {
  permission: { type: 'allowed' },
  ownedByCode: null,
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
    const names = offersFor(aSelfHostedLink({ status }), AROUND).offers.map(nameOf)
    expect(names).not.toContain('contact_partner')
    expect(names).not.toContain('reveal_pairing_key')
    expect(names).not.toContain('mark_contacted')
  })
})

describe('What does not help', () => {
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
    expect(waiting).toEqual(['configuring', 'failed', 'provisioning', 'deprovisioning'])
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
