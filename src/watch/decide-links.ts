import { isMeant } from '../alerting/acknowledgements.ts'
import type { InferredWindow } from '../alerting/alert.ts'
import { dueMarks, provisioningDue } from '../alerting/deadlines.ts'
import { type Decision, decideAgain, decideLink, decideMeant } from '../alerting/decision.ts'
import { noteHealth, whileFlapping } from '../alerting/flapping.ts'
import { MOMENTARY_RULES, OWN_CHANGE, TIMED_RULES } from '../alerting/level-rules.ts'
import type { LinkChange } from '../alerting/levels.ts'
import {
  type DeletionAsked,
  type Evidence,
  gatherEvidence,
  type Predecessor,
  type SiblingDoubt,
  vpcAtStake,
} from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import { type ScopeState, servedVpc, type WatchedLink } from '../domain/memory.ts'
import type { Directory } from '../domain/snapshot.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import { isDetail, subjectOf, type Transition, vpcsOf, type WhoChanged } from '../domain/transition.ts'
import type { Books } from './books.ts'
import type { ConfirmedSnapshot } from './diff.ts'
import { flap } from './flap.ts'
import { missedOf, refreshed } from './halted.ts'
import { isOwnAct } from './own-acts.ts'
import type { HaltedDeletion, OwnAct, ScopeChange } from './ports.ts'
import { remember, servingAsAsked } from './remember.ts'
import type { Replacements } from './replacements.ts'
import type { ScopeView } from './scope-view.ts'
import type { StoryBook } from './story-book.ts'
import { unseen } from './wording.ts'

/** A scope that was read, with all that decisions on its links look at. */
export interface SeenScope {
  readonly state: ScopeState
  readonly confirmed: ConfirmedSnapshot
  readonly transitions: readonly Transition[]
  readonly view: ScopeView
  /** As it is now, and the ids of policies and VPCs in it that changed. */
  readonly directory: Directory
  readonly changedEntries: ReadonlySet<string>
  /** Links that cannot be counted on now, by id: the work on them was announced, or they flap. */
  readonly doubts: ReadonlyMap<string, SiblingDoubt>
  /** When nobody watched the scope; null where somebody did. */
  readonly inferred: InferredWindow | null
  readonly ownActs: readonly OwnAct[]
  /** When the partners of orders that wait were last contacted (ms), by link id. */
  readonly contacted: ReadonlyMap<string, { readonly at: number }>
  /** In whose place the bot ordered links, by the id of the new one. */
  readonly ordered: ReadonlyMap<string, Predecessor>
  /** Deletions of the bot's that do not go on by themselves, by the id of the link. */
  readonly halted: ReadonlyMap<string, HaltedDeletion>
  /** Deletions that the bot made, however long ago, of links that are being deleted or gone, by id. */
  readonly deletions: ReadonlyMap<string, DeletionAsked>
  /** Who made the changes that this poll shows, by link id, as far as it is known. */
  readonly whoChanged: ReadonlyMap<string, WhoChanged>
  /** What took the place of links that are gone. */
  readonly replacements: Replacements
  /** Whether this is the first poll since the bot started. */
  readonly firstPoll: boolean
}

/** What decisions on links came to. */
export interface DecidedLinks {
  /** What is to be remembered anew. */
  readonly watched: readonly WatchedLink[]
  readonly transitions: ScopeChange['transitions']
}

/** Statuses in which a link waits for somebody, and deadlines run. */
const WAITING: readonly LinkStatus[] = ['requested', 'provisioning', 'deprovisioning', 'refused', 'expired']

/** Decides on every link that changed, and on every other that has to be judged again. */
export function decideLinks(seen: SeenScope, books: Books, book: StoryBook): DecidedLinks {
  const watched: WatchedLink[] = []
  const transitions = seen.transitions.map((transition): ScopeChange['transitions'][number] => {
    const { change: changed, evidence } = changeOf(seen, transition, books)
    const incident = book.openIncidentOf(subjectOf(transition).id)
    const meant = isDetail(transition) ? decideMeant(changed, incident, books) : null
    const { change, decision } = meant ?? { change: changed, decision: decideLink(changed, incident, books) }
    const { remembered, incidentId } = tell(seen, { change, decision, transition, evidence }, books, book)
    if (remembered !== null) watched.push(remembered)
    // Only where the end of an earlier incident tells it: a message of its own says it itself.
    if (change.after === null && change.before !== null && incident?.heldBack === null)
      seen.replacements.tell(incident, change.before)
    return { ...transition, reason: `${decision.reason}${unseen(seen.inferred)}`, incidentId }
  })
  return { watched: [...watched, ...judgeAgain(seen, books, book)], transitions }
}

