import { describe, expect, test } from 'vitest'
import { decideLink as decideAt } from '../../src/alerting/decision.ts'
import type { LinkChange } from '../../src/alerting/levels.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Incident, Level } from '../../src/domain/incident.ts'
import { FAMILIES, type Link } from '../../src/domain/link.ts'
import { anIncident } from '../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { aWatchedLink } from '../support/memory.ts'

const incident = (level: Level): Incident => anIncident({ level })
const change = (before: Partial<Link>, after: Partial<Link> | null): LinkChange => ({
  before: aWatchedLink(aLink(before), { carried: FAMILIES }),
  after: after === null ? null : aLink(after),
  evidence: anEvidence({
    siblings: [
      aLink({
        id: 'sibling',
        popId: 'other-pop',
        kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
      }),
    ],
  }),
  ours: false,
  baseline: false,
  marks: [],
})
const decideLink = (decided: LinkChange, open: Incident | null) =>
  decideAt(decided, open, { at: NOW, settings: DEFAULT_ALERT_SETTINGS })
const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const
const V6_DOWN = { status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } } as const

describe('a link without an open incident', () => {
  test('opens one when it goes bad', () => {
    expect(decideLink(change({}, DOWN), null).act).toBe('open')
  })

  test('is left in peace when it moves forward', () => {
    expect(decideLink(change({}, { name: 'renamed' }), null)).toMatchObject({ act: 'quiet', level: 'info' })
  })

  test('is told once when it is gone and was in service', () => {
    expect(decideLink(change({}, null), null).act).toBe('tell_once')
  })
})

describe('a link with an open incident', () => {
  test('worsens it when the level rises', () => {
    expect(decideLink(change(V6_DOWN, DOWN), incident('warning'))).toMatchObject({
      act: 'worsen',
      level: 'error',
    })
  })

  test('worsens it when a session more is lost at the same level', () => {
    expect(decideLink(change(V6_DOWN, DOWN), incident('critical')).act).toBe('worsen')
  })

  test('updates it when it recovers in part, with a milder level', () => {
    expect(decideLink(change(DOWN, V6_DOWN), incident('critical'))).toMatchObject({
      act: 'update',
      level: 'warning',
    })
  })

  test('is left in peace when nothing changed that its message shows', () => {
    expect(decideLink(change(DOWN, { ...DOWN, tags: ['x'] }), incident('critical')).act).toBe('quiet')
  })

  test('confirms it first when all that is meant of the link is up again', () => {
    expect(decideLink(change(DOWN, {}), incident('critical')).act).toBe('confirm')
  })

  test.each([
    ['none of its sessions', { status: 'configuring', sessions: DOWN.sessions }, []],
    ['some of its sessions', { sessions: V6_DOWN.sessions, routePropagation: false }, []],
  ] as const)('resolves it as closed when it is no longer bad with %s up', (_, after, carried) => {
    const { before, ...rest } = change(DOWN, after)
    const quieter = { ...rest, before: before && { ...before, carried } }
    expect(decideLink(quieter, incident('warning'))).toMatchObject({ act: 'resolve', ending: 'closed' })
  })

  test('resolves it as gone when the link is gone', () => {
    expect(decideLink(change(DOWN, null), incident('critical'))).toMatchObject({
      act: 'resolve',
      ending: 'gone',
    })
  })

  test('stays as loud as it was while no session comes up, whatever the status is called', () => {
    const renamed = change(DOWN, { ...DOWN, status: 'configuring' })
    expect(decideLink(renamed, incident('critical'))).toMatchObject({ act: 'update', level: 'critical' })
  })
})
