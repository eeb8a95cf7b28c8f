import { compareLevels, type Incident, type Level } from '../domain/incident.ts'
import { FAMILIES, familyState, type Link } from '../domain/link.ts'
import { judgeLink, type LinkChange, type Ruling } from './levels.ts'

/**
 * What is to be done about a change of a link, with the reason that `/interlink why` can give.
 * `open`: a new incident and its message. `worsen`: a broadcast reply and an edit. `update`: a quiet reply and an edit.
 * `resolve`: an edit and one line. `tell_once`: a message of its own with nothing left to follow. `quiet`: history only.
 */
export interface Decision {
  readonly act: 'open' | 'worsen' | 'update' | 'resolve' | 'tell_once' | 'quiet'
  readonly level: Level
  readonly rule: string
  readonly bad: boolean
  readonly reason: string
}

/** Decides on a change. `incident` is the open incident of that link; null when there is none. Pure. */
export function decideLink(change: LinkChange, incident: Incident | null): Decision {
  const ruling = judgeLink(change)
  return { act: chooseAct(change, incident, ruling), ...ruling }
}

function chooseAct(change: LinkChange, incident: Incident | null, ruling: Ruling): Decision['act'] {
  const loud = compareLevels(ruling.level, 'warning') >= 0
  if (change.after === null) {
    if (incident !== null) return 'resolve'
    return loud ? 'tell_once' : 'quiet'
  }
  if (incident === null) return ruling.bad && loud ? 'open' : 'quiet'
  if (!ruling.bad) return 'resolve'
  if (compareLevels(ruling.level, incident.level) > 0) return 'worsen'
  if (change.before !== null && sameShape(change.before.link, change.after)) return 'quiet'
  return change.before !== null && upCount(change.after) < upCount(change.before.link) ? 'worsen' : 'update'
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
