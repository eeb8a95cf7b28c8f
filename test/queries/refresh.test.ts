import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import type { LinkReading } from '../../src/domain/snapshot.ts'
import type { StatusAnswer } from '../../src/queries/answers.ts'
import { aLink, NOW } from '../support/links.ts'
import { cardOf, DOWN, queriesOver } from './asking.ts'
import {
  AMSTERDAM,
  anIncident,
  aScopeState,
  aWatchedLink,
  idOf,
  PARIS,
  POLLED_AT,
  STATUS_SINCE,
  TIMEOUT,
} from './remembered.ts'

const found = (link: Link) => async (): Promise<LinkReading> => ({ type: 'found', link })

describe('refresh', () => {
  const link = aLink({ id: idOf(1), name: 'paris-a' })
  const states = [aScopeState([link]), aScopeState([], { scope: AMSTERDAM })]

  test('answers with the link as it is now', async () => {
    const now = { ...link, ...DOWN }
    const { queries, reads } = queriesOver(states, { readLink: found(now) })
    const card = cardOf(await queries.refresh(link.id))
    expect(card.source).toEqual({ type: 'live', at: NOW })
    expect(card.evidence).toMatchObject({
      link: now,
      before: link,
      carried: ['ipv4', 'ipv6'],
      partner: { name: 'FranceIX' },
    })
    expect(card.statusSince).toBe(NOW)
    expect(reads).toEqual([`${PARIS.id} ${link.id}`])
  })

  test('knows no "before" where nothing that matters has changed', async () => {
    const now = { ...link, name: 'renamed', updatedAt: NOW }
    const card = cardOf(await queriesOver(states, { readLink: found(now) }).queries.refresh(link.id))
    expect(card.evidence).toMatchObject({ before: null, link: { name: 'renamed' } })
    expect(card.statusSince).toBe(STATUS_SINCE)
  })

  test('keeps the open incident', async () => {
    const incidents = [anIncident(link.id, 'critical')]
    const { queries } = queriesOver(states, { incidents, readLink: found(link) })
    expect(cardOf(await queries.refresh(link.id)).incident?.level).toBe('critical')
  })

  test('reads a link that polls could not, and no longer calls it unread', async () => {
    const state = aScopeState([link])
    const unread = new Map([[link.id, aWatchedLink(link, { unreadSince: NOW - 600_000 })]])
    const read = queriesOver([{ ...state, links: unread }], { readLink: found(link) })
    expect(cardOf(await read.queries.refresh(link.id)).unreadSince).toBeNull()
    const failed = queriesOver([{ ...state, links: unread }])
    expect(cardOf(await failed.queries.refresh(link.id)).unreadSince).toBe(NOW - 600_000)
  })

  test('falls back to the snapshot, and says why', async () => {
    const { queries } = queriesOver(states, { readLink: async () => ({ type: 'failed', failure: TIMEOUT }) })
    const card = cardOf(await queries.refresh(link.id))
    expect(card.source).toEqual({ type: 'snapshot', at: POLLED_AT, failure: TIMEOUT })
    expect(card.evidence.link).toEqual(link)
  })

  test('waits five seconds for the API, tells it to stop, and falls back', async () => {
    let aborted = false
    const { queries, clock } = queriesOver(states, {
      readLink: (_scope, _id, signal) => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
        return new Promise(() => {})
      },
    })
    let answer: StatusAnswer | null = null
    const asked = queries.refresh(link.id).then((given) => {
      answer = given
    })
    await clock.advance(0)
    await clock.advance(4_999)
    expect([answer, aborted]).toEqual([null, false])
    await clock.advance(1)
    await asked
    expect(aborted).toBe(true)
    expect(answer).toMatchObject({
      type: 'found',
      card: { source: { type: 'snapshot', at: POLLED_AT, failure: { reason: 'timeout', retryable: true } } },
    })
  })

  test('says that the link is gone where the API says so', async () => {
    const { queries } = queriesOver(states, { readLink: async () => ({ type: 'absent' }) })
    expect(await queries.refresh(link.id)).toEqual({ type: 'gone', link, at: NOW })
  })

  describe('of a link that is not remembered', () => {
    const stranger = aLink({ id: idOf(77), name: 'newcomer', region: 'nl-ams' })

    test('looks in every region', async () => {
      const { queries, reads } = queriesOver(states, {
        readLink: async (scope) =>
          scope.region === 'nl-ams' ? { type: 'found', link: stranger } : { type: 'absent' },
      })
      const card = cardOf(await queries.refresh(stranger.id))
      expect(card).toMatchObject({
        evidence: { link: stranger },
        statusSince: null,
        source: { type: 'live' },
      })
      expect(reads).toHaveLength(2)
    })

    test('is gone only when every region says so', async () => {
      const absent = queriesOver(states, { readLink: async () => ({ type: 'absent' }) })
      expect(await absent.queries.refresh(stranger.id)).toEqual({ type: 'gone', link: null, at: NOW })
      const halfRead = queriesOver(states, {
        readLink: async (scope) =>
          scope.region === 'nl-ams' ? { type: 'failed', failure: TIMEOUT } : { type: 'absent' },
      })
      expect(await halfRead.queries.refresh(stranger.id)).toMatchObject({
        type: 'unknown',
        words: stranger.id,
        nearest: [],
        scopes: [{ source: { failure: null } }, { source: { failure: { reason: 'timeout' } } }],
      })
    })
  })
})
