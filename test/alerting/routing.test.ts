import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RouteSubject, routesOf } from '../../src/alerting/routing.ts'
import { LEVELS } from '../../src/domain/incident.ts'
import type { Mention } from '../../src/domain/subscription.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { aSubscription } from '../support/wishes.ts'

const link = anEvidence({ link: aLink({ name: 'paris-a' }) })
const PARIS_A: RouteSubject = { region: 'fr-par', links: [link] }
const REGION: RouteSubject = { region: 'fr-par', links: [] }
const BOTH: RouteSubject = {
  region: 'fr-par',
  links: [link, anEvidence({ link: aLink({ name: 'paris-b' }) })],
}

const here = { who: { type: 'here' }, from: 'error' } as const
const noc = { who: { type: 'group', id: 'S1' }, from: 'warning' } as const
const ada = { who: { type: 'user', id: 'U1' }, from: 'info' } as const

const channels = (...given: Parameters<typeof routesOf>) => routesOf(...given).map(({ channel }) => channel)

describe('what is told goes to', () => {
  test('the catch-all channel always, though nobody has subscribed', () => {
    expect(routesOf(PARIS_A, 'info', [], 'CALL')).toEqual([{ channel: 'CALL', mention: null }])
  })

  test('the channels whose filter it meets, after the catch-all, the oldest subscription first', () => {
    const subscriptions = [
      aSubscription({ id: 'c', channel: 'C3', filter: 'name:paris-*', createdAt: NOW + 2 }),
      aSubscription({ id: 'b', channel: 'C2', createdAt: NOW + 1 }),
      aSubscription({ id: 'a', channel: 'C1', filter: 'name:lyon-*' }),
    ]
    expect(channels(PARIS_A, 'warning', subscriptions, 'CALL')).toEqual(['CALL', 'C2', 'C3'])
  })

  test('channels that want to hear of its level', () => {
    const subscriptions = LEVELS.map((minLevel) =>
      aSubscription({ id: minLevel, channel: minLevel, minLevel }),
    )
    expect(channels(PARIS_A, 'error', subscriptions, 'CALL')).toEqual(['CALL', 'error', 'info', 'warning'])
  })

  test('each channel once, however often it has subscribed', () => {
    const subscriptions = [
      aSubscription({ id: 'a' }),
      aSubscription({ id: 'b', filter: 'paris' }),
      aSubscription({ id: 'c', channel: 'CALL' }),
    ]
    expect(channels(PARIS_A, 'error', subscriptions, 'CALL')).toEqual(['CALL', 'C1'])
  })

  test('channels of any of its links', () => {
    const subscription = aSubscription({ filter: 'link:paris-b' })
    expect(channels(BOTH, 'error', [subscription], 'CALL')).toEqual(['CALL', 'C1'])
    expect(channels(PARIS_A, 'error', [subscription], 'CALL')).toEqual(['CALL'])
  })

  test('channels of the region where it is about no link', () => {
    const subscriptions = ['', 'region:fr-par', 'region:nl-ams', 'link:paris-a'].map((filter) =>
      aSubscription({ id: filter, channel: filter || 'every', filter }),
    )
    expect(channels(REGION, 'error', subscriptions, 'CALL')).toEqual(['CALL', 'every', 'region:fr-par'])
  })
})

describe('a mention', () => {
  test('pings from its level on', () => {
    const subscriptions = [aSubscription({ mention: here })]
    expect(routesOf(PARIS_A, 'error', subscriptions, 'CALL')[1]?.mention).toEqual({ type: 'here' })
    expect(routesOf(PARIS_A, 'warning', subscriptions, 'CALL')[1]?.mention).toBeNull()
  })

  test('is the strongest of those that the channel has asked for', () => {
    const subscriptions = [
      aSubscription({ id: 'a', mention: ada }),
      aSubscription({ id: 'b', mention: here }),
      aSubscription({ id: 'c', mention: noc }),
    ]
    const mentioned = (level: 'warning' | 'error') =>
      routesOf(PARIS_A, level, subscriptions, 'CALL')[1]?.mention
    expect(mentioned('error')).toEqual({ type: 'here' })
    expect(mentioned('warning')).toEqual({ type: 'group', id: 'S1' })
  })

  test('of two that are as strong is the older', () => {
    const bob = { who: { type: 'user', id: 'U2' }, from: 'info' } as const
    const subscriptions = [
      aSubscription({ id: 'new', mention: bob, createdAt: NOW + 1 }),
      aSubscription({ id: 'old', mention: ada }),
    ]
    expect(routesOf(PARIS_A, 'error', subscriptions, 'CALL')[1]?.mention).toEqual({ type: 'user', id: 'U1' })
  })

  test('of the catch-all is that of a subscription of that channel alone', () => {
    const subscriptions = [
      aSubscription({ id: 'a', channel: 'CALL', mention: ada }),
      aSubscription({ id: 'b', channel: 'C2', mention: here }),
    ]
    expect(routesOf(PARIS_A, 'error', subscriptions, 'CALL')).toEqual([
      { channel: 'CALL', mention: { type: 'user', id: 'U1' } },
      { channel: 'C2', mention: { type: 'here' } },
    ])
  })

  test('of a subscription that does not fit pings nobody', () => {
    const subscriptions = [
      aSubscription({ id: 'a' }),
      aSubscription({ id: 'b', filter: 'lyon', mention: here }),
      aSubscription({ id: 'c', minLevel: 'critical', mention: here }),
    ]
    expect(routesOf(PARIS_A, 'error', subscriptions, 'CALL')[1]?.mention).toBeNull()
  })
})

test('routes do not depend on the order of the subscriptions, and no channel comes twice', () => {
  const mention = fc.constantFrom<Mention | null>(null, { type: 'here' }, { type: 'user', id: 'U1' })
  const subscription = fc
    .record({
      channel: fc.constantFrom('CALL', 'C1', 'C2'),
      filter: fc.constantFrom('', 'paris-a', 'lyon', 'region:fr-par'),
      minLevel: fc.constantFrom(...LEVELS),
      who: mention,
      from: fc.constantFrom(...LEVELS),
      createdAt: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ who, from, ...rest }) => aSubscription({ ...rest, mention: who === null ? null : { who, from } }))
  const several = fc
    .array(subscription, { maxLength: 6 })
    .map((all) => all.map((one, n) => ({ ...one, id: `${n}` })))
  fc.assert(
    fc.property(several, fc.constantFrom(...LEVELS), (subscriptions, level) => {
      const routes = routesOf(PARIS_A, level, subscriptions, 'CALL')
      expect(routesOf(PARIS_A, level, subscriptions.toReversed(), 'CALL')).toEqual(routes)
      expect(new Set(routes.map(({ channel }) => channel)).size).toBe(routes.length)
      expect(routes[0]?.channel).toBe('CALL')
    }),
  )
})
