import type { Evidence } from '../diagnostics/evidence.ts'
import type { Acknowledgement, HeldBack, Incident, IncidentEnding, Level } from '../domain/incident.ts'
import type { Connection, Link, RoutingPolicy } from '../domain/link.ts'
import type { OpenReorder } from '../domain/open-reorder.ts'
import type { Silence } from '../domain/silence.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import type { Subscription } from '../domain/subscription.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { ScopeAlert, ScopeLine } from './blindness.ts'
import type { SharedEntry } from './digest.ts'
import type { PolicyEdit } from './policies.ts'
import type { SharedCause } from './roll-up.ts'
import type { Impact, Loss } from './vpc-impact.ts'

/** How a link stood when it was told: its raw API statuses before and now; null where there was none, or is none now. */
export interface StatusMove {
  readonly from: string | null
  readonly to: string | null
}

/** What happened to a link while the bot was not looking lies somewhere in this window (ms since the epoch). */
export interface InferredWindow {
  readonly after: number
  readonly before: number
}

/** What happened to a link whose incident is told already. */
export type LineEvent = 'worsened' | 'changed' | 'recovered' | 'closed' | 'gone'

/** What happened to one of several links of a message in one poll. `joined`: it went bad by the same cause. */
export interface LinksChange {
  readonly event: LineEvent | 'joined'
  readonly link: Pick<Link, 'id' | 'name' | 'region' | 'status'>
}

/** A link named in a message that tells several: a baseline's summary, or a group with one cause. */
export interface IncidentEntry {
  readonly incidentId: string
  /** Set where it is not a link: then `link` holds the id, name, region and raw status of that. */
  readonly subject?: 'connection'
  readonly link: Pick<Link, 'id' | 'name' | 'region' | 'status'>
  readonly level: Level
  readonly reason: string
  /** Since when the link has been well again, which may still be being confirmed. */
  readonly upSince: number | null
  /** Set once this link's incident is over, with how it ended. */
  readonly resolvedAt: number | null
  readonly ending: IncidentEnding | null
  readonly acknowledgement: Acknowledgement | null
  readonly flapping: boolean
  /** What holds it back; absent from what an earlier version put into the outbox. */
  readonly heldBack?: HeldBack | null
  /** Where the link is gone: what it carried, and where, as it was last seen. It is missed there. */
  readonly loss?: Loss
}

/** What happened to a story besides its links: a line of its thread. Spans are in ms. */
export type Note =
  | { readonly type: 'reminder'; readonly number: number; readonly badSince: number }
  | { readonly type: 'acknowledgement_expired'; readonly by: string; readonly badSince: number }
  | {
      readonly type: 'flapping'
      readonly event: 'began' | 'goes_on' | 'ended'
      /** Changes of health within `spanMs`, and the part of it that the link was up, from 0 to 1. */
      readonly changes: number
      readonly spanMs: number
      readonly upShare: number
    }
  /** A deadline has come near, or has passed: one sentence, and whose move it is. */
  | { readonly type: 'deadline'; readonly sentence: string }
  /** Its link is gone, and another one took its place. `same` is what both share, `by` the name of the new one. */
  | { readonly type: 'replaced'; readonly by: string; readonly same: string; readonly carries: boolean }
  /** It was held back by a silence, and is told now: the silence is over, or it got worse than what was silenced. */
  | {
      readonly type: 'told_after_all'
      readonly why: 'silence_over' | 'worse_than_silenced'
      readonly by: string
    }

/** What goes to whoever is on call, beyond chat. `key` is the same for all events of one page. */
export interface PageEvent {
  readonly action: 'opened' | 'worsened' | 'acknowledged' | 'resolved' | 'changed'
  readonly key: string
  readonly level: Level
  /** One plain line: what is bad, where. */
  readonly summary: string
  readonly incidentId: string
  readonly region: string
  readonly links: readonly IncidentEntry['link'][]
  readonly reason: string
  /** Since when it is bad (ms). */
  readonly since: number
}

/**
 * What is told, as domain values: the outbox keeps it so, and it is rendered when it is sent.
 * `baseline`, `group`, `link`, `connection`, `policy` and `scope` are messages of their own, edited as they change; the
 * `*_line` kinds are replies in such a message's thread, `links_line` where one poll changed several of its links,
 * `scope_line` of one region or several. Times are milliseconds since the epoch.
 */
