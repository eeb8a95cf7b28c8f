import type { Clock } from '../clock.ts'
import type { Directory } from './directory.ts'
import type { Ids } from './ids.ts'

/** A trigger "expires in three seconds" and "may be used only once" (https://docs.slack.dev/interactivity/handling-user-interaction). */
export const TRIGGER_LIFE_MS = 3000

export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id'

export interface Trigger {
  readonly id: string
  readonly userId: string
  /** The modal that the interaction happened in, if it did. */
  readonly viewId: string | undefined
}

export interface Triggers {
  issue(userId: string, viewId?: string): string
  /** What is wrong with the trigger, or the trigger; it stays good until `spend`. */
  look(id: string): Trigger | TriggerError
  spend(id: string): void
}

export function makeTriggers(clock: Clock, ids: Ids, directory: Directory): Triggers {
  const triggers = new Map<string, Trigger & { readonly at: number; spent: boolean }>()
  const team = directory.teamId.replace(/\D/g, '') || '0'
  return {
    issue(userId, viewId) {
      const id = `${ids.digits(13)}.${team}.${ids.hex(32)}`
      triggers.set(id, { id, userId, viewId, at: clock.now(), spent: false })
      return id
    },
    look(id) {
      const trigger = triggers.get(id)
      if (!trigger) return 'invalid_trigger_id'
      if (trigger.spent) return 'exchanged_trigger_id'
      return clock.now() - trigger.at > TRIGGER_LIFE_MS ? 'expired_trigger_id' : trigger
    },
    spend(id) {
      const trigger = triggers.get(id)
      if (trigger) trigger.spent = true
    },
  }
}
