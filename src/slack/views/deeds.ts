import type { NotedAct } from '../../remedies/acts.ts'

/** `link`: its name; `about`: the name of the VPC or policy, or the reference, where it is known. Plain text. */
type Words = (link: string, about: string | null) => string

/** Goes on after a person's name. */
interface DeedWords {
  /** "attached VPC prod to paris" */
  readonly did: Words
  /** After "tried to": "attach VPC prod to paris". */
  readonly toDo: Words
}

const vpc = (about: string | null, otherwise: string) => (about === null ? otherwise : `VPC ${about}`)
const policy = (about: string | null) => (about === null ? 'a routing policy' : `routing policy ${about}`)
const order = (about: string | null) => (about === null ? '' : `, with the order number ${about}`)
const ticket = (about: string | null) => (about === null ? 'a support ticket' : `support ticket ${about}`)

/** Whatever the audit notes can be told of. */
const DEEDS: Readonly<Record<NotedAct, DeedWords>> = {
  attach_vpc: {
    did: (link, about) => `attached ${vpc(about, 'a VPC')} to ${link}`,
    toDo: (link, about) => `attach ${vpc(about, 'a VPC')} to ${link}`,
  },
  detach_vpc: {
    did: (link, about) => `detached ${vpc(about, 'the VPC')} from ${link}`,
    toDo: (link, about) => `detach ${vpc(about, 'the VPC')} from ${link}`,
  },
  set_policy: {
    did: (link, about) => `put ${policy(about)} on ${link}`,
    toDo: (link, about) => `put ${policy(about)} on ${link}`,
  },
  create_policy: {
    did: (link, about) => `created ${policy(about)} and attached it to ${link}`,
    toDo: (link, about) => `create ${policy(about)} and attach it to ${link}`,
  },
  detach_policy: {
    did: (link, about) => `detached ${policy(about)} from ${link}`,
    toDo: (link, about) => `detach ${policy(about)} from ${link}`,
  },
  enable_propagation: {
    did: (link) => `turned route propagation on for ${link}`,
    toDo: (link) => `turn route propagation on for ${link}`,
  },
  disable_propagation: {
    did: (link) => `turned route propagation off for ${link}`,
    toDo: (link) => `turn route propagation off for ${link}`,
  },
  delete_link: { did: (link) => `deleted ${link}`, toDo: (link) => `delete ${link}` },
  reorder_link: {
    did: (link) => `deleted ${link} and ordered it again`,
    toDo: (link) => `delete ${link} and order it again`,
  },
  reveal_pairing_key: {
    did: (link) => `had the pairing key of ${link} shown, seen by nobody else`,
    toDo: (link) => `have the pairing key of ${link} shown`,
  },
  mark_contacted: {
    did: (link, about) => `noted that the partner of ${link} was contacted${order(about)}`,
    toDo: (link, about) => `note that the partner of ${link} was contacted${order(about)}`,
  },
  record_ticket: {
    did: (link, about) => `recorded ${ticket(about)} for ${link}`,
    toDo: (link, about) => `record ${ticket(about)} for ${link}`,
  },
  open_ticket: {
    did: (link) => `opened a support ticket about ${link}`,
    toDo: (link) => `open a support ticket about ${link}`,
  },
  contact_partner: {
    did: (link) => `had a mail to the partner of ${link} drafted`,
    toDo: (link) => `have a mail to the partner of ${link} drafted`,
  },
  export_audit: { did: () => 'exported the audit', toDo: () => 'export the audit' },
  change_reorder: {
    did: () => 'changed a deletion or order',
    toDo: () => 'change a deletion or order',
  },
  other_version: {
    did: () => 'used a button or window of another version',
    toDo: () => 'use a button or window of another version',
  },
  undo_contacted: {
    did: (link, about) => `took back that the partner of ${link} was contacted${order(about)}`,
    toDo: (link, about) => `take back that the partner of ${link} was contacted${order(about)}`,
  },
  forget_rights: {
    did: (link) => `had Scaleway asked again for the rights on ${link}`,
    toDo: (link) => `have Scaleway asked again for the rights on ${link}`,
  },
}

/** What somebody did to a link, to be told to all who follow it. Foreign names are plain text here. */
export interface Deed {
  readonly act: NotedAct
  readonly outcome: 'done' | 'failed' | 'unknown'
  /** The name of the link. */
  readonly link: string
  readonly about: string | null
  /** Sentences after it: why it failed, or what is to be known besides. Empty where there is nothing. */
  readonly more: string
}

/** A deed as it goes on after the name of whoever did it, as plain text. Pure. */
export function deedInWords({ act, outcome, link, about, more }: Deed): string {
  const { did, toDo } = DEEDS[act]
  const what = outcome === 'done' ? did(link, about) : `tried to ${toDo(link, about)}`
  return `${what}.${more === '' ? '' : ` ${more}`}`
}
