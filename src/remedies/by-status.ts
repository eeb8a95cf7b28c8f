import type { LinkStatus } from '../domain/status.ts'
import type { ActType, DraftType } from './acts.ts'
import type { WaitTimer } from './waiting.ts'

/** Something a person can have done or made: an act, the draft of a mail to the partner, the draft of a ticket. */
export type RemedyId = ActType | DraftType

/** What can be done about a link in a status. Whether a partner or a configuration is there is looked at beside it. */
export interface StatusRemedies {
  /** Parts of the documented way out, the first one first. */
  readonly wayOut: readonly RemedyId[]
  /** What helps besides. */
  readonly also: readonly RemedyId[]
  /** Why its configuration cannot be changed now, as a sentence; null where it can. */
  readonly notConfigured: string | null
  /** Why it cannot be deleted now, as a sentence; null where it can. */
  readonly notDeleted: string | null
  /** What waiting is for, and for how long, as a sentence; `{span}` stands for the length. Null where waiting does not help. */
  readonly wait: string | null
  /** What is to be configured on the device of whoever runs BGP on the customer's side, as a sentence; null where nothing is. */
  readonly device: string | null
  /** The timer of alerts that says for how long, from when the status began; null where waiting has no end of its own. */
  readonly waitFor: WaitTimer | null
}

const CONFIGURING =
  'Scaleway is applying a configuration, and its API refuses every change until that is done (409 transient_state): wait.'
const FAILED =
  'Scaleway could not set the link up, and its technical team mends it: nothing changed from here helps meanwhile, so wait for the team, or open a ticket.'
const LOCKED =
  "Scaleway's Trust and Safety team locked the link, and its API refuses every change (423 locked): open a ticket."
const GONE = 'The link is deleted: there is nothing left to change.'
const UNKNOWN =
  'The API gives the link a status that this version does not know, so nothing is changed from here: look at it in the console.'
const CONFIGURE_DEVICE =
  'Configure your network device: its VLAN, the AS numbers and the addresses of both peers. The link becomes Active once its sessions come up.'
const ENDED = 'and nothing can revive it: delete it and order again.'

/**
 * Every status of the API with its way out, after "Understanding InterLink statuses", "Configuring an InterLink" and "How to
 * delete an InterLink"; a record, so that the compiler asks for each. The times to wait are the timers that alerts go by.
 */
export const REMEDIES_BY_STATUS: Readonly<Record<LinkStatus, StatusRemedies>> = {
  configuring: {
    wayOut: [],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: CONFIGURING,
    notDeleted: CONFIGURING,
    wait: 'Wait for Scaleway; open a ticket if it is still Configuring after {span}.',
    device: null,
    waitFor: 'newConfiguringWarning',
  },
  requested: {
    wayOut: ['contact_partner', 'reveal_pairing_key', 'mark_contacted'],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: null,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  failed: {
    wayOut: ['open_ticket', 'record_ticket'],
    also: [],
    notConfigured: FAILED,
    notDeleted: FAILED,
    wait: "Wait for Scaleway's technical team, which knows of it; open a ticket if it is still Failed after {span}.",
    device: null,
    waitFor: 'failedError',
  },
  provisioning: {
    wayOut: ['contact_partner', 'mark_contacted'],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: null,
    notDeleted: null,
    wait: 'Wait for the partner; ask it for a date, and escalate after {span}.',
    device: null,
    waitFor: 'provisioningStuck',
  },
  expired: {
    wayOut: ['contact_partner', 'reorder_link', 'delete_link'],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: `The order expired, ${ENDED}`,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  refused: {
    wayOut: ['contact_partner', 'reorder_link', 'delete_link'],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: `The partner refused the order, ${ENDED}`,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  ready: {
    wayOut: [],
    also: ['open_ticket', 'record_ticket'],
    notConfigured: null,
    notDeleted: null,
    wait: null,
    device: CONFIGURE_DEVICE,
    waitFor: null,
  },
  active: {
    wayOut: [],
    also: ['contact_partner', 'open_ticket', 'record_ticket'],
    notConfigured: null,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  limited_connectivity: {
    wayOut: ['contact_partner', 'open_ticket', 'record_ticket'],
    also: [],
    notConfigured: null,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  all_down: {
    wayOut: ['contact_partner', 'open_ticket', 'record_ticket'],
    also: [],
    notConfigured: null,
    notDeleted: null,
    wait: null,
    device: null,
    waitFor: null,
  },
  locked: {
    wayOut: ['open_ticket', 'record_ticket'],
    also: [],
    notConfigured: LOCKED,
    notDeleted: LOCKED,
    wait: null,
    device: null,
    waitFor: null,
  },
  deprovisioning: {
    wayOut: ['contact_partner', 'delete_link'],
    also: ['mark_contacted', 'open_ticket', 'record_ticket'],
    notConfigured: 'The link is being deleted, so its configuration does not matter any more.',
    notDeleted: null,
    wait: 'Wait for the other side to delete it too; escalate after {span}.',
    device: null,
    waitFor: 'deprovisioningStuck',
  },
  deleted: {
    wayOut: [],
    also: [],
    notConfigured: GONE,
    notDeleted: GONE,
    wait: null,
    device: null,
    waitFor: null,
  },
  unknown_link_status: {
    wayOut: ['open_ticket', 'record_ticket'],
    also: ['contact_partner'],
    notConfigured: UNKNOWN,
    notDeleted: UNKNOWN,
    wait: null,
    device: null,
    waitFor: null,
  },
}
