import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import { askRunbook } from '../../src/queries/runbook.ts'
import { aLink, aPolicy, aPop, aSelfHostedLink, NOW, VPC_ID } from '../support/links.ts'
import { cardOf, DOWN, queriesOver, runbooks } from './asking.ts'
import {
  AMSTERDAM,
  anIncident,
  aScopeState,
  aWatchedLink,
  DIRECTORY,
  idOf,
  PARIS,
  POLLED_AT,
  STATUS_SINCE,
  TIMEOUT,
} from './remembered.ts'

describe('list', () => {
  const links = [
    aLink({ id: idOf(1), name: 'paris-a' }),
    aLink({ id: idOf(2), name: 'paris-b', ...DOWN }),
    aSelfHostedLink({ id: idOf(3), name: 'dc-1', popId: 'unheard of' }),
  ]
  const incidents = [anIncident(idOf(2), 'warning'), anIncident(idOf(2), 'critical')]

  test('names every link, the one with the worst open incident first', async () => {
    const { queries } = queriesOver([aScopeState(links)], { incidents })
    const { rows } = await queries.list('')
    expect(rows.map(({ link, level }) => [link.name, level])).toEqual([
      ['paris-b', 'critical'],
      ['dc-1', null],
      ['paris-a', null],
    ])
  })

  test('names PoP and partner as people know them, and neither where it is not known', async () => {
    const { queries } = queriesOver([aScopeState(links)])
    const { rows } = await queries.list('name:paris-a')
    expect(rows).toMatchObject([{ popName: 'Telehouse TH2', partnerName: 'FranceIX' }])
    expect((await queries.list('name:dc-1')).rows).toMatchObject([{ popName: null, partnerName: null }])
  })

  test('falls back to the name of a PoP without a display name', async () => {
    const directory = { ...DIRECTORY, pops: [aPop({ displayName: '' })] }
    const { queries } = queriesOver([aScopeState(links, { directory })])
    expect((await queries.list('name:paris-a')).rows).toMatchObject([{ popName: 'TH2' }])
  })

  test('keeps to the filter, and says which one it understood', async () => {
    const { queries } = queriesOver([aScopeState(links)])
    const answer = await queries.list('  all   down ')
    expect(answer.rows.map(({ link }) => link.name)).toEqual(['paris-b'])
    expect(answer.filter).toBe('all down')
  })

  test('says how old what it knows is, region by region, and why polls fail', async () => {
    const { queries } = queriesOver([
      aScopeState(links),
      aScopeState([], { scope: AMSTERDAM, failingSince: NOW - 60_000, failedPolls: 2, lastFailure: TIMEOUT }),
    ])
    expect((await queries.list('')).scopes).toEqual([
      { scope: PARIS, source: { type: 'snapshot', at: POLLED_AT, failure: null }, links: 3, unread: 0 },
      {
        scope: AMSTERDAM,
        source: { type: 'snapshot', at: POLLED_AT, failure: TIMEOUT },
        links: 0,
        unread: 0,
      },
    ])
  })

  test('says which links polls cannot read although they read the region, and how many', async () => {
    const state = aScopeState(links)
    const [first] = links as [Link, ...Link[]]
    const known = new Map(state.links).set(first.id, aWatchedLink(first, { unreadSince: NOW - 600_000 }))
    const { queries } = queriesOver([{ ...state, links: known }])
    const { rows, scopes } = await queries.list('')
    expect(rows.map(({ link, unreadSince }) => [link.name, unreadSince])).toEqual([
      ['paris-a', NOW - 600_000],
      ['paris-b', null],
      ['dc-1', null],
    ])
    expect(scopes).toMatchObject([{ links: 3, unread: 1 }])
    expect(cardOf(await queries.status('paris-a')).unreadSince).toBe(NOW - 600_000)
    expect(cardOf(await queries.status('dc-1')).unreadSince).toBeNull()
  })

  test('says what is missing of the traffic path of each link', async () => {
    const missingWith = async (directory: typeof DIRECTORY) =>
      (await queriesOver([aScopeState(links, { directory })]).queries.list('')).rows.map(
        ({ link, missing }) => [link.name, missing?.id ?? null],
      )
    expect(await missingWith(DIRECTORY)).toEqual([
      ['paris-b', 'session_ipv4'],
      ['dc-1', null],
      ['paris-a', null],
    ])
    const policies = [aPolicy(), aPolicy({ family: 'ipv6', prefixesOut: [] })]
    expect(
      new Map((await missingWith({ ...DIRECTORY, policies })) as [string, string][]).get('paris-a'),
    ).toBe('filter_out_ipv6')
  })

  test('forgets why polls failed once they succeed again', async () => {
    const { queries } = queriesOver([aScopeState(links, { lastFailure: TIMEOUT })])
    expect((await queries.list('')).scopes).toMatchObject([{ source: { failure: null } }])
  })

  test('names a region that was never read', async () => {
    const { queries } = queriesOver([], { scopes: [AMSTERDAM] })
    expect(await queries.list('')).toEqual({
      rows: [],
      filter: '',
      scopes: [
        { scope: AMSTERDAM, source: { type: 'snapshot', at: null, failure: null }, links: 0, unread: 0 },
      ],
    })
  })

  test('names a link once that two credentials see, as it was read last', async () => {
    const twin = { id: `other/fr-par`, region: 'fr-par' }
    const [link] = links as [Link, ...Link[]]
    const older = aScopeState([{ ...link, name: 'old name' }], { scope: twin, lastGoodAt: POLLED_AT - 1 })
    for (const states of [
      [older, aScopeState([link])],
      [aScopeState([link]), older],
    ]) {
      const { rows } = await queriesOver(states).queries.list('')
      expect(rows.map((row) => row.link.name)).toEqual(['paris-a'])
    }
  })

  test('reads nothing live', async () => {
    const { queries, reads } = queriesOver([aScopeState(links)])
    await queries.list('')
    await queries.status('paris-a')
    expect(reads).toEqual([])
  })
})

