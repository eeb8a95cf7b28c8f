import { describe, expect, test } from 'vitest'
import { decidePage, isHeldBack, type PageCase, pageEvent } from '../../src/alerting/paging.ts'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { Incident, Page } from '../../src/domain/incident.ts'
import { anIncident } from '../support/alerts.ts'
import { NOW } from '../support/links.ts'

const MINUTE = 60_000
const ADA = 'U0ADA0001'

/** An incident that has been critical for ten minutes. */
const incident = (overrides: Partial<Incident> = {}) =>
  anIncident({
    rule: 'down',
    firstBadAt: NOW - 10 * MINUTE,
    reminders: { from: NOW - 10 * MINUTE, count: 0 },
    ...overrides,
  })
const page = (overrides: Partial<Page> = {}): Page => ({
  dedupKey: 'incident-1',
  level: 'critical',
  at: NOW - 8 * MINUTE,
  acknowledged: false,
  ...overrides,
})
const acknowledged = (at: number) => ({ by: ADA, at, expiresAt: at + 120 * MINUTE })
const worsenedAt = (at: number) => ({ at, event: 'worsened', status: 'all_down', by: null }) as const
const silenced = (overrides: Partial<NonNullable<Incident['heldBack']>> = {}) => ({
  by: { type: 'silence', silenceId: 'silence-1' } as const,
  level: 'critical' as const,
  at: NOW - MINUTE,
  ...overrides,
})

function decide(after: Incident, overrides: Partial<PageCase> = {}, now = NOW) {
  const pageCase = { before: after, incident: after, lastPath: false, blind: false, ...overrides }
  return decidePage(pageCase, now, DEFAULT_ALERT_SETTINGS)
}
const stepsOf = (...args: Parameters<typeof decide>) =>
  decide(...args).steps.map(({ action, key }) => `${action} ${key}`)

describe('a page is opened', () => {
  test('with the incident’s id as its key, remembered, and in its history', () => {
    const { incident: after, steps, reason } = decide(incident())
    expect(steps).toEqual([
      {
        action: 'opened',
        key: 'incident-1',
        level: 'critical',
        reason: 'Paged: critical, and still bad after 90s.',
      },
    ])
    expect(reason).toBe(steps[0]?.reason)
    expect(after.page).toEqual({ dedupKey: 'incident-1', level: 'critical', at: NOW, acknowledged: false })
    expect(after.history.at(-1)).toEqual({ at: NOW, event: 'paged', status: 'all_down', by: null })
  })

  test('when 90 s have gone by, or 60 s on the last path, and not before', () => {
    const since = (ms: number) => incident({ firstBadAt: NOW - ms, reminders: { from: NOW - ms, count: 0 } })
    expect(stepsOf(since(89_000))).toEqual([])
    expect(stepsOf(since(90_000))).toEqual(['opened incident-1'])
    expect(stepsOf(since(59_000), { lastPath: true })).toEqual([])
    expect(stepsOf(since(60_000), { lastPath: true })).toEqual(['opened incident-1'])
  })

  test('for what was over when it was first seen, and never gets well: whoever takes it resolves it', () => {
    const gone = incident({ rule: 'gone', firstBadAt: NOW, resolvedAt: NOW, ending: 'told_once' })
    expect(stepsOf(gone, { before: null })).toEqual(['opened incident-1'])
    const decided = decide(gone, { before: null }).incident
    expect(stepsOf(decided)).toEqual([])
  })

  test('for an unpaged outage whose link is deleted', () => {
    const before = incident({ firstBadAt: NOW - 1_000, reminders: { from: NOW - 1_000, count: 0 } })
    const after = { ...before, rule: 'gone', resolvedAt: NOW, ending: 'gone' as const }
    expect(stepsOf(after, { before })).toEqual(['opened incident-1'])
  })
})