/** A change of one link, with what is known of it. */
function changeOf(
  seen: SeenScope,
  transition: Transition,
  books: Books,
): { readonly change: LinkChange; readonly evidence: Evidence } {
  const { state, view, directory, ownActs, whoChanged, doubts, replacements } = seen
  const subject = subjectOf(transition)
  const lately = state.links.get(subject.id) ?? null
  const missed = transition.type === 'changed' ? missedOf(seen, lately, subject) : null
  const remembered = missed?.before ?? lately
  const ours = missed === null && isOwnAct(transition, ownActs)
  const before = ours && remembered !== null ? servingAsAsked(remembered, subject) : remembered
  const carriedInto = servedVpc(before, subject, books.at)
  const vpcId = vpcAtStake(subject, carriedInto)
  const known = {
    directory,
    before: transition.type === 'changed' ? transition.before : null,
    carried: before?.carried ?? [],
    doubts,
    changedBy: whoChanged.get(subject.id),
    orderedFor: seen.ordered.get(subject.id),
    halted: missed?.halted,
    deletedByBot: ours && (transition.type === 'vanished' || linkStatus(subject.status) === 'deprovisioning'),
    deletedFor: seen.deletions.get(subject.id),
    left: before?.left,
    leavers: view.leaversOf(vpcId, books.at),
    provisioningDue: provisioningDue(subject, statusSinceOf(before, subject, books.at), books.settings),
  }
  const evidence = gatherEvidence(subject, { ...known, carriedInto, links: view.intoVpc(vpcId) })
  const change: LinkChange = {
    before,
    after: transition.type === 'vanished' ? null : transition.after,
    evidence,
    ours,
    // A link older than the baseline that only shows now could not be read then.
    baseline: before === null && subject.createdAt < (state.baselineAt ?? 0),
    marks: marksOf(seen, before, subject, books).ofStatus,
    replacement: replacements.of(subject.id),
  }
  return { change, evidence }
}

/**
 * Judges links that were read and did not change: those that time alone makes louder, that wait for somebody or flap;
 * those that a change of a link into the same VPC, or of their policy or VPC, may concern; and at a start all without
 * an incident, since nobody may have watched their region while it was not configured, and its incidents were ended then.
 */
function judgeAgain(seen: SeenScope, books: Books, book: StoryBook): readonly WatchedLink[] {
  const { state, confirmed, transitions, view, directory, changedEntries } = seen
  const changed = new Set(transitions.map((transition) => subjectOf(transition).id))
  const changedVpcs = new Set(transitions.flatMap(vpcsOf))
  const toldVpcs = new Set(
    transitions
      .filter((transition) => book.openIncidentOf(subjectOf(transition).id)?.heldBack === null)
      .flatMap(vpcsOf),
  )
  const read = new Set([...confirmed.snapshot.links, ...confirmed.found].map(({ id }) => id))
  const watched: WatchedLink[] = []
  for (const remembered of state.links.values()) {
    const { link } = remembered
    if (changed.has(link.id) || !read.has(link.id)) continue
    const missed = missedOf(seen, remembered, link)
    const before = missed?.before ?? remembered
    const incident = book.openIncidentOf(link.id)
    const carriedInto = servedVpc(before, link, books.at)
    const vpcId = vpcAtStake(link, carriedInto)
    const siblingChanged = incident !== null && vpcId !== null && changedVpcs.has(vpcId)
    const concerned =
      (seen.firstPoll && incident === null) ||
      missed !== null ||
      siblingChanged ||
      // What an independent link has made milder is judged by how that link is.
      incident?.level === 'error' ||
      TIMED_RULES.has(before.rule) ||
      MOMENTARY_RULES.has(before.rule) ||
      WAITING.includes(linkStatus(link.status)) ||
      incident?.flapping != null ||
      (incident !== null && isMeant(incident, before, books.at)) ||
      [link.vpcId, link.policies.ipv4, link.policies.ipv6].some((id) => id !== null && changedEntries.has(id))
    if (!concerned) continue
    const known = {
      directory,
      carried: before.carried,
      carriedInto,
      doubts: seen.doubts,
      orderedFor: seen.ordered.get(link.id),
      halted: missed?.halted,
      left: before.left,
      leavers: view.leaversOf(vpcId, books.at),
      provisioningDue: provisioningDue(link, statusSinceOf(before, link, books.at), books.settings),
    }
    const evidence = gatherEvidence(link, { ...known, links: view.intoVpc(vpcId) })
    const marks = marksOf(seen, before, link, books)
    const unchanged: LinkChange = {
      before,
      after: link,
      evidence,
      // What the bot did stays its doing for as long as nothing else changes.
      ours: missed === null && before.rule === OWN_CHANGE,
      baseline: false,
      marks: marks.ofStatus,
    }
    const meant = decideMeant(unchanged, incident, books)
    const { change, decision } = meant ?? {
      change: unchanged,
      decision: refreshed(
        decideAgain(unchanged, incident, books, siblingChanged, toldVpcs.has(vpcId ?? '')),
        missed,
      ),
    }
    if (meant !== null && incident !== null) books.becauseOf(incident, decision.reason)
    const transition: Transition = {
      type: 'changed',
      before: link,
      after: link,
      statusChanged: false,
      sessionsChanged: [],
      configuration: [],
      at: confirmed.snapshot.at,
    }
    const now = tell(seen, { change, decision, transition, evidence }, books, book).remembered
    if (now !== null && JSON.stringify(now) !== JSON.stringify(remembered)) watched.push(now)
  }
  return watched
}

