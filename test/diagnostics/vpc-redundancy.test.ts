import { describe, expect, test } from 'vitest'
import type { SiblingDoubt } from '../../src/diagnostics/evidence.ts'
import { familyRedundancy } from '../../src/diagnostics/vpc-redundancy.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, aSelfHostedLink } from '../support/links.ts'

const hostedBy = (partnerId: string) =>
  ({ type: 'hosted', partnerId, layer: null, disapprovedReason: null }) as const

const link = (id: string, popId: string, partnerId: string, overrides: Partial<Link> = {}) =>
  aLink({ id, name: id, popId, kind: hostedBy(partnerId), ...overrides })

const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const

const judge = (links: readonly Link[], doubts: readonly (readonly [string, SiblingDoubt])[] = []) =>
  familyRedundancy(links, 'ipv4', new Map(doubts))

const ids = (links: readonly Link[]) => links.map(({ id }) => id)

describe('a family of a VPC', () => {
  test('is not used where no link has a policy for it and its path configured', () => {
    expect(judge([]).grade).toBe('unused')
    expect(judge([link('a', 'p', 'x', { policies: { ipv4: null, ipv6: 'y' } })]).grade).toBe('unused')
    expect(judge([link('a', 'p', 'x', { routePropagation: false })]).grade).toBe('unused')
  })

  test('is lost where links are set up for it and none has it up', () => {
    const judged = judge([link('a', 'p', 'x', DOWN)])
    expect(judged.grade).toBe('lost')
    expect(ids(judged.notCarrying)).toEqual(['a'])
  })

  test('is on its last path while one of two links is down', () => {
    const judged = judge([link('a', 'p', 'x'), link('b', 'q', 'y', DOWN)])
    expect(judged.grade).toBe('last_path')
    expect([ids(judged.carrying), ids(judged.notCarrying)]).toEqual([['a'], ['b']])
  })

  test('is redundant where each link has a full replacement on a path of its own', () => {
    const judged = judge([link('a', 'p', 'x'), link('b', 'q', 'y')])
    expect(judged.grade).toBe('independent')
    expect(judged.points).toEqual([])
  })

  test('is not fully redundant where one link is wider than the other', () => {
    const judged = judge([link('a', 'p', 'x', { bandwidthMbps: 2000 }), link('b', 'q', 'y')])
    expect(judged.grade).toBe('weak')
    expect(judged.without).toMatchObject([
      { link: { id: 'a' }, left: { type: 'weak', weaknesses: ['less_bandwidth'] } },
      { link: { id: 'b' }, left: { type: 'independent' } },
    ])
  })

  test('is not fully redundant where the other link cannot be counted on now', () => {
    const judged = judge([link('a', 'p', 'x'), link('b', 'q', 'y')], [['b', 'in_maintenance']])
    expect(judged.grade).toBe('weak')
    expect(judged.without[0]?.left).toMatchObject({ weaknesses: ['in_maintenance'] })
  })

  test('says which of those that carry may not last, the last of them too', () => {
    const leaving = link('b', 'q', 'y', { status: 'deprovisioning' })
    expect(judge([link('a', 'p', 'x'), leaving])).toMatchObject({
      grade: 'weak',
      unsteady: [{ link: { id: 'b' }, why: ['being_deleted'] }],
    })
    expect(judge([link('a', 'p', 'x', DOWN), leaving])).toMatchObject({
      grade: 'last_path',
      unsteady: [{ link: { id: 'b' }, why: ['being_deleted'] }],
    })
    expect(judge([link('a', 'p', 'x'), link('b', 'q', 'y')]).unsteady).toEqual([])
  })
})

describe('what links share', () => {
  test('takes all of them away where all of them use it', () => {
    const judged = judge([link('a', 'p', 'x'), link('b', 'p', 'y')])
    expect(judged.points.map(({ point, left }) => [point, ids(left)])).toEqual([
      [{ type: 'pop', id: 'p' }, []],
    ])
  })

  test('leaves those that do not use it, the fewest first', () => {
    const judged = judge([link('a', 'p', 'x'), link('b', 'p', 'x'), link('c', 'p', 'z'), link('d', 'q', 'x')])
    expect(judged.points.map(({ point, left }) => [point.type, ids(left)])).toEqual([
      ['pop', ['d']],
      ['partner', ['c']],
    ])
  })

  test('is a dedicated connection for self-hosted links', () => {
    const over = (id: string, popId: string) => aSelfHostedLink({ id, popId })
    expect(judge([over('a', 'p'), over('b', 'q')]).points).toMatchObject([
      { point: { type: 'connection' }, left: [] },
    ])
  })

  test('counts for nothing where its link is down', () => {
    expect(judge([link('a', 'p', 'x'), link('b', 'q', 'y'), link('c', 'q', 'y', DOWN)]).points).toEqual([])
  })
})
