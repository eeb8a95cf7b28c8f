import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Level } from '../../src/domain/incident.ts'
import { toldBlindIn } from './blindness.ts'
import { readWishes, toldMoments } from './channels.ts'
import { FOUND_SUBSCRIBED } from './found.ts'
import { SUBSCRIBERS, subscribedHistories } from './history.ts'
import { replay } from './oracle.ts'
import { CATCH_ALL, play, type Run } from './run.ts'
import { NUM_RUNS, TIMEOUT_MS } from './runs.ts'
import { type Told, toldIn } from './told.ts'
import { WORLD } from './world.ts'

const REGIONS_BY_NAME = WORLD.scopes.map(({ region }) => region)
const CHANNELS = Array.from({ length: SUBSCRIBERS }, (_, place) => `C-SUB-${place}`)

const always = (check: (run: Run) => void) =>
  fc.assert(
    fc.asyncProperty(subscribedHistories, async (history) => check(await play(history))),
    { numRuns: NUM_RUNS, examples: FOUND_SUBSCRIBED.map((history) => [history]) },
  )

/** When a channel was first told of it (ms); null where it never was. */
const firstTold = (told: Told | undefined): number | null => [...(told?.messages.values() ?? [])][0] ?? null

/** The links of a history by their id, as polls saw them. */
const linksOf = ({ polls }: Run) =>
  new Map(
    polls.flatMap(({ sights }) => sights.flatMap(({ links }) => links ?? [])).map((link) => [link.id, link]),
  )

describe('whatever channels subscribe to', () => {
  test(
    'each bad period that is told and fits a subscription at its level is told there at once, and where nothing fits it is not',
    () =>
      always((run) => {
        const wishes = readWishes(run.acts)
        const everywhere = toldIn(CATCH_ALL, run.records)
        for (const channel of CHANNELS) {
          const here = toldIn(channel, run.records)
          for (const { link, from } of replay(run.polls, run.acts).periods) {
            const isThis = ({ linkId, openedAt }: Told) => linkId === link.id && openedAt === from
            const told = everywhere.find(isThis)
            const at = firstTold(told)
            if (at === null || told?.toldLevel == null) continue
            const wanted = wishes.ofLink(channel, link, told.toldLevel, at)
            const toldHere = firstTold(here.find(isThis)) === at
            expect({ channel, link: link.id, at, wanted, told: toldHere }).toMatchObject({ told: wanted })
          }
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'whatever news there is of a link is told in each channel that wants to hear of it by then, by exactly one message',
    () =>
      always((run) => {
        const wishes = readWishes(run.acts)
        const links = linksOf(run)
        for (const channel of CHANNELS) {
          const here = new Map(toldIn(channel, run.records).map((told) => [told.incidentId, told]))
          for (const { at, incident, news } of toldMoments(run.records)) {
            const link = incident.subject.type === 'link' ? links.get(incident.subject.linkId) : undefined
            if (news === null || link === undefined) continue
            if (!wishes.ofLink(channel, link, incident.level, at)) continue
            const told = firstTold(here.get(incident.id))
            expect({ channel, link: link.id, news, at, told }).toMatchObject({
              told: expect.toSatisfy((moment) => typeof moment === 'number' && moment <= at),
            })
          }
          for (const { linkId, messages, left } of here.values()) {
            const telling = [...messages.keys()].filter((message) => !left.has(message))
            expect({ channel, linkId, telling: telling.length }).toMatchObject({
              telling: messages.size === 0 ? 0 : 1,
            })
          }
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'no channel is told of a link that it did not want to hear of then, and what it was told of is told there to be over',
    () =>
      always((run) => {
        const wishes = readWishes(run.acts)
        const links = linksOf(run)
        for (const channel of CHANNELS)
          for (const told of toldIn(channel, run.records)) {
            const at = firstTold(told)
            const link = links.get(told.linkId)
            if (at === null || link === undefined) continue
            const level = levelAt(run, told.incidentId, at)
            const wanted = wishes.ofLink(channel, link, level, at)
            expect({ channel, link: link.id, at, level, wanted }).toMatchObject({ wanted: true })
            const over = told.over !== null && told.over.at > at ? [told.over.at] : []
            expect({ channel, link: link.id, endings: told.endings }).toMatchObject({ endings: over })
          }
      }),
    TIMEOUT_MS,
  )

  test(
    'a note in a thread names only links that its channel was told of',
    () =>
      always((run) => {
        for (const channel of CHANNELS) {
          const told = toldIn(channel, run.records).filter(({ messages }) => messages.size > 0)
          const names = told.map(({ linkId }) => linkId.replace(/-\d+$/, ''))
          for (const { record } of run.records)
            for (const { channel: where, alert, dispatch } of record.deliveries) {
              if (where !== channel || alert.type !== 'note' || dispatch.type !== 'reply') continue
              for (const about of alert.about)
                expect([...names, 'dc1-port', ...REGIONS_BY_NAME], JSON.stringify(alert)).toContain(about)
            }
        }
      }),
    TIMEOUT_MS,
  )

  test(
    'a region that cannot be read is told where somebody wants to hear of it at its level, and nowhere else',
    () =>
      always((run) => {
        const wishes = readWishes(run.acts)
        for (const channel of CHANNELS) {
          for (const { region, levels, messages } of toldBlindIn(channel, run.records)) {
            const wanted = levels.some(({ at, level }) => wishes.ofRegion(channel, region, level, at))
            expect({ channel, region, levels, told: messages.size }).toMatchObject({ told: wanted ? 1 : 0 })
          }
        }
      }),
    TIMEOUT_MS,
  )
})

/** How bad an incident was once a moment (ms) was recorded. */
function levelAt({ records }: Run, incidentId: string, moment: number): Level {
  const known = records
    .filter(({ at }) => at <= moment)
    .flatMap(({ record }) => record.incidents.filter(({ id }) => id === incidentId))
  return known.at(-1)?.level ?? 'info'
}
