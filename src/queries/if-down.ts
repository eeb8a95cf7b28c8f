import { judgeLink, type LinkChange, type Moment, type Ruling } from '../alerting/levels.ts'
import { pageDueAt } from '../alerting/page-due.ts'
import { holdBack } from '../alerting/silences.ts'
import { type Evidence, gatherEvidence, type SiblingDoubt } from '../diagnostics/evidence.ts'
import { isLastPathLost, type PathsLeft, pathsLeft } from '../diagnostics/redundancy.ts'
import { type FamilyRedundancy, familyRedundancy } from '../diagnostics/vpc-redundancy.ts'
import { compareLevels, type HeldBack, type Level, newIncident } from '../domain/incident.ts'
import { carryingFamilies, FAMILIES, type Family, groupByVpc, type Link } from '../domain/link.ts'
import { doubtsIn, type KnownLink, type Recollection } from './recall.ts'

/** What would be lost with one link, and how that would be told. */
export interface LinkLoss {
  readonly link: Link
  /** The families that it carries now. */
  readonly lost: readonly Family[]
  /** As the alert would be judged at first sight. */
  readonly ruling: Pick<Ruling, 'level' | 'rule' | 'reason'>
  /** After how long it would be paged (ms), where a pager is configured; null for never. */
  readonly pageAfterMs: number | null
  /** What would keep the alert quiet now; null for nothing. */
  readonly heldBack: HeldBack | null
}

/** What would be left of one family into a VPC. */
export interface FamilyLoss {
  readonly family: Family
  /** Links that carry it now and would not. */
  readonly lost: readonly Link[]
  /** What is left for each of them, as alerts see it. */
  readonly left: readonly PathsLeft[]
  /** The family by the links that remain. */
  readonly then: FamilyRedundancy
}

/** What a VPC would lose. */
export interface VpcLoss {
  readonly id: string
  /** Null where it could not be read. */
  readonly name: string | null
  readonly families: readonly FamilyLoss[]
  /** Other links into it whose open incident would be louder, since what made it milder is gone. */
  readonly louder: readonly { readonly link: Link; readonly from: Level; readonly to: Level }[]
}

/** All that would follow. */
export interface Consequences {
  /** The worst first; links that carry nothing now lose nothing, and are left out. */
  readonly losses: readonly LinkLoss[]
  readonly vpcs: readonly VpcLoss[]
}

/** The world as it would be, and the one that alerts would be decided by. */
interface Supposition {
  readonly recalled: Recollection
  /** Every link as it would be, by id, and by the VPC it leads into. */
  readonly links: ReadonlyMap<string, Link>
  readonly intoVpc: ReadonlyMap<string, readonly Link[]>
  readonly doubts: ReadonlyMap<string, SiblingDoubt>
  /** What was gathered of a link so far, by its id: it is asked for by itself and by each family. */
  readonly gathered: Map<string, Evidence>
  readonly moment: Moment
}

/** What would follow if every session of `failing` dropped at once, by the rules that alerts are decided by. Pure. */
export function ifDown(failing: readonly KnownLink[], recalled: Recollection, moment: Moment): Consequences {
  const carrying = failing.filter(({ watched }) => carryingFamilies(watched.link).length > 0)
  const down = new Map(carrying.map(({ watched: { link } }) => [link.id, downed(link)]))
  const links = new Map(
    [...recalled.links].map(([id, { watched }]) => [id, down.get(id) ?? watched.link] as const),
  )
  const intoVpc = groupByVpc(links.values())
  const supposed: Supposition = {
    recalled,
    links,
    intoVpc,
    doubts: doubtsIn(recalled, moment.at),
    gathered: new Map(),
    moment,
  }
  const losses = carrying
    .map((known) => lossOf(known, supposed))
    .sort((a, b) => compareLevels(b.ruling.level, a.ruling.level))
  const vpcs = new Set(carrying.flatMap(({ watched }) => watched.link.vpcId ?? []))
  return { losses, vpcs: [...vpcs].map((id) => vpcLoss(id, carrying, supposed)) }
}