describe('status', () => {
  const down = aLink({ id: idOf(2), name: 'paris-b', ...DOWN })
  const sibling = aLink({ id: idOf(1), name: 'paris-a' })
  const elsewhere = aLink({ id: idOf(9), name: 'ams-a', region: 'nl-ams' })
  const states = [aScopeState([sibling, down]), aScopeState([elsewhere], { scope: AMSTERDAM })]
  const incident = anIncident(down.id, 'critical')

  test('answers from the snapshot, with its age', async () => {
    const card = cardOf(await queriesOver(states).queries.status('paris-b'))
    expect(card.source).toEqual({ type: 'snapshot', at: POLLED_AT, failure: null })
    expect(card.statusSince).toBe(STATUS_SINCE)
    expect(card.evidence.link).toEqual(down)
  })

  test('brings all that is known of the link: partner, PoP, VPC, policies, siblings of its region, its past', async () => {
    const { evidence } = cardOf(await queriesOver(states).queries.status('paris-b'))
    expect(evidence).toMatchObject({
      partner: { name: 'FranceIX' },
      pop: { name: 'TH2' },
      vpc: { id: VPC_ID },
      policies: { ipv4: { name: 'office-v4' }, ipv6: { name: 'office-v6' } },
      before: null,
      carried: [],
    })
    expect(evidence.siblings.map(({ name }) => name)).toEqual(['paris-a'])
    expect(cardOf(await queriesOver(states).queries.status('paris-a')).evidence.carried).toEqual([
      'ipv4',
      'ipv6',
    ])
  })

  test('brings the open incident, and a diagnosis of this very link', async () => {
    const { queries } = queriesOver(states, { incidents: [incident] })
    const bad = cardOf(await queries.status('paris-b'))
    const good = cardOf(await queries.status('paris-a'))
    expect([bad.incident, good.incident]).toEqual([incident, null])
    expect(bad.diagnosis.verdict).not.toBe('')
    expect(bad.diagnosis.verdict).not.toBe(good.diagnosis.verdict)
  })

  test('offers the links that may be meant, those that need attention first', async () => {
    const answer = await queriesOver(states, { incidents: [incident] }).queries.status(' PARIS ')
    expect(answer).toMatchObject({
      type: 'ambiguous',
      words: 'PARIS',
      total: 2,
      candidates: [{ link: { name: 'paris-b' }, level: 'critical' }, { link: { name: 'paris-a' } }],
    })
  })

  test('offers as many as a menu holds, and says how many there are', async () => {
    const many = Array.from({ length: 125 }, (_, n) => aLink({ id: idOf(n), name: `paris-${n}` }))
    const answer = await queriesOver([aScopeState(many)]).queries.status('paris')
    const names = answer.type === 'ambiguous' ? answer.candidates.map(({ link }) => link.name) : []
    expect(answer).toMatchObject({ type: 'ambiguous', total: 125 })
    expect(names).toEqual(Array.from({ length: 100 }, (_, n) => `paris-${n}`))
  })

  test('offers the nearest names for an unknown one, and says what it knows of each region', async () => {
    const answer = await queriesOver(states).queries.status('pariss-b')
    expect(answer).toMatchObject({
      type: 'unknown',
      words: 'pariss-b',
      nearest: [{ link: { name: 'paris-b' } }, {}, {}],
      scopes: [{ scope: PARIS }, { scope: AMSTERDAM }],
    })
  })
})

