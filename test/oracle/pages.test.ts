import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FOUND } from './found.ts'
import { histories } from './history.ts'
import {
  callsForSomebody,
  incidentOfKey,
  incidentsThen,
  lastHappened,
  type Moment,
  momentsOf,
  pagesTo,
} from './pages.ts'
import { PAGERS, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'

/** What may heal itself is given so long (ms), on the last path into a VPC less. */
const PAGED_AFTER_MS = 90_000
const PAGED_AT_FIRST_AFTER_MS = 60_000
/** What does not heal itself, by the first word of the bot's rules. */
const AT_ONCE = /^(down_after_change|path_|family_removed|vpc_moved|gone|connection_)/
/** Polls that failed one after another until nobody is called for what nobody can see. */
const BLIND_POLLS = 3

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS, examples: FOUND.map((history) => [history]) },
  )

/** Pages of the first pager, in order. */
const sentIn = ({ records }: Run) => pagesTo(PAGERS[0], records)
const momentsIn = ({ records }: Run) => momentsOf(PAGERS[0], records)

describe('whoever is on call, beyond chat', () => {
  test(
    'is told the same by every pager, in the same order',
    () =>
      always((run) => {
        for (const pager of PAGERS) expect(pagesTo(pager, run.records)).toEqual(sentIn(run))
      }),
    TIMEOUT_MS,
  )

  test(
    'is called with each key once, hears once that it is over, and nothing of it after that',
    () =>
      always((run) => {
        const sent = sentIn(run)
        for (const key of new Set(sent.map((one) => one.key))) {
          const actions = sent.filter((one) => one.key === key).map(({ action }) => action)
          const case_ = { key, actions }
          expect(case_.actions[0]).toBe(key.includes('#') ? 'worsened' : 'opened')
          expect(actions.filter((action) => action === 'opened').length, JSON.stringify(case_)).toBe(
            key.includes('#') ? 0 : 1,
          )
          expect(actions.slice(0, -1), JSON.stringify(case_)).not.toContain('resolved')
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'is called for a critical incident that lasts, once it is due, by itself or by another one of its story',
    () =>
      always((run) => {
        for (const { at, incidents, live } of momentsIn(run)) {
          if (!run.polls.some((poll) => poll.at === at)) continue
          const keys = [...live.keys()]
          for (const incident of incidents.values()) {
            const { id, level, rootKey, subject } = incident
            if (level !== 'critical' || !callsForSomebody(incident)) continue
            if (subject.type !== 'scope' && failedPolls(run, subject.scopeId, at) > 0) continue
            if (at - lastHappened(incident) < PAGED_AFTER_MS) continue
            const story = keys.map((key) => incidents.get(incidentOfKey(key))?.rootKey)
            expect({ id, at, rootKey, story }).toMatchObject({ story: expect.arrayContaining([rootKey]) })
          }
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'is called for nothing that somebody has, wishes not to hear of, or that is well, milder or too short',
    () =>
      always((run) => {
        const then = incidentsThen(run.records)
        for (const { at, action, key, level, incidentId } of sentIn(run)) {
          const incident = then.find((one) => one.at === at)?.incidents.get(incidentId)
          if (action !== 'opened' || incident === undefined) continue
          const { rule, firstBadAt, resolvedAt } = incident
          const case_ = JSON.stringify({ at, key, level, incident })
          // What is gone was over when it was first seen, and calls all the same.
          if (resolvedAt === null) expect(callsForSomebody(incident), case_).toBe(true)
          expect(['error', 'critical'], case_).toContain(level)
          const { subject } = incident
          if (subject.type !== 'scope')
            expect(failedPolls(run, subject.scopeId, at), case_).toBeLessThan(BLIND_POLLS)
          if (level === 'error') expect(new Date(at).getUTCHours(), case_).toBeGreaterThanOrEqual(9)
          else if (!AT_ONCE.test(rule))
            expect(at - firstBadAt, case_).toBeGreaterThanOrEqual(PAGED_AT_FIRST_AFTER_MS)
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'is called once for a story while that goes on, unless something in it is louder',
    () =>
      always((run) => {
        const sent = sentIn(run)
        let before: Moment['live'] = new Map()
        for (const { at, incidents, live } of momentsIn(run)) {
          const storyOf = (key: string) => incidents.get(incidentOfKey(key))?.rootKey
          for (const { key, level } of sent.filter((one) => one.at === at && one.action === 'opened')) {
            const same = [...before].filter(
              ([other, page]) =>
                page.ringing &&
                page.level === level &&
                storyOf(other) === storyOf(key) &&
                // What was over when it was first seen says nothing of what goes on.
                incidents.get(incidentOfKey(other))?.resolvedAt === null,
            )
            expect(same, JSON.stringify({ at, key, level })).toEqual([])
          }
          before = live
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'hears that it is over as soon as nothing of the story is bad any more',
    () =>
      always((run) => {
        for (const { at, incidents, live } of momentsIn(run))
          for (const key of live.keys()) {
            const paged = [...incidents.values()].filter(
              ({ page }) => page !== null && incidentOfKey(page.dedupKey) === incidentOfKey(key),
            )
            // A link that is gone never comes back: its page is for whoever takes it to resolve.
            const goneAtOnce = paged.some(
              ({ resolvedAt, page }) => resolvedAt !== null && resolvedAt === page?.at,
            )
            const open = paged.filter(({ resolvedAt }) => resolvedAt === null).length
            expect({ at, key, open: goneAtOnce ? 1 : open }).toMatchObject({ open: 1 })
          }
      }),
    TIMEOUT_MS,
  )
})

/** How many polls of a scope up to a moment have failed one after another. */
function failedPolls({ polls }: Run, scopeId: string, moment: number): number {
  const answers = polls
    .filter(({ at }) => at <= moment)
    .flatMap(({ sights }) => sights.filter(({ region }) => scopeId.endsWith(`/${region}`)))
  return answers.length - 1 - answers.findLastIndex(({ failure }) => failure === null)
}
