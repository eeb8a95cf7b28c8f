import type { AlertSettings } from '../alerting/settings.ts'
import { requestExpiresAt } from '../diagnostics/deadlines.ts'
import { bgpSpeaker, waitsWithoutPartner } from '../diagnostics/kinds.ts'
import { FAMILY_NAMES } from '../diagnostics/words.ts'
import { FAMILIES, type Family, intendedFamilies, type Link } from '../domain/link.ts'
import { linkStatus } from '../domain/status.ts'
import { utcMinute } from '../domain/utc.ts'
import { ACT_KINDS, type ActType, actLabel } from './acts.ts'
import { isForKind, type Wanted, whyNot } from './applies.ts'
import type { Permission } from './authorise.ts'
import { REMEDIES_BY_STATUS, type RemedyId } from './by-status.ts'
import type { MailChoice } from './mails/kinds.ts'
import { waitEnd, waitInWords } from './waiting.ts'

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
  /** What of the way out is on the customer's own device, as a sentence; null where nothing is. */
  readonly device: string | null
}

/** What decides besides the link. */
export interface Circumstances {
  readonly permission: Permission
  /** Why code owns the link; null where it does not. */
  readonly ownedByCode: string | null
  /** Since when it has had its status (ms); null where that is not known. */
  readonly statusSince: number | null
  /** The timers and business hours that alerts go by: what is waited for ends when an alert says so. */
  readonly alerts: AlertSettings
  /** The mails that there are to write about the link, or why there is none. */
  readonly mail: MailChoice
  /** What the API key was refused so far, by act, as a sentence. */
  readonly missingRight: (act: ActType) => string | null
  /** The families that it carried when it was last good: each wants its policy back. None unless told. */
  readonly carried?: readonly Family[]
  /** Whether the bot is deleting it already, or is not done with ordering it in the place of another. Not unless told. */
  readonly isBeingReordered?: boolean
  /** Whether somebody deleted it at Scaleway, by its Audit Trail. Not unless told. */
  readonly isDeletedHere?: boolean
}

/**
 * Which remedies apply to a link, in order, each offered or with the reason why not. Drafts are for everybody, since they
 * change nothing. Deleting, and ordering again, is shown to those alone who may, unless it is the way out. Pure.
 */
export function offersFor(link: Link, around: Circumstances): Offers {
  const entry = REMEDIES_BY_STATUS[linkStatus(link.status)]
  const missing = missingSteps(link, around.carried ?? [])
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
  const all = [...wayOut.map(offer(true)), ...also.map(offer(false))].filter(
    (one) => isForKind(one, link) || isToBeWritten(one, around),
  )
  return {
    offers: isGone ? [] : all.filter((one) => isShown(one, around)),
    wait: waitOf(link, around),
    device: bgpSpeaker(link.kind) === 'partner' ? null : entry.device,
  }
}

/** The label of a remedy as it is for this link. */
export function labelOf({ remedy, family }: Wanted, link: Link): string {
  if (!isAct(remedy) || family === null) return actLabel(remedy)
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

/** What the traffic path lacks, in the order in which it is set up. One family is enough where no other ever carried. */
function missingSteps(link: Link, carried: readonly Family[]): readonly Wanted[] {
  const hasNone = intendedFamilies(link).length === 0
  const without = FAMILIES.filter(
    (family) => hasNone || (carried.includes(family) && link.policies[family] === null),
  )
  return [
    ...(link.vpcId === null ? [whole('attach_vpc')] : []),
    ...without.map((family): Wanted => ({ remedy: 'set_policy', family })),
    ...(hasNone ? [whole('create_policy')] : []),
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

/** Whoever runs the line of a self-hosted link can be written to where the contacts file names a NOC for it. */
function isToBeWritten({ remedy }: Wanted, { mail }: Circumstances): boolean {
  return remedy === 'contact_partner' && mail.type === 'mails'
}

function stateOf(wanted: Wanted, link: Link, around: Circumstances): OfferState {
  const { remedy } = wanted
  const reason =
    remedy === 'contact_partner' ? whyNoMail(around) : (whyHeld(wanted, link, around) ?? whyNot(wanted, link))
  if (reason !== null) return { type: 'withheld', because: 'link', reason }
  if (!isAct(remedy)) return { type: 'offered' }
  if (around.permission.type === 'refused')
    return { type: 'withheld', because: 'permission', reason: around.permission.sentence }
  if (around.ownedByCode !== null && ACT_KINDS[remedy].writes)
    return { type: 'as_code', reason: around.ownedByCode }
  const lacking = around.missingRight(remedy)
  return lacking === null ? { type: 'offered' } : { type: 'withheld', because: 'right', reason: lacking }
}

const WITHOUT_PARTNER =
  'No partner has a part in a self-hosted link, so wait for Scaleway to make it Ready: open a ticket if it does not.'

/** Until when waiting is the way out: as long as the alerts about the status wait. */
function waitOf(link: Link, { statusSince, alerts, carried = [] }: Circumstances): string | null {
  const { wait, waitFor } = REMEDIES_BY_STATUS[linkStatus(link.status)]
  const expiresAt = requestExpiresAt(link)
  if (expiresAt !== null)
    return `The partner can accept the order until ${utcMinute(expiresAt)}: then it expires, and has to be ordered again.`
  if (waitsWithoutPartner(link)) return WITHOUT_PARTNER
  if (wait === null || waitFor === null) return wait
  // A link in service that is being configured has a timer of its own.
  const timer = waitFor === 'newConfiguringWarning' && carried.length > 0 ? 'configuringCritical' : waitFor
  const told = wait.replace('{span}', waitInWords(timer, alerts))
  if (statusSince === null) return told
  return `${told.replace(/\.$/, '')}: at ${utcMinute(waitEnd(statusSince, timer, alerts))}.`
}

/** Why asking for a deletion would do nothing: it is under way, here or at Scaleway. */
function whyHeld({ remedy }: Wanted, link: Link, around: Circumstances): string | null {
  if (remedy !== 'delete_link' && remedy !== 'reorder_link') return null
  if (around.isBeingReordered === true)
    return 'The bot is at work on a deletion or order of this link already: its message shows how it goes on.'
  const isDeprovisioning = linkStatus(link.status) === 'deprovisioning'
  return remedy === 'delete_link' && isDeprovisioning && around.isDeletedHere === true
    ? "It is deleted at Scaleway already: the half that is missing is the partner's."
    : null
}

function whyNoMail({ mail }: Circumstances): string | null {
  return mail.type === 'none' ? mail.why : null
}

function isShown({ remedy, isWayOut }: Offer, { permission }: Circumstances): boolean {
  if (remedy !== 'delete_link' && remedy !== 'reorder_link') return true
  return isWayOut || permission.type === 'allowed'
}
