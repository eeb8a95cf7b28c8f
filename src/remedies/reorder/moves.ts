import { FAMILY_NAMES, oneLine } from '../../diagnostics/words.ts'
import { FAMILIES, type Family, type Link } from '../../domain/link.ts'
import type { LinkReading } from '../../domain/snapshot.ts'
import { type LinkStatus, linkStatus } from '../../domain/status.ts'
import type { Written } from '../ports.ts'
import type { Call } from './calls.ts'
import { backoffMs, doubtLeftMs, lookAgainMs, MOST_FAILED_LOOKS, MOST_TRIES } from './patience.ts'
import { orderTag, type Reorder, type StepName, stepUnderWay, withoutOrderTags } from './saga.ts'

/** What was seen of the world for the step under way: the link that it is about, or those that carry the order's tag. */
export type Seen =
  | { readonly type: 'link'; readonly reading: LinkReading }
  | { readonly type: 'tagged'; readonly answer: Written<readonly Link[]> }

/** What is done next. `wait` goes by itself after `forMs`; `stop` needs a person. */
export type Move =
  | { readonly type: 'done'; readonly newLink: Link | null }
  | { readonly type: 'call'; readonly call: Call }
  | { readonly type: 'policies_first' }
  | { readonly type: 'wait'; readonly why: string; readonly forMs: number; readonly failedLook: boolean }
  /** `isNewLinkOver`: nothing can come of the new link any more, so that going on would stop again. */
  | { readonly type: 'stop'; readonly why: string; readonly isNewLinkOver?: true }

const DONE: Move = { type: 'done', newLink: null }

/**
 * What the step under way asks for, by what is seen of the world and never by what is believed of it: so it may be asked
 * again after any crash or lost answer. Pure. `now` in ms.
 */
export function nextMove(reorder: Reorder, seen: Seen, now: number): Move {
  const step = stepUnderWay(reorder)
  if (step === null) return DONE
  const move = wanted(reorder, step, seen, now)
  return move.type === 'call' ? held(reorder, move, now) : move
}

/** A call that was made before is made again only after a while, and not for ever. */
function held(reorder: Reorder, move: Extract<Move, { type: 'call' }>, now: number): Move {
  const { refusal, tries, triedAt } = reorder
  const isRefused = refusal !== null && !refusal.retryable
  const isTriedOut = tries >= MOST_TRIES
  // A request whose answer was lost may still be carried out. Going by an early look would order a second link, or say of
  // the old one what is not so for long: that holds for what a person resumes, too.
  const doubtMs = doubtLeftMs(reorder, now)
  if (doubtMs > 0 && (isRefused || isTriedOut || move.call.type === 'create_link')) {
    return wait(UNCONFIRMED, doubtMs)
  }
  // What the key lacks is learned of a project for the buttons: here Resume is what asks again.
  if (isRefused)
    return stop(refusal.reason === 'forbidden' ? `${refusal.message} Then resume.` : refusal.message)
  if (isTriedOut) {
    const said = refusal === null ? '' : ` ${refusal.message}`
    return stop(`This was asked of Scaleway ${tries} times, and it does not show.${said}`)
  }
  const restMs = tries === 0 || triedAt === null ? 0 : triedAt + backoffMs(tries) - now
  return restMs <= 0 ? move : wait(UNCONFIRMED, restMs)
}

const UNCONFIRMED = 'Scaleway did not confirm the last request; it is looked at again.'

function wanted(reorder: Reorder, step: StepName, seen: Seen, now: number): Move {
  if (seen.type === 'tagged') return orderMove(reorder, seen.answer)
  const { reading } = seen
  if (reading.type === 'failed') {
    const { message, retryable, reason } = reading.failure
    const failed = reorder.failedLooks + 1
    const isPatient = step === 'absent' || step === 'in_service'
    const isCertain = !retryable && reason !== 'malformed'
    if (isCertain || (failed >= MOST_FAILED_LOOKS && !isPatient)) return stop(message)
    return { type: 'wait', why: message, forMs: backoffMs(failed), failedLook: true }
  }
  switch (step) {
    case 'propagation_off':
    case 'vpc_detached':
    case 'policies_detached':
    case 'deleted':
    case 'absent':
      return reading.type === 'absent' ? DONE : oldLinkMove(reorder, step, reading.link, now)
    default:
      return reading.type === 'absent' ? newLinkGone(reorder) : newLinkMove(reorder, step, reading.link, now)
  }
}