function downed(link: Link): Link {
  const sessions = { ...link.sessions }
  for (const family of carryingFamilies(link)) sessions[family] = 'down'
  return { ...link, status: 'all_down', sessions }
}

function evidenceOf(known: KnownLink, supposed: Supposition): Evidence {
  const { id } = known.watched.link
  const made = supposed.gathered.get(id) ?? gather(known, supposed)
  supposed.gathered.set(id, made)
  return made
}

function gather({ watched, state }: KnownLink, { links, intoVpc, doubts }: Supposition): Evidence {
  const link = links.get(watched.link.id) ?? watched.link
  const before = link === watched.link ? null : watched.link
  const siblings = intoVpc.get(link.vpcId ?? '') ?? []
  const known = { links: siblings, directory: state.directory, before, doubts }
  return gatherEvidence(link, { ...known, carried: watched.carried })
}

function judged(known: KnownLink, evidence: Evidence, { moment }: Supposition): Ruling {
  const { watched } = known
  const change: LinkChange = {
    before: watched,
    after: evidence.link,
    evidence,
    ours: false,
    baseline: false,
    marks: watched.marks.filter((name) => name.startsWith(`${evidence.link.status}_`)),
  }
  return judgeLink(change, moment)
}

function lossOf(known: KnownLink, supposed: Supposition): LinkLoss {
  const { watched, state } = known
  const { at, settings } = supposed.moment
  const evidence = evidenceOf(known, supposed)
  const { level, rule, reason } = judged(known, evidence, supposed)
  const told = known.incident ?? null
  const incident = newIncident({
    id: 'supposed',
    subject: { type: 'link', linkId: watched.link.id, scopeId: state.scope.id },
    level,
    rule,
    reason,
    lastGoodAt: at,
    firstBadAt: at,
    badStatus: evidence.link.status,
  })
  const held = holdBack(
    { incident: told ?? incident, level, facts: { ...known, link: watched.link } },
    supposed.recalled.silences,
    at,
    settings,
  )
  const dueAt = pageDueAt({ incident, lastPath: isLastPathLost(evidence) }, settings)
  return {
    link: watched.link,
    lost: carryingFamilies(watched.link),
    ruling: { level, rule, reason },
    pageAfterMs: dueAt === null ? null : Math.max(0, dueAt - at),
    heldBack: held.type === 'hold' ? held.heldBack : null,
  }
}

function vpcLoss(id: string, failing: readonly KnownLink[], supposed: Supposition): VpcLoss {
  const { recalled, intoVpc, doubts } = supposed
  const into = [...recalled.links.values()].filter(({ watched }) => watched.link.vpcId === id)
  const lostHere = failing.filter(({ watched }) => watched.link.vpcId === id)
  const lostIds = new Set(lostHere.map(({ watched }) => watched.link.id))
  const families = FAMILIES.flatMap((family): readonly FamilyLoss[] => {
    const lost = lostHere.filter(({ watched }) => carryingFamilies(watched.link).includes(family))
    if (lost.length === 0) return []
    const left = lost.map((known) => pathsLeft(evidenceOf(known, supposed), family))
    const then = familyRedundancy(intoVpc.get(id) ?? [], family, doubts)
    return [{ family, lost: lost.map(({ watched }) => watched.link), left, then }]
  })
  const louder = into.flatMap((known) => {
    const { incident, watched } = known
    if (incident === null || lostIds.has(watched.link.id)) return []
    const { bad, level } = judged(known, evidenceOf(known, supposed), supposed)
    const worse = bad && compareLevels(level, incident.level) > 0
    return worse ? [{ link: watched.link, from: incident.level, to: level }] : []
  })
  const name = into.find(({ vpc }) => vpc !== null)?.vpc?.name ?? null
  return { id, name, families, louder }
}
