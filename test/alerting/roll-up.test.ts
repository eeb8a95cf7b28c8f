import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute } from '../../src/alerting/roll-up.ts'
import { DEFAULT_TIMERS } from '../../src/alerting/timers.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, aSelfHostedLink } from '../support/links.ts'

let n = 0
const hosted = (popId: string, partnerId: string): Link => {
  n += 1
  return aLink({
    id: `l${n}`,
    popId,
    kind: { type: 'hosted', partnerId, layer: null, disapprovedReason: null },
  })
}
const over = (connectionId: string): Link => {
  n += 1
  return aSelfHostedLink({ id: `l${n}`, popId: 'th2', kind: { type: 'self_hosted', connectionId } })
}
const several = (count: number, make: () => Link): readonly Link[] => Array.from({ length: count }, make)
const causes = (bad: readonly Link[], all: readonly Link[]) =>
  attribute(bad, all, DEFAULT_TIMERS).map(({ cause, links }) => [cause.type, links.length])

describe('links that went bad together', () => {
  test('are told under the most specific cause that explains all of them', () => {
    const connection = several(3, () => over('c1'))
    const others = several(5, () => hosted('dc3', 'free'))
    expect(causes(connection, [...connection, ...others])).toEqual([['connection', 3]])
    const atPop = several(3, () => hosted('th2', 'hexa'))
    expect(causes(atPop, [...atPop, ...others])).toEqual([['partner_at_pop', 3]])
    const pop = [...several(2, () => hosted('th2', 'hexa')), ...several(2, () => hosted('th2', 'free'))]
    expect(causes(pop, [...pop, ...others])).toEqual([['pop', 4]])
    const partner = [...several(2, () => hosted('th2', 'hexa')), ...several(2, () => hosted('dc5', 'hexa'))]
    expect(causes(partner, [...partner, ...others])).toEqual([['partner', 4]])
    const region = [...pop, ...partner, ...connection]
    expect(causes(region, region)).toEqual([['region', 11]])
  })

  test('are each told alone when they are fewer than three', () => {
    const two = several(2, () => hosted('th2', 'hexa'))
    expect(causes(two, two)).toEqual([])
  })

  test('are each told alone when they are less than half of what the cause would take down', () => {
    const bad = several(3, () => hosted('th2', 'hexa'))
    const well = several(4, () => hosted('th2', 'hexa'))
    expect(causes(bad, [...bad, ...well])).toEqual([])
  })

  test('may have two causes, and one among them none', () => {
    const first = several(3, () => hosted('th2', 'hexa'))
    const second = several(4, () => over('c1'))
    const alone = [hosted('dc3', 'free')]
    const well = several(20, () => hosted('dc5', 'polder'))
    expect(causes([...first, ...second, ...alone], [...first, ...second, ...alone, ...well])).toEqual([
      ['connection', 4],
      ['partner_at_pop', 3],
    ])
  })

  test('are never told twice, and only where enough of them share the cause', () => {
    const link = fc
      .record({ pop: fc.constantFrom('a', 'b', 'c'), partner: fc.constantFrom('p', 'q'), own: fc.boolean() })
      .map(({ pop, partner, own }) => (own ? { ...over(partner), popId: pop } : hosted(pop, partner)))
    fc.assert(
      fc.property(fc.array(link, { maxLength: 25 }), fc.array(link, { maxLength: 25 }), (bad, well) => {
        const attributions = attribute(bad, [...bad, ...well], DEFAULT_TIMERS)
        const told = attributions.flatMap(({ links }) => links)
        expect(new Set(told).size).toBe(told.length)
        for (const one of told) expect(bad).toContain(one)
        for (const { links } of attributions) expect(links.length).toBeGreaterThanOrEqual(3)
      }),
    )
  })
})
