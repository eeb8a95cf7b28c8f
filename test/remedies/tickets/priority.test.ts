import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import type { Link } from '../../../src/domain/link.ts'
import { ticketPriority } from '../../../src/remedies/tickets/priority.ts'
import { aLink, anEvidence } from '../../support/links.ts'

const down: Partial<Link> = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }
const oneDown: Partial<Link> = { status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } }
const kind = { type: 'hosted', partnerId: 'another', layer: null, disapprovedReason: null } as const
/** A link into the same VPC at another PoP, over another partner. */
const independent = aLink({ id: 'b', name: 'paris-b', popId: 'another', kind })
const samePop = aLink({ id: 'b', name: 'paris-b', kind })
const siblingDown = { ...independent, ...down }

const judged = (link: Partial<Link>, more: Partial<Evidence> = {}) =>
  ticketPriority(anEvidence({ link: aLink(link), ...more }))

describe('The priority of a ticket', () => {
  test.each<[string, string, Partial<Link>, Partial<Evidence>, RegExp]>([
    ['P1', 'the last path is lost', down, {}, /^No path is left into VPC production\.$/],
    ['P1', 'the only sibling is down too', down, { siblings: [siblingDown] }, /^No path is left/],
    ['P2', 'one family is lost without another path', oneDown, {}, /^IPv6 has no path left/],
    [
      'P2',
      'only a sibling that shares its fate is left',
      down,
      { siblings: [samePop] },
      /paris-b is left.*same PoP\.$/,
    ],
    [
      'P2',
      'nobody can tell how the sibling is',
      down,
      { siblings: [independent], doubts: { b: 'unread' } },
      /cannot be read now\.$/,
    ],
    [
      'P3',
      'an independent link carries what was lost',
      down,
      { siblings: [independent] },
      /^An independent link/,
    ],
    ['P3', 'it never carried', down, { carried: [] }, /a delivery, and no outage\.$/],
    [
      'P3',
      'it waits for a partner that it does not have',
      {
        status: 'requested',
        kind: { type: 'self_hosted', connectionId: 'c' },
        sessions: { ipv4: 'disabled', ipv6: 'disabled' },
        policies: { ipv4: null, ipv6: null },
      },
      { carried: [] },
      /^No document describes this status of a self-hosted link/,
    ],
    [
      'P3',
      'Scaleway could not create it',
      { status: 'failed', sessions: { ipv4: 'disabled', ipv6: 'disabled' } },
      { carried: [] },
      /./,
    ],
    ['P1', 'it carried and failed', { ...down, status: 'failed' }, {}, /^No path is left/],
    ['P1', 'it is locked', { status: 'locked' }, {}, /Trust and Safety/],
    ['P1', 'it carried and is deleted', { status: 'deleted' }, {}, /^No path is left/],
    ['P4', 'the status alone says that it is down', { status: 'all_down' }, {}, /nothing is down\.$/],
    ['P5', 'all is well, and it is a question', {}, {}, /^It is a question/],
    [
      'P5',
      'the partner has not answered',
      {
        status: 'requested',
        sessions: { ipv4: 'disabled', ipv6: 'disabled' },
        policies: { ipv4: null, ipv6: null },
      },
      { carried: [] },
      /^It is a question/,
    ],
  ])('is %s where %s', (priority, _, link, more, reason) => {
    const given = judged(link, more)
    expect(given.priority).toBe(priority)
    expect(given.reason).toMatch(reason)
  })

  test.each([
    ['backup:vpn', 'P2', /backup is not watched/],
    ['env:lab', 'P3', /env:lab/],
    ['env:prod', 'P1', /^No path is left/],
  ] as const)('is lowered as alerts are, by the tag %s', (tag, priority, reason) => {
    const given = judged({ ...down, tags: [tag] })
    expect(given.priority).toBe(priority)
    expect(given.reason).toMatch(reason)
  })
})
