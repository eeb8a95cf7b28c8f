import type { Incident, Level } from '../../src/domain/incident.ts'
import type { Recorded } from './run.ts'
import type { PollSight, Sight } from './world.ts'

/** What should have been told of regions that polls could not read, by a naive replay. Times are those of polls (ms). */
export interface BlindTime {
  readonly region: string
  /** The first poll that could not read it. */
  readonly from: number
  /** When that was told, and when it was told to be worse. */
  readonly levels: { readonly at: number; readonly level: Level }[]
  /** Which message tells it: the first of those with one cause has a number of its own, and the others have the same. */
  readonly message: number
  /** The poll that could read it again; null where none has. */
  to: number | null
}

const MINUTE_MS = 60_000
/** A credential that is refused is told by the polls that it was refused at; anything else by its time. */
const REFUSED_POLLS = 2
const TOLD_AFTER_MS = 5 * MINUTE_MS
const LOUDER_AFTER_MS = 15 * MINUTE_MS
/** So many polls did not even take place. */
const SLOTS_STOOD_STILL = 3
/** Regions that become unreadable within this may have one cause (ms). */
const TOGETHER_MS = 3 * MINUTE_MS

interface Failing {
  readonly since: number
  polls: number
  time: BlindTime | null
}

const LOUDNESS: Record<Level, number> = { info: 0, warning: 1, error: 2, critical: 3 }

/** Replays the polls. `outage` says whether a region had an outage that nobody saw the end of before a poll. */
export function blindTimes(
  polls: readonly PollSight[],
  outage: (region: string, at: number) => boolean,
): readonly BlindTime[] {
  const times: BlindTime[] = []
  const failing = new Map<string, Failing>()
  const lastRead = new Map<string, number>()
  let messages = 0
  for (const { at, sights } of polls) {
    const failures = new Map(sights.map(({ region, failure }) => [region, failure]))
    const inOneMessage = (sight: Sight, since: number): number => {
      const companion = times
        .filter(({ region, to }) => to === null && failures.get(region) !== null)
        .sort((a, b) => a.from - b.from)
        .find(
          ({ region, from }) =>
            Math.abs(from - since) <= TOGETHER_MS &&
            isRefused(failures.get(region)) === isRefused(sight.failure),
        )
      return companion?.message ?? messages++
    }
    for (const { region, failure } of sights)
      if (failure === null) {
        const time = failing.get(region)?.time ?? null
        if (time !== null) time.to = at
        failing.delete(region)
        lastRead.set(region, at)
      }
    for (const sight of sights) {
      const { region, failure } = sight
      const read = lastRead.get(region)
      if (failure === null || read === undefined) continue
      const now = failing.get(region) ?? { since: at, polls: 0, time: null }
      failing.set(region, now)
      now.polls += 1
      const refused = isRefused(failure)
      const long = refused ? now.polls >= REFUSED_POLLS : at - now.since >= TOLD_AFTER_MS
      const stoodStill = Math.floor((at - read) / MINUTE_MS) - now.polls >= SLOTS_STOOD_STILL
      if (!long && !stoodStill) continue
      const level: Level = outage(region, at)
        ? 'critical'
        : !refused && at - now.since >= LOUDER_AFTER_MS
          ? 'error'
          : 'warning'
      if (now.time === null) {
        now.time = { region, from: now.since, levels: [], message: inOneMessage(sight, now.since), to: null }
        times.push(now.time)
      }
      const before = now.time.levels.at(-1)
      if (before === undefined || LOUDNESS[level] > LOUDNESS[before.level])
        now.time.levels.push({ at, level })
    }
  }
  return times
}

function isRefused(failure: Sight['failure'] | undefined): boolean {
  return failure === 'unauthenticated'
}

/** Whether a region had an incident of a link or connection that is at least as loud as an error before a moment. */
export function outageIn(records: readonly Recorded[]): (region: string, at: number) => boolean {
  return (region, at) => {
    const latest = new Map<string, Incident>()
    for (const { at: recordedAt, record } of records)
      if (recordedAt < at) for (const incident of record.incidents) latest.set(incident.id, incident)
    return [...latest.values()].some(
      ({ subject, level, resolvedAt }) =>
        resolvedAt === null &&
        subject.scopeId.endsWith(`/${region}`) &&
        (subject.type === 'connection'
          ? level === 'critical'
          : subject.type === 'link' && (level === 'error' || level === 'critical')),
    )
  }
}

/** What a channel was told of one time in which a region could not be read. */
export interface ToldBlind {
  readonly incidentId: string
  readonly region: string
  readonly from: number
  readonly levels: { readonly at: number; readonly level: Level }[]
  /** The messages that ever named it. */
  readonly messages: Set<string>
  readonly lines: { readonly at: number; readonly event: string }[]
  to: number | null
}

/** Reads from the records what was made of regions that could not be read, and what a channel was told of it. */
export function toldBlindIn(channel: string, records: readonly Recorded[]): readonly ToldBlind[] {
  const all = new Map<string, ToldBlind>()
  for (const { at, record } of records) {
    for (const { id, subject, level, firstBadAt, resolvedAt } of record.incidents) {
      if (subject.type !== 'scope') continue
      const region = subject.scopeId.split('/').at(-1) ?? ''
      const told = all.get(id) ?? {
        incidentId: id,
        region,
        from: firstBadAt,
        levels: [],
        messages: new Set(),
        lines: [],
        to: null,
      }
      all.set(id, told)
      if (told.levels.at(-1)?.level !== level) told.levels.push({ at, level })
      told.to = resolvedAt
    }
    for (const { channel: where, dispatch, alert } of record.deliveries) {
      if (where !== channel) continue
      const message = dispatch.type === 'post' ? dispatch.key : dispatch.parentKey
      if (alert.type === 'scope')
        for (const { incident } of alert.regions) all.get(incident.id)?.messages.add(message)
      if (alert.type === 'scope_line')
        for (const { incident, event } of alert.changes) all.get(incident.id)?.lines.push({ at, event })
    }
  }
  return [...all.values()]
}
