import type { Evidence } from '../diagnostics/evidence.ts'
import { pathsLeft } from '../diagnostics/redundancy.ts'
import { firstMissingStep, type PathStep, trafficPath } from '../diagnostics/traffic-path.ts'
import type { Level } from '../domain/incident.ts'
import {
  carryingFamilies,
  FAMILIES,
  type Family,
  familyState,
  intendedFamilies,
  type Link,
  pathConfigured,
} from '../domain/link.ts'
import { servedVpc, type WatchedLink } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import { linkStatus } from '../domain/status.ts'
import { type ConfigurationChange, configurationChanges } from '../domain/transition.ts'
import { type Facts, PROVISIONED } from './level-facts.ts'
import { RULES } from './level-rules.ts'
import { carriesAlready, type Replacement } from './replacement.ts'
import type { AlertSettings } from './settings.ts'
import { levelByTags } from './tags.ts'

/** What the level of a link is judged by: how it was remembered, how it is now, and what else carries into its VPC. */
export interface LinkChange {
  /** Null at first sight. */
  readonly before: WatchedLink | null
  /** Null when the link is gone for certain. */
  readonly after: Link | null
  /** What is known of the link, and of the other links into its VPC: into the one it led into before, where it left it. */
  readonly evidence: Evidence
  /** Whether the bot itself did it. */
  readonly ours: boolean
  /** Whether the link was there before the bot was: it is seen for the first time, and nobody knows what it carried. */
  readonly baseline: boolean
  /** Deadlines of its status that have been reached, by name. */
  readonly marks: readonly string[]
  /** What took its place, where it is gone. */
  readonly replacement?: Replacement | null
}

/** When something is judged (ms), and by which durations. */
export interface Moment {
  readonly at: number
  readonly settings: AlertSettings
}

/** How bad a link is, by which rule, and why in one sentence. A `bad` link keeps its incident open. */
export interface Ruling {
  readonly rule: string
  readonly level: Level
  readonly bad: boolean
  readonly reason: string
  /** Since when the rule has fitted the link (ms). */
  readonly ruleSince: number
}

/** The level of a link that is gone: absent from a whole list, and 404 on its own. */
function judgeGone({ before, ours, replacement = null }: LinkChange, ruleSince: number): Ruling {
  const carried = before?.carried ?? []
  const by = replacement === null ? null : `${replacement.link.name} (${replacement.same})`
  const orderOver = before !== null && ['refused', 'expired'].includes(linkStatus(before.link.status))
  if (ours)
    return {
      rule: 'gone_ours',
      level: 'info',
      bad: false,
      ruleSince,
      reason: 'The bot itself deleted it when asked to.',
    }
  if (before !== null && replacement !== null && carried.length > 0 && !orderOver) {
    const carries = carriesAlready(replacement, before)
    return {
      rule: carries ? 'replaced' : 'gone',
      level: carries ? 'error' : 'critical',
      bad: false,
      ruleSince,
      reason: carries
        ? `A link in service was deleted outside the bot, and replaced by ${by}, which carries already.`
        : `A link in service was deleted outside the bot. It is replaced by ${by}, which does not carry yet.`,
    }
  }
  if (carried.length > 0 && !orderOver) {
    return {
      rule: 'gone',
      level: 'critical',
      bad: false,
      ruleSince,
      reason: 'A link in service was deleted outside the bot.',
    }
  }
  if (before !== null && PROVISIONED.includes(linkStatus(before.link.status))) {
    return {
      rule: 'gone_idle',
      level: 'warning',
      bad: false,
      ruleSince,
      reason:
        by === null
          ? 'A provisioned link that was not in use was deleted.'
          : `A provisioned link that was not in use was deleted, and replaced by ${by}.`,
    }
  }
  return {
    rule: 'gone_order',
    level: 'info',
    bad: false,
    ruleSince,
    reason:
      by === null
        ? 'Deleting it is the documented way out.'
        : `Deleting it is the documented way out. It is replaced by ${by}.`,
  }
}

