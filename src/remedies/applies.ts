import { lacksItsPartner } from '../diagnostics/kinds.ts'
import { FAMILY_NAMES } from '../diagnostics/words.ts'
import { FAMILIES, type Family, type Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import type { Act } from './acts.ts'
import { REMEDIES_BY_STATUS, type RemedyId } from './by-status.ts'
import { reorderOffer } from './reorder/order.ts'

/** A remedy, and the address family it is for where it is for one. */
export interface Wanted {
  readonly remedy: RemedyId
  readonly family: Family | null
}

/** Acts that change how a link is configured. */
const CONFIGURES: ReadonlySet<RemedyId> = new Set([
  'attach_vpc',
  'detach_vpc',
  'set_policy',
  'create_policy',
  'detach_policy',
  'enable_propagation',
  'disable_propagation',
] satisfies RemedyId[])

/** Remedies that need a partner on the other side. */
const NEEDS_PARTNER: ReadonlySet<RemedyId> = new Set([
  'contact_partner',
  'mark_contacted',
  'reveal_pairing_key',
] satisfies RemedyId[])

/** Of a self-hosted link, which no partner has refused, or left unanswered. */
const ORDER_OVER = 'The order is over, and nothing can revive it: delete it and order again.'

/** What an act is, to look it up by. */
export function wantedBy(act: Act): Wanted {
  switch (act.type) {
    case 'set_policy':
    case 'detach_policy':
      return { remedy: act.type, family: act.family }
    case 'create_policy':
      return { remedy: act.type, family: act.policy.family }
    default:
      return { remedy: act.type, family: null }
  }
}

/** Whether a remedy is about links of this kind at all: without a partner nobody is to be contacted. */
export function isForKind({ remedy }: Wanted, link: Link): boolean {
  return !NEEDS_PARTNER.has(remedy) || link.kind.type === 'hosted'
}

/**
 * Why a remedy does not help a link as it is, in one sentence; null where it may. The status decides first (the API answers
 * 409 `transient_state` and 423 `locked` otherwise), then what is configured.
 */
export function whyNot(wanted: Wanted, link: Link): string | null {
  const entry = REMEDIES_BY_STATUS[linkStatus(link.status)]
  if (!isForKind(wanted, link)) return 'This link is not over a partner, so there is none to contact.'
  if (CONFIGURES.has(wanted.remedy)) {
    if (entry.notConfigured !== null) return lacksItsPartner(link) ? ORDER_OVER : entry.notConfigured
    return configurationLacks(wanted, link)
  }
  if (wanted.remedy === 'delete_link') return entry.notDeleted
  if (wanted.remedy === 'reorder_link') return entry.notDeleted ?? uselessOrder(link)
  if (entry.wayOut.includes(wanted.remedy) || entry.also.includes(wanted.remedy)) return null
  return wanted.remedy === 'reveal_pairing_key'
    ? 'The pairing key is for ordering at the partner, and this link does not wait for that.'
    : `A link in the status ${linkStatus(link.status)} does not need this.`
}

function uselessOrder(link: Link): string | null {
  const offer = reorderOffer(link)
  return offer.type === 'useless' ? offer.why : null
}

function configurationLacks({ remedy, family }: Wanted, link: Link): string | null {
  switch (remedy) {
    case 'attach_vpc':
      return link.vpcId === null
        ? null
        : 'A VPC is attached already: detach it first, which turns route propagation off too.'
    case 'detach_vpc':
      return link.vpcId === null ? 'No VPC is attached.' : null
    case 'detach_policy': {
      const attached = family === null ? FAMILIES.some((one) => link.policies[one]) : link.policies[family]
      const what = family === null ? 'routing policy' : `${FAMILY_NAMES[family]} routing policy`
      return attached ? null : `No ${what} is attached.`
    }
    case 'enable_propagation':
      if (link.routePropagation) return 'Route propagation is on already.'
      if (link.vpcId === null) return 'No VPC is attached that routes could go to: attach one first.'
      return FAMILIES.every((one) => link.policies[one] === null)
        ? 'Without a routing policy every route is blocked: attach one first.'
        : null
    case 'disable_propagation':
      return link.routePropagation ? null : 'Route propagation is off already.'
    default:
      return null
  }
}
