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
import type { WatchedLink } from '../domain/memory.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import { type ConfigurationChange, configurationChanges } from '../domain/transition.ts'

/** What the level of a link is judged by: how it was remembered, how it is now, and what else carries into its VPC. */
export interface LinkChange {
  /** Null at first sight. */
  readonly before: WatchedLink | null
  /** Null when the link is gone for certain. */
  readonly after: Link | null
  /** Other links into the same VPC. */
  readonly siblings: readonly Link[]
  /** Whether the bot itself did it. */
  readonly ours: boolean
  /** Whether this is the first time the scope was read: the link was there before the bot was. */
  readonly baseline: boolean
}

/** How bad a link is, by which rule, and why in one sentence. A `bad` link keeps its incident open. */
export interface Ruling {
  readonly rule: string
  readonly level: Level
  readonly bad: boolean
  readonly reason: string
}

/** The facts of a change that the rules look at. */
interface Facts {
  readonly after: Link
  readonly status: LinkStatus
  /** Null at first sight. */
  readonly previousStatus: LinkStatus | null
  readonly ours: boolean
  readonly baseline: boolean
  /** Families that carried: what there is to lose. In a baseline, those whose path is configured. */
  readonly carried: readonly Family[]
  readonly up: readonly Family[]
  /** Families that carried and do not now. */
  readonly lost: readonly Family[]
  /** Lost families that no other link into the VPC carries. */
  readonly lostForGood: readonly Family[]
  readonly changed: readonly ConfigurationChange[]
}

interface Rule {
  readonly rule: string
  readonly when: (facts: Facts) => boolean
  readonly level: Level | ((facts: Facts) => Level)
  readonly bad: boolean
  readonly reason: (facts: Facts) => string
}

const PROVISIONED: readonly LinkStatus[] = [
  'active',
  'limited_connectivity',
  'all_down',
  'unknown_link_status',
]
const ORDER_PLACED: readonly LinkStatus[] = ['requested', 'provisioning']

const inService = ({ carried }: Facts) => carried.length > 0
const nothingUp = ({ lost, up }: Facts) => lost.length > 0 && up.length === 0

function named(families: readonly Family[]): string {
  return families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ')
}

/**
 * The levels, first fitting row wins. The thresholds are this project's own judgement; the statuses and what they mean
 * are Scaleway's ("Understanding InterLink statuses").
 */
