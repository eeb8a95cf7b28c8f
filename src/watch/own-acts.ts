import { linkStatus } from '../domain/status.ts'
import { subjectOf, type Transition } from '../domain/transition.ts'
import type { OwnAct } from './ports.ts'

/**
 * Whether the bot itself did all that this transition shows: its deletion (which a hosted link shows as
 * `deprovisioning` first), or every part of its change of configuration. A transition that shows more than what the bot
 * did is somebody else's.
 */
export function isOwnAct(transition: Transition, acts: readonly OwnAct[]): boolean {
  const link = subjectOf(transition)
  const own = acts.filter((act) => act.linkId === link.id).map((act) => act.change)
  if (own.length === 0) return false
  switch (transition.type) {
    case 'appeared':
      return false
    case 'vanished':
      return own.includes('deletion')
    case 'changed':
      if (linkStatus(transition.after.status) === 'deprovisioning') return own.includes('deletion')
      return (
        transition.configuration.length > 0 &&
        transition.configuration.every((change) => own.includes(change))
      )
  }
}
