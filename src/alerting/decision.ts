import { compareLevels, type Incident, type IncidentEnding, worseLevel } from '../domain/incident.ts'
import {
  carryingFamilies,
  FAMILIES,
  familyState,
  intendedFamilies,
  type Link,
  pathConfigured,
} from '../domain/link.ts'
import { isMeant, TAKEN_AWAY } from './acknowledgements.ts'
import { MOMENTARY_RULES } from './level-rules.ts'
import { judgeLink, type LinkChange, type Moment, type Ruling } from './levels.ts'

/**
 * What is to be done about a change of a link, and why.
 * `open`: a new incident and its message. `worsen`: a broadcast reply and an edit. `update`: a quiet reply and an edit.
 * `refresh`: an edit. `confirm`: an edit, since the link is up again and has to stay so. `resolve`: an edit and one line.
 * `tell_once`: a message of its own with nothing left to follow. `quiet`: history only.
 */
export type Decision = Ruling &
  (
    | { readonly act: 'open' | 'worsen' | 'update' | 'refresh' | 'confirm' | 'quiet' }
    | { readonly act: 'resolve' | 'tell_once'; readonly ending: IncidentEnding }
  )

/** Decides on a change. `incident` is the open incident of that link; null when there is none. Pure. */
export function decideLink(change: LinkChange, incident: Incident | null, moment: Moment): Decision {
  const ruling = judgeLink(change, moment)
  if (incident !== null) return decideOpen(change, incident, ruling, moment)
  const loud = compareLevels(ruling.level, 'warning') >= 0
  if (!loud) return { ...ruling, act: 'quiet' }
  return ruling.bad ? { ...ruling, act: 'open' } : { ...ruling, act: 'tell_once', ending: 'told_once' }
}

/**
 * Decides on a link that did not change itself: time has gone by, or a link into the same VPC has changed
 * (`siblingChanged`). Where that is told aloud in the sibling's own message (`siblingTold`), it is a quiet line here. Pure.
 */
export function decideAgain(
  change: LinkChange,
  incident: Incident | null,
  moment: Moment,
  siblingChanged: boolean,
  siblingTold = siblingChanged,
): Decision {
  const decision = decideLink(change, incident, moment)
  if (incident === null || !siblingChanged || incident.upSince !== null) return decision
  if (decision.act === 'worsen') return siblingTold ? { ...decision, act: 'update' } : decision
  return decision.act === 'quiet' && decision.bad
    ? { ...decision, level: worseLevel(incident.level, decision.level), act: 'refresh' }
    : decision
}

/**
 * Decides on a link whose path was taken away on purpose (`isMeant`), and that did not change itself: its incident ends,
 * and what it carried is not expected of it any more. Null where that is not so, or where something else is bad too.
 * `change` is what is to be remembered by. Pure.
 */
export function decideMeant(
  change: LinkChange,
  incident: Incident | null,
  moment: Moment,
): { readonly change: LinkChange; readonly decision: Decision } | null {
  const { before, after } = change
  if (incident === null || before === null || after === null || !isMeant(incident, before, moment.at))
    return null
  const carried = carryingFamilies(after)
  const { left: _left, ...known } = before
  const meant: LinkChange = {
    ...change,
    before: { ...known, carried, carriedInto: after.vpcId, meantSince: moment.at },
  }
  const ruling = judgeLink(meant, moment)
  if (ruling.bad) return null
  const reason = 'Meant so: its acknowledgement has expired, and nothing was put back.'
  return { change: meant, decision: { ...ruling, reason, act: 'resolve', ending: 'meant' } }
}

function decideOpen(change: LinkChange, incident: Incident, ruling: Ruling, moment: Moment): Decision {
  const { before, after } = change
  if (after === null) return { ...ruling, act: 'resolve', ending: 'gone' }
  const rest = stillMissing(change, incident, moment)
  // What was put back, and by whom, the thread is told by the act itself.
  if (rest !== null) return { ...rest, act: 'refresh' }
  // What only this poll says of a link ends nothing while a session that is meant to be up is down.
  const goesOn = MOMENTARY_RULES.has(ruling.rule) && hasSessionDown(after)
  if (!ruling.bad && !isRecovered(after) && !goesOn) return { ...ruling, act: 'resolve', ending: 'closed' }
  // News that has no end of its own is told as a line, whatever becomes of the incident.
  if (
    !ruling.bad &&
    compareLevels(ruling.level, 'warning') >= 0 &&
    before !== null &&
    !sameShape(before.link, after)
  )
    return { ...ruling, level: worseLevel(incident.level, ruling.level), act: 'update' }
  if (!ruling.bad) return { ...ruling, act: incident.upSince === null ? 'confirm' : 'quiet' }
  if (compareLevels(ruling.level, incident.level) > 0) return { ...ruling, act: 'worsen' }
  // Nobody was told that it was over: down again while it was being confirmed is no news to wake anybody for.
  if (incident.upSince !== null) {
    const more = after.status === 'all_down' && incident.badStatus !== 'all_down'
    return { ...ruling, level: incident.level, act: more ? 'worsen' : 'update' }
  }
  if (before === null || sameShape(before.link, after)) return { ...ruling, act: 'quiet' }
  const gained = upCount(after) - upCount(before.link)
  if (gained < 0) return { ...ruling, level: worseLevel(incident.level, ruling.level), act: 'worsen' }
  const milder = compareLevels(ruling.level, incident.level) < 0
  // A new word for the same outage does not make it milder; a session that is up again does.
  return milder && gained === 0
    ? {
        ...ruling,
        level: incident.level,
        act: 'update',
        reason: `${ruling.reason} No session has come up since.`,
      }
    : { ...ruling, act: 'update' }
}

/**
 * How bad a link still is when the bot, asked to, has put back only a part of what somebody took away: as if anybody had
 * done it. Null where nothing is missing any more, where it is up and being confirmed, and where the bot has rather taken
 * away more, which is what it was asked for.
 */
function stillMissing(change: LinkChange, incident: Incident, moment: Moment): Ruling | null {
  if (!change.ours || !TAKEN_AWAY.has(incident.rule) || incident.upSince !== null) return null
  const rest = judgeLink({ ...change, ours: false }, moment)
  return rest.bad && compareLevels(rest.level, incident.level) <= 0 ? rest : null
}

/** Whether the link does again all that is meant of it. */
export function isRecovered(link: Link): boolean {
  return pathConfigured(link) && intendedFamilies(link).every((family) => familyState(link, family) === 'up')
}

function hasSessionDown(link: Link): boolean {
  return pathConfigured(link) && intendedFamilies(link).some((family) => familyState(link, family) === 'down')
}

/** Whether two sightings of a bad link look the same to the person who reads its message. */
function sameShape(before: Link, after: Link): boolean {
  return (
    before.status === after.status &&
    before.vpcId === after.vpcId &&
    before.routePropagation === after.routePropagation &&
    FAMILIES.every(
      (family) =>
        before.sessions[family] === after.sessions[family] &&
        before.policies[family] === after.policies[family],
    )
  )
}

function upCount(link: Link): number {
  return FAMILIES.filter((family) => familyState(link, family) === 'up').length
}
