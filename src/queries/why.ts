import { concerns } from '../alerting/silences.ts'
import { matchesFilter, parseFilter } from '../diagnostics/filter.ts'
import type { Incident } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Silence } from '../domain/silence.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { ScopeAge, StatusAnswer } from './answers.ts'
import type { MemorySource, ReasonSource } from './ports.ts'
import { filterFacts, recall, scopeAge } from './recall.ts'

/** Why something was told, or not told, as it was decided at `at` (ms). */
export interface ToldReason {
  readonly at: number
  readonly reason: string
  readonly incidentId: string | null
}

/** Why a link was told or not told of; or which link may be meant, as for its status. */
export type WhyAnswer =
  | {
      readonly type: 'found'
      readonly link: Pick<Link, 'id' | 'name' | 'region' | 'status'>
      /** The open one. */
      readonly incident: Incident | null
      /** Silences that fit it and are not over, those that have not begun included. */
      readonly silences: readonly Silence[]
      /** The channel that is told of everything. */
      readonly alertChannel: string
      /** Subscriptions that fit it, whatever their level. */
      readonly subscriptions: readonly Subscription[]
      /** Newest first. */
      readonly reasons: readonly ToldReason[]
      /** How old what is known of its region is. */
      readonly scopes: readonly ScopeAge[]
    }
  | Exclude<StatusAnswer, { readonly type: 'found' }>

/** Reasons shown at once. */
const MOST_REASONS = 15

/** Makes the answer to "why was I told, or not told, of this link?", from memory. */
export function createWhy(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & ReasonSource
  /** ALERT_CHANNEL. */
  readonly alertChannel: string
  /** Which link the words name. */
  readonly status: (words: string) => Promise<StatusAnswer>
}): (words: string) => Promise<WhyAnswer> {
  const { memory, alertChannel } = parts
  return async (words) => {
    const answer = await parts.status(words)
    if (answer.type !== 'found') return answer
    const { link } = answer.card.evidence
    const [{ links, states }, silences, subscriptions, reasons] = await Promise.all([
      recall(memory, parts.scopes),
      memory.openSilences(),
      memory.subscriptions(),
      memory.reasonsOf(link.id, MOST_REASONS),
    ])
    const known = links.get(link.id)
    const facts = known === undefined ? [] : [filterFacts(known)]
    const { id, name, region, status } = link
    return {
      type: 'found',
      link: { id, name, region, status },
      incident: known?.incident ?? null,
      silences: silences.filter((silence) => facts.some((one) => concerns(silence, one))),
      alertChannel,
      subscriptions: subscriptions.filter(({ filter }) =>
        facts.some((one) => matchesFilter(parseFilter(filter), one)),
      ),
      reasons,
      scopes: states.filter(({ scope }) => scope.region === region).map(scopeAge),
    }
  }
}
