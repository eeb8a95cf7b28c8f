import type { AlertSettings } from '../alerting/settings.ts'
import type { DeletionAsked } from '../diagnostics/evidence.ts'
import type { Clock } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { FailedSnapshot, SeenSnapshot } from '../domain/snapshot.ts'
import { linkStatus } from '../domain/status.ts'
import { subjectOf } from '../domain/transition.ts'
import { decidePoll } from './decide-poll.ts'
import type { ScopeReading } from './decide-seen.ts'
import { type ConfirmedSnapshot, diffLinks, missingLinks } from './diff.ts'
import type { Ledger } from './ledger.ts'
import type { PollReport, WatchObserver } from './observer.ts'
import type {
  ChangeSource,
  InterlinkReader,
  OrderedLinks,
  OwnAct,
  Pager,
  WatchRecord,
  WatchStore,
} from './ports.ts'
import type { WatchState } from './state.ts'
import { askWhoChanged } from './who-changed.ts'

/** Knows which partners were told of their orders. */
interface ContactedPartners {
  /** When the partners of these links were last contacted (ms), by link id; what nobody marked is left out. */
  contactsOf(linkIds: readonly string[]): Promise<ReadonlyMap<string, { readonly at: number }>>
}

/** What the poller works with. */
export interface PollerParts {
  readonly ledger: Ledger
  readonly reader: InterlinkReader
  readonly changes: ChangeSource
  readonly store: Pick<WatchStore, 'ownActs'>
  readonly contacted: ContactedPartners
  readonly ordered: OrderedLinks
  readonly clock: Clock
  readonly newId: () => string
  /** The id of the channel that alerts go to. */
  readonly channel: string
  readonly pagers: readonly Pager[]
  readonly settings: AlertSettings
  /** How many polls the schedule holds after one moment and until another (ms). */
  readonly slots: (after: number, until: number) => number
  /** All regions together have to answer within this (ms). */
  readonly deadlineMs: number
  readonly observer: WatchObserver
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

/** A link that the bot ordered longer ago (ms) is not told as one that took another's place any more. */
const ORDERED_LATELY_MS = 90 * 86_400_000

/** What the bot left undone longer ago (ms) is not looked at any more: the first poll after it has told it. */
const HALTED_LATELY_MS = 7 * 86_400_000

/** Makes a poller. */
export function createPoller(parts: PollerParts): Poller {
  const { ledger, reader, store, clock } = parts
  /** Scopes that were read whole since the start. */
  const readBefore = new Set<string>()
  let underWay: Promise<PollReport | null> | null = null
  let deadline: AbortController | null = null
  let stopped = false

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
    // Only polls change what is known of scopes, and one at a time: what is read here still holds when it is decided on.
    const states = [...(await ledger.read()).scopes.values()]
    const timer = clock.setTimer(parts.deadlineMs, () => ending.abort())
    const readings = await Promise.all(states.map((state) => read(state, ending.signal))).finally(() =>
      timer.cancel(),
    )
    // What was given up halfway says nothing of Scaleway.
    if (stopped) return null
    const since = Math.min(clock.now(), ...states.map(({ lastGoodAt }) => lastGoodAt ?? clock.now()))
    const deletions = await parts.ordered.deletionsOf(deletedIn(readings))
    const ownActs = [...(await store.ownActs(since - OWN_ACT_SLACK_MS)), ...[...deletions].map(asOwnAct)]
    const contacted = await askContacted(parts.contacted, readings)
    const ordered = await parts.ordered.orderedSince(clock.now() - ORDERED_LATELY_MS)
    const halted = await parts.ordered.haltedSince(clock.now() - HALTED_LATELY_MS)
    const reorders = await parts.ordered.openReorders()
    deadline = new AbortController()
    const whoChanged = await askWhoChanged(
      { source: parts.changes, store, clock, settings: parts.settings },
      readings,
      ownActs,
      deadline,
    )
    const report = await ledger.write((state) => {
      const { record, states: scopes } = decidePoll({
        ...decidedOn(state),
        readings,
        ownActs,
        contacted,
        ordered,
        halted,
        deletions,
        reorders,
        whoChanged,
      })
      return { record, scopes, result: reportOf(readings, record, state, startedAt, clock.now()) }
    })
    for (const reading of readings) if (reading.type === 'seen') readBefore.add(reading.state.scope.id)
    return report
  }

  const decidedOn = (state: WatchState) => ({
    state,
    readBefore,
    settings: parts.settings,
    channel: parts.channel,
    pagers: parts.pagers,
    slotsSince: (at: number) => parts.slots(at, clock.now()),
    newId: parts.newId,
    at: clock.now(),
  })

  const pollSafely = async (): Promise<PollReport | null> => {
    try {
      const done = await pollOnce()
      if (done !== null) parts.observer.polled(done)
      return done
    } catch (error) {
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

/** The links that this poll shows as gone, or as changed while they are being deleted: that may have begun long ago. */
function deletedIn(readings: readonly ScopeReading[]): readonly string[] {
  return readings.flatMap((reading) =>
    reading.type === 'failed'
      ? []
      : reading.transitions.flatMap((transition) => {
          const { id, status } = subjectOf(transition)
          const isDeleted = transition.type === 'vanished' || linkStatus(status) === 'deprovisioning'
          return isDeleted ? id : []
        }),
  )
}

function asOwnAct([linkId, { at }]: readonly [string, DeletionAsked]): OwnAct {
  return { linkId, change: 'deletion', at }
}

/** Which of the orders that wait for an answer their partners were told of. */
async function askContacted(source: ContactedPartners, readings: readonly ScopeReading[]) {
  const waiting = readings.flatMap((reading) =>
    reading.type === 'failed'
      ? []
      : [...reading.confirmed.snapshot.links, ...reading.confirmed.found].flatMap(({ id, status }) =>
          status === 'requested' ? id : [],
        ),
  )
  return waiting.length === 0 ? new Map<string, never>() : source.contactsOf(waiting)
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

function reportOf(
  readings: readonly ScopeReading[],
  record: WatchRecord,
  { incidents: openBefore }: WatchState,
  startedAt: number,
  endedAt: number,
): PollReport {
  const changed = record.incidents.map((incident) => [incident.id, incident] as const)
  const incidents = new Map([...openBefore, ...changed])
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
