import { describe, expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../src/alerting/alert.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { IncidentEnding } from '../../src/domain/incident.ts'
import type { Link, Vpc } from '../../src/domain/link.ts'
import type { ScopeState, WatchedLink } from '../../src/domain/memory.ts'
import { openBooks } from '../../src/watch/books.ts'
import { tellImpact } from '../../src/watch/impact.ts'
import { anEntry, anIncident } from '../support/alerts.ts'
import { aLink, aVpc, NOW, VPC_ID } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const

const watched = (id: string, link: Partial<Link> = {}, more: Partial<WatchedLink> = {}): WatchedLink =>
  aWatchedLink(aLink({ id, name: id, ...link }), {
    carried: ['ipv4', 'ipv6'],
    carriedInto: VPC_ID,
    ...more,
  })

function scopeOf(links: readonly WatchedLink[], vpc = aVpc({ name: 'prod' })): ScopeState {
  return {
    scope: { id: 'fr-par', region: 'fr-par' },
    version: 1,
    baselineAt: NOW,
    lastGoodAt: NOW,
    failingSince: null,
    failedPolls: 0,
    lastFailure: null,
    links: new Map(links.map((one) => [one.link.id, one])),
    directory: { partners: [], pops: [], connections: [], vpcs: [vpc], policies: [] },
  }
}

const entryOf = (id: string, overrides: Partial<IncidentEntry> = {}) =>
  anEntry(1, { link: { id, name: id, region: 'fr-par', status: 'all_down' }, ...overrides })
const over = (ending: IncidentEnding): Partial<IncidentEntry> => ({ resolvedAt: NOW, ending })

type Group = Extract<Alert, { type: 'group' }>
const group = (entries: readonly IncidentEntry[], more: Partial<Group> = {}): Group => ({
  type: 'group',
  at: NOW - 60_000,
  cause: { type: 'region', region: 'fr-par' },
  causeName: 'fr-par',
  entries,
  ...more,
})

/** The group's message after a poll, where the poll edits it; else null. */
function edited(
  root: Group,
  after: readonly WatchedLink[],
  { before = after, vpc }: { readonly before?: readonly WatchedLink[]; readonly vpc?: Vpc } = {},
): Group | null {
  const books = openBooks({
    state: {
      incidents: new Map([['i', anIncident({ id: 'i', rootKey: 'k' })]]),
      stories: new Map([['k', [{ key: 'k', channel: 'C1', alert: root }]]]),
      silences: new Map(),
      subscriptions: new Map(),
    },
    channel: 'C1',
    newId: () => 'new',
    at: NOW,
    settings: DEFAULT_ALERT_SETTINGS,
  })
  tellImpact(books, [scopeOf(before, vpc)], [scopeOf(after, vpc)])
  const [edit, ...others] = books.closed().deliveries
  expect(others).toEqual([])
  if (edit === undefined) return null
  if (edit.alert.type !== 'group') throw new Error('A group is edited into a group.')
  return edit.alert
}

/** What is left of IPv4 in the only VPC at stake. */
const leftOf = (told: Group | null) =>
  told?.impact?.vpcs.map(({ name, families: [ipv4] }) => [
    name,
    ...(ipv4?.carrying ?? []).map((one) => one.name),
  ])

describe("What a poll makes of a group's impact", () => {
  test('is told in a message of an earlier version, which lacks it, and then only where something changes', () => {
    const links = [watched('a', DOWN), watched('b', DOWN)]
    const told = edited(group([entryOf('a'), entryOf('b')]), links)
    expect(leftOf(told)).toEqual([['prod']])
    expect(told?.at).toBe(NOW)
    if (told === null) return
    expect(edited(told, links)).toBeNull()
    const stored: Group = JSON.parse(JSON.stringify(told))
    expect(edited(stored, links)).toBeNull()
    expect(leftOf(edited(told, [...links, watched('c')]))).toEqual([['prod', 'c']])
  })

  test('is gone from the message once nothing is lost any more', () => {
    const told = edited(group([entryOf('a')]), [watched('a', DOWN)])
    expect(leftOf(told)).toEqual([['prod']])
    const up = edited({ ...group([]), ...told, entries: [entryOf('a', { upSince: NOW })] }, [watched('a')])
    expect(up?.entries).toHaveLength(1)
    expect(up).not.toHaveProperty('impact')
  })

  test('counts a link that is missed in the VPC it has left', () => {
    const moved = watched('a', { vpcId: 'another' })
    expect(leftOf(edited(group([entryOf('a')]), [moved]))).toEqual([['prod']])
  })

  test('counts what nothing flows over, though its session is up, as lost', () => {
    const blocked = watched('a', {}, { rule: 'path_broken' })
    const flows = watched('b')
    const vpc = aVpc({ name: 'prod', routingEnabled: false })
    expect(leftOf(edited(group([entryOf('a')]), [blocked, flows], { vpc }))).toEqual([['prod', 'b']])
    expect(leftOf(edited(group([entryOf('a')]), [blocked], { vpc }))).toEqual([['prod']])
  })

  test('says why what is left cannot be counted on: what it is going through, besides what it shares', () => {
    const told = edited(group([entryOf('a')]), [
      watched('a', DOWN),
      watched('b', { popId: 'another' }, { unreadSince: NOW }),
    ])
    const [ipv4] = told?.impact?.vpcs[0]?.families ?? []
    expect(ipv4?.carrying).toEqual([{ name: 'b', why: ['same_partner', 'unread'] }])
  })

  test('says nothing of a family of which the API does not say whether it is up', () => {
    const unsure = watched('a', {
      status: 'limited_connectivity',
      sessions: { ipv4: 'unknown_bgp_status', ipv6: 'unknown_bgp_status' },
    })
    expect(edited(group([entryOf('a')]), [unsure])).toBeNull()
  })

  test.each(['recovered', 'closed', 'meant', 'unwatched'] as const)(
    'counts nothing of a link whose incident ended as %s',
    (ending) => {
      expect(edited(group([entryOf('a', over(ending))]), [watched('a', DOWN)])).toBeNull()
    },
  )

  test.each(['gone', 'told_once'] as const)(
    'keeps what a link carried that a poll finds deleted (%s), for the polls to come',
    (ending) => {
      const told = edited(group([entryOf('a', over(ending))]), [], { before: [watched('a')] })
      expect(leftOf(told)).toEqual([['prod']])
      expect(told?.entries[0]?.loss).toMatchObject({ vpcId: VPC_ID, families: ['ipv4', 'ipv6'] })
      expect(told === null ? told : leftOf(edited(told, [watched('b')]))).toEqual([['prod', 'b']])
    },
  )
})
