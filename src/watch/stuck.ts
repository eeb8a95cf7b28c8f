import { type Attempted, isPager, type Refusal } from './attempt.ts'
import type { ClaimedDelivery } from './outbox.ts'

/** A trouble that a person has to mend: alerts of `channel`, or of all Slack where the scope says so, wait for it. */
export interface Stuck extends Refusal {
  readonly channel: string
}

/** Remembers which troubles were told, so that each is told once until it is over. It does not outlive the process. */
export interface StuckBook {
  /** The trouble to tell after this attempt; null where there is none, or it is told already. */
  noted(delivery: ClaimedDelivery, attempted: Attempted): Stuck | null
  /** How many channels are in trouble; trouble of the whole workspace counts as one. */
  troubled(): number
}

/** Makes an empty one: what is stuck is known to this life alone. */
export function createStuckBook(): StuckBook {
  /** The messages that wait, by channel and error. A trouble is over once all that it kept back went through. */
  const channels = new Map<string, Map<string, Set<string>>>()
  const workspace = new Set<string>()

  const wentThrough = (channel: string, message: string): void => {
    const troubles = channels.get(channel)
    if (troubles === undefined) return
    for (const [error, messages] of troubles) {
      messages.delete(message)
      if (messages.size === 0) troubles.delete(error)
    }
    if (troubles.size === 0) channels.delete(channel)
  }

  const isNews = (channel: string, message: string, { scope, error }: Refusal): boolean => {
    if (scope === 'workspace') {
      const known = workspace.has(error)
      workspace.add(error)
      return !known
    }
    const troubles = channels.get(channel) ?? new Map<string, Set<string>>()
    channels.set(channel, troubles)
    const known = troubles.get(error)
    if (known === undefined) troubles.set(error, new Set([message]))
    else known.add(message)
    return known === undefined
  }

  return {
    noted({ channel, dispatch }, { refusal, letIn }) {
      // A later edit of the same message says all that an earlier one would have.
      const message = dispatch.type === 'edit' ? dispatch.parentKey : dispatch.key
      if (letIn && !isPager(channel)) workspace.clear()
      if (refusal === null) {
        if (letIn) wentThrough(channel, message)
        return null
      }
      return isNews(channel, message, refusal) ? { channel, ...refusal } : null
    },
    troubled: () => channels.size + (workspace.size > 0 ? 1 : 0),
  }
}