type OldLinkStep = 'propagation_off' | 'vpc_detached' | 'policies_detached' | 'deleted' | 'absent'

function oldLinkMove(reorder: Reorder, step: OldLinkStep, link: Link, now: number): Move {
  const status = linkStatus(link.status)
  if (step === 'absent') return absenceMove(reorder, status, now)
  if (status === 'deleted') return DONE
  if (status === 'deprovisioning') {
    // Whoever began it: nothing can be detached any more, and a DELETE of ours is what ends it on Scaleway's side.
    const isTurnedAway = reorder.refusal !== null && !reorder.refusal.retryable
    if (step !== 'deleted' || isTurnedAway) return DONE
    return { type: 'call', call: { type: 'delete_link', linkId: link.id } }
  }
  const busy = busyMove(reorder, status, 'The link', now)
  if (busy !== null) return busy
  switch (step) {
    case 'propagation_off':
      return link.routePropagation ? call({ type: 'disable_propagation', linkId: link.id }) : DONE
    case 'vpc_detached':
      return link.vpcId === null ? DONE : call({ type: 'detach_vpc', linkId: link.id })
    case 'policies_detached': {
      const family = attachedFamily(link)
      const policyId = family === null ? null : link.policies[family]
      if (family === null || policyId === null) return DONE
      return call({ type: 'detach_policy', linkId: link.id, family, policyId })
    }
    case 'deleted': {
      const wantsPolicies = reorder.refusal?.status === 412 && attachedFamily(link) !== null
      if (wantsPolicies && mayDetachPolicies(reorder)) return { type: 'policies_first' }
      return call({ type: 'delete_link', linkId: link.id })
    }
  }
}

function mayDetachPolicies({ steps }: Reorder): boolean {
  return steps.some(({ name, state }) => name === 'policies_detached' && state === 'skipped')
}

function attachedFamily(link: Link): Family | null {
  return FAMILIES.find((family) => link.policies[family] !== null) ?? null
}

function absenceMove(reorder: Reorder, status: LinkStatus, now: number): Move {
  const why =
    status === 'deprovisioning'
      ? 'The partner has to delete its side before the link is gone: ask it to.'
      : 'Scaleway has accepted the deletion, and the link still shows.'
  return wait(why, lookAgainMs(reorder, now))
}

function orderMove(reorder: Reorder, answer: Written<readonly Link[]>): Move {
  if (answer.type !== 'done') {
    const failed = reorder.failedLooks + 1
    const { message, retryable, reason } = answer.failure
    const isCertain = answer.type === 'refused' && !retryable && reason !== 'malformed'
    if (isCertain || failed >= MOST_FAILED_LOOKS) return stop(message)
    return { type: 'wait', why: message, forMs: backoffMs(failed), failedLook: true }
  }
  // The tag is looked at again: a filter that an API does not know may be one that it passes over.
  const found = answer.value.filter(({ tags }) => tags.includes(orderTag(reorder.id)))
  const [first, ...others] = found
  if (others.length > 0) {
    const ids = found.map(({ id }) => id).join(', ')
    return stop(`More than one link carries the tag of this order (${ids}): delete all but one, then resume.`)
  }
  if (first !== undefined) return { type: 'done', newLink: first }
  return reorder.order === null ? DONE : call({ type: 'create_link', order: reorder.order })
}

