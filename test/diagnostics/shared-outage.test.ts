import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import { sharedOutage } from '../../src/diagnostics/shared-outage.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, anEvidence, aSelfHostedLink, NOW } from '../support/links.ts'

const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const
const elsewhere = (id: string, overrides: Partial<Link> = {}) =>
  aLink({ id, name: id, vpcId: 'another-vpc', popId: 'other-pop', ...overrides })
const layer2 = { kind: { ...aLink().kind, layer: 'l2' } } as Partial<Link>

function diagnosed(neighbours: readonly Link[], link = aLink({ ...DOWN, ...layer2 })) {
  const evidence = anEvidence({ link, neighbours })
  const { mover, steps, findings } = diagnose(evidence, NOW)
  const finding = findings.find(({ id }) => id === 'siblings_down_too')
  return { mover, finding, first: steps[0]?.text ?? '', outage: sharedOutage(evidence) }
}

describe('links that lead into other VPCs and are down as well', () => {
  test('point at the partner that half of them share, which is asked first', () => {
    const { mover, finding, first } = diagnosed([elsewhere('old DC', DOWN), elsewhere('up')])
    expect(finding?.text).toContain('old DC is down too, and it uses the same partner')
    expect(finding?.text).toContain('2 of the 3 links over FranceIX are down')
    expect(mover).toBe('partner')
    expect(first).toContain('Ask FranceIX')
  })

  test('point at the partner at one PoP before they point at all of it', () => {
    const here = elsewhere('here', { ...DOWN, popId: aLink().popId })
    expect(diagnosed([here, elsewhere('up'), elsewhere('up too')]).outage).toEqual({
      point: 'partner_at_pop',
      links: 2,
      down: 2,
    })
  })

  test('point at the dedicated connection below them, which is no partner’s', () => {
    const link = aSelfHostedLink(DOWN)
    const other = aSelfHostedLink({ ...DOWN, id: 'x', name: 'x', vpcId: 'another-vpc', popId: 'other' })
    const { mover, finding } = diagnosed([other], link)
    expect(finding?.text).toContain('2 of the 2 links over the dedicated connection are down')
    expect(mover).toBe('you')
  })

  test('are a hint only while most of those that share it are up: the move stays whose it was', () => {
    const up = ['a', 'b', 'c'].map((id) => elsewhere(id))
    const { mover, finding, outage } = diagnosed([elsewhere('old DC', DOWN), ...up])
    expect(finding?.text).toContain('old DC is down too')
    expect([outage, mover]).toEqual([null, 'you'])
  })

  test('say nothing where they share nothing, or are not meant to carry', () => {
    const stranger = elsewhere('stranger', {
      ...DOWN,
      kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
    })
    const idle = elsewhere('idle', { ...DOWN, vpcId: null })
    expect(diagnosed([stranger, idle]).finding).toBeUndefined()
  })
})
