import type { InferredWindow } from '../alerting/alert.ts'
import { type Decision, decideAgain, decideLink } from '../alerting/decision.ts'
import { TIMED_RULES } from '../alerting/level-rules.ts'
import { carriedFamilies, type LinkChange, statusSince } from '../alerting/levels.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState, WatchedLink } from '../domain/memory.ts'
import type { Directory, FailedSnapshot } from '../domain/snapshot.ts'
import { subjectOf, type Transition, vpcsOf } from '../domain/transition.ts'
import { type ConfirmedSnapshot, type DirectoryDiff, diffDirectory } from './diff.ts'
import { isOwnAct } from './own-acts.ts'
import type { OwnAct, ScopeChange } from './ports.ts'
import { type ScopeView, viewScope } from './scope-view.ts'
import type { StoryBook, StoryBookInput } from './story-book.ts'

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
}

/** What one scope's reading came to. */
export interface DecidedScope {
  readonly change: ScopeChange
  readonly state: ScopeState
}

/** Decides the first whole reading of a scope: its baseline. */
export function decideBaseline(
  state: ScopeState,
  confirmed: ConfirmedSnapshot,
  input: PollInput,
  book: StoryBook,
): DecidedScope {
  const { at, links } = confirmed.snapshot
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory } = directoryDiff
  const view = viewScope(state, confirmed)
  const watched = links.map((after): WatchedLink => {
    const evidence = gatherEvidence(after, { links: view.intoVpc(after.vpcId), directory, carried: [] })
    const change: LinkChange = { before: null, after, evidence, ours: false, baseline: true }
    const decision = decideLink(change, null, input)
    if (decision.act === 'open') book.badAtFirstSight(state.scope, after, decision)
    return watch(change, after, decision, at)
  })
  book.baseline(confirmed.snapshot)
  const carried = new Map(watched.map((known) => [known.link.id, known.carried]))
  const seen = { ...view, carriedBy: (linkId: string) => carried.get(linkId) ?? [] }
  book.connections(state, directory.connections, seen, true)
  return concludeSeen(state, confirmed, { watched, directoryDiff, transitions: [], baseline: true })
}

/** Decides a whole reading of a scope that is remembered. */
export function decideSeen(
  { state, confirmed, transitions }: Extract<ScopeReading, { type: 'seen' }>,
  input: PollInput,
  book: StoryBook,
): DecidedScope {
  const { at } = confirmed.snapshot
  const view = viewScope(state, confirmed)
  const inferred = unseenWindow(state, at, input.firstPoll)
  const directoryDiff = diffDirectory(state.directory, confirmed.snapshot)
  const { directory } = directoryDiff
  book.connections(state, directory.connections, view, false)
  book.policies(state, directory.policies, view)

  const watched: WatchedLink[] = []
  const told = transitions.map((transition): ScopeChange['transitions'][number] => {
    const subject = subjectOf(transition)
    const before = state.links.get(subject.id) ?? null
    const after = transition.type === 'vanished' ? null : transition.after
    const known = {
      directory,
      before: transition.type === 'changed' ? transition.before : null,
      carried: before?.carried ?? [],
    }
    const evidence = gatherEvidence(subject, { ...known, links: view.intoVpc(subject.vpcId) })
    const change: LinkChange = {
      before,
      after,
      // What is left of a VPC that a link has just left is judged by the links into that VPC.
      evidence: leftVpc(before, subject)
        ? gatherEvidence(before.link, { ...known, links: view.intoVpc(before.link.vpcId) })
        : evidence,
      ours: isOwnAct(transition, input.ownActs),
      // A link older than the baseline that only shows now could not be read then.
      baseline: before === null && subject.createdAt < (state.baselineAt ?? 0),
    }
    const decision = decideLink(change, book.openIncidentOf(subject.id), input)
    const incidentId = book.linkChange({ decision, state, transition, evidence, inferred })
    if (after !== null) watched.push(watch(change, after, decision, at))
    return { ...transition, reason: decision.reason, incidentId }
  })
  const again = judgeAgain({ state, confirmed, transitions, view, directory }, input, book)
  const concluded = concludeSeen(state, confirmed, {
    watched: [...watched, ...again],
    directoryDiff,
    transitions: told,
    baseline: false,
  })
  book.confirmRecoveries(state.scope.id, (linkId) => {
    const now = concluded.state.links.get(linkId)
    if (now === undefined || now.unreadSince !== null) return null
    return gatherEvidence(now.link, { links: view.intoVpc(now.link.vpcId), directory, carried: now.carried })
  })
  book.scopeReadable(state)
  return concluded
}

/**
 * Judges links that were read and did not change: those that time alone makes louder, those whose incident a change of a
 * link into the same VPC may re-rate, and at a start all of them, since nobody may have watched their region while it was
 * not configured, and its incidents were ended then. Returns what is to be remembered anew.
 */
function judgeAgain(
  seen: {
    readonly state: ScopeState
    readonly confirmed: ConfirmedSnapshot
    readonly transitions: readonly Transition[]
    readonly view: ScopeView
    readonly directory: Directory
  },
  input: PollInput,
  book: StoryBook,
): readonly WatchedLink[] {
  const { state, confirmed, transitions, view, directory } = seen
  const { at } = confirmed.snapshot
  const changed = new Set(transitions.map((transition) => subjectOf(transition).id))
  const changedVpcs = new Set(transitions.flatMap(vpcsOf))
  const read = new Set([...confirmed.snapshot.links, ...confirmed.found].map(({ id }) => id))
  const remembered: WatchedLink[] = []
  for (const before of state.links.values()) {
    const { link } = before
    if (changed.has(link.id) || !read.has(link.id)) continue
    const incident = book.openIncidentOf(link.id)
    const siblingChanged = incident !== null && link.vpcId !== null && changedVpcs.has(link.vpcId)
    if (!input.firstPoll && !siblingChanged && !TIMED_RULES.has(before.rule)) continue
    const evidence = gatherEvidence(link, {
      links: view.intoVpc(link.vpcId),
      directory,
      carried: before.carried,
    })
    const change: LinkChange = { before, after: link, evidence, ours: false, baseline: false }
    const decision = decideAgain(change, incident, input, siblingChanged)
    const transition: Transition = {
      type: 'changed',
      before: link,
      after: link,
      statusChanged: false,
      sessionsChanged: [],
      configuration: [],
      at,
    }
    // What is told once was told when it happened.
    if (decision.act !== 'tell_once')
      book.linkChange({ decision, state, transition, evidence, inferred: null })
    if (decision.rule !== before.rule) remembered.push(watch(change, link, decision, at))
  }
  return remembered
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

function watch(change: LinkChange, link: Link, decision: Decision, at: number): WatchedLink {
  const { before } = change
  return {
    link,
    firstSeenAt: before?.firstSeenAt ?? at,
    statusSince: statusSince(change, at),
    rule: decision.rule,
    ruleSince: decision.ruleSince,
    carried: carriedFamilies(change, decision),
    unreadSince: null,
  }
}

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