export type Alert =
  | {
      readonly type: 'baseline'
      readonly at: number
      /**
       * Empty where a channel hears but of what it subscribed to: then there are just its entries. `malformed`: entries of
       * the answer that could not be understood.
       */
      readonly scopes: readonly {
        readonly scope: Scope
        readonly links: number
        readonly malformed: number
      }[]
      readonly unreadable: readonly { readonly scope: Scope; readonly failure: ReadFailure }[]
      /** How many links stand in each raw status. */
      readonly statuses: Readonly<Record<string, number>>
      /** Links that are bad at first sight, worst first. */
      readonly entries: readonly IncidentEntry[]
    }
  | {
      readonly type: 'group'
      readonly at: number
      readonly cause: SharedCause
      /** What the cause is called: a partner's, PoP's or connection's name, or the region's; null where it is not known. */
      readonly causeName: string | null
      /** The links it took down, worst first. */
      readonly entries: readonly IncidentEntry[]
      /** Who made the change that each of them went bad with, where it was one and the same for all. */
      readonly changedBy?: WhoChanged
      /** What they have taken from VPCs; absent where nothing is lost, and from what an earlier version put into the outbox. */
      readonly impact?: Impact
    }
  | {
      /** What is left of a message once the links it told are told in that of the cause they share. */
      readonly type: 'moved'
      readonly at: number
      readonly cause: SharedCause
      readonly causeName: string | null
      readonly links: readonly IncidentEntry['link'][]
    }
  | {
      readonly type: 'links_line'
      readonly at: number
      readonly level: Level
      readonly changes: readonly LinksChange[]
      /** How many links of the message are still bad. */
      readonly left: number
      /** As in the message by then. */
      readonly impact?: Impact
    }
  | {
      /** A dedicated connection that carries nothing, and the links it took down with it. */
      readonly type: 'connection'
      readonly at: number
      readonly region: string
      readonly incident: Incident
      /** As it was last seen. */
      readonly connection: Connection
      readonly move: StatusMove
      /** Names of links that ride on it, as many as there are. */
      readonly riders: readonly string[]
      /** Those of them that went bad, worst first. */
      readonly entries: readonly IncidentEntry[]
      /** What those have taken from VPCs, as in a group. */
      readonly impact?: Impact
      /** Who made the change that it went bad with, where that is known. */
      readonly changedBy?: WhoChanged
    }
  | {
      readonly type: 'connection_line'
      readonly at: number
      readonly region: string
      readonly incident: Incident
      readonly event: 'opened' | 'worsened' | 'changed' | 'recovered' | 'closed'
      readonly connection: Connection
      readonly move: StatusMove
    }
  | {
      /** An edit of a routing policy that links share. */
      readonly type: 'policy'
      readonly at: number
      readonly region: string
      readonly incident: Incident
      readonly policy: RoutingPolicy
      readonly edit: PolicyEdit
      readonly links: readonly IncidentEntry['link'][]
      /** Those of them that nothing flows over any more because of it, worst first. */
      readonly entries: readonly IncidentEntry[]
      /** What those have taken from VPCs, as in a group. */
      readonly impact?: Impact
      /** Who made the edit, where that is known. */
      readonly changedBy?: WhoChanged
    }
  | {
      readonly type: 'link'
      readonly at: number
      readonly incident: Incident
      readonly move: StatusMove
      readonly evidence: Evidence
      /** Set where the change happened while the bot was off. */
      readonly inferred: InferredWindow | null
    }
  | {
      readonly type: 'link_line'
      readonly at: number
      readonly incident: Incident
      readonly event: LineEvent
      readonly move: StatusMove
      readonly evidence: Evidence
      readonly inferred: InferredWindow | null
    }
  | {
      readonly type: 'note'
      readonly at: number
      readonly level: Level
      /** Names of what it is about, the first of them, and how many there are. */
      readonly about: readonly string[]
      readonly count: number
      readonly note: Note
    }
  | {
      /** What a silence held back, once it is over. */
      readonly type: 'silence_over'
      readonly at: number
      readonly silence: Silence
      readonly entries: readonly IncidentEntry[]
    }
  | {
      /** How the links of a subscription are, and what they share, once a day: what is as bad as it asked for, by name. */
      readonly type: 'digest'
      readonly at: number
      readonly subscription: Subscription
      /** How many links stand in each raw status. */
      readonly statuses: Readonly<Record<string, number>>
      readonly open: readonly IncidentEntry[]
      /** Over since the last digest. */
      readonly over: readonly IncidentEntry[]
      /** Connections, routing policies and regions: what is bad, and what is over since the last digest. */
      readonly shared: readonly SharedEntry[]
      /** How many incidents are open that are milder than the subscription asks for. */
      readonly milder: number
      /** Deletions and orders that have not ended, those that wait for a person first. */
      readonly reorders: readonly OpenReorder[]
      readonly silences: readonly Silence[]
      readonly blind: readonly Scope[]
    }
  | { readonly type: 'page'; readonly at: number; readonly event: PageEvent }
  | {
      /** Alerts for another channel wait until a person mends something. */
      readonly type: 'stuck'
      readonly at: number
      readonly channel: string
      /** The chat's own word, and what to do, as one sentence. */
      readonly error: string
      readonly advice: string
    }
  | ScopeAlert
  | ScopeLine