function newLinkGone(reorder: Reorder): Move {
  const failed = reorder.failedLooks + 1
  const id = reorder.newLinkId ?? ''
  if (failed >= 5) return stop(`The new link ${id} is not there any more: somebody deleted it.`)
  const why = `The new link ${id} does not show yet.`
  return { type: 'wait', why, forMs: backoffMs(failed), failedLook: true }
}

function newLinkMove(reorder: Reorder, step: StepName, link: Link, now: number): Move {
  const status = linkStatus(link.status)
  if (status === 'deprovisioning' || status === 'deleted') {
    return stop(`The new link ${link.id} is being deleted by somebody else.`)
  }
  const busy = busyMove(reorder, status, 'The new link', now)
  if (busy !== null) return busy
  const { restored } = reorder
  switch (step) {
    case 'policy_ipv4':
      return policyMove(link, 'ipv4', restored.policies.ipv4)
    case 'policy_ipv6':
      return policyMove(link, 'ipv6', restored.policies.ipv6)
    case 'vpc_attached':
      if (restored.vpcId === null || link.vpcId === restored.vpcId) return DONE
      if (link.vpcId !== null) return stop(`Somebody attached another VPC (${link.vpcId}) to the new link.`)
      return call({ type: 'attach_vpc', linkId: link.id, vpcId: restored.vpcId })
    case 'propagation_on':
      return link.routePropagation ? DONE : call({ type: 'enable_propagation', linkId: link.id })
    case 'tag_removed': {
      if (!link.tags.includes(orderTag(reorder.id))) return DONE
      return call({ type: 'set_tags', linkId: link.id, tags: withoutOrderTags(link.tags) })
    }
    default:
      return serviceMove(reorder, link, status, now)
  }
}

function policyMove(link: Link, family: Family, policyId: string | null): Move {
  const attached = link.policies[family]
  if (policyId === null || attached === policyId) return DONE
  if (attached !== null) {
    return stop(
      `Somebody attached another ${FAMILY_NAMES[family]} routing policy (${attached}) to the new link.`,
    )
  }
  return call({ type: 'attach_policy', linkId: link.id, family, policyId })
}

function serviceMove(reorder: Reorder, link: Link, status: LinkStatus, now: number): Move {
  switch (status) {
    case 'active':
    case 'limited_connectivity':
      return DONE
    case 'refused': {
      const reason = link.kind.type === 'hosted' ? link.kind.disapprovedReason : null
      const said = reason === null ? '' : ` It says: “${oneLine(reason)}”.`
      return {
        ...stop(`The partner refused the new link, too.${said} Order it again elsewhere, from the new link.`),
        isNewLinkOver: true,
      }
    }
    case 'expired':
      return {
        ...stop('The new link expired unanswered. Order it again, from the new link.'),
        isNewLinkOver: true,
      }
    default:
      return wait(WAITS_FOR[status] ?? 'The new link is not in service yet.', lookAgainMs(reorder, now))
  }
}

const WAITS_FOR: Readonly<Partial<Record<LinkStatus, string>>> = {
  requested: 'The partner has to accept the new order: send it the new pairing key.',
  provisioning: 'The partner has accepted the new link, and is provisioning it.',
  ready: 'The new link is ready: configure your network device for it.',
  failed: 'Scaleway could not set the new link up, and is looking into it.',
  all_down: 'Both sessions of the new link are still down.',
}

/** Nobody but Scaleway may act on a link in these states. */
function busyMove(reorder: Reorder, status: LinkStatus, which: string, now: number): Move | null {
  if (status === 'locked') {
    return stop(`${which} is locked by Scaleway's Trust and Safety team: open a support ticket, then resume.`)
  }
  if (status !== 'configuring') return null
  return wait(`${which} is being configured by Scaleway, and takes no changes.`, lookAgainMs(reorder, now))
}

function call(one: Call): Move {
  return { type: 'call', call: one }
}

function stop(why: string): Extract<Move, { type: 'stop' }> {
  return { type: 'stop', why }
}

function wait(why: string, forMs: number): Move {
  return { type: 'wait', why, forMs, failedLook: false }
}
