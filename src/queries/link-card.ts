import type { ContactSource } from '../contacts/contact.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import { gatherEvidence } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { ScopeState } from '../domain/memory.ts'
import { linkTransition } from '../domain/transition.ts'
import type { LinkCard } from './answers.ts'
import { doubtsIn, type KnownLink, type Recollection, snapshotSource } from './recall.ts'

/** What a card is made with besides its link. */
export interface CardParts {
  readonly memory: Recollection
  readonly contacts: ContactSource
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** The card of a link as it is remembered. `source` says otherwise where a live answer was asked for and not had. */
export function rememberedCard(
  known: KnownLink,
  { memory, contacts, now }: CardParts,
  source: LinkCard['source'] = snapshotSource(known.state),
): LinkCard {
  const { watched, state, incident } = known
  const evidence = gatherEvidence(watched.link, {
    links: linksOfRegion(memory, watched.link.region),
    directory: state.directory,
    carried: watched.carried,
    carriedInto: watched.carriedInto,
    doubts: doubtsIn(memory, now),
  })
  const { statusSince, unreadSince } = watched
  const contact = contacts.contactOf(evidence)
  return { evidence, diagnosis: diagnose(evidence, now), statusSince, incident, contact, source, unreadSince }
}

/**
 * The card of a link that was read just now. `known` is the same link as it is remembered, null where it is not. Where
 * the two differ, the diagnosis sees both, because a change of configuration explains a session that dropped with it.
 */
export function liveCard(
  link: Link,
  known: KnownLink | null,
  state: ScopeState,
  { memory, contacts, now }: CardParts,
): LinkCard {
  const remembered = known?.watched.link ?? null
  const evidence = gatherEvidence(link, {
    links: linksOfRegion(memory, link.region),
    directory: state.directory,
    before: remembered !== null && differs(remembered, link, now) ? remembered : null,
    carried: known?.watched.carried ?? [],
    carriedInto: known?.watched.carriedInto ?? null,
    doubts: doubtsIn(memory, now),
  })
  return {
    evidence,
    diagnosis: diagnose(evidence, now),
    statusSince: statusSince(link, known, now),
    incident: known?.incident ?? null,
    contact: contacts.contactOf(evidence),
    source: { type: 'live', at: now },
    unreadSince: null,
  }
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
