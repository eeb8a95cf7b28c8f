import type { Family } from '../domain/link.ts'

/** The policy of one family, as a form asks for it. Prefixes were validated and summarised. */
export interface PolicyDraft {
  readonly name: string
  readonly projectId: string
  readonly family: Family
  readonly prefixesIn: readonly string[]
  readonly prefixesOut: readonly string[]
}

/** One thing that an operator can have done to a link, with all that it needs. */
export type Act =
  | { readonly type: 'attach_vpc'; readonly vpcId: string }
  | { readonly type: 'detach_vpc' }
  /** Attaches the policy where its family has none, and replaces it in place where it has one, so that routes do not drop. */
  | { readonly type: 'set_policy'; readonly family: Family; readonly policyId: string }
  | { readonly type: 'create_policy'; readonly policy: PolicyDraft }
  | { readonly type: 'detach_policy'; readonly family: Family }
  | { readonly type: 'enable_propagation' }
  | { readonly type: 'disable_propagation' }
  | { readonly type: 'delete_link' }
  | { readonly type: 'reorder_link' }
  /** Changes nothing at Scaleway: the key is shown to the operator alone. */
  | { readonly type: 'reveal_pairing_key' }
  /** The partner was contacted; `reference` is its order number, where it gave one. */
  | { readonly type: 'mark_contacted'; readonly reference: string | null }
  | { readonly type: 'record_ticket'; readonly reference: string; readonly state: 'open' | 'closed' }

export type ActType = Act['type']

/** An act that is one change of a link's configuration, done while somebody waits. */
export type ConfiguringAct = Extract<
  Act,
  {
    readonly type:
      | 'attach_vpc'
      | 'detach_vpc'
      | 'set_policy'
      | 'create_policy'
      | 'detach_policy'
      | 'enable_propagation'
      | 'disable_propagation'
  }
>

/** What an act is like: the compiler asks for a line for each. */
export interface ActKind {
  /** As a person would say it: "Detach the VPC". */
  readonly label: string
  /** It takes something away that may carry traffic, or cannot be taken back: the link's name has to be typed. */
  readonly isDestructive: boolean
  /** It calls a write of Scaleway's API. */
  readonly writes: boolean
}

export const ACT_KINDS: Readonly<Record<ActType, ActKind>> = {
  attach_vpc: { label: 'Attach a VPC', isDestructive: false, writes: true },
  detach_vpc: { label: 'Detach the VPC', isDestructive: true, writes: true },
  set_policy: { label: 'Attach or replace a routing policy', isDestructive: false, writes: true },
  create_policy: { label: 'Create a routing policy and attach it', isDestructive: false, writes: true },
  detach_policy: { label: 'Detach a routing policy', isDestructive: true, writes: true },
  enable_propagation: { label: 'Turn route propagation on', isDestructive: false, writes: true },
  disable_propagation: { label: 'Turn route propagation off', isDestructive: true, writes: true },
  delete_link: { label: 'Delete the link', isDestructive: true, writes: true },
  reorder_link: { label: 'Delete and order again', isDestructive: true, writes: true },
  reveal_pairing_key: { label: 'Show the pairing key', isDestructive: false, writes: false },
  mark_contacted: { label: 'Mark the partner as contacted', isDestructive: false, writes: false },
  record_ticket: { label: 'Record a support ticket', isDestructive: false, writes: false },
}

/** The drafts, which change nothing: every member may have them. */
export type DraftType = 'contact_partner' | 'open_ticket'

/**
 * What the audit notes: acts, what else only operators may have, and drafts that were refused to whoever is no member.
 * `change_reorder` is a deletion or order to be gone on with or given up that is not known any more, so not which of both;
 * `other_version` a button or window that another version of the bot has made, so that nobody can tell what of.
 */
export type NotedAct =
  | ActType
  | DraftType
  | 'export_audit'
  | 'forget_rights'
  | 'change_reorder'
  | 'other_version'
  | 'undo_contacted'

/** What was noted, as a person would say it. */
export function actLabel(act: NotedAct): string {
  switch (act) {
    case 'contact_partner':
      return 'Contact the partner'
    case 'open_ticket':
      return 'Open a support ticket'
    case 'export_audit':
      return 'Export the audit'
    case 'forget_rights':
      return 'Forget which rights the key lacks'
    case 'undo_contacted':
      return 'Undo that the partner was contacted'
    case 'change_reorder':
      return 'Change a deletion or order'
    case 'other_version':
      return 'Use a button or window of another version'
    default:
      return ACT_KINDS[act].label
  }
}
