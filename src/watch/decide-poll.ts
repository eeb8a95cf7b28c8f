import type { InferredWindow } from '../alerting/alert.ts'
import { type BlindnessSettings, judgeBlindness } from '../alerting/blindness.ts'
import { decideLink } from '../alerting/decision.ts'
import { carriedFamilies, type LinkChange } from '../alerting/levels.ts'
import type { RecoverySettings } from '../alerting/recovery.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import type { FailedSnapshot } from '../domain/snapshot.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import { type ConfirmedSnapshot, type DirectoryDiff, diffDirectory } from './diff.ts'
import { isOwnAct } from './own-acts.ts'
import type { OwnAct, PollRecord, ScopeChange } from './ports.ts'
import { openStoryBook, type StoryBook, type StoryBookInput } from './story-book.ts'

/** What one poll found in one scope, beside what was remembered of it. */
export type ScopeReading =
  | {
      readonly type: 'seen'
      readonly state: ScopeState
      readonly confirmed: ConfirmedSnapshot
      readonly transitions: readonly Transition[]
    }
  | { readonly type: 'failed'; readonly state: ScopeState; readonly snapshot: FailedSnapshot }

/** Everything a poll is decided on. Pure data, but for `newId`, which names new incidents and messages. */
export interface PollInput extends StoryBookInput {
  readonly readings: readonly ScopeReading[]
  readonly ownActs: readonly OwnAct[]
  /** Whether this is the first poll since the bot started: then a change lies somewhere since the last good poll. */
  readonly firstPoll: boolean
  readonly blindness: BlindnessSettings
  readonly recovery: RecoverySettings
}

/** What is to be recorded, and what is remembered once it is. */
export interface PollOutcome {
  readonly record: PollRecord
  readonly states: readonly ScopeState[]
}

/** Decides a whole poll: what changed, what is told, and why. Writes nothing. */
export function decidePoll(input: PollInput): PollOutcome {
  const book = openStoryBook(input)
  book.closeUnwatched(new Set(input.readings.map(({ state }) => state.scope.id)))
  const decided = input.readings.map((reading) =>
    reading.type === 'failed'
      ? decideFailed(reading.state, reading.snapshot, input, book)
      : reading.state.baselineAt === null
        ? decideBaseline(reading.state, reading.confirmed, book)
        : decideSeen(reading, input, book),
  )
  const unreadable = decided.flatMap(({ state }) =>
    state.baselineAt === null && state.lastFailure !== null
      ? [{ scope: state.scope, failure: state.lastFailure }]
      : [],
  )
  const states = decided.map(({ state }) => state)
  const { incidents, deliveries } = book.close(states, unreadable)
  return {
    record: { scopes: decided.map(({ change }) => change), incidents, deliveries },
    states,
  }
}

interface DecidedScope {
  readonly change: ScopeChange
  readonly state: ScopeState
}

function decideBaseline(state: ScopeState, confirmed: ConfirmedSnapshot, book: StoryBook): DecidedScope {
  const { links, at } = confirmed.snapshot
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory } = directoryDiff
  const watched = links.map((after): WatchedLink => {
    const evidence = gatherEvidence(after, { links, directory, carried: [] })
    const change: LinkChange = { before: null, after, evidence, ours: false, baseline: true }
    const decision = decideLink(change, null)
    if (decision.act === 'open') book.badAtFirstSight(state.scope, after, decision)
    return watch(change, after, decision, at)
  })
  book.baseline(confirmed.snapshot)
  return concludeSeen(state, confirmed, { watched, directoryDiff, transitions: [], baseline: true })
}

function decideSeen(
  { state, confirmed, transitions }: Extract<ScopeReading, { type: 'seen' }>,
  input: PollInput,
  book: StoryBook,
): DecidedScope {
  const { at } = confirmed.snapshot
  const links = transitions.length === 0 ? [] : linksNow(state, confirmed)
  const inferred = unseenWindow(state, at, input.firstPoll)
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory } = directoryDiff

  const watched: WatchedLink[] = []
  const told = transitions.map((transition): ScopeChange['transitions'][number] => {
    const subject = subjectOf(transition)
    const before = state.links.get(subject.id) ?? null
    const after = transition.type === 'vanished' ? null : transition.after
    const known = {
      links,
      directory,
      before: transition.type === 'changed' ? transition.before : null,
      carried: before?.carried ?? [],
    }
    const evidence = gatherEvidence(subject, known)
    const change: LinkChange = {
      before,
      after,
      evidence: leftVpc(before, subject) ? gatherEvidence(before.link, known) : evidence,
      ours: isOwnAct(transition, input.ownActs),
      // A link older than the baseline that only shows now could not be read then.
      baseline: before === null && subject.createdAt < (state.baselineAt ?? 0),
    }
    const decision = decideLink(change, book.openIncidentOf(subject.id))
    const incidentId = book.linkChange({ decision, state, transition, evidence, inferred })
    if (after !== null) watched.push(watch(change, after, decision, at))
    return { ...transition, reason: decision.reason, incidentId }
  })
  if (input.firstPoll) tellForgotten(state, confirmed, book)
  const concluded = concludeSeen(state, confirmed, {
    watched,
    directoryDiff,
    transitions: told,
    baseline: false,
  })
  book.confirmRecoveries(state.scope.id, input.recovery, (linkId) => {
    const now = concluded.state.links.get(linkId)
    if (now === undefined || now.unreadSince !== null) return null
    return gatherEvidence(now.link, { links: linksNow(state, confirmed), directory, carried: now.carried })
  })
  book.scopeReadable(state)
  return concluded
}

