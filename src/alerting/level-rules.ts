import { lacksItsPartner } from '../diagnostics/kinds.ts'
import { familyNames, oneLine } from '../diagnostics/words.ts'
import { familyState, intendedFamilies, pathConfigured } from '../domain/link.ts'
import { isLegalMove } from '../domain/status.ts'
import {
  type Facts,
  gone,
  inService,
  nothingUp,
  ORDER_PLACED,
  onceTold,
  outageLevel,
  PROVISIONED,
  pathTaken,
  type Rule,
} from './level-facts.ts'

/** Why an order is told, which no partner can answer where the link is self-hosted. */
const byPartner = (reason: string) => (f: Facts) =>
  lacksItsPartner(f.after)
    ? 'The API gives a self-hosted link a status that is documented for hosted ones only: no partner has a part in it.'
    : reason

/** The row of what the bot itself did when asked to. */
export const OWN_CHANGE = 'own_change'

/**
 * The levels, first fitting row wins. The thresholds are this project's own judgement; the statuses and what they mean
 * are Scaleway's ("Understanding InterLink statuses").
 */
export const RULES: readonly Rule[] = [
  {
    rule: OWN_CHANGE,
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
    level: (f) =>
      inService(f) ? 'critical' : gone(f.statusSince, f.settings.timers.failedError, f) ? 'error' : 'warning',
    bad: true,
    timed: true,
    reason: (f) =>
      inService(f)
        ? 'A link in service went to failed, a path that is not documented.'
        : 'Scaleway could not create the link; its team is told automatically.',
  },
  {
    rule: 'order_waiting',
    when: (f) => f.status === 'requested' && !inService(f) && f.marks.length > 0,
    level: 'warning',
    bad: true,
    reason: byPartner('The partner has not answered the order, which expires 10 days after it was made.'),
  },
  {
    rule: 'provisioning_stuck',
    when: (f) => f.status === 'provisioning' && !inService(f) && f.marks.length > 0,
    level: 'warning',
    bad: true,
    reason: byPartner('The partner has taken the order on, and has not finished it for long.'),
  },
  {
    rule: 'refused',
    when: (f) => f.status === 'refused',
    level: 'warning',
    bad: true,
    reason: byPartner('The partner refused the order; it stays billed until it is deleted.'),
  },
  {
    rule: 'expired',
    when: (f) => f.status === 'expired',
    level: 'warning',
    bad: true,
    reason: byPartner('The partner did not answer within 10 days; it stays billed until it is deleted.'),
  },
  {
    rule: 'deletion_halted',
    when: (f) => f.halted && pathTaken(f),
    // Whoever asked for the deletion confirmed what breaks: that wakes nobody, and must not be forgotten either.
    level: (f) => (f.lostForGood.length > 0 ? 'error' : 'warning'),
    bad: true,
    reason: () =>
      'The bot took the path away to delete the link, and that was given up or has stopped: it carries nothing.',
  },
  {
    rule: 'path_removed',
    when: pathTaken,
    level: outageLevel,
    bad: true,
    reason: () => 'A change of configuration took the path away; configuration does not heal itself.',
  },
  {
    rule: 'vpc_moved',
    when: (f) => f.movedVpc,
    // A move that takes nothing away is news of a moment; one that did is not over because a sibling is back.
    level: (f) =>
      f.lostForGood.length > 0 ? 'critical' : f.previousRule === 'vpc_moved' ? 'error' : 'warning',
    bad: (level) => level !== 'warning',
    momentary: true,
    reason: (f) =>
      f.lostForGood.length > 0
        ? 'The link was moved to another VPC; no independent link leads into the one it left.'
        : 'The link was moved to another VPC; an independent link still leads into the one it left.',
  },
  {
    rule: 'device_lost',
    when: (f) => f.status === 'ready' && inService(f),
    level: outageLevel,
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
    when: (f) => f.status === 'configuring' && f.lost.length > 0,
    level: (f) => (gone(f.ruleSince, f.settings.timers.configuringDown, f) ? outageLevel(f) : 'info'),
    bad: true,
    timed: true,
    reason: (f) => `A new configuration is being applied, and ${familyNames(f.lost)} is down meanwhile.`,
  },
  {
    rule: 'reconfiguring',
    when: (f) => f.status === 'configuring' && inService(f),
    level: (f) =>
      gone(f.statusSince, f.settings.timers.configuringCritical, f)
        ? 'critical'
        : gone(f.statusSince, f.settings.timers.configuringWarning, f)
          ? 'warning'
          : 'info',
    bad: true,
    timed: true,
    reason: () => 'A new configuration is being applied to a link in service; its sessions are up.',
  },
  {
    rule: 'configuring',
    when: (f) => f.status === 'configuring',
    level: (f) =>
      gone(f.statusSince, f.settings.timers.newConfiguringError, f)
        ? 'error'
        : gone(f.statusSince, f.settings.timers.newConfiguringWarning, f)
          ? 'warning'
          : 'info',
    bad: onceTold,
    timed: true,
    reason: () => 'A link that is not in service yet is being configured.',
  },
  {
    rule: 'down_after_change',
    when: (f) => nothingUp(f) && (f.changed.length > 0 || f.previousRule === 'down_after_change'),
    level: 'critical',
    bad: true,
    reason: () => 'Every session in use dropped together with a change of configuration.',
  },
  {
    rule: 'down',
    when: nothingUp,
    level: outageLevel,
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
    reason: (f) => `The routing policy of ${familyNames(f.lost)} was detached while it was in use.`,
  },
  {
    rule: 'family_down',
    when: (f) => f.lost.length > 0,
    level: (f) => (f.lostForGood.length > 0 ? 'critical' : 'warning'),
    bad: true,
    reason: (f) =>
      f.lostForGood.length > 0
        ? `${familyNames(f.lostForGood)} is down and no independent link carries it into the VPC.`
        : `${familyNames(f.lost)} is down on this link; an independent link into the VPC still carries it.`,
  },
  {
    rule: 'path_broken',
    when: (f) =>
      f.gap !== null && f.carried.length > 0 && f.previousRule !== null && f.previousRule !== 'incomplete',
    level: outageLevel,
    bad: true,
    reason: (f) => `The sessions are up, and no traffic can flow any more: ${oneLine(f.gap?.text ?? '')}.`,
  },
  {
    rule: 'sessions_unknown',
    when: (f) => f.unknown.length > 0,
    level: 'warning',
    bad: true,
    reason: (f) => `The API does not say how ${familyNames(f.unknown)} is, which was up before.`,
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
    level: (f) => (gone(f.ruleSince, f.settings.timers.neverUpError, f) ? 'error' : 'warning'),
    bad: true,
    timed: true,
    reason: () => 'A session that never carried is not up yet: a delivery task, not an outage.',
  },
  {
    rule: 'illegal_path',
    when: (f) => f.previousStatus !== null && !isLegalMove(f.previousStatus, f.status),
    level: 'warning',
    bad: false,
    momentary: true,
    reason: () => 'The link took a path that is not documented.',
  },
  {
    rule: 'single_stack',
    when: (f) => f.status === 'limited_connectivity' || f.status === 'all_down',
    level: 'info',
    bad: false,
    reason: () => 'Every family that is meant to be used is up, or none is meant to be.',
  },
  {
    rule: 'meant_so',
    when: (f) => f.meant && f.status === 'active' && !pathConfigured(f.after),
    level: 'info',
    bad: false,
    reason: () => 'Its path was taken away on purpose: that was acknowledged, and nothing was put back.',
  },
  {
    rule: 'incomplete',
    when: (f) => f.status === 'active' && (f.gap !== null || !pathConfigured(f.after)),
    level: (f) => (gone(f.ruleSince, f.settings.timers.incompleteWarning, f) ? 'warning' : 'info'),
    bad: onceTold,
    timed: true,
    reason: (f) =>
      f.gap === null
        ? 'The link is active; its traffic path is not complete yet.'
        : `The link is active, and no traffic can flow: ${oneLine(f.gap.text)}.`,
  },
  {
    rule: 'waits_for_device',
    when: (f) => f.status === 'ready',
    level: (f) => (gone(f.statusSince, f.settings.timers.readyWarning, f) ? 'warning' : 'info'),
    bad: onceTold,
    timed: true,
    reason: () => 'Scaleway has done its part; your network device is not configured for the link yet.',
  },
  {
    rule: 'forward',
    when: () => true,
    level: 'info',
    bad: false,
    reason: () => 'The link is where it should be, or moving there.',
  },
]

/** Rows by which time alone makes a link louder: links that fit them are judged at every poll. */
export const TIMED_RULES: ReadonlySet<string> = new Set(
  RULES.flatMap(({ rule, timed }) => (timed === true ? [rule] : [])),
)

/** Rows that fit but one poll, after which a link is judged again. */
export const MOMENTARY_RULES: ReadonlySet<string> = new Set(
  RULES.flatMap(({ rule, momentary }) => (momentary === true ? [rule] : [])),
)