/** Tells a decision on a link, its deadlines and its flapping. Null where nothing of the link is left to remember. */
function tell(
  seen: SeenScope,
  decided: {
    readonly change: LinkChange
    readonly decision: Decision
    readonly transition: Transition
    readonly evidence: Evidence
  },
  books: Books,
  book: StoryBook,
): { readonly remembered: WatchedLink | null; readonly incidentId: string | null } {
  const { state, confirmed, inferred } = seen
  const { change, decision, transition, evidence } = decided
  const { at } = confirmed.snapshot
  const { before, after } = change
  const nothingChanged = transition.type === 'changed' && transition.before === transition.after
  // What is told once was told when it happened.
  const silent = nothingChanged && decision.act === 'tell_once'
  const healthChanges =
    after === null
      ? []
      : noteHealth(
          before?.healthChanges ?? [],
          { before: before?.link ?? null, after },
          books.at,
          books.settings,
        )
  const openBefore = book.openIncidentOf(evidence.link.id)
  if (after !== null && openBefore !== null) flap(after, healthChanges, evidence, books, book)
  const steady = book.openIncidentOf(evidence.link.id)
  const onlyHealth = transition.type === 'changed' && transition.configuration.length === 0
  const told = steady === null ? decision : whileFlapping(decision, steady, onlyHealth)
  const incidentId = silent
    ? (steady?.id ?? null)
    : book.linkChange({
        decision: told,
        state,
        transition,
        evidence,
        inferred: nothingChanged ? null : inferred,
      })
  if (after === null) return { remembered: null, incidentId }
  if (openBefore === null) flap(after, healthChanges, evidence, books, book)
  const open = book.openIncidentOf(after.id)
  const { due, all } = marksOf(seen, before, after, books)
  // What is held back now is told once it is not.
  const marks = open !== null && open.heldBack !== null ? all.filter((name) => name !== due?.name) : all
  // A deadline that opens an incident stands in its message.
  if (openBefore !== null && open !== null && due !== null && open.heldBack === null)
    book.note(open, evidence, { type: 'deadline', sentence: due.sentence }, true)
  const remembered = remember(change, after, decision, at, { healthChanges, marks, transition })
  return { remembered, incidentId }
}

/** Since when a link has been in its status (ms), as far as polls have seen: since `at` where that is new. */
function statusSinceOf(before: WatchedLink | null, { status }: Link, at: number): number {
  return before !== null && before.link.status === status ? before.statusSince : at
}

/** The deadline of the link's status that is told now, and all that were reached by now. */
function marksOf({ contacted }: SeenScope, before: WatchedLink | null, link: Link, { at, settings }: Books) {
  const told = before?.marks ?? []
  const watched = {
    link,
    firstSeenAt: before?.firstSeenAt ?? at,
    statusSince: statusSinceOf(before, link, at),
    unreadSince: null,
    marks: told,
  }
  const contactedAt = contacted.get(link.id)?.at ?? null
  const { due, passed } = dueMarks({ watched, contactedAt }, at, settings)
  const all = [...told, ...passed, ...(due === null ? [] : [due.name])]
  // Marks are named after the status they belong to.
  return { due, all, ofStatus: all.filter((name) => name.startsWith(`${link.status}_`)) }
}
