import type { Contact } from '../../contacts/contact.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { familiesThatAre, judgedBySessions } from '../../diagnostics/judgement.ts'
import { pathConfigured } from '../../domain/link.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import type { ContactRecord } from '../ports.ts'

/** What a mail to the partner asks for. */
export const MAIL_KINDS = [
  'provision',
  'chase',
  'ask_progress',
  'ask_why_refused',
  'agree_new_order',
  'deprovision',
  'side_down',
] as const

export type MailKind = (typeof MAIL_KINDS)[number]

/** What each is called on a menu. */
export const MAIL_LABELS: Readonly<Record<MailKind, string>> = {
  provision: 'Please provision',
  chase: 'Chase the answer to the order',
  ask_progress: 'Ask for a date and the circuit id',
  ask_why_refused: 'Ask why it was refused',
  agree_new_order: 'Agree on a new order',
  deprovision: 'Please delete your side',
  side_down: 'Your side looks down',
}

/** All that a mail is drafted from. `now` is in ms. */
export interface MailFacts {
  readonly evidence: Evidence
  /** As the team has written it down. */
  readonly contact: Contact
  /** Null where nobody said that the partner was told of the order. */
  readonly contacted: ContactRecord | null
  readonly now: number
}

/** The mails that fit a link as it is, the one to write now first; or why there is none, in one sentence. */
export type MailChoice =
  | { readonly type: 'mails'; readonly kinds: readonly [MailKind, ...MailKind[]] }
  | { readonly type: 'none'; readonly why: string }

const mails = (...kinds: [MailKind, ...MailKind[]]): MailChoice => ({ type: 'mails', kinds })
const none = (why: string): MailChoice => ({ type: 'none', why })

const NOTHING_DOWN = none(
  'No session that is meant to be up is down, so there is nothing to ask the partner.',
)

/** What a hosted link's partner can be asked by the status alone, after the documented ways out ("InterLink statuses"). */
const BY_STATUS: Readonly<Record<LinkStatus, (facts: MailFacts) => MailChoice>> = {
  configuring: () =>
    none('Scaleway is setting the link up, and the partner can do nothing before that is done.'),
  requested: ({ contacted }) =>
    contacted === null ? mails('provision', 'chase') : mails('chase', 'provision'),
  failed: () =>
    none('Scaleway could not set the link up, and the partner cannot help: open a ticket instead.'),
  provisioning: () => mails('ask_progress'),
  expired: () => mails('agree_new_order'),
  refused: () => mails('ask_why_refused', 'agree_new_order'),
  ready: () => none('The link waits for your own network device: configure it first.'),
  active: () => NOTHING_DOWN,
  limited_connectivity: () => NOTHING_DOWN,
  all_down: () => NOTHING_DOWN,
  locked: () =>
    none("Scaleway's Trust and Safety team locked the link: open a ticket, the partner cannot help."),
  deprovisioning: () => mails('deprovision'),
  deleted: () => mails('deprovision'),
  unknown_link_status: () => NOTHING_DOWN,
}

/**
 * What the partner can be asked about a link. Sessions count before the status word. What the customer's own configuration
 * took away is not laid at the partner's door. A self-hosted link has no partner: whoever runs its line can be written to
 * where the contacts file names a NOC for it.
 */
export function mailsFor(facts: MailFacts): MailChoice {
  const { link } = facts.evidence
  const isHosted = link.kind.type === 'hosted'
  const down = judgedBySessions(link) ? familiesThatAre(link, 'down') : []
  if (down.length > 0 && !pathConfigured(link))
    return none("The link's own configuration takes its path away: complete it before you ask anybody else.")
  if (!isHosted && facts.contact.nocEmail === null && facts.contact.nocPhone === null)
    return none(
      link.kind.type === 'self_hosted'
        ? 'A self-hosted link has no partner: it runs over your own dedicated connection.'
        : 'The API shows neither a partner nor a connection for this link.',
    )
  if (down.length > 0) return mails('side_down')
  if (!isHosted) return none('No session is down, so there is nothing to ask of whoever runs the line.')
  return BY_STATUS[linkStatus(link.status)](facts)
}
