import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import type { ScopeState } from '../../src/domain/memory.ts'
import { EMPTY_DIRECTORY, type ReadFailure, type SeenSnapshot } from '../../src/domain/snapshot.ts'
import { type ConfirmedSnapshot, diffDirectory, diffLinks, missingLinks } from '../../src/watch/diff.ts'
import { aLink, aPartner, NOW } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const scope = { id: 'default/fr-par', region: 'fr-par' }
const state = (links: readonly Link[]): ScopeState => ({
  scope,
  version: 1,
  baselineAt: NOW,
  lastGoodAt: NOW,
  failingSince: null,
  failedPolls: 0,
  lastFailure: null,
  links: new Map(links.map((link) => [link.id, aWatchedLink(link)])),
  directory: EMPTY_DIRECTORY,
})
const seen = (links: readonly Link[], extra: Partial<SeenSnapshot> = {}): SeenSnapshot => ({
  type: 'seen',
  scope,
  at: NOW + 30_000,
  links,
  malformed: [],
  directory: EMPTY_DIRECTORY,
  unread: [],
  ...extra,
})
const confirmed = (snapshot: SeenSnapshot, extra: Partial<ConfirmedSnapshot> = {}): ConfirmedSnapshot => ({
  snapshot,
  found: [],
  gone: new Set(),
  ...extra,
})
const a = aLink({ id: 'a' })
const b = aLink({ id: 'b' })
const failure: ReadFailure = {
  reason: 'forbidden',
  message: 'No.',
  status: 403,
  requestId: null,
  retryable: false,
}

describe('links that a list lacks', () => {
  test('are looked for one by one', () => {
    expect(missingLinks(state([a, b]), seen([a]))).toEqual(['b'])
  })

  test('are not looked for when the list names them as malformed', () => {
    expect(missingLinks(state([a, b]), seen([a], { malformed: [{ id: 'b', problem: 'status' }] }))).toEqual(
      [],
    )
  })

  test('stay as they are while nobody knows', () => {
    expect(diffLinks(state([a, b]), confirmed(seen([a])))).toEqual([])
  })

  test('have vanished once they are gone for certain', () => {
    const transitions = diffLinks(state([a, b]), confirmed(seen([a]), { gone: new Set(['b']) }))
    expect(transitions).toEqual([{ type: 'vanished', before: b, at: NOW + 30_000 }])
  })

  test('are compared as their own GET shows them', () => {
    const transitions = diffLinks(
      state([a, b]),
      confirmed(seen([a]), { found: [{ ...b, status: 'all_down' }] }),
    )
    expect(transitions).toMatchObject([{ type: 'changed', statusChanged: true }])
  })
})

describe('links that a list shows', () => {
  test('give no transition while nothing changes', () => {
    expect(diffLinks(state([a, b]), confirmed(seen([a, b])))).toEqual([])
  })

  test('have appeared when they are new', () => {
    expect(diffLinks(state([a]), confirmed(seen([a, b])))).toMatchObject([{ type: 'appeared', after: b }])
  })

  test('name what changed: status, sessions by family, configuration', () => {
    const after = aLink({
      id: 'a',
      status: 'limited_connectivity',
      sessions: { ipv4: 'up', ipv6: 'down' },
      vpcId: 'other',
      routePropagation: false,
    })
    expect(diffLinks(state([a]), confirmed(seen([after])))).toMatchObject([
      { statusChanged: true, sessionsChanged: ['ipv6'], configuration: ['vpc', 'propagation'] },
    ])
  })

  test('give a transition that tells nothing for a new name alone', () => {
    expect(diffLinks(state([a]), confirmed(seen([{ ...a, name: 'new' }])))).toMatchObject([
      { statusChanged: false, sessionsChanged: [], configuration: [] },
    ])
  })
})

describe('the directory', () => {
  const known = { ...EMPTY_DIRECTORY, partners: [aPartner({ id: 'p1' }), aPartner({ id: 'p2' })] }
  const renamed = aPartner({ id: 'p1', name: 'Renamed' })

  test('writes only what is new, different or gone', () => {
    const diff = diffDirectory(known, seen([], { directory: { ...EMPTY_DIRECTORY, partners: [renamed] } }))
    expect(diff.save.partners).toEqual([renamed])
    expect(diff.remove).toEqual([{ kind: 'partners', id: 'p2' }])
    expect(diffDirectory(diff.directory, seen([], { directory: diff.directory }))).toMatchObject({
      save: { partners: [] },
      remove: [],
    })
  })

  test('keeps a kind that could not be read', () => {
    const diff = diffDirectory(
      known,
      seen([], {
        directory: { ...EMPTY_DIRECTORY, partners: null },
        unread: [{ kind: 'partners', failure }],
      }),
    )
    expect(diff.directory.partners).toEqual(known.partners)
    expect(diff.remove).toEqual([])
  })

  test('loses nothing of a kind that was read in part', () => {
    const diff = diffDirectory(
      known,
      seen([], {
        directory: { ...EMPTY_DIRECTORY, partners: [renamed] },
        unread: [{ kind: 'partners', failure }],
      }),
    )
    expect(diff.remove).toEqual([])
    expect(diff.directory.partners.map(({ id }) => id).sort()).toEqual(['p1', 'p2'])
  })
})
