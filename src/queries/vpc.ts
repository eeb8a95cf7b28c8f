import type { Leaver } from '../diagnostics/evidence.ts'
import { type FamilyRedundancy, familyRedundancy } from '../diagnostics/vpc-redundancy.ts'
import { BY_NAME } from '../domain/by-name.ts'
import type { Clock } from '../domain/clock.ts'
import type { PerFamily, Vpc } from '../domain/link.ts'
import type { ReadFailure, Scope } from '../domain/snapshot.ts'
import type { LinkRow, NotOne, ScopeAge } from './answers.ts'
import { findNamed, named } from './find-named.ts'
import { notOne } from './not-one.ts'
import { compareRows } from './order.ts'
import type { MemorySource } from './ports.ts'
import {
  doubtsIn,
  type KnownLink,
  leaversOf,
  linkRow,
  type Recollection,
  recall,
  scopeAge,
} from './recall.ts'

/** A VPC, short enough for a line. `vpc` is null where links lead into it and it could not be read. */
export interface VpcRow {
  readonly id: string
  readonly region: string
  readonly vpc: Vpc | null
  readonly links: number
}

/** A VPC with the links into it. */
export interface VpcCard extends VpcRow {
  /** Those that need attention first. */
  readonly rows: readonly LinkRow[]
  readonly families: PerFamily<FamilyRedundancy>
  /** Names of PoPs, partners and connections of these links, by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>
  /** Why its region cannot be read now: what is shown is older, and what is left of it unknown. Null while it can. */
  readonly blind: ReadFailure | null
  /** Links that were taken out of it lately, or are missed since; the latest first. */
  readonly leavers: readonly Leaver[]
  /** How old what is known of its region is: one for each credential that sees it. */
  readonly scopes: readonly ScopeAge[]
}

/** The answer to "how is this VPC reached". */
export type VpcAnswer = { readonly type: 'found'; readonly card: VpcCard } | NotOne<VpcRow>

/** Makes the answer to "which links lead into this VPC, and what if one fails?", from the snapshot. */
export function createVpcQuestion(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
  readonly clock: Clock
}): (words: string) => Promise<VpcAnswer> {
  return async (words) => {
    const recalled = await recall(parts.memory, parts.scopes)
    const rows = vpcRows(recalled)
    const match = findNamed(
      words,
      rows.map((row) => named(row, row.id, row.vpc === null ? [] : [row.vpc.name])),
    )
    if (match.type === 'one') return { type: 'found', card: vpcCard(match.item, recalled, parts.clock.now()) }
    return notOne(match, { words: words.trim(), states: recalled.states }, (row) => row, compareVpcs)
  }
}

/** Every VPC that a region has, or that a link leads into. */
function vpcRows({ states, links }: Recollection): readonly VpcRow[] {
  const counts = new Map<string, number>()
  for (const { watched } of links.values()) {
    const { vpcId } = watched.link
    if (vpcId !== null) counts.set(vpcId, (counts.get(vpcId) ?? 0) + 1)
  }
  const rows = new Map<string, VpcRow>()
  for (const { watched } of links.values()) {
    const { vpcId: id, region } = watched.link
    if (id !== null) rows.set(id, { id, region, vpc: null, links: counts.get(id) ?? 0 })
  }
  for (const vpc of states.flatMap(({ directory }) => directory.vpcs))
    rows.set(vpc.id, { id: vpc.id, region: vpc.region, vpc, links: counts.get(vpc.id) ?? 0 })
  return [...rows.values()]
}

/** Those that links lead into first, then by name. */
function compareVpcs(a: VpcRow, b: VpcRow): number {
  return (
    Number(a.links === 0) - Number(b.links === 0) ||
    BY_NAME.compare(a.vpc?.name ?? a.id, b.vpc?.name ?? b.id) ||
    BY_NAME.compare(a.id, b.id)
  )
}

function vpcCard(row: VpcRow, recalled: Recollection, now: number): VpcCard {
  const known = [...recalled.links.values()].filter(({ watched }) => watched.link.vpcId === row.id)
  const links = known.map(({ watched }) => watched.link)
  const doubts = doubtsIn(recalled, now)
  const regions = new Set([row.region, ...links.map(({ region }) => region)])
  const states = recalled.states.filter(({ scope }) => regions.has(scope.region))
  const failing = states.find(({ failingSince }) => failingSince !== null)
  return {
    ...row,
    rows: known.map(linkRow).sort(compareRows),
    families: {
      ipv4: familyRedundancy(links, 'ipv4', doubts),
      ipv6: familyRedundancy(links, 'ipv6', doubts),
    },
    names: namesOf(known),
    leavers: leaversOf(recalled, row.id, now),
    blind: failing?.lastFailure ?? null,
    scopes: states.map(scopeAge),
  }
}

/** What links depend on, by id, as people call it. */
function namesOf(links: readonly KnownLink[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const { pop, partner, state, watched } of links) {
    if (pop !== null) known.set(pop.id, pop.displayName || pop.name)
    if (partner !== null) known.set(partner.id, partner.name)
    const { kind } = watched.link
    if (kind.type !== 'self_hosted') continue
    const connection = state.directory.connections.find(({ id }) => id === kind.connectionId)
    if (connection !== undefined) known.set(connection.id, connection.name)
  }
  return known
}