describe('nobody is paged', () => {
  test.each<[string, Partial<Incident>, Partial<PageCase>]>([
    ['a warning never pages', { level: 'warning' }, {}],
    ['an info never pages', { level: 'info' }, {}],
    ['it is up again, which is being confirmed', { upSince: NOW - 1_000 }, {}],
    ['it is held back by a silence or a tag', { heldBack: silenced() }, {}],
    ['its region cannot be read, which is an incident of its own', {}, { blind: true }],
    ['it was acknowledged before it was due', { acknowledgement: acknowledged(NOW - MINUTE) }, {}],
    ['it is over', { resolvedAt: NOW, ending: 'recovered' }, { before: incident() }],
    [
      'an error waits until work begins the next time',
      { level: 'error', firstBadAt: NOW, reminders: { from: NOW, count: 0 } },
      {},
    ],
  ])('while %s, and the reason says so', (reason, overrides, more) => {
    const decision = decide(incident(overrides), more)
    expect(decision.steps).toEqual([])
    expect(decision.incident.page).toBeNull()
    expect(decision.reason).toContain(reason.replace(/^an? (warning|info)/, '$1'))
  })

  test('twice for a relapse while the incident is open', () => {
    const history = [{ at: NOW - 1_000, event: 'down_again', status: 'all_down', by: null }] as const
    expect(stepsOf(incident({ page: page(), history }))).toEqual([])
  })

  test('for a policy edit that is told once: a change event says what was changed', () => {
    const edit = incident({ rule: 'prefix_removed', level: 'error', resolvedAt: NOW, ending: 'told_once' })
    expect(stepsOf(edit, { before: null })).toEqual(['changed incident-1'])
  })
})

describe('a blind region', () => {
  test('is paged itself', () => {
    const subject = { type: 'scope', scopeId: 'fr-par' } as const
    expect(stepsOf(incident({ subject, rule: 'blind' }), { blind: true })).toEqual(['opened incident-1'])
  })
})

describe('a page is acknowledged', () => {
  test('when its incident is, once', () => {
    const taken = incident({ page: page(), acknowledgement: acknowledged(NOW) })
    const decision = decide(taken)
    expect(decision.steps).toMatchObject([
      { action: 'acknowledged', key: 'incident-1', reason: 'It was acknowledged in Slack.' },
    ])
    expect(stepsOf(decision.incident)).toEqual([])
  })

  test('when its incident is silenced: somebody knows of it', () => {
    const decision = decide(incident({ page: page(), heldBack: silenced() }))
    expect(decision.steps).toMatchObject([{ action: 'acknowledged', reason: 'It was silenced.' }])
  })
})

describe('another key calls again', () => {
  const taken = { page: page({ acknowledged: true }), acknowledgement: acknowledged(NOW - 7 * MINUTE) }

  test('when it got worse after it was acknowledged', () => {
    const worse = incident({ ...taken, history: [worsenedAt(NOW - 3 * MINUTE)] })
    const decision = decide(worse)
    expect(decision.steps).toMatchObject([
      {
        action: 'worsened',
        key: 'incident-1#2',
        reason: 'Paged again: it got worse after it was acknowledged.',
      },
    ])
    expect(decision.incident.page).toMatchObject({ dedupKey: 'incident-1#2', acknowledged: false })
    expect(stepsOf(decision.incident)).toEqual([])
  })

  test('but not for what had got worse before it was acknowledged', () => {
    expect(stepsOf(incident({ ...taken, history: [worsenedAt(NOW - 7.5 * MINUTE)] }))).toEqual([])
  })

  test('when nobody has it any more', () => {
    const ended = incident({
      ...taken,
      acknowledgement: null,
      reminders: { from: NOW - 2 * MINUTE, count: 0 },
    })
    expect(stepsOf(ended)).toEqual(['worsened incident-1#2'])
    expect(decide(ended).reason).toBe('Paged again: it is still bad, and nobody has it any more.')
  })

  test('when an error becomes critical, and the quieter page needs nobody any more', () => {
    const louder = incident({
      page: page({ level: 'error' }),
      reminders: { from: NOW - 2 * MINUTE, count: 0 },
    })
    const decision = decide(louder)
    expect(decision.steps.map(({ action, key }) => `${action} ${key}`)).toEqual([
      'worsened incident-1#2',
      'acknowledged incident-1',
    ])
    expect(decision.reason).toBe('Paged again: it got worse, from error to critical.')
    expect(stepsOf(decision.incident)).toEqual([])
  })

  test('when it got worse after it was acknowledged, before it was ever paged', () => {
    const early = incident({
      acknowledgement: acknowledged(NOW - 9 * MINUTE),
      history: [worsenedAt(NOW - 4 * MINUTE)],
    })
    expect(stepsOf(early)).toEqual(['opened incident-1'])
  })

  test('when it is worse than what was silenced, or the silence is over', () => {
    const held = { page: page({ level: 'error', acknowledged: true }) }
    expect(stepsOf(incident({ ...held, heldBack: silenced({ level: 'error' }) }))).toEqual([
      'worsened incident-1#2',
    ])
    expect(stepsOf(incident({ ...held, heldBack: null }))).toEqual(['worsened incident-1#2'])
  })

  test('unless whoever is on call is being called already: then the page says that it got worse', () => {
    const decision = decide(incident({ page: page(), history: [worsenedAt(NOW)] }))
    expect(decision.steps).toMatchObject([{ action: 'worsened', key: 'incident-1' }])
    expect(stepsOf(decision.incident)).toEqual([])
  })
})

