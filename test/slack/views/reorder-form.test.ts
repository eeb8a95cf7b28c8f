import { describe, expect, test } from 'vitest'
import { AS_IT_WAS, planOtherOrder } from '../../../src/remedies/reorder/order.ts'
import { newReorder } from '../../../src/remedies/reorder/saga.ts'
import {
  otherOrderPlanWindow,
  otherOrderWindow,
  reorderWindow,
} from '../../../src/slack/views/reorder-form.ts'
import { asking, SCOPE } from '../../remedies/reorder/stage.ts'
import { aConnection, aLink, aPartner, aPop, aSelfHostedLink, NOW, PARTNER_ID } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const choosable = (name: string) => ({
  directory: {
    pops: [aPop({ displayName: name }), aPop({ id: 'pop-2', displayName: 'DC5' })],
    partners: [aPartner({ name }), aPartner({ id: 'hexa', name: 'HexaIX' })],
    connections: [aConnection({ name })],
    vpcs: [],
    policies: [],
  },
  offers: [{ partnerId: PARTNER_ID, partnerName: name, popNames: ['DC5'] }],
})

/** One whose order was refused in these words. */
function refusedWith(name: string) {
  const old = aLink({ name })
  const { order } = asking(old)
  if (order === null) throw new Error('Nothing is ordered.')
  const asked = { id: 'r-1', scope: SCOPE, by: 'U0ADA0001', channel: 'C1', startedAt: NOW, incidentId: null }
  const reorder = newReorder({ ...asked, old, order })
  return { order, reorder: { ...reorder, standing: { type: 'stopped', why: name, at: NOW } as const } }
}

const said = (window: { readonly blocks: readonly unknown[] }) => JSON.stringify(window.blocks)

describe('The forms of an order', () => {
  test('begin with what the link was, or with what was ordered, and say who offers what', () => {
    const window = said(reorderWindow(aLink(), choosable('FranceIX'), '{}'))
    expect(window).toContain('"initial_value":"paris-a"')
    expect(window).toContain('FranceIX (at DC5)')
    expect(window).not.toContain('Dedicated connection')
    const { reorder, order } = refusedWith('paris-a')
    const other = said(
      otherOrderWindow(
        reorder,
        { ...order, name: 'paris-z', bandwidthMbps: 77 },
        choosable('FranceIX'),
        '{}',
      ),
    )
    expect(other).toContain('"initial_value":"paris-z"')
    expect(other).toContain('"initial_value":"77"')
    expect(other).toMatch(/was deleted, and its new link could not be ordered/)
  })

  test('say why the partner refused the link, in a code span and cut, and nothing where it gave no reason', () => {
    const refusedBecause = (disapprovedReason: string | null, status = 'refused') => {
      const link = aLink({ status })
      const kind = link.kind.type === 'hosted' ? { ...link.kind, disapprovedReason } : link.kind
      return said(reorderWindow({ ...link, kind }, choosable('FranceIX'), '{}'))
    }
    expect(refusedBecause('No free port at *TH2* <!channel>')).toContain(
      'The partner refused it: `No free port at *TH2* &lt;!channel&gt;`.',
    )
    expect(refusedBecause('x'.repeat(5_000))).toMatch(/refused it: `x{499}…`\./)
    expect(refusedBecause(null)).not.toContain('refused it')
    expect(refusedBecause('Of an earlier order.', 'active')).not.toContain('refused it')
  })

  test('count the PoPs of a partner that the line of a menu has no room for', () => {
    const popNames = ['Paris - TeleHouse 2', 'Paris - Equinix PA7', 'Paris - Interxion 5', 'Marseille']
    const labelOf = (name: string, pops: readonly string[]) => {
      const offers = [{ partnerId: PARTNER_ID, partnerName: name, popNames: pops }]
      const window = JSON.parse(said(reorderWindow(aLink(), { ...choosable(name), offers }, '{}')))
      const shown = [...JSON.stringify(window).matchAll(/"text":"([^"]+)"/g)].map(([, text]) => text)
      return shown.find((text) => text?.startsWith(`${name} (`))
    }
    expect(labelOf('FranceIX', popNames.slice(0, 2))).toBe(
      'FranceIX (at Paris - TeleHouse 2, Paris - Equinix PA7)',
    )
    expect(labelOf('FranceIX', popNames)).toBe(
      'FranceIX (at Paris - TeleHouse 2, Paris - Equinix PA7 and 2 more)',
    )
    expect(labelOf('A partner of a name that leaves no room for a PoP', popNames)).toMatch(/ \(at 4 PoPs\)$/)
  })

  test('ask for a connection where the link has one of its own', () => {
    const window = said(reorderWindow(aSelfHostedLink(), choosable('dc1-port'), '{}'))
    expect(window).toContain('Dedicated connection')
    expect(window).not.toContain('"Partner"')
  })

  test.each(HOSTILE_NAMES)('let no name format, ping or break anything: %j', (name) => {
    const { reorder, order } = refusedWith(name)
    const answer = planOtherOrder(
      reorder.old,
      { ...AS_IT_WAS, partnerId: 'hexa' },
      {
        ...choosable(name).directory,
        partnersAt: new Map(),
      },
    )
    const windows = [
      reorderWindow(aLink({ name }), choosable(name), '{}'),
      otherOrderWindow(reorder, order, choosable(name), '{}'),
      ...(answer.type === 'refused' ? [] : [otherOrderPlanWindow(answer.plan, reorder.old, '{}')]),
    ]
    expect(windows).toHaveLength(3)
    for (const { blocks } of windows) {
      // Inputs hold plain text alone, in which nothing formats or pings.
      const message = { text: 'A window.', blocks: blocks.filter(({ type }) => type !== 'input') }
      expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])
    }
  })
})
