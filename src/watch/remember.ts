import type { Decision } from '../alerting/decision.ts'
import { carriedFamilies, carriedInto, type LinkChange, statusSince } from '../alerting/levels.ts'
import type { Link } from '../domain/link.ts'
import { type Configured, type LeftVpc, servedVpc, type WatchedLink } from '../domain/memory.ts'
import type { Transition } from '../domain/transition.ts'

/** What is remembered of a link after a decision. */
export function remember(
  change: LinkChange,
  link: Link,
  decision: Decision,
  at: number,
  lately: Pick<WatchedLink, 'healthChanges' | 'marks'> & { readonly transition: Transition | null },
): WatchedLink {
  const { before } = change
  const { healthChanges, marks, transition } = lately
  const configuration = transition?.type === 'changed' ? transition.configuration : []
  const carried = carriedFamilies(change, decision)
  const left = leftLately(change, link, transition)
  return {
    link,
    firstSeenAt: before?.firstSeenAt ?? at,
    statusSince: statusSince(change, at),
    rule: decision.rule,
    ruleSince: decision.ruleSince,
    carried,
    carriedInto: carriedInto(change, decision, carried, at),
    unreadSince: null,
    healthChanges,
    marks,
    configured: configuredBy(change, transition, at) ?? before?.configured ?? null,
    meantSince: configuration.length > 0 ? null : (before?.meantSince ?? null),
    ...(left === undefined ? {} : { left }),
  }
}

/** What a transition changed of the configuration, and who did; null where it changed nothing of it. */
function configuredBy(
  { evidence }: LinkChange,
  transition: Transition | null,
  at: number,
): Configured | null {
  if (transition?.type !== 'changed' || transition.configuration.length === 0) return null
  const { configuration: changes, before } = transition
  const by = evidence.changedBy
  return {
    at,
    changes,
    ...(by === undefined ? {} : { by }),
    ...(changes.includes('peer_asn') ? { peerAsnBefore: before.customerPeer?.asn ?? null } : {}),
  }
}

/** A link as the bot, asked to, has left it: where it attached a VPC, the link is meant to lead into that one from now on. */
export function servingAsAsked(before: WatchedLink, { vpcId }: Link): WatchedLink {
  const asked = vpcId !== null && vpcId !== before.link.vpcId && before.carriedInto !== null
  return asked ? { ...before, carriedInto: vpcId } : before
}

/** The VPC that a link has left by now, having carried into it; the latest one where it has left several. */
function leftLately(
  { before, evidence }: LinkChange,
  link: Link,
  transition: Transition | null,
): LeftVpc | undefined {
  const { vpcId } = link
  const known = before?.left?.id === vpcId ? undefined : before?.left
  if (transition?.type !== 'changed' || !transition.configuration.includes('vpc')) return known
  const served = servedVpc(before, link, transition.at)
  if (served === null || served === vpcId || served === known?.id) return known
  const by = evidence.changedBy
  return { id: served, at: transition.at, ...(by === undefined ? {} : { by }) }
}
