import { BY_NAME } from '../domain/by-name.ts'
import { LEVELS } from '../domain/incident.ts'
import { type LinkStatus, linkStatus } from '../domain/status.ts'
import type { LinkRow } from './answers.ts'

/**
 * How much a status asks for attention, by itself, the most first. Our own judgement: what carried and is down, then
 * what will not come up without a person, then what is under way, then what is well.
 */
const ATTENTION: Readonly<Record<LinkStatus, number>> = {
  all_down: 0,
  locked: 1,
  failed: 2,
  limited_connectivity: 3,
  deprovisioning: 4,
  refused: 5,
  expired: 6,
  unknown_link_status: 7,
  ready: 8,
  requested: 9,
  configuring: 10,
  provisioning: 11,
  active: 12,
  deleted: 13,
}

/** Orders rows: the worst open incident first, links that cannot be read among the warnings, then by status, then by name. */
export function compareRows(a: LinkRow, b: LinkRow): number {
  return (
    urgency(b) - urgency(a) ||
    attention(a) - attention(b) ||
    BY_NAME.compare(a.link.name, b.link.name) ||
    BY_NAME.compare(a.link.id, b.link.id)
  )
}

/** What is active in vain waits for a person as much as what is ready does. */
function attention({ link, missing }: LinkRow): number {
  const status = linkStatus(link.status)
  return ATTENTION[status === 'active' && missing !== null ? 'ready' : status]
}

/** A link that cannot be read may be anything: it is looked at with the warnings. */
function urgency({ level, unreadSince }: LinkRow): number {
  const known = level === null ? -1 : LEVELS.indexOf(level)
  return unreadSince === null ? known : Math.max(known, LEVELS.indexOf('warning'))
}
