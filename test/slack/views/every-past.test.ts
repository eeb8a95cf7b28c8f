import { type PastRow, pastRow } from '../../../src/history/past.ts'
import { createTimelines, hide } from '../../../src/history/timeline.ts'
import { renderHistory } from '../../../src/slack/views/link-history.ts'
import { renderReport } from '../../../src/slack/views/report.ts'
import { anIncident, aSilence } from '../../contract/store-samples.ts'
import { HOUR, LAST_DAY } from '../../history/pasts.ts'
import { reportOf, rowOf } from '../../pictures/rows.ts'
import { NOW } from '../../support/links.ts'
import { failure, fresh } from './answering.ts'
import { EVERY_LINK } from './link-kinds.ts'
import { ADA, type Shown, storedViews } from './stored.ts'

const KNOWN_FROM = [
  { region: 'fr-par', since: NOW - 2 * HOUR, why: 'forgotten' },
  { region: 'nl-ams', since: NOW - HOUR, why: 'never_read' },
] as const

/** A link of every status and kind, as it was all of the last day. */
const EVERY_ROW: readonly PastRow[] = EVERY_LINK.map(({ title, evidence }) => {
  const link = { ...evidence.link, id: title, name: title }
  const carried = { families: evidence.carried, vpcId: link.vpcId }
  const timelines = createTimelines(LAST_DAY, new Set()).finish(new Map([[link.id, { link, carried }]]))
  const stretches = timelines[0]?.stretches ?? []
  return pastRow({
    id: title,
    name: title,
    region: 'fr-par',
    gone: link.status === 'deleted',
    stretches,
    incidents: [],
    quiet: [],
  })
})

function historyOf(title: string, row: PastRow, isWhole = true): Shown {
  const past = { period: LAST_DAY, madeAt: NOW, knownFrom: isWhole ? [] : KNOWN_FROM, row }
  return { title, message: renderHistory({ type: 'found', past, scopes: [fresh] }, NOW) }
}

function eventful(name: string, times = 1): PastRow {
  const row = rowOf(name)
  const [outage] = row.availability.outages
  const outages =
    outage === undefined
      ? []
      : Array.from({ length: times }, (_, n) => ({
          ...outage,
          cut: n === 1,
          until: n === 2 ? null : outage.until,
          planned: n === 3,
          lost: n === 3 ? (['ipv6'] as const) : outage.lost,
        }))
  const silence = aSilence('s-1', { by: ADA, filter: name, reason: name })
  return {
    ...row,
    availability: {
      ...row.availability,
      outages,
      availableUnplanned: 0.99,
      ms: { ...row.availability.ms, unknown: HOUR },
    },
    incidents: Array.from({ length: times }, (_, n) =>
      anIncident('i-1', { level: 'critical', reason: `${name} was down.`, resolvedAt: n === 0 ? null : NOW }),
    ),
    quiet: [{ kind: 'maintenance', silence: { ...silence, change: 'CHG-1' }, from: NOW - HOUR, until: NOW }],
  }
}

const NEVER = pastRow({
  id: 'n',
  name: 'never-seen',
  region: 'fr-par',
  gone: false,
  stretches: [],
  incidents: [],
  quiet: [],
})
/** A link that nothing was wrong with, and that nobody watched for the first hours of the day. */
function unwatched(name: string, hours: number): PastRow {
  const row = rowOf(name, false)
  const gap = { from: LAST_DAY.from, until: LAST_DAY.from + hours * HOUR }
  return pastRow({ ...row, stretches: hide(row.stretches, [gap]) })
}

const blind = { ...fresh, source: { type: 'snapshot', at: NOW - HOUR, failure } } as const

const PROBLEM = { type: 'problem', problem: 'That period cannot be read.', example: '7d or 2026-11' } as const

storedViews([
  {
    file: 'history',
    shown: [
      ...EVERY_ROW.map((row) => historyOf(row.name, row)),
      historyOf('an outage', eventful('paris-a')),
      historyOf('many outages, and not all of it known', eventful('paris-a', 4), false),
      historyOf('never seen', NEVER),
      historyOf('hardly watched', unwatched('paris-a', 21)),
      historyOf('nobody watched', unwatched('paris-a', 24)),
      { title: 'a problem', message: renderHistory(PROBLEM, NOW) },
      {
        title: 'an unknown link',
        message: renderHistory({ type: 'unknown', words: 'lyon', nearest: [], scopes: [], after: '7d' }, NOW),
      },
    ],
    hostile: (name) => [historyOf('hostile', { ...eventful(name, 200), region: name, id: name }, false)],
  },
  {
    file: 'report',
    shown: [
      {
        title: 'every status and kind',
        message: renderReport(
          { type: 'found', report: reportOf(EVERY_ROW, [rowOf('production')]), scopes: [fresh] },
          NOW,
        ),
      },
      {
        title: 'one of two',
        message: renderReport(
          {
            type: 'found',
            report: {
              ...reportOf([eventful('paris-a', 4), rowOf('paris-b', false), NEVER]),
              knownFrom: KNOWN_FROM,
              filter: 'paris',
            },
            scopes: [fresh],
          },
          NOW,
        ),
      },
      {
        title: 'nobody watched',
        message: renderReport(
          { type: 'found', report: reportOf([unwatched('paris-a', 24)]), scopes: [blind] },
          NOW,
        ),
      },
      {
        title: 'hardly watched',
        message: renderReport(
          {
            type: 'found',
            report: reportOf([unwatched('paris-a', 21), unwatched('paris-b', 24)]),
            scopes: [fresh],
          },
          NOW,
        ),
      },
      {
        title: 'words that were no period',
        message: renderReport(
          { type: 'found', report: { ...reportOf([]), filter: 'last weak' }, scopes: [fresh] },
          NOW,
        ),
      },
      {
        title: 'no link',
        message: renderReport({ type: 'found', report: reportOf([]), scopes: [fresh] }, NOW),
      },
      { title: 'a problem', message: renderReport(PROBLEM, NOW) },
    ],
    hostile: (name) => {
      const rows = Array.from({ length: 300 }, () => ({ ...eventful(name, 4), region: name }))
      return [
        {
          title: 'hostile',
          message: renderReport(
            { type: 'found', report: { ...reportOf(rows, rows), filter: name }, scopes: [fresh] },
            NOW,
          ),
        },
      ]
    },
  },
])
