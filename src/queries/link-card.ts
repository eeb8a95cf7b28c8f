import { provisioningDue } from '../alerting/deadlines.ts'
import { OWN_CHANGE } from '../alerting/level-rules.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import { silencesOn } from '../alerting/silences.ts'
import type { ContactSource } from '../contacts/contact.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import { type Evidence, gatherEvidence, vpcAtStake } from '../diagnostics/evidence.ts'
import { sharedFate } from '../diagnostics/redundancy.ts'
import type { Link } from '../domain/link.ts'
import { type ScopeState, servedVpc } from '../domain/memory.ts'
import { isMaintenance, type Silence } from '../domain/silence.ts'
import { linkStatus } from '../domain/status.ts'
import { linkTransition } from '../domain/transition.ts'
import type { LinkCard } from './answers.ts'
import { doubtsIn, type KnownLink, leaversOf, type Recollection, snapshotSource } from './recall.ts'

/** What a card is made with besides its link. */
export interface CardParts {
  readonly memory: Recollection
  readonly contacts: ContactSource
  readonly settings: AlertSettings
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** The card of a link as it is remembered. `source` says otherwise where a live answer was asked for and not had. */
export function rememberedCard(
  known: KnownLink,
  { memory, contacts, settings, now }: CardParts,
  source: LinkCard['source'] = snapshotSource(known.state),
): LinkCard {
  const { watched, state, incident } = known
  const gathered = gatherEvidence(watched.link, {
    links: linksOfRegion(memory, watched.link.region),
    directory: state.directory,
    carried: watched.carried,
    statusSince: watched.statusSince,
    provisioningDue: provisioningDue(watched.link, watched.statusSince, settings),
    carriedInto: watched.carriedInto,
    left: watched.left,
    leavers: leaversOf(memory, vpcAtStake(watched.link, watched.carriedInto), now),
    doubts: doubtsIn(memory, now),
    deletedByBot: isDeletedByBot(watched.link, known),
  })
  const { statusSince, unreadSince } = watched
  const { evidence, silences } = withSurroundings(gathered, memory, now)
  const contact = contacts.contactOf(evidence)
  const diagnosis = diagnose(evidence, now)
  const watchedSince = watchedFrom(state)
  return {
    ...{ evidence, diagnosis, statusSince, ...watchedSince, incident, silences, contact, source },
    unreadSince,
  }
}

/**
 * The card of a link that was read just now. `known` is the same link as it is remembered, null where it is not. Where
 * the two differ, the diagnosis sees both, because a change of configuration explains a session that dropped with it.
 */
export function liveCard(
  link: Link,
  known: KnownLink | null,
  state: ScopeState,
  { memory, contacts, settings, now }: CardParts,
): LinkCard {
  const remembered = known?.watched.link ?? null
  const carriedInto = servedVpc(known?.watched ?? null, link, now)
  const since = statusSince(link, known, now)
  const gathered = gatherEvidence(link, {
    links: linksOfRegion(memory, link.region),
    directory: state.directory,
    before: remembered !== null && differs(remembered, link, now) ? remembered : null,
    carried: known?.watched.carried ?? [],
    statusSince: since ?? undefined,
    provisioningDue: since === null ? undefined : provisioningDue(link, since, settings),
    carriedInto,
    left: known?.watched.left,
    leavers: leaversOf(memory, vpcAtStake(link, carriedInto), now),
    doubts: doubtsIn(memory, now),
    deletedByBot: isDeletedByBot(link, known),
  })
  const { evidence, silences } = withSurroundings(gathered, memory, now)
  return {
    evidence,
    diagnosis: diagnose(evidence, now),
    statusSince: since,
    ...watchedFrom(state),
    incident: known?.incident ?? null,
    silences,
    contact: contacts.contactOf(evidence),
    source: { type: 'live', at: now },
    unreadSince: null,
  }
}

/** The evidence with its neighbours and the work on the link that has begun by `now` (ms), and all silences of it that are not over. */
function withSurroundings(
  gathered: Evidence,
  memory: Recollection,
  now: number,
): { readonly evidence: Evidence; readonly silences: readonly Silence[] } {
  const { link, siblings } = gathered
  const others = linksOfRegion(memory, link.region).filter((other) => sharedFate(link, other).length > 0)
  const neighbours = others.filter(({ id }) => id !== link.id && siblings.every((other) => other.id !== id))
  const evidence = neighbours.length === 0 ? gathered : { ...gathered, neighbours }
  const silences = silencesOn(evidence, memory.silences)
  const work = silences.find((silence) => isMaintenance(silence) && silence.from <= now)
  if (work === undefined) return { evidence, silences }
  const { from, until, change, reason } = work
  return { evidence: { ...evidence, work: { from, until, change, reason } }, silences }
}

/** Whether its deletion is what the bot was asked for, as the poll judged that saw it begin. */
function isDeletedByBot({ status }: Link, known: KnownLink | null): boolean {
  const isSame = known !== null && known.watched.link.status === status
  return isSame && known.watched.rule === OWN_CHANGE && linkStatus(status) === 'deprovisioning'
}

function watchedFrom({ baselineAt }: ScopeState): Pick<LinkCard, 'watchedSince'> {
  return baselineAt === null ? {} : { watchedSince: baselineAt }
}

function statusSince(link: Link, known: KnownLink | null, now: number): number | null {
  if (known === null) return null
  return known.watched.link.status === link.status ? known.watched.statusSince : now
}

/** Whether anything that a diagnosis weighs has changed; a name, a tag or `updated_at` has not. */
function differs(before: Link, after: Link, now: number): boolean {
  const transition = linkTransition(before, after, now)
  if (transition?.type !== 'changed') return false
  const { statusChanged, sessionsChanged, configuration } = transition
  return statusChanged || sessionsChanged.length > 0 || configuration.length > 0
}

function linksOfRegion(memory: Recollection, region: string): readonly Link[] {
  return [...memory.links.values()]
    .map(({ watched }) => watched.link)
    .filter((link) => link.region === region)
}
