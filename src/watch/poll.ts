import { TIMED_RULES } from '../alerting/level-rules.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import type { Clock } from '../domain/clock.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { FailedSnapshot, Scope, SeenSnapshot } from '../domain/snapshot.ts'
import { spanStart } from '../domain/span.ts'
import { subjectOf, vpcsOf } from '../domain/transition.ts'
import { decidePoll, type PollOutcome } from './decide-poll.ts'
import type { ScopeReading } from './decide-seen.ts'
import { type ConfirmedSnapshot, diffLinks, missingLinks } from './diff.ts'
import type { PollReport, WatchObserver } from './observer.ts'
import type { InterlinkReader, PollRecord, WatchStore } from './ports.ts'

/** What the poller works with. */
export interface PollerParts {
  readonly scopes: readonly Scope[]
  readonly reader: InterlinkReader
  readonly store: WatchStore
  readonly clock: Clock
  readonly newId: () => string
  /** The id of the channel that alerts go to. */
  readonly channel: string
  readonly settings: AlertSettings
  /** All regions together have to answer within this (ms). */
  readonly deadlineMs: number
  readonly observer: WatchObserver
  /** Called once something new stands in the outbox. */
  readonly onDeliveries: () => void
}

/** Polls all scopes at once, decides what changed, and records it whole. */
export interface Poller {
  /**
   * Runs a poll, or joins the one under way. Null when something broke, which was reported, or when it was stopped:
   * nothing was recorded then.
   */
  poll(): Promise<PollReport | null>
  /** Polls no more: a poll that is reading is given up and records nothing, one that is past that is waited for. */
  stop(): Promise<void>
}

/** GETs under way at once while links that are missing from a list are looked for. */
const CONFIRMATIONS_AT_ONCE = 8
/** An act of the bot's own shows in the API before or after the poll that follows it by at most this (ms). */
const OWN_ACT_SLACK_MS = 60_000

/** Makes a poller. What it remembers is loaded from the store at its first poll. */
export function createPoller(parts: PollerParts): Poller {
  const { scopes, reader, store, clock } = parts
  let remembered: ReadonlyMap<string, ScopeState> | null = null
  let polls = 0
  let underWay: Promise<PollReport | null> | null = null
  let deadline: AbortController | null = null
  let stopped = false

  const load = async (): Promise<ReadonlyMap<string, ScopeState>> => {
    const states = await Promise.all(scopes.map((scope) => store.loadScope(scope)))
    return new Map(states.map((state) => [state.scope.id, state]))
  }

  const read = async (state: ScopeState, signal: AbortSignal): Promise<ScopeReading> => {
    const snapshot = await reader.readScope(state.scope, signal)
    if (snapshot.type === 'failed') return { type: 'failed', state, snapshot }
    if (snapshot.links.length === 0 && snapshot.malformed.length > 0) {
      return { type: 'failed', state, snapshot: illegible(snapshot) }
    }
    const confirmed = await confirm(state, snapshot, reader, signal)
    return { type: 'seen', state, confirmed, transitions: diffLinks(state, confirmed) }
  }

  const pollOnce = async (): Promise<PollReport | null> => {
    const startedAt = clock.now()
    const ending = new AbortController()
    deadline = ending
    remembered ??= await load()
    const states = [...remembered.values()]
    const timer = clock.setTimer(parts.deadlineMs, () => ending.abort())
    const readings = await Promise.all(states.map((state) => read(state, ending.signal))).finally(() =>
      timer.cancel(),
    )
    // What was given up halfway says nothing of Scaleway.
    if (stopped) return null
    const openIncidents = await store.openIncidents()
    const { record, states: next } = await decide(readings, openIncidents)
    await store.recordPoll(record)
    remembered = new Map(next.map((state) => [state.scope.id, state]))
    polls += 1
    if (record.deliveries.length > 0) parts.onDeliveries()
    return report(readings, record, openIncidents, startedAt, clock.now())
  }

  const decide = async (
    readings: readonly ScopeReading[],
    openIncidents: readonly Incident[],
  ): Promise<PollOutcome> => {
    const at = clock.now()
    const keys = affectedRoots(
      openIncidents,
      readings,
      spanStart(at, parts.settings.timers.rollUpWindow, parts.settings.hours.zone),
      polls === 0,
    )
    const since = Math.min(at, ...readings.map(({ state }) => state.lastGoodAt ?? at)) - OWN_ACT_SLACK_MS
    return decidePoll({
      readings,
      openIncidents,
      roots: keys.length === 0 ? new Map() : await store.rootMessages(keys),
      ownActs: await store.ownActs(since),
      firstPoll: polls === 0,
      settings: parts.settings,
      channel: parts.channel,
      newId: parts.newId,
      at,
    })
  }

  const pollSafely = async (): Promise<PollReport | null> => {
    try {
      const done = await pollOnce()
      if (done !== null) parts.observer.polled(done)
      return done
    } catch (error) {
      // What is in memory may be older than what is stored: the next poll starts from the store.
      remembered = null
      parts.observer.pollBroke(error)
      return null
    }
  }

  return {
    poll() {
      if (stopped) return Promise.resolve(null)
      underWay ??= pollSafely().finally(() => {
        underWay = null
      })
      return underWay
    },
    async stop() {
      stopped = true
      deadline?.abort()
      await underWay
    },
  }
}