function decideFailed(
  state: ScopeState,
  { at, failure }: FailedSnapshot,
  input: PollInput,
  book: StoryBook,
): DecidedScope {
  const failing = {
    failingSince: state.failingSince ?? at,
    failedPolls: state.failedPolls + 1,
    lastFailure: failure,
  }
  const ruling = judgeBlindness(
    {
      failure,
      failingSince: failing.failingSince,
      failedPolls: failing.failedPolls,
      everRead: state.baselineAt !== null,
      outageOpen: book.hasOpenOutage(state.scope.id),
    },
    at,
    input.blindness,
  )
  book.scopeFailing(state, failing.failingSince, failure, ruling)
  return {
    change: {
      scope: state.scope,
      expectedVersion: state.version,
      at,
      outcome: { type: 'failed', failure },
      saveLinks: [],
      removeLinks: [],
      saveDirectory: {},
      removeDirectory: [],
      transitions: [],
    },
    state: { ...state, ...failing, version: state.version + 1 },
  }
}

function concludeSeen(
  state: ScopeState,
  confirmed: ConfirmedSnapshot,
  decided: {
    readonly watched: readonly WatchedLink[]
    readonly directoryDiff: DirectoryDiff
    readonly transitions: ScopeChange['transitions']
    readonly baseline: boolean
  },
): DecidedScope {
  const { at } = confirmed.snapshot
  const links = new Map(state.links)
  for (const id of confirmed.gone) links.delete(id)
  const saved = [...unreadChanges(state, confirmed), ...decided.watched]
  for (const link of saved) links.set(link.link.id, link)
  return {
    change: {
      scope: state.scope,
      expectedVersion: state.version,
      at,
      outcome: { type: 'seen', baseline: decided.baseline },
      saveLinks: saved,
      removeLinks: [...confirmed.gone],
      saveDirectory: decided.directoryDiff.save,
      removeDirectory: decided.directoryDiff.remove,
      transitions: decided.transitions,
    },
    state: {
      scope: state.scope,
      version: state.version + 1,
      baselineAt: state.baselineAt ?? at,
      lastGoodAt: at,
      failingSince: null,
      failedPolls: 0,
      lastFailure: null,
      links,
      directory: decided.directoryDiff.directory,
    },
  }
}

/**
 * At a start, links that are bad as remembered and have no open incident get one: nobody may have watched their region
 * while it was not configured, and its incidents were ended then.
 */
function tellForgotten(state: ScopeState, confirmed: ConfirmedSnapshot, book: StoryBook): void {
  const links = new Map(linksNow(state, confirmed).map((link) => [link.id, link]))
  const { directory } = state
  for (const before of state.links.values()) {
    const now = links.get(before.link.id)
    if (now === undefined || book.openIncidentOf(now.id) !== null) continue
    const evidence = gatherEvidence(now, { links: links.values(), directory, carried: before.carried })
    const decision = decideLink({ before, after: now, evidence, ours: false, baseline: false }, null)
    if (decision.act !== 'open') continue
    const transition: Transition = {
      type: 'changed',
      before: before.link,
      after: now,
      statusChanged: false,
      sessionsChanged: [],
      configuration: [],
      at: confirmed.snapshot.at,
    }
    book.linkChange({ decision, state, transition, evidence, inferred: null })
  }
}

/** Links that this poll could not read for the first time, and those that it can read again. */
function unreadChanges(state: ScopeState, confirmed: ConfirmedSnapshot): readonly WatchedLink[] {
  const read = new Set([...confirmed.snapshot.links, ...confirmed.found].map((link) => link.id))
  const changes: WatchedLink[] = []
  for (const [id, watched] of state.links) {
    if (confirmed.gone.has(id) || read.has(id) === (watched.unreadSince === null)) continue
    changes.push({
      ...watched,
      unreadSince: read.has(id) ? null : (state.lastGoodAt ?? confirmed.snapshot.at),
    })
  }
  return changes
}

function watch(
  change: LinkChange,
  link: Link,
  decision: ReturnType<typeof decideLink>,
  at: number,
): WatchedLink {
  const { before } = change
  return {
    link,
    firstSeenAt: before?.firstSeenAt ?? at,
    statusSince: before !== null && before.link.status === link.status ? before.statusSince : at,
    carried: carriedFamilies(change, decision),
    unreadSince: null,
  }
}

/** What is left of a VPC that a link has just left is judged by the links into that VPC. */
function leftVpc(before: WatchedLink | null, now: Link): before is WatchedLink {
  return before !== null && before.link.vpcId !== null && before.link.vpcId !== now.vpcId
}

/** A longer gap than this between two good polls is told along with what changed in it (ms). */
const GAP_TOLD_MS = 3 * 60_000

/** The window in which nobody watched the scope: the bot was off, or the region could not be read for long. */
function unseenWindow({ lastGoodAt }: ScopeState, at: number, firstPoll: boolean): InferredWindow | null {
  if (lastGoodAt === null || !(firstPoll || at - lastGoodAt > GAP_TOLD_MS)) return null
  return { after: lastGoodAt, before: at }
}

/** All links of the scope as they are now. */
function linksNow(state: ScopeState, confirmed: ConfirmedSnapshot): readonly Link[] {
  const now = new Map<string, Link>()
  for (const [id, { link }] of state.links) if (!confirmed.gone.has(id)) now.set(id, link)
  for (const link of [...confirmed.snapshot.links, ...confirmed.found]) now.set(link.id, link)
  return [...now.values()]
}
