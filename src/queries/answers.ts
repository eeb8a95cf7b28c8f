import type { Contact } from '../contacts/contact.ts'
import type { Diagnosis } from '../diagnostics/diagnosis.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { PathStep } from '../diagnostics/traffic-path.ts'
import type { Incident, Level } from '../domain/incident.ts'
import type { Link } from '../domain/link.ts'
import type { Silence } from '../domain/silence.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import type { RunbookFacts } from '../runbooks/placeholders.ts'
import type { Runbook } from '../runbooks/runbook.ts'
import type { RunbookHit } from '../runbooks/search.ts'

/**
 * Where an answer comes from: read just now, or remembered from the last good poll (`at`, ms since the epoch; null
 * where the region was never read). `failure` says why a live answer could not be had, or why polls fail now.
 */
export type Source =
  | { readonly type: 'live'; readonly at: number }
  | { readonly type: 'snapshot'; readonly at: number | null; readonly failure: ReadFailure | null }

/** One link with all that an on-call engineer needs to know about it. */
export interface LinkCard {
  readonly evidence: Evidence
  readonly diagnosis: Diagnosis
  /** Since when it has been in this status, as far as was seen (ms); null where unknown. */
  readonly statusSince: number | null
  /** The first poll that read its region (ms): what was so then may have been so for longer. */
  readonly watchedSince?: number
  readonly incident: Incident | null
  /** Silences and maintenances of it that are not over, those that have not begun included. */
  readonly silences?: readonly Silence[]
  /** Whom to call about it, as the team has written it down. */
  readonly contact: Contact
  readonly source: Source
  /**
   * Since when polls have read the region without this link (ms): what is shown is older than that, whatever `source` says
   * of the region. Null while it is read.
   */
  readonly unreadSince: number | null
}

/** A link, short enough for a line of a list. */
export interface LinkRow {
  readonly link: Link
  readonly popName: string | null
  readonly partnerName: string | null
  /** The level of its open incident; null when nothing is wrong that is known. */
  readonly level: Level | null
  /** Its open incident is held back, or somebody has taken it on; absent where neither is so. */
  readonly handled?: readonly ('held_back' | 'acknowledged')[]
  /** The first step of its traffic path that is known to be missing; null where none is. */
  readonly missing: PathStep | null
  /** Since when polls could not read this one link (ms); null while they can. */
  readonly unreadSince: number | null
}

/** How old what is known of a scope is. */
export interface ScopeAge {
  readonly scope: Scope
  readonly source: Source
  readonly links: number
  /** How many of them the last polls could not read although they read the scope. */
  readonly unread: number
}

/** The links that fit a filter, those that need attention first, then by name. */
export interface ListAnswer {
  readonly rows: readonly LinkRow[]
  /** The words that were asked for, as understood; empty for all. */
  readonly filter: string
  readonly scopes: readonly ScopeAge[]
}

/** What words may mean that do not name one thing. */
export type NotOne<Row> =
  /** Several fit: at most a hundred of them, and how many there are. No words at all fit everything. */
  | {
      readonly type: 'ambiguous'
      readonly words: string
      readonly candidates: readonly Row[]
      readonly total: number
      readonly scopes: readonly ScopeAge[]
    }
  /** None fits: the nearest names, at most five. */
  | {
      readonly type: 'unknown'
      readonly words: string
      readonly nearest: readonly Row[]
      readonly scopes: readonly ScopeAge[]
    }

/** The answer to "which link is meant": by exact id or name, unique prefix of either, in any case. */
export type StatusAnswer =
  | { readonly type: 'found'; readonly card: LinkCard }
  | NotOne<LinkRow>
  /** Asked for by id, from a button, and gone for certain. */
  | { readonly type: 'gone'; readonly link: Link | null; readonly at: number }
  /** Named, and not there any more: the poll at `at` (ms) found it gone. */
  | { readonly type: 'vanished'; readonly link: Link; readonly at: number }

/** Which link may be meant, where more than its name was asked: `after` is what followed the name, empty for nothing. */
export type WhichLink = Exclude<StatusAnswer, { readonly type: 'found' }> & { readonly after: string }

/** A runbook, all of them where none was asked for, those in which the words stand, or the nearest where they stand in none. */
export type RunbookAnswer =
  | {
      readonly type: 'found'
      readonly runbook: Runbook
      /** What its placeholders are filled from; absent where no link is meant. */
      readonly facts?: RunbookFacts
      /** Others that are for the same link. */
      readonly others?: readonly Runbook[]
    }
  | { readonly type: 'matches'; readonly words: string; readonly hits: readonly RunbookHit[] }
  | { readonly type: 'index'; readonly runbooks: readonly Runbook[] }
  | { readonly type: 'unknown'; readonly words: string; readonly nearest: readonly Runbook[] }

/** What a person can ask. Never throws for what a person types; never blocks on the network unless it says "live". */
export interface Queries {
  /** From the snapshot. Words match name, region, status (people's spellings too), partner, PoP, VPC and tags; all must. */
  list(filter: string): Promise<ListAnswer>
  /** From the snapshot. */
  status(words: string): Promise<StatusAnswer>
  /** Live, by id; falls back to the snapshot and says why. */
  refresh(linkId: string): Promise<StatusAnswer>
}