describe('a status', () => {
  const [id, other] = [idOf(1), idOf(2)]
  const states = [aScopeState([aLink({ id, name: 'paris-a' })])]
  const vanished = [
    { link: aLink({ id: other, name: 'Lyon A' }), scopeId: PARIS.id, at: NOW - 7_200_000 },
    { link: aLink({ id: idOf(3), name: 'Lyon A' }), scopeId: PARIS.id, at: NOW - 3_600_000 },
    { link: aLink({ id: idOf(4), name: 'paris-a' }), scopeId: PARIS.id, at: NOW },
  ]
  const { queries } = queriesOver(states, { vanished })

  test('is found by the address of a page of the console that the id stands in', async () => {
    const page = `https://console.scaleway.com/interlink/links/fr-par/${id}/overview`
    expect(cardOf(await queries.status(page)).evidence.link.id).toBe(id)
    expect(await queries.status(`${page} ${other}`)).toMatchObject({ type: 'unknown' })
    expect(await queries.status(page.replace(id, other))).toMatchObject({
      type: 'vanished',
      link: { id: other },
    })
  })

  test('of a link that is gone says so by its whole name or its id, the last of that name first', async () => {
    expect(await queries.status('lyon a')).toMatchObject({
      type: 'vanished',
      link: { id: idOf(3) },
      at: NOW - 3_600_000,
    })
    expect(await queries.status(other)).toMatchObject({ type: 'vanished', at: NOW - 7_200_000 })
    expect(await queries.status('lyon')).toMatchObject({ type: 'unknown' })
    expect(cardOf(await queries.status('paris-a')).evidence.link.id).toBe(id)
  })
})

describe('runbook', () => {
  test('is the index without words', () => {
    expect(askRunbook(runbooks, ' ')).toEqual({ type: 'index', runbooks: runbooks.all })
  })

  test.each([
    ['all_down', 'all_down'],
    ['Down', 'all_down'],
    ['limited-connectivity', 'limited_connectivity'],
    ['Requesting', 'requested'],
    ['“all down”', 'all_down'],
    ['unknown', 'unknown_link_status'],
  ])('is found by %j', (words, name) => {
    expect(askRunbook(runbooks, words)).toMatchObject({ type: 'found', runbook: { name } })
  })

  test('is guessed at where none fits', () => {
    expect(askRunbook(runbooks, 'limited conectivty')).toMatchObject({
      type: 'unknown',
      words: 'limited conectivty',
      nearest: [{ name: 'limited_connectivity' }, {}, {}],
    })
  })
})
