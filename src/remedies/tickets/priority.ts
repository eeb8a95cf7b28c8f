import { levelByTags } from '../../alerting/tags.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { familiesThatAre, isCarrying, statusContradicted, statusName } from '../../diagnostics/judgement.ts'
import { waitsWithoutPartner } from '../../diagnostics/kinds.ts'
import { outagePriority } from '../../diagnostics/outage.ts'
import type { TicketPriority } from '../../diagnostics/steps.ts'
import { goneFamilies } from '../../diagnostics/writes.ts'
import type { Level } from '../../domain/incident.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'

/** How urgent a ticket is, in the words of Scaleway's form, and why: one sentence. */
export interface JudgedPriority {
  readonly priority: TicketPriority
  readonly reason: string
}

const QUESTION = 'It is a question: nothing that Scaleway runs is down.'

/** Where nothing that carried is lost. The same priorities as the documented ways out (diagnostics/catalog). */
const BY_STATUS: Readonly<Record<LinkStatus, JudgedPriority>> = {
  configuring: {
    priority: 'P3',
    reason: 'Scaleway is applying a configuration, and nothing that carried is lost.',
  },
  requested: { priority: 'P5', reason: QUESTION },
  failed: { priority: 'P3', reason: 'Scaleway could not set the link up, and nothing that carried is lost.' },
  provisioning: { priority: 'P5', reason: QUESTION },
  expired: { priority: 'P5', reason: QUESTION },
  refused: { priority: 'P5', reason: QUESTION },
  ready: { priority: 'P3', reason: 'The link has not been seen in service: a delivery, and no outage.' },
  active: { priority: 'P5', reason: QUESTION },
  limited_connectivity: {
    priority: 'P4',
    reason: 'Every session that is meant to be used is up; the status alone says otherwise.',
  },
  all_down: {
    priority: 'P4',
    reason: 'No session that is meant to be used is down; the status alone says otherwise.',
  },
  locked: { priority: 'P1', reason: 'Trust and Safety locked the link, and nobody else can act on it.' },
  deprovisioning: { priority: 'P4', reason: 'A deletion lasts, and nothing that carried is lost.' },
  deleted: { priority: 'P5', reason: QUESTION },
  unknown_link_status: {
    priority: 'P5',
    reason: 'It is a question: the sessions are trusted, and not the word.',
  },
}

/** The tags of links lower levels; so much of a level is a priority. */
const LEVEL_OF: Readonly<Record<TicketPriority, Level>> = {
  P1: 'critical',
  P2: 'error',
  P3: 'warning',
  P4: 'info',
  P5: 'info',
}
const PRIORITY_OF = { critical: 'P1', error: 'P2', warning: 'P3' } as const

/**
 * How urgent a ticket about a link is: by what is lost and what is left of it into the VPC, and by its status where nothing is
 * lost. A tag that lowers its alerts (`backup:vpn`, `env:lab`) lowers this too. Our own judgement; a person may change it.
 */
export function ticketPriority(evidence: Evidence): JudgedPriority {
  const judged = beforeTags(evidence)
  const { level, reason } = levelByTags(LEVEL_OF[judged.priority], evidence.link.tags)
  return reason === null || level === 'info'
    ? judged
    : { priority: PRIORITY_OF[level], reason: `${judged.reason} ${reason}` }
}

function beforeTags(evidence: Evidence): JudgedPriority {
  const { link } = evidence
  const isGone = linkStatus(link.status) === 'deleted'
  const lost = isGone ? evidence.carried : goneFamilies(evidence)
  if (lost.length > 0) return outagePriority(evidence, lost, !isGone && isCarrying(link))
  const down = familiesThatAre(link, 'down')
  const judged = BY_STATUS[linkStatus(link.status)]
  // The documented way out of these goes to a partner, and this link has none.
  if (waitsWithoutPartner(link) && !isCarrying(link))
    return {
      priority: 'P3',
      reason: 'No document describes this status of a self-hosted link: a delivery, and no outage.',
    }
  if (judged.priority !== 'P1' && down.length > 0)
    return { priority: 'P3', reason: 'A session that was never seen up is down: a delivery, and no outage.' }
  if (statusContradicted(link))
    return {
      priority: 'P4',
      reason: `The status says ${statusName(link)}, and the sessions say otherwise: nothing is down.`,
    }
  return judged
}
