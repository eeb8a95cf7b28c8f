/**
 * A step of the bot's work that touches the world outside of its process: a call of the store, a request to Scaleway or
 * to Slack. What is in flight to Slack is told apart by what it carries.
 */
export type CrashStep =
  | `store ${'recoverInterrupted' | 'loadScope' | 'openIncidents' | 'ownActs'}`
  | `store ${'openSilences' | 'subscriptions' | 'stories' | 'record'}`
  | 'store claimDue'
  | `store claimDue of ${Carried}`
  | `store recordDelivery of ${Carried}`
  | `scaleway ${string}`
  | `slack chat.postMessage of ${'a post' | 'a reply'}`
  | 'slack chat.update of an edit'
  | `slack conversations.${'history' | 'replies'}`

/** What a delivery is. */
export type Carried = 'a post' | 'a reply' | 'an edit'

/**
 * Where the process is killed: before a step begins, after it ended and before anything is made of it, or (for what goes
 * to Slack) once Slack has stored it and before it has answered.
 */
export type CrashPoint = `${'before' | 'after' | 'stored'} ${CrashStep}`

/**
 * What the parent asks of the bot in the child. `crashAt` is where it kills itself; null where it lives on. `now` is the
 * parent's instant (ms since the epoch), to which the child's clock is moved first.
 */
export type ToChild =
  | { readonly ask: 'start'; readonly crashAt: CrashPoint | null }
  | { readonly ask: 'poll'; readonly now: number; readonly crashAt: CrashPoint | null }
  | { readonly ask: 'go on'; readonly now: number }
  | { readonly ask: 'stop' }

/** The child's answer to all but `stop`, once nothing more happens at this instant. */
export interface FromChild {
  /** The steps it took since the last answer. */
  readonly steps: readonly CrashStep[]
  /** How many deliveries wait for a later instant. */
  readonly waiting: number
}