describe('a page is resolved', () => {
  test('with all of its keys when its incident is over, once', () => {
    const before = incident({ page: page({ dedupKey: 'incident-1#3' }) })
    const after = { ...before, resolvedAt: NOW, ending: 'recovered' as const }
    expect(stepsOf(after, { before })).toEqual([
      'resolved incident-1',
      'resolved incident-1#2',
      'resolved incident-1#3',
    ])
    expect(stepsOf(after)).toEqual([])
  })

  test('whether it is silenced by then or not', () => {
    const before = incident({ page: page(), heldBack: silenced() })
    const after = { ...before, resolvedAt: NOW, ending: 'recovered' as const }
    expect(stepsOf(after, { before })).toEqual(['resolved incident-1'])
  })
})

describe('a change of configuration', () => {
  const changed = incident({ rule: 'down_after_change', firstBadAt: NOW, reminders: { from: NOW, count: 0 } })

  test('is told as one, before its page, when it opens an incident', () => {
    expect(stepsOf(changed, { before: null })).toEqual(['changed incident-1', 'opened incident-1'])
  })

  test('is told once', () => {
    const paged = { ...changed, page: page({ at: NOW }) }
    expect(stepsOf(paged)).toEqual([])
    expect(stepsOf(paged, { before: incident() })).toEqual(['changed incident-1'])
  })

  test('is told of a milder change too, which calls nobody', () => {
    const moved = incident({ rule: 'vpc_moved', level: 'warning', resolvedAt: NOW, ending: 'told_once' })
    expect(stepsOf(moved, { before: null })).toEqual(['changed incident-1'])
  })

  test('is not told while it is held back', () => {
    expect(stepsOf({ ...changed, heldBack: silenced() }, { before: null })).toEqual([])
  })
})

test('what is held back is what is no worse than that', () => {
  const heldBack = silenced({ level: 'error' })
  expect(isHeldBack(incident({ level: 'error', heldBack }))).toBe(true)
  expect(isHeldBack(incident({ level: 'critical', heldBack }))).toBe(false)
  expect(isHeldBack(incident())).toBe(false)
})

test('a step becomes an event with what the incident knows', () => {
  const { steps } = decide(incident())
  const about = { summary: 'paris-a is down', region: 'fr-par', links: [] }
  expect(steps.map((step) => pageEvent(step, incident(), about))).toEqual([
    {
      action: 'opened',
      key: 'incident-1',
      level: 'critical',
      reason: 'Paged: critical, and still bad after 90s.',
      incidentId: 'incident-1',
      since: NOW - 10 * MINUTE,
      ...about,
    },
  ])
})
