import { FAMILY_NAMES } from '../diagnostics/words.ts'
import { FAMILIES, type Family, intendedFamilies, type Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import { ACT_KINDS, type ActType } from './acts.ts'
import { isForKind, type Wanted, whyNot } from './applies.ts'
import type { Permission } from './authorise.ts'
import { REMEDIES_BY_STATUS, type RemedyId } from './by-status.ts'

/** What becomes of a remedy when somebody presses it. */
export type OfferState =
  | { readonly type: 'offered' }
  /** The code that does it is shown instead. `reason` is a sentence. */
  | { readonly type: 'as_code'; readonly reason: string }
  /** `because` of how the link is, of a right that the API key lacks, or of who asks. `reason` is a sentence. */
  | { readonly type: 'withheld'; readonly because: 'link' | 'right' | 'permission'; readonly reason: string }

/** A remedy for a link, offered or not. */
export interface Offer extends Wanted {
  /** As on a button. */
  readonly label: string
  /** Part of the way out; all else is for whoever looks for it. */
  readonly isWayOut: boolean
  readonly isDestructive: boolean
  readonly state: OfferState
}

/** All remedies of a link, those of the way out first. */
export interface Offers {
  readonly offers: readonly Offer[]
  /** Until when waiting is the way out, as a sentence; null where it is not. */
  readonly wait: string | null
}

/** What decides besides the link. */
export interface Circumstances {
  readonly permission: Permission
  /** Why code owns the link; null where it does not. */
  readonly ownedByCode: string | null
  /** What the API key was refused so far, by act, as a sentence. */
  readonly missingRight: (act: ActType) => string | null
}

const DRAFTS: Readonly<Record<Exclude<RemedyId, ActType>, string>> = {
  contact_partner: 'Contact the partner',
  open_ticket: 'Open a support ticket',
}

/**
 * Which remedies apply to a link, in order, each offered or with the reason why not. Drafts are for everybody, since they
 * change nothing. Deleting, and ordering again, is shown to those alone who may, unless it is the way out. Pure.
 */
export function offersFor(link: Link, around: Circumstances): Offers {
  const entry = REMEDIES_BY_STATUS[linkStatus(link.status)]
  const missing = missingSteps(link)
  const wayOut = [...entry.wayOut.map(whole), ...missing]
  const rest = [...entry.also.map(whole), ...present(link), whole('reorder_link'), whole('delete_link')]
  const also = rest.filter((one) => !wayOut.some((other) => same(one, other)))
  const offer = (isWayOut: boolean) => (wanted: Wanted) => ({
    ...wanted,
    label: labelOf(wanted, link),
    isWayOut,
    isDestructive: isAct(wanted.remedy) && ACT_KINDS[wanted.remedy].isDestructive,
    state: stateOf(wanted, link, around),
  })
  const isGone = linkStatus(link.status) === 'deleted'
  const all = [...wayOut.map(offer(true)), ...also.map(offer(false))].filter((one) => isForKind(one, link))
  return { offers: isGone ? [] : all.filter((one) => isShown(one, around)), wait: entry.wait }
}

/** The label of a remedy as it is for this link. */
export function labelOf({ remedy, family }: Wanted, link: Link): string {
  if (!isAct(remedy)) return DRAFTS[remedy]
  if (family === null) return ACT_KINDS[remedy].label
  const what = `${FAMILY_NAMES[family]} routing policy`
  if (remedy === 'detach_policy') return `Detach the ${what}`
  if (remedy === 'create_policy') return `Create an ${what} and attach it`
  return link.policies[family] === null ? `Attach an ${what}` : `Replace the ${what}`
}

function isAct(remedy: RemedyId): remedy is ActType {
  return remedy in ACT_KINDS
}

function whole(remedy: RemedyId): Wanted {
  return { remedy, family: null }
}

function same(a: Wanted, b: Wanted): boolean {
  return a.remedy === b.remedy && a.family === b.family
}

/** What the traffic path lacks, in the order in which it is set up. One family may be enough. */
function missingSteps(link: Link): readonly Wanted[] {
  const policies: readonly Wanted[] = [
    ...FAMILIES.map((family): Wanted => ({ remedy: 'set_policy', family })),
    whole('create_policy'),
  ]
  return [
    ...(link.vpcId === null ? [whole('attach_vpc')] : []),
    ...(intendedFamilies(link).length === 0 ? policies : []),
    ...(link.routePropagation ? [] : [whole('enable_propagation')]),
  ]
}

/** What can be changed of a path as it is, the harmless first. */
function present(link: Link): readonly Wanted[] {
  const perFamily = (remedy: 'set_policy' | 'detach_policy', families: readonly Family[]) =>
    families.map((family): Wanted => ({ remedy, family }))
  return [
    ...perFamily('set_policy', FAMILIES),
    whole('create_policy'),
    ...(link.routePropagation ? [whole('disable_propagation')] : []),
    ...perFamily('detach_policy', intendedFamilies(link)),
    ...(link.vpcId === null ? [] : [whole('detach_vpc')]),
  ]
}

function stateOf(wanted: Wanted, link: Link, around: Circumstances): OfferState {
  const { remedy } = wanted
  const reason = whyNot(wanted, link)
  if (reason !== null) return { type: 'withheld', because: 'link', reason }
  if (!isAct(remedy)) return { type: 'offered' }
  if (around.permission.type === 'refused')
    return { type: 'withheld', because: 'permission', reason: around.permission.sentence }
  if (around.ownedByCode !== null && ACT_KINDS[remedy].writes)
    return { type: 'as_code', reason: around.ownedByCode }
  const lacking = around.missingRight(remedy)
  return lacking === null ? { type: 'offered' } : { type: 'withheld', because: 'right', reason: lacking }
}

function isShown({ remedy, isWayOut }: Offer, { permission }: Circumstances): boolean {
  if (remedy !== 'delete_link' && remedy !== 'reorder_link') return true
  return isWayOut || permission.type === 'allowed'
}
