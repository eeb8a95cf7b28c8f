import type { Link } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import type { AuditRow, LinkOrder, Written } from '../ports.ts'
import type { Call } from './calls.ts'
import { type LeavableStep, withoutStep } from './leaving-out.ts'
import type { Move, Seen } from './moves.ts'
import { doubtLeftMs } from './patience.ts'
import { FRESH_STEP, orderTag, policiesFirst, type Reorder, stepDone, stepUnderWay, tagged } from './saga.ts'

/** The reorder after a move that calls nothing; the very same one where nothing differs. Pure. */
export function afterMove(
  before: Reorder,
  move: Exclude<Move, { type: 'call' }>,
  seen: Seen,
  now: number,
): Reorder {
  const isDoubtOver = doubtLeftMs(before, now) === 0 && hasSeen(seen)
  // Where several links carry the tag, the order came to be more than once: it stays in doubt which one is meant.
  const doubtfulAt = areSeveral(before, seen)
    ? (before.doubtfulAt ?? now)
    : isDoubtOver
      ? null
      : before.doubtfulAt
  // Once nothing is on its way any more, a link that stands as before was not deleted: whoever does that later is somebody else.
  const isNotDeleted = isDoubtOver && stepUnderWay(before) === 'deleted' && move.type !== 'done'
  const reorder = {
    ...before,
    mail: mailAfter(before, seen),
    doubtfulAt,
    ...(isNotDeleted ? { deletion: null } : {}),
  }
  switch (move.type) {
    case 'done':
      return move.newLink === null ? stepDone(reorder, now) : ordered(reorder, move.newLink, now)
    case 'policies_first':
      return policiesFirst(reorder, now)
    case 'stop': {
      const isFound = seen.type === 'link' && seen.reading.type === 'found'
      const failedLooks = isFound ? 0 : reorder.failedLooks
      const { why, isNewLinkOver = false } = move
      return { ...reorder, failedLooks, isNewLinkOver, standing: { type: 'stopped', why, at: now } }
    }
    case 'wait': {
      const failedLooks = move.failedLook ? before.failedLooks + 1 : 0
      const after = { ...waiting(reorder, move.why, now), failedLooks }
      return isSame(before, after) ? before : after
    }
  }
}

/** Recorded before the write is made. */
export function beforeCall(reorder: Reorder, call: Call, row: AuditRow, now: number): Reorder {
  return {
    ...reorder,
    standing: { type: 'running' },
    attempt: { call, row },
    ...(call.type === 'delete_link' ? { deletion: { by: reorder.by, at: now } } : {}),
    tries: reorder.tries + 1,
    triedAt: now,
    refusal: null,
  }
}

/** The call was not made after all: another act holds the link. `before` is the reorder without the attempt. */
export function heldUp(before: Reorder, recorded: Reorder, now: number): Reorder {
  const { tries, triedAt, refusal, deletion = null } = before
  const back = { ...recorded, tries, triedAt, refusal, deletion, attempt: null }
  return waiting(back, 'Another change of this link is under way; this goes on after it.', now)
}

/** Recorded after the write. Only a deletion and an order are believed by their answer: all else has to show. */
export function afterCall(
  reorder: Reorder,
  call: Call,
  written: Written<Link>,
  end: AuditRow,
  now: number,
): Reorder {
  const told = { ...reorder, attempt: null, unaudited: end, failedLooks: 0 }
  switch (written.type) {
    case 'done':
      if (call.type === 'create_link') return ordered(told, written.value, now)
      return call.type === 'delete_link' ? stepDone(told, now) : told
    case 'refused': {
      // One of before may have come to be all the same.
      const isUndone = call.type === 'delete_link' && told.doubtfulAt === null
      return { ...told, refusal: written.failure, ...(isUndone ? { deletion: null } : {}) }
    }
    case 'unknown':
      return { ...told, doubtfulAt: told.triedAt }
  }
}

/** What a life that was cut short leaves: a write of which nobody knows what came. */
export function afterCrash(reorder: Reorder, end: AuditRow): Reorder {
  return { ...reorder, attempt: null, unaudited: end, doubtfulAt: reorder.triedAt }
}

/**
 * A person has it go on, with another order where one is given and none was made yet. What is in doubt stays so for its
 * time, and the tag is the same: an order that was carried out all the same is found by it.
 */
export function resumed(before: Reorder, by: string, order: LinkOrder | null): Reorder {
  const isOpen = before.order !== null && before.newLinkId === null
  const reorder = isOpen && order !== null ? { ...before, order: tagged(order, before.id) } : before
  const { doubtfulAt } = reorder
  return { ...reorder, ...FRESH_STEP, doubtfulAt, by, isNewLinkOver: false, standing: { type: 'running' } }
}

/** A person has the new link do without what could not be put back on it. */
export function leftOut(reorder: Reorder, step: LeavableStep, by: string, now: number): Reorder {
  return { ...withoutStep(reorder, step, now), by }
}

/** A person ends it where it stands, or orders its new link again. */
export function givenUp(
  reorder: Reorder,
  by: string,
  now: number,
  how: 'given_up' | 'ordered_again' = 'given_up',
): Reorder {
  return { ...reorder, standing: { type: 'ended', how, by, at: now } }
}

function ordered(reorder: Reorder, { id, kind }: Link, now: number): Reorder {
  const mail = kind.type === 'hosted' ? ({ about: 'provision', linkId: id } as const) : null
  return { ...stepDone(reorder, now), newLinkId: id, mail }
}

function waiting(reorder: Reorder, why: string, now: number): Reorder {
  const { standing } = reorder
  if (standing.type === 'waiting' && standing.why === why) return reorder
  return { ...reorder, standing: { type: 'waiting', why, since: now } }
}

/** The partner is asked to delete its side while the old link waits for that, and to provision the new one until it has begun. */
function mailAfter(reorder: Reorder, seen: Seen): Reorder['mail'] {
  const { mail, old } = reorder
  if (seen.type !== 'link' || seen.reading.type === 'failed') return mail
  const link = seen.reading.type === 'found' ? seen.reading.link : null
  const status = link === null ? null : linkStatus(link.status)
  if (stepUnderWay(reorder) === 'absent') {
    const isWanted = status === 'deprovisioning' && old.kind.type === 'hosted'
    return isWanted ? { about: 'deprovision', linkId: old.id } : null
  }
  const isAnswered = status !== null && !['requested', 'configuring', 'failed'].includes(status)
  return mail?.about === 'provision' && link?.id === mail.linkId && isAnswered ? null : mail
}

function hasSeen(seen: Seen): boolean {
  return seen.type === 'link' ? seen.reading.type !== 'failed' : seen.answer.type === 'done'
}

function areSeveral({ id }: Reorder, seen: Seen): boolean {
  if (seen.type !== 'tagged' || seen.answer.type !== 'done') return false
  return seen.answer.value.filter(({ tags }) => tags.includes(orderTag(id))).length > 1
}

function isSame(a: Reorder, b: Reorder): boolean {
  return (
    a.standing === b.standing &&
    a.failedLooks === b.failedLooks &&
    a.mail?.about === b.mail?.about &&
    a.mail?.linkId === b.mail?.linkId
  )
}