const RULES: readonly Rule[] = [
  {
    rule: 'own_change',
    when: (f) => f.ours,
    level: 'info',
    bad: false,
    reason: () => 'The bot itself did this when asked to.',
  },
  {
    rule: 'locked',
    when: (f) => f.status === 'locked',
    level: (f) => (inService(f) ? 'critical' : 'error'),
    bad: true,
    reason: (f) =>
      inService(f)
        ? 'A link in service was locked by Trust and Safety.'
        : 'The link was locked by Trust and Safety.',
  },
  {
    rule: 'deprovisioning',
    when: (f) => f.status === 'deprovisioning',
    level: (f) => (inService(f) ? 'critical' : 'warning'),
    bad: true,
    reason: (f) =>
      inService(f)
        ? 'A link in service is being torn down, which cannot be undone.'
        : 'A deletion has begun and waits for its other half.',
  },
  {
    rule: 'failed',
    when: (f) => f.status === 'failed',
    level: (f) => (inService(f) ? 'critical' : 'warning'),
    bad: true,
    reason: (f) =>
      inService(f)
        ? 'A link in service went to failed, a path that is not documented.'
        : 'Scaleway could not create the link; its team is told automatically.',
  },
  {
    rule: 'refused',
    when: (f) => f.status === 'refused',
    level: 'warning',
    bad: true,
    reason: () => 'The partner refused the order; it stays billed until it is deleted.',
  },
  {
    rule: 'expired',
    when: (f) => f.status === 'expired',
    level: 'warning',
    bad: true,
    reason: () => 'The partner did not answer within 10 days; it stays billed until it is deleted.',
  },
  {
    rule: 'path_removed',
    when: (f) => inService(f) && PROVISIONED.includes(f.status) && !pathConfigured(f.after),
    level: 'critical',
    bad: true,
    reason: () => 'A change of configuration took the path away; configuration does not heal itself.',
  },
  {
    rule: 'device_lost',
    when: (f) => f.status === 'ready' && inService(f),
    level: 'critical',
    bad: true,
    reason: () => 'A link in service is back at ready: your network device no longer answers.',
  },
  {
    rule: 'backwards',
    when: (f) => ORDER_PLACED.includes(f.status) && inService(f),
    level: 'critical',
    bad: true,
    reason: () => 'A link in service went back to its order, a path that is not documented.',
  },
  {
    rule: 'reconfiguring_down',
    when: (f) => f.status === 'configuring' && nothingUp(f),
    level: 'warning',
    bad: true,
    reason: () => 'A new configuration is being applied and no BGP session is up meanwhile.',
  },
  {
    rule: 'down_after_change',
    when: (f) => nothingUp(f) && f.changed.length > 0,
    level: 'critical',
    bad: true,
    reason: () => 'Every session in use dropped together with a change of configuration.',
  },
  {
    rule: 'down',
    when: nothingUp,
    level: 'critical',
    bad: true,
    reason: (f) =>
      f.baseline
        ? 'Every intended session is down at first sight; whether it ever carried is not known.'
        : 'Every session that was in use is down.',
  },
  {
    rule: 'family_removed',
    when: (f) => f.lost.some((family) => f.after.policies[family] === null),
    level: (f) => (f.lostForGood.length > 0 ? 'critical' : 'warning'),
    bad: true,
    reason: (f) => `The routing policy of ${named(f.lost)} was detached while it was in use.`,
  },
  {
    rule: 'family_down',
    when: (f) => f.lost.length > 0,
    level: (f) => (f.lostForGood.length > 0 ? 'critical' : 'warning'),
    bad: true,
    reason: (f) =>
      f.lostForGood.length > 0
        ? `${named(f.lostForGood)} is down and no other link carries it into the VPC.`
        : `${named(f.lost)} is down on this link; another link into the VPC still carries it.`,
  },
  {
    rule: 'unknown_status',
    when: (f) => f.status === 'unknown_link_status',
    level: 'warning',
    bad: true,
    reason: (f) =>
      `The API answers a status that is not known here (${f.after.status}); the sessions decide.`,
  },
  {
    rule: 'not_in_service',
    when: (f) =>
      PROVISIONED.includes(f.status) &&
      pathConfigured(f.after) &&
      intendedFamilies(f.after).some((family) => familyState(f.after, family) === 'down'),
    level: 'warning',
    bad: true,
    reason: () => 'A session that never carried is not up yet: a delivery task, not an outage.',
  },
  {
    rule: 'single_stack',
    when: (f) => f.status === 'limited_connectivity' || f.status === 'all_down',
    level: 'info',
    bad: false,
    reason: () => 'Every family that is meant to be used is up, or none is meant to be.',
  },
  {
    rule: 'backwards_order',
    when: (f) => f.previousStatus === 'provisioning' && f.status === 'requested',
    level: 'warning',
    bad: true,
    reason: () => 'The order went back a step, a path that is not documented.',
  },
  {
    rule: 'incomplete',
    when: (f) => f.status === 'active' && !pathConfigured(f.after),
    level: 'info',
    bad: false,
    reason: () => 'The link is active; its traffic path is not complete yet.',
  },
  {
    rule: 'forward',
    when: () => true,
    level: 'info',
    bad: false,
    reason: () => 'The link is where it should be, or moving there.',
  },
]

/** The level of a link that is gone: absent from a whole list, and 404 on its own. */
function judgeGone(before: WatchedLink | null, ours: boolean): Ruling {
  const carried = before?.carried ?? []
  const orderOver = before !== null && ['refused', 'expired'].includes(linkStatus(before.link.status))
  if (ours)
    return {
      rule: 'gone_ours',
      level: 'info',
      bad: false,
      reason: 'The bot itself deleted it when asked to.',
    }
  if (carried.length > 0 && !orderOver) {
    return {
      rule: 'gone',
      level: 'critical',
      bad: false,
      reason: 'A link in service was deleted outside the bot.',
    }
  }
  if (before !== null && PROVISIONED.includes(linkStatus(before.link.status))) {
    return {
      rule: 'gone_idle',
      level: 'warning',
      bad: false,
      reason: 'A provisioned link that was not in use was deleted.',
    }
  }
  return { rule: 'gone_order', level: 'info', bad: false, reason: 'Deleting it is the documented way out.' }
}

/** Judges a link by the table above. Pure. */
export function judgeLink(change: LinkChange): Ruling {
  const { before, after, ours } = change
  if (after === null || after.status === 'deleted') return judgeGone(before, ours)
  const carried = carriedBefore(change)
  const up = carryingFamilies(after)
  const lost = carried.filter((family) => !up.includes(family))
  const facts: Facts = {
    after,
    status: linkStatus(after.status),
    previousStatus: before === null ? null : linkStatus(before.link.status),
    ours,
    baseline: change.baseline,
    carried,
    up,
    lost,
    lostForGood: lost.filter(
      (family) => !change.siblings.some((sibling) => carryingFamilies(sibling).includes(family)),
    ),
    changed: before === null ? [] : configurationChanges(before.link, after),
  }
  const row = RULES.find((candidate) => candidate.when(facts))
  if (row === undefined) throw new Error('The last row of the levels fits every change.')
  return {
    rule: row.rule,
    level: typeof row.level === 'function' ? row.level(facts) : row.level,
    bad: row.bad,
    reason: row.reason(facts),
  }
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
