import { spanInWords } from '../diagnostics/words.ts'
import { type Flapping, type Incident, worseLevel } from '../domain/incident.ts'
import {
  FAMILIES,
  type Family,
  type FamilyState,
  familyState,
  intendedFamilies,
  type Link,
  pathConfigured,
} from '../domain/link.ts'
import { type Span, spanEnd, spanStart } from '../domain/span.ts'
import { linkStatus } from '../domain/status.ts'
import type { Note } from './alert.ts'
import type { Decision } from './decision.ts'
import { PROVISIONED } from './level-facts.ts'
import type { AlertSettings } from './settings.ts'

/**
 * Flapping: the BGP health of a link changes again and again. It is judged by what polls have seen: a session that drops
 * and comes back between two polls is not seen, and does not count. Time in which nobody looked counts as quiet.
 */

/**
 * Whether the BGP health of a link differs between two sightings: a session of an intended family came up or went down.
 * Statuses of delivery and of the end say nothing of health, and nor does a family that is not meant to carry (without
 * policy, propagation or VPC) or of which the API does not say how it is, in either sighting.
 */
export function healthChanged(before: Link, after: Link): boolean {
  const [then, now] = [healthOf(before), healthOf(after)]
  return FAMILIES.some(
    (family) => isKnown(then[family]) && isKnown(now[family]) && then[family] !== now[family],
  )
}

/** Whether every intended family of the link is up: what "up" means where flapping is summed up. */
export function isFullyUp(link: Link): boolean {
  const intended = intendedFamilies(link)
  return pathConfigured(link) && intended.every((family) => familyState(link, family) === 'up')
}

function healthOf(link: Link): Readonly<Record<Family, FamilyState>> {
  const judged = PROVISIONED.includes(linkStatus(link.status)) && pathConfigured(link)
  return {
    ipv4: judged ? familyState(link, 'ipv4') : 'unknown',
    ipv6: judged ? familyState(link, 'ipv6') : 'unknown',
  }
}

function isKnown(state: FamilyState): boolean {
  return state === 'up' || state === 'down'
}

/**
 * The `healthChanges` (ms, oldest first) of a link to remember after a poll at `now` saw it go from `before` (null at
 * first sight) to `after`; `changes` itself where nothing is to be remembered anew. A change that leaves the link as
 * fully up, or as not fully up, as it was stands twice: so, going back in time, the link turns at every entry, and how
 * long it was up can be told from the times alone.
 */
export function noteHealth(
  changes: readonly number[],
  { before, after }: { readonly before: Link | null; readonly after: Link },
  now: number,
  settings: AlertSettings,
): readonly number[] {
  if (before === null || !healthChanged(before, after)) return changes
  const turned = isFullyUp(before) !== isFullyUp(after)
  const kept = keptSince(now, settings)
  return [...changes.filter((at) => at >= kept), ...(turned ? [now] : [now, now])]
}

/** How far back changes have to be remembered, for whatever they are counted for. */
function keptSince(now: number, { timers, hours }: AlertSettings): number {
  const spans = [timers.flapWindow, timers.flapQuiet, timers.flapDigest]
  return Math.min(...spans.map((span) => spanStart(now, span, hours.zone)))
}

/** The line of a thread that tells how a link flaps. */
export type FlappingNote = Extract<Note, { type: 'flapping' }>

/**
 * What is to be told of the flapping of a link now, and why. `flapping` is what its incident is to remember from now on.
 * `goes_on`: it has to be summed up again. `none`: nothing begins, ends or is due.
 */
export type FlappingJudgement =
  | { readonly type: 'none'; readonly reason: string; readonly flapping: Flapping | null }
  | {
      readonly type: 'begins' | 'goes_on'
      readonly reason: string
      readonly flapping: Flapping
      readonly note: FlappingNote
    }
  | {
      readonly type: 'ends'
      readonly reason: string
      readonly flapping: null
      readonly note: FlappingNote
    }