/** Judges a link by the table of level-rules.ts. Pure. */
export function judgeLink(change: LinkChange, { at: now, settings }: Moment): Ruling {
  const { before, after, ours } = change
  if (after === null || after.status === 'deleted') return judgeGone(change, now)
  const carried = carriedBefore(change)
  const up = carryingFamilies(after)
  const notUp = carried.filter((family) => !up.includes(family))
  const unknown = notUp.filter((family) => pathConfigured(after) && familyState(after, family) === 'unknown')
  const lost = notUp.filter((family) => !unknown.includes(family))
  const served = servedVpc(before, after, now)
  const movedVpc = lost.length === 0 && served !== null && after.vpcId !== null && served !== after.vpcId
  const facts: Facts = {
    after,
    status: linkStatus(after.status),
    previousStatus: before === null ? null : linkStatus(before.link.status),
    ours,
    baseline: change.baseline,
    carried,
    up,
    lost,
    unknown,
    lostForGood: movedVpc
      ? carried.filter((family) => pathsLeft(change.evidence, family).type !== 'independent')
      : lost.length > 0
        ? lost.filter((family) => pathsLeft(change.evidence, family).type !== 'independent')
        : // What stops traffic between link and VPC though the sessions are up stops it on every link that shares it.
          carried,
    movedVpc,
    meant: before?.meantSince != null && configurationChanges(before.link, after).length === 0,
    halted: change.evidence.halted !== undefined || before?.rule === 'deletion_halted',
    changed: changesThatExplain(change, now, settings),
    previousRule: before?.rule ?? null,
    gap: missingBetween(change.evidence),
    marks: change.marks,
    now,
    statusSince: statusSince(change, now),
    settings,
  }
  const row = RULES.find((candidate) => candidate.when(facts))
  if (row === undefined) throw new Error('The last row of the levels fits every change.')
  const ruleSince = before?.rule === row.rule ? before.ruleSince : now
  const own = typeof row.level === 'function' ? row.level({ ...facts, ruleSince }) : row.level
  const bad = typeof row.bad === 'function' ? row.bad(own) : row.bad
  const { level, reason: lowered } = levelByTags(own, after.tags)
  const reason = row.reason(facts)
  return { rule: row.rule, level, bad, reason: lowered === null ? reason : `${reason} ${lowered}`, ruleSince }
}

/** A step between link and VPC that is known to be missing: neither the link's own state nor a session. */
function missingBetween(evidence: Evidence): PathStep | null {
  const between = trafficPath(evidence).filter(({ id }) => id !== 'link' && !id.startsWith('session_'))
  return firstMissingStep(between)
}

/**
 * Changes of configuration that explain what is seen now: made in the same poll, or so shortly before or after that polls
 * could not tell. What changes on a link that has been down for longer explains nothing.
 */
function changesThatExplain(
  { before, after }: LinkChange,
  now: number,
  { timers, hours }: AlertSettings,
): readonly ConfigurationChange[] {
  if (before === null || after === null) return []
  const recently = spanStart(now, timers.changeWindow, hours.zone)
  const changes = configurationChanges(before.link, after)
  if (before.rule === 'down' && before.ruleSince < recently) return []
  const { configured } = before
  return configured === null || configured.at < recently
    ? changes
    : [...new Set([...changes, ...configured.changes])]
}

/** Since when the link has been in the status it is in now, as far as was seen (ms). */
export function statusSince({ before, after }: LinkChange, now: number): number {
  return before !== null && before.link.status === after?.status ? before.statusSince : now
}

/**
 * In a baseline nobody knows what carried: a provisioned link whose path is configured is taken to have been in service
 * on every intended family, so that an outage that began before the bot did is not played down.
 */
function carriedBefore({ before, after, baseline }: LinkChange): readonly Family[] {
  if (before !== null) return before.carried
  if (!baseline || after === null || !PROVISIONED.includes(linkStatus(after.status))) return []
  return pathConfigured(after) ? intendedFamilies(after) : []
}

/** What the link carries from now on, to be remembered: a bad link keeps what it lost, a good one starts afresh. */
export function carriedFamilies(change: LinkChange, ruling: Ruling): readonly Family[] {
  if (change.after === null) return []
  const now = carryingFamilies(change.after)
  if (!ruling.bad) return now
  const then = carriedBefore(change)
  return FAMILIES.filter((family) => now.includes(family) || then.includes(family))
}

/**
 * The VPC that `carried` carry into, to be remembered with them: what is lost is missed there, also once the link has been
 * moved elsewhere, or the VPC detached.
 */
export function carriedInto(
  { before, after }: LinkChange,
  { bad }: Ruling,
  carried: readonly Family[],
  now: number,
): string | null {
  if (after === null || carried.length === 0) return null
  return (bad ? servedVpc(before, after, now) : null) ?? after.vpcId
}
