import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideStoryPages, type PageCase, type PageStep } from '../../src/alerting/paging.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import {
  compareLevels,
  HISTORY_KEPT,
  type HistoryEntry,
  type Incident,
  type Level,
  withHistory,
} from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'
import { NOW } from '../support/links.ts'

const MINUTE = 60_000

const named = (id: string, overrides: Partial<Incident> = {}) =>
  anIncident({
    id,
    rule: 'down',
    firstBadAt: NOW - 10 * MINUTE,
    reminders: { from: NOW - 10 * MINUTE, count: 0 },
    ...overrides,
  })
const paged = (dedupKey: string, level: Level = 'critical') => ({
  dedupKey,
  level,
  at: NOW - 5 * MINUTE,
  acknowledged: false,
})
const over = { resolvedAt: NOW, ending: 'recovered' } as const

function decide(incidents: readonly Incident[]) {
  const cases = incidents.map((incident): PageCase => {
    const before = { ...incident, resolvedAt: null, ending: null }
    return { before, incident, lastPath: false, blind: false }
  })
  return decideStoryPages(cases, NOW, DEFAULT_ALERT_SETTINGS)
}
const said = (incidents: readonly Incident[]) =>
  decide(incidents).map(({ steps }) => steps.map(({ action, key }) => `${action} ${key}`))

describe('incidents that are told as one story', () => {
  test('call once for all of them, for the worst', () => {
    const thousand = Array.from({ length: 1_000 }, (_, n) =>
      named(`incident-${n}`, { level: n === 700 ? 'critical' : 'error', firstBadAt: NOW - MINUTE * 60 * 24 }),
    )
    const steps = decide(thousand).flatMap((decision) => decision.steps)
    expect(steps).toMatchObject([{ action: 'opened', key: 'incident-700' }])
  })

  test('call again for one that is worse than what was paged', () => {
    const story = [named('a', { level: 'error', page: paged('a', 'error') }), named('b')]
    expect(said(story)).toEqual([[], ['opened b']])
  })

  test('do not call for one that joins, and say why', () => {
    const [, joined] = decide([named('a', { page: paged('a') }), named('b')])
    expect(joined).toMatchObject({ steps: [], reason: 'Not paged: a page for the same story is under way.' })
  })

  test('call for one where the page of another is silenced along with it', () => {
    const heldBack = { by: { type: 'silence', silenceId: 's' }, level: 'critical', at: NOW } as const
    const silenced = named('a', { page: { ...paged('a'), acknowledged: true }, heldBack })
    expect(said([silenced, named('b')])).toEqual([[], ['opened b']])
  })

  test('pass the page on when the one that was paged is over and another is not', () => {
    const [first, second] = decide([named('a', { page: paged('a'), ...over }), named('b')])
    expect(first).toMatchObject({ steps: [], incident: { page: null } })
    expect(second).toMatchObject({ steps: [], incident: { page: paged('a') } })
    expect(said([named('b', { page: paged('a'), ...over })])).toEqual([['resolved a']])
  })

  test('call with a key of its own for one that gets worse after its page went over to another', () => {
    const call: HistoryEntry = { at: NOW - 5 * MINUTE, event: 'paged', status: null, by: null }
    const heldBack = { by: { type: 'silence', silenceId: 's' }, level: 'error', at: NOW } as const
    const silenced = named('a', { level: 'error', page: paged('a', 'error'), heldBack, history: [call] })
    const [first, second] = decide([silenced, named('b', { level: 'error' })])
    expect(second?.incident.page?.dedupKey).toBe('a')
    const worse = { ...(first?.incident ?? silenced), level: 'critical' as const }
    expect(said([worse, second?.incident ?? silenced])).toEqual([['opened a@2'], []])
    // So long ago that its history does not tell of the first page any more.
    const since = { ...call, event: 'changed' } as const
    const later = { ...worse, history: Array.from({ length: HISTORY_KEPT }, () => since) }
    expect(said([later, second?.incident ?? silenced])).toEqual([[`opened a@${NOW}`], []])
  })

  test('resolve the page when none is left that would be paged', () => {
    const story = [named('a', { page: paged('a'), ...over }), named('b', { level: 'warning' })]
    expect(said(story)).toEqual([['resolved a'], []])
  })
})

/** What may happen to one of the incidents of a story, and the time that goes by before. */
type Event =
  | 'worse'
  | 'milder'
  | 'acknowledge'
  | 'acknowledgement_ends'
  | 'silence'
  | 'unsilence'
  | 'up'
  | 'down_again'
  | 'blind'
  | 'seeing'
  | 'over'

const LOUDER: Readonly<Record<Level, Level>> = {
  info: 'warning',
  warning: 'error',
  error: 'critical',
  critical: 'critical',
}

