import { FAMILIES, type Family, type Link } from './link.ts'

/** A part of a link's configuration whose change may explain a session that drops. */
export type ConfigurationChange = 'vpc' | 'policy_ipv4' | 'policy_ipv6' | 'propagation' | 'peer_asn'

/** With what a change was made, as far as its user agent tells. */
export type ChangeTool = 'console' | 'terraform' | 'cli' | 'api' | 'unknown'

/**
 * Who made a change, by the cloud's own record. `by` is a user's or an application's id, or the name of a part of
 * Scaleway's own. `at`: when it was recorded (ms).
 */
export interface WhoChanged {
  readonly by: string
  readonly tool: ChangeTool
  readonly at: number
  /** Set where this bot made it: the Slack id of whoever had asked for it. */
  readonly askedBy?: string
}

/** What became of a link between two snapshots of its scope. */
export type Transition =
  | { readonly type: 'appeared'; readonly after: Link; readonly at: number }
  | {
      readonly type: 'changed'
      readonly before: Link
      readonly after: Link
      readonly statusChanged: boolean
      readonly sessionsChanged: readonly Family[]
      readonly configuration: readonly ConfigurationChange[]
      readonly at: number
    }
  /** The scope was read whole, the link was not in it, and a GET said 404. */
  | { readonly type: 'vanished'; readonly before: Link; readonly at: number }

/** The link a transition is about, as it is now, or as it last was. */
export function subjectOf(transition: Transition): Link {
  return transition.type === 'vanished' ? transition.before : transition.after
}

/** The VPCs that a transition may have left with more or less than before. */
export function vpcsOf(transition: Transition): readonly string[] {
  const links =
    transition.type === 'changed' ? [transition.before, transition.after] : [subjectOf(transition)]
  return links.flatMap(({ vpcId }) => vpcId ?? [])
}

/** Which parts of the configuration differ. */
export function configurationChanges(before: Link, after: Link): readonly ConfigurationChange[] {
  const changes: ConfigurationChange[] = []
  if (before.vpcId !== after.vpcId) changes.push('vpc')
  if (before.policies.ipv4 !== after.policies.ipv4) changes.push('policy_ipv4')
  if (before.policies.ipv6 !== after.policies.ipv6) changes.push('policy_ipv6')
  if (before.routePropagation !== after.routePropagation) changes.push('propagation')
  if (before.customerPeer?.asn !== after.customerPeer?.asn) changes.push('peer_asn')
  return changes
}

/**
 * The transition from `before` to `after`, or null where nothing changed. A mere `updated_at` is a detail: it is kept,
 * and tells nobody anything.
 */
export function linkTransition(before: Link, after: Link, at: number): Transition | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  return {
    type: 'changed',
    before,
    after,
    statusChanged: before.status !== after.status,
    sessionsChanged: FAMILIES.filter((family) => before.sessions[family] !== after.sessions[family]),
    configuration: configurationChanges(before, after),
    at,
  }
}

/** Whether a link changed in nothing that anybody is told of. */
export function isDetail(transition: Transition): boolean {
  if (transition.type !== 'changed') return false
  const { statusChanged, sessionsChanged, configuration } = transition
  return !statusChanged && sessionsChanged.length === 0 && configuration.length === 0
}
