import type { Link } from './link.ts'

/** How a deletion or order that has not ended stands. Times in ms; `why` is one sentence. */
export type ReorderState =
  | { readonly type: 'running'; readonly since: number }
  /** It goes on by itself, once the partner or Scaleway has done its part. */
  | { readonly type: 'waiting'; readonly since: number; readonly why: string }
  /** A person has to go on with it, or give it up. */
  | { readonly type: 'stopped'; readonly since: number; readonly why: string }
  /** The bot may change nothing as it is set up: only whoever runs it can have it go on. */
  | { readonly type: 'held'; readonly since: number; readonly why: string }

/**
 * A deletion of a link that the bot was asked for, followed by an order or not, as long as it has not ended: for whoever asks
 * what is open. Its link may be gone by then.
 */
export interface OpenReorder {
  readonly id: string
  readonly scopeId: string
  /** The old link, as it was before anything was done to it. */
  readonly link: Link
  /** Whether a new link is ordered in its place. */
  readonly isOrder: boolean
  /** Who asked for it, or had it go on last: Slack's id. */
  readonly by: string
  readonly state: ReorderState
  /** The Slack message that shows it; null until there is one. */
  readonly shownIn: { readonly channel: string; readonly ts: string } | null
}

/** Whose move each is decides the order: what waits for a person comes first, what goes on by itself last. */
const RANK: Readonly<Record<ReorderState['type'], number>> = { stopped: 0, held: 1, waiting: 2, running: 3 }

/** What waits for a person first; of the same state the one that has stood so for longest. Pure. */
export function compareReorders(a: OpenReorder, b: OpenReorder): number {
  return RANK[a.state.type] - RANK[b.state.type] || a.state.since - b.state.since || (a.id < b.id ? -1 : 1)
}

/** Whether nothing becomes of it until a person does something. */
export function waitsForPerson({ state }: Pick<OpenReorder, 'state'>): boolean {
  return state.type === 'stopped' || state.type === 'held'
}

/** The same where the bot may not go on with any of them, for the reason `why`; null where it may. Pure. */
export function asHeld(reorders: readonly OpenReorder[], why: string | null): readonly OpenReorder[] {
  if (why === null) return reorders
  return reorders.map((one) => ({ ...one, state: { type: 'held', since: one.state.since, why } }))
}
