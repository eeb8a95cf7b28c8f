import type { InferredWindow } from '../alerting/alert.ts'
import type { Incident } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'
import { utcMinute } from '../domain/utc.ts'
import type { KnownWorld } from './world.ts'

/* How the desk words what it answers, and reasons that are kept: plain text with foreign names in it. */

/** Until when a silence lasts, in words of plain text. */
export function untilText({ until }: Silence): string {
  return until.type === 'recovery' ? 'until it recovers' : `until ${utc(until.at)}`
}

/** A moment (ms) to the minute, as plain text. */
export const utc = utcMinute

/** What incidents are about: the first by name, the others counted. */
export function namesOf(world: KnownWorld, incidents: readonly Incident[]): string {
  const [first] = incidents
  if (first === undefined) return ''
  const name = world.nameOf(first)
  return incidents.length === 1 ? name : `${name} and ${incidents.length - 1} more`
}

/** What the history says of a change that nobody saw happen. */
export function unseen(window: InferredWindow | null): string {
  if (window === null) return ''
  const [after, before] = [window.after, window.before].map((at) => new Date(at).toISOString().slice(0, 16))
  return ` Inferred: it changed between ${after}Z and ${before}Z, while nobody watched.`
}