function happen(incident: Incident, event: Event, at: number): Incident {
  if (incident.resolvedAt !== null) return incident
  switch (event) {
    case 'worse':
      return withHistory(
        { ...incident, level: LOUDER[incident.level], reminders: { from: at, count: 0 } },
        { at, event: 'worsened', status: null, by: null },
      )
    case 'milder':
      return { ...incident, level: 'warning' }
    case 'acknowledge':
      return { ...incident, acknowledgement: { by: 'U0ADA0001', at, expiresAt: at + MINUTE } }
    case 'acknowledgement_ends':
      return incident.acknowledgement === null
        ? incident
        : { ...incident, acknowledgement: null, reminders: { from: at, count: 0 } }
    case 'silence':
      return {
        ...incident,
        heldBack: { by: { type: 'silence', silenceId: 's' }, level: incident.level, at },
      }
    case 'unsilence':
      return { ...incident, heldBack: null }
    case 'up':
      return { ...incident, upSince: at }
    case 'down_again':
      return { ...incident, upSince: null }
    case 'over':
      return { ...incident, resolvedAt: at, ending: 'recovered' }
    case 'blind':
    case 'seeing':
      return incident
  }
}

/** A pager as its documents describe it, and nothing more: which keys ring, and which were ever used. */
function aPager() {
  const open = new Map<string, 'ringing' | 'acknowledged'>()
  const used = new Set<string>()
  const take = ({ action, key }: PageStep): void => {
    switch (action) {
      case 'opened':
        expect(used, 'a key is opened once').not.toContain(key)
        used.add(key)
        open.set(key, 'ringing')
        return
      case 'worsened':
        expect(open.get(key), 'a trigger on an acknowledged alert notifies nobody').not.toBe('acknowledged')
        if (!open.has(key)) expect(used, 'a resolved key is not used again').not.toContain(key)
        used.add(key)
        open.set(key, 'ringing')
        return
      case 'acknowledged':
        expect(open.get(key), 'what rings is acknowledged, once').toBe('ringing')
        open.set(key, 'acknowledged')
        return
      case 'resolved':
        expect(open.has(key), 'what is open is resolved, once').toBe(true)
        open.delete(key)
        return
      case 'changed':
        return
    }
  }
  return { take, open, used }
}

describe('whatever happens to the incidents of a story', () => {
  const event = fc.record({
    target: fc.integer({ min: 0, max: 2 }),
    what: fc.constantFrom<Event>(
      'worse',
      'worse',
      'milder',
      'acknowledge',
      'acknowledgement_ends',
      'silence',
      'unsilence',
      'up',
      'down_again',
      'blind',
      'seeing',
      'over',
    ),
    afterMs: fc.constantFrom(0, 30_000, 2 * MINUTE, 26 * 60 * MINUTE),
  })
  const levels = fc.array(fc.constantFrom<Level>('warning', 'error', 'critical'), {
    minLength: 1,
    maxLength: 3,
  })

  test('every call is resolved exactly once when all is over, no key rings twice, and nothing held back calls', () => {
    let calls = 0
    fc.assert(
      fc.property(levels, fc.array(event, { maxLength: 25 }), (startLevels, events) => {
        const pager = aPager()
        let now = NOW
        let blind = false
        let story: readonly Incident[] = startLevels.map((level, n) =>
          named(`incident-${n}`, { level, firstBadAt: NOW, reminders: { from: NOW, count: 0 }, history: [] }),
        )
        const step = (change: (incident: Incident, index: number) => Incident): void => {
          const cases = story.map(
            (before, index): PageCase => ({
              before,
              incident: change(before, index),
              lastPath: index === 0,
              blind,
            }),
          )
          const decisions = decideStoryPages(cases, now, DEFAULT_ALERT_SETTINGS)
          for (const [index, { incident, steps, reason }] of decisions.entries()) {
            expect(reason).toMatch(/^[A-Z].*\.$/)
            for (const each of steps) {
              if (each.action === 'opened' || each.action === 'worsened') {
                calls += 1
                expect(cases[index]?.incident).toMatchObject({ upSince: null, resolvedAt: null })
                expect(['error', 'critical']).toContain(incident.level)
                const { heldBack, level } = incident
                if (heldBack !== null) expect(compareLevels(level, heldBack.level)).toBeGreaterThan(0)
                expect(blind).toBe(false)
              }
              pager.take(each)
            }
          }
          story = decisions.map(({ incident }) => incident)
        }
        for (const { target, what, afterMs } of events) {
          now += afterMs
          if (what === 'blind' || what === 'seeing') blind = what === 'blind'
          step((incident, index) => (index === target ? happen(incident, what, now) : incident))
        }
        for (const index of story.keys()) {
          now += MINUTE
          step((incident, each) => (each === index ? happen(incident, 'over', now) : incident))
        }
        expect([...pager.open.keys()]).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(calls).toBeGreaterThan(100)
  })
})
