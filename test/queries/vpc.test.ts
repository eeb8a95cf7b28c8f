import { describe, expect, test } from 'vitest'
import type { Silence } from '../../src/domain/silence.ts'
import { aLink, aVpc, NOW, VPC_ID } from '../support/links.ts'
import { aSilence } from '../support/wishes.ts'
import { DOWN } from './asking.ts'
import { asking, ELSEWHERE, found, inParis, PAIR } from './into-vpc.ts'
import { AMSTERDAM, anIncident, aScopeState, DIRECTORY, POLLED_AT, TIMEOUT } from './remembered.ts'

describe('vpc', () => {
  test.each(['production', ' PRODUCTION ', 'prod', '"production"', VPC_ID, VPC_ID.slice(0, 8)])(
    'finds a VPC by %s',
    async (words) => {
      const { card } = found(await asking([inParis()]).vpc(words))
      expect([card.id, card.vpc?.name]).toEqual([VPC_ID, 'production'])
    },
  )

  test('names its links, those that need attention first, and how each family stands', async () => {
    const [a, b] = [
      aLink({ id: 'id-a', name: 'paris-a' }),
      aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE, ...DOWN }),
    ]
    const incidents = [anIncident('id-b', 'error')]
    const { card } = found(await asking([inParis([a, b])], { incidents }).vpc('production'))
    expect(card.rows.map(({ link, level }) => [link.name, level])).toEqual([
      ['paris-b', 'error'],
      ['paris-a', null],
    ])
    expect([card.families.ipv4.grade, card.families.ipv6.grade]).toEqual(['last_path', 'last_path'])
  })

  test('leaves out links that lead elsewhere', async () => {
    const links = [...PAIR, aLink({ id: 'id-c', vpcId: 'other' }), aLink({ id: 'id-d', vpcId: null })]
    const { card } = found(await asking([inParis(links)]).vpc('production'))
    expect(card.rows.map(({ link }) => link.id)).toEqual(['id-a', 'id-b'])
  })

  test('does not count on a link whose maintenance is under way, as alerts do not', async () => {
    const work = aSilence({
      filter: 'link:paris-b',
      from: NOW - 60_000,
      change: 'CHG-1',
      createdAt: NOW - 90_000,
    })
    const grade = async (silences: readonly Silence[]) =>
      found(await asking([inParis()], { silences }).vpc('production')).card.families.ipv4.grade
    expect(await grade([])).toBe('independent')
    expect(await grade([work])).toBe('weak')
  })

  test('finds a VPC that no link leads into, and one that could not be read but has links', async () => {
    const state = inParis([aLink({ id: 'id-a', vpcId: 'vpc-unread' })])
    expect(found(await asking([state]).vpc('production')).card).toMatchObject({ links: 0, rows: [] })
    expect(found(await asking([state]).vpc('vpc-unread')).card).toMatchObject({ vpc: null, links: 1 })
  })

  test('offers those that may be meant, and all of them where nothing was said, those with links first', async () => {
    const directory = {
      ...DIRECTORY,
      vpcs: [aVpc({ id: 'v0', name: 'a-empty' }), aVpc(), aVpc({ id: 'v2', name: 'PRODUCTION' })],
    }
    const { vpc } = asking([inParis(PAIR, { directory })])
    expect(await vpc('Production')).toMatchObject({ type: 'ambiguous', words: 'Production', total: 2 })
    expect(await vpc('')).toMatchObject({
      type: 'ambiguous',
      total: 3,
      candidates: [{ id: VPC_ID, links: 2 }, { id: 'v0', links: 0 }, { id: 'v2' }],
    })
  })

  test('offers the nearest for an unknown one, and says what it knows of each region', async () => {
    expect(await asking([inParis()]).vpc('prodution')).toMatchObject({
      type: 'unknown',
      words: 'prodution',
      nearest: [{ id: VPC_ID }],
      scopes: [{ source: { at: POLLED_AT } }],
    })
  })

  test('says that its region cannot be read now, and how old what it knows of that region is', async () => {
    const blind = inParis(PAIR, { failingSince: NOW - 60_000, lastFailure: TIMEOUT })
    const other = aScopeState([], { scope: AMSTERDAM, directory: { ...DIRECTORY, vpcs: [] } })
    const { card } = found(await asking([blind, other]).vpc('production'))
    expect(card.blind).toEqual(TIMEOUT)
    expect(card.scopes.map(({ scope }) => scope.region)).toEqual(['fr-par'])
    expect(found(await asking([inParis()]).vpc('production')).card.blind).toBeNull()
  })
})