/** A link whose flapping is judged: its `healthChanges`, whether it is fully up now, and what its incident remembers. */
export interface Flaps {
  readonly changes: readonly number[]
  readonly up: boolean
  readonly flapping: Flapping | null
}

/**
 * Judges, after a poll that read the link, whether it flaps. It begins with `flapChanges` changes within `flapWindow`, is
 * summed up each `flapDigest`, and is over once nothing has changed for `flapQuiet`. Pure: a restart changes nothing.
 */
export function judgeFlapping(flaps: Flaps, now: number, settings: AlertSettings): FlappingJudgement {
  const { timers, hours } = settings
  const { changes, flapping } = flaps
  const ago = (span: Span) => spanStart(now, span, hours.zone)
  const last = changes.at(-1)
  if (flapping === null) {
    const from = ago(timers.flapWindow)
    const recent = changes.filter((at) => at >= from)
    const [first] = recent
    const count = countChanges(recent)
    // A quiet span shorter than the window would otherwise end it, and begin it anew with the same changes.
    const steady = last === undefined || now >= spanEnd(last, timers.flapQuiet, hours.zone)
    if (first === undefined || steady || count < timers.flapChanges) {
      const reason = `${inChanges(count)} of BGP health within ${spanInWords(now - from)}: not flapping.`
      return { type: 'none', reason, flapping: null }
    }
    return {
      type: 'begins',
      reason: `${inChanges(count)} of BGP health within ${spanInWords(now - from)}: it flaps, and is told as that.`,
      flapping: { since: first, toldAt: now },
      note: sumUp('began', flaps, from, now),
    }
  }
  const lastChange = Math.max(last ?? flapping.since, flapping.since)
  if (now >= spanEnd(lastChange, timers.flapQuiet, hours.zone)) {
    const from = Math.max(flapping.since, keptSince(lastChange, settings))
    return {
      type: 'ends',
      reason: `BGP health has not changed for ${spanInWords(now - lastChange)}: it does not flap any more.`,
      flapping: null,
      note: sumUp('ended', flaps, from, now),
    }
  }
  if (now >= spanEnd(flapping.toldAt, timers.flapDigest, hours.zone)) {
    return {
      type: 'goes_on',
      reason: 'It still flaps, and has to be summed up again.',
      flapping: { ...flapping, toldAt: now },
      note: sumUp('goes_on', flaps, ago(timers.flapDigest), now),
    }
  }
  return { type: 'none', reason: 'It still flaps; it was summed up lately.', flapping }
}

/**
 * What becomes of a decision on a link that flaps: a mere change of its BGP health (`healthChanged`) only brings its
 * message up to date and keeps its level. What is worse than it was told so far, or is another kind of change, is told.
 */
export function whileFlapping(decision: Decision, incident: Incident, onlyHealth: boolean): Decision {
  const single = onlyHealth && (decision.act === 'worsen' || decision.act === 'update')
  const worse = worseLevel(decision.level, incident.level) !== incident.level
  if (incident.flapping === null || !single || worse) return decision
  return {
    ...decision,
    act: 'refresh',
    level: incident.level,
    reason: `${decision.reason} It flaps, so single changes are not told.`,
  }
}

function sumUp(
  event: FlappingNote['event'],
  { changes, up }: Flaps,
  from: number,
  now: number,
): FlappingNote {
  const within = changes.filter((at) => at >= from)
  let upMs = 0
  let isUp = up
  let until = now
  for (const at of within.toReversed()) {
    if (isUp) upMs += until - at
    isUp = !isUp
    until = at
  }
  if (isUp) upMs += until - from
  const spanMs = now - from
  const upShare = spanMs > 0 ? upMs / spanMs : Number(up)
  return { type: 'flapping', event, changes: countChanges(within), spanMs, upShare }
}

/** One that stands twice is one change. */
function countChanges(times: readonly number[]): number {
  return new Set(times).size
}

function inChanges(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}
