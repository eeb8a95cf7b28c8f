import { STATUS_CATALOG } from '../../diagnostics/catalog.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import { pathsLeft, unsteadiness, WEAKNESS_WORDS } from '../../diagnostics/redundancy.ts'
import { FAMILY_NAMES, familyNames, inWords, verb, vpcAtStakeName } from '../../diagnostics/words.ts'
import type { Family } from '../../domain/link.ts'
import { intendedFamilies } from '../../domain/link.ts'
import { linkStatus } from '../../domain/status.ts'
import { code } from '../escape.ts'
import { isPathUnread, type Reach, reachOf } from './reach.ts'

/** The VPC that a link leads into, or that it has left, as mrkdwn. */
export function vpcText(evidence: Evidence): string {
  return code(vpcAtStakeName(evidence) ?? '', 80)
}

function leftFor(evidence: Evidence, family: Family): string {
  const left = pathsLeft(evidence, family)
  switch (left.type) {
    case 'independent':
      return `${code(left.link.name, 60)}, which has its session up`
    case 'weak': {
      const why = unsteadiness(left.link, evidence.doubts).map((weakness) => WEAKNESS_WORDS[weakness])
      return `${code(left.link.name, 60)}, which has its session up, but ${why.length === 0 ? 'may not replace this link' : inWords(why)}`
    }
    case 'down': {
      const names = left.links.slice(0, 3).map((link) => code(link.name, 60))
      return `nothing, ${inWords(names)} ${names.length > 1 ? 'have' : 'has'} no session up either`
    }
    case 'none':
      return 'nothing, no other link is known to lead there'
  }
}

function whatIsLeft(evidence: Evidence, lost: readonly Family[]): string {
  const perFamily = lost.map((family) => ({ family, left: leftFor(evidence, family) }))
  const [first] = perFamily
  if (first === undefined) return ''
  if (perFamily.every((entry) => entry.left === first.left)) return `Left: ${first.left}.`
  return perFamily.map((entry) => `Left for ${FAMILY_NAMES[entry.family]}: ${entry.left}.`).join(' ')
}

function join(sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/**
 * What a link's state means for those who use it, as mrkdwn: which VPC, which families, what is left. What is lost is said
 * before what is not. Sessions and configuration are all that can be seen: nothing here speaks of measured traffic.
 * `headlined`: a line above says that no path is left, so that this does not.
 */
export function impact(evidence: Evidence, headlined = false): string {
  const { link } = evidence
  const reach = reachOf(evidence)
  if (reach.lost.length > 0) return lossOf(evidence, reach, headlined)
  if (link.vpcId === null) return 'No VPC is attached: nothing is reached over this link.'
  const vpc = `VPC ${vpcText(evidence)}`
  const { up, blocked, unknown, waiting } = reach
  if (up.length + blocked.length + unknown.length === 0) {
    if (STATUS_CATALOG[linkStatus(link.status)].phase === 'closed')
      return `${vpc} is not reached over this link.`
    return waiting.length === 0
      ? `${vpc} is not reached over this link: no routing policy is attached.`
      : `${vpc} is not yet reached by ${familyNames(waiting)} over this link: not in service so far.`
  }
  const sessions = verb(up, 'session', 'sessions')
  const path = isPathUnread(evidence) ? 'path only read in part' : 'path configured'
  return join([
    up.length === 0
      ? ''
      : `${vpc} is reached by ${familyNames(up)}: ${sessions} up, ${path}, traffic not measured.`,
    blocked.length === 0
      ? ''
      : up.length === 0
        ? `${vpc} is not reached by ${familyNames(blocked)} over this link: ${inComplete(blocked)}.`
        : `Not by ${familyNames(blocked)}: ${inComplete(blocked)}.`,
    unknown.length === 0 ? '' : `${unsure(unknown)}.`,
    waiting.length === 0
      ? ''
      : `${familyNames(waiting)} ${verb(waiting, 'has', 'have')} not been seen up so far.`,
  ])
}

function lossOf(evidence: Evidence, { up, blocked, lost, unknown }: Reach, headlined: boolean): string {
  if (vpcAtStakeName(evidence) === null) {
    // Which links lead into a VPC that is not attached any more may not be known: nothing is said of what is left.
    const vpcId = evidence.before?.vpcId ?? null
    return vpcId === null
      ? `${familyNames(lost)} ${verb(lost, 'is', 'are')} lost over this link: no VPC is attached any more.`
      : `VPC ${code(vpcId, 80)} has lost ${familyNames(lost)} over this link.`
  }
  return join([
    `VPC ${vpcText(evidence)} has lost ${familyNames(lost)} over this link.`,
    up.length === 0 ? '' : `${familyNames(up)} is up.`,
    blocked.length === 0 ? '' : `${familyNames(blocked)} is not reached either: ${inComplete(blocked)}.`,
    unknown.length === 0 ? '' : `${unsure(unknown)}.`,
    headlined && lost.every((family) => pathsLeft(evidence, family).type === 'none')
      ? ''
      : whatIsLeft(evidence, lost),
  ])
}

function inComplete(families: readonly Family[]): string {
  return `${verb(families, 'session', 'sessions')} up, but the path is not complete`
}

function unsure(families: readonly Family[]): string {
  return `The API does not say whether ${familyNames(families)} ${verb(families, 'is', 'are')} up`
}

/** The same of a link that no longer exists: what its VPC has lost with it, and what is left. */
export function impactOfDeletion(evidence: Evidence): string {
  const { link, carried } = evidence
  if (carried.length === 0) {
    return intendedFamilies(link).length === 0 || link.vpcId === null
      ? 'Nothing was reached over this link.'
      : `VPC ${vpcText(evidence)} was not reached over this link, as far as was seen.`
  }
  if (link.vpcId === null) return `${familyNames(carried)} ${verb(carried, 'is', 'are')} lost with this link.`
  return `VPC ${vpcText(evidence)} has lost ${familyNames(carried)} with this link. ${whatIsLeft(evidence, carried)}`
}