/** A region in whose answer no link at all can be understood is as good as unreadable. */
function illegible({ scope, at, malformed }: SeenSnapshot): FailedSnapshot {
  return {
    type: 'failed',
    scope,
    at,
    failure: {
      reason: 'malformed',
      message: `None of the ${malformed.length} links that Scaleway lists in ${scope.region} can be understood (${malformed[0]?.problem}). The API may have changed: look for a newer version of the bot.`,
      status: null,
      requestId: null,
      retryable: true,
    },
  }
}

/** Looks for every link that the list lacks. One that cannot be looked for now stays as it is remembered. */
async function confirm(
  state: ScopeState,
  listed: SeenSnapshot,
  reader: InterlinkReader,
  signal: AbortSignal,
): Promise<ConfirmedSnapshot> {
  const found: Link[] = []
  const gone = new Set<string>()
  const waiting = [...missingLinks(state, listed)]
  const worker = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const reading = await reader.readLink(state.scope, id, signal)
      if (reading.type === 'absent') gone.add(id)
      if (reading.type === 'found') found.push(reading.link)
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONFIRMATIONS_AT_ONCE, waiting.length) }, worker))

  // A link may be shown as `deleted` for a moment before it is gone.
  const isDeleted = (link: Link) => link.status === 'deleted'
  for (const link of [...listed.links, ...found])
    if (isDeleted(link) && state.links.has(link.id)) gone.add(link.id)
  return {
    snapshot: { ...listed, links: listed.links.filter((link) => !isDeleted(link)) },
    found: found.filter((link) => !isDeleted(link)),
    gone,
  }
}

/**
 * Root messages that this poll may have to tell anew: of links that changed, are up again, are judged again, or went bad
 * so recently that others may turn out to have the same cause; and of all that is not one link.
 */
function affectedRoots(
  incidents: readonly Incident[],
  readings: readonly ScopeReading[],
  recentSince: number,
  firstPoll: boolean,
): readonly string[] {
  const watched = new Set(readings.map(({ state }) => state.scope.id))
  const transitions = readings.flatMap((reading) => (reading.type === 'seen' ? reading.transitions : []))
  const changed = new Set(transitions.map((transition) => subjectOf(transition).id))
  const vpcs = new Set(transitions.flatMap(vpcsOf))
  const known = new Map(readings.flatMap(({ state }) => [...state.links]))
  const judgedAgain = (linkId: string) => {
    const watched = known.get(linkId)
    return (
      watched !== undefined &&
      (firstPoll || TIMED_RULES.has(watched.rule) || vpcs.has(watched.link.vpcId ?? ''))
    )
  }
  return incidents.flatMap(({ subject, rootKey, upSince, firstBadAt }) =>
    rootKey !== null &&
    (subject.type !== 'link' ||
      upSince !== null ||
      (changed.size > 0 && firstBadAt >= recentSince) ||
      changed.has(subject.linkId) ||
      judgedAgain(subject.linkId) ||
      !watched.has(subject.scopeId))
      ? [rootKey]
      : [],
  )
}

function report(
  readings: readonly ScopeReading[],
  record: PollRecord,
  openBefore: readonly Incident[],
  startedAt: number,
  endedAt: number,
): PollReport {
  const incidents = new Map([...openBefore, ...record.incidents].map((incident) => [incident.id, incident]))
  return {
    at: endedAt,
    durationMs: endedAt - startedAt,
    openIncidents: [...incidents.values()].filter((incident) => incident.resolvedAt === null).length,
    deliveries: record.deliveries.length,
    scopes: readings.map((reading) =>
      reading.type === 'seen'
        ? {
            scope: reading.state.scope,
            links: reading.confirmed.snapshot.links.length,
            malformed: reading.confirmed.snapshot.malformed,
            transitions: reading.transitions.length,
            failure: null,
          }
        : {
            scope: reading.state.scope,
            links: 0,
            malformed: [],
            transitions: 0,
            failure: reading.snapshot.failure,
          },
    ),
  }
}
