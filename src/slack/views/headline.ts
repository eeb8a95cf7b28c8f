import type { Evidence } from '../../diagnostics/evidence.ts'
import {
  pathsLeft,
  sharedFate,
  unsteadiness,
  WEAKNESS_WORDS,
  type Weakness,
} from '../../diagnostics/redundancy.ts'
import { familyNames, inWords, vpcAtStakeName } from '../../diagnostics/words.ts'
import { carryingFamilies, type Family, type Link, pathConfigured } from '../../domain/link.ts'
import { code, plainName } from '../escape.ts'
import { vpcText } from './impact.ts'
import { reachOf } from './reach.ts'

/** What is left of what was lost, in a line. `short` is plain text, to follow a colon. */
export interface Headline {
  readonly mrkdwn: string
  readonly short: string
}

/** What is left of one family into the VPC, when this link is not counted. */
interface Left {
  readonly alive: readonly Link[]
  /** Links meant to have this family into the VPC, this one included. */
  readonly of: number
}

/**
 * How much of the way into its VPC a link took with it: "Last path into VPC prod for IPv6 is down", or how many are left
 * and what they share with it. `families` are those it lost; null where it lost none, or where the VPC is not known.
 */
export function headline(
  evidence: Evidence,
  lost: readonly Family[] = reachOf(evidence).lost,
): Headline | null {
  const vpc = vpcAtStakeName(evidence)
  if (lost.length === 0 || vpc === null) return null
  const verdicts = new Map<string, { readonly families: Family[]; readonly left: Left }>()
  for (const family of lost) {
    const left = leftFor(evidence, family)
    const key = JSON.stringify([left.of, left.alive.map(({ id }) => id)])
    const known = verdicts.get(key)
    if (known === undefined) verdicts.set(key, { families: [family], left })
    else known.families.push(family)
  }
  const all = [...verdicts.values()]
  const plainVpc = plainName(vpc, 30)
  return {
    mrkdwn: all.map(({ families, left }) => sentence(evidence, families, left)).join(' '),
    short: all
      .map(({ families, left }) => {
        const which = all.length > 1 ? `${familyNames(families)}: ` : ''
        return left.alive.length === 0
          ? `${which}last path into VPC ${plainVpc}`
          : `${which}${left.alive.length} of ${left.of} left${sharedText(evidence, left, (name) => plainName(name, 30))}`
      })
      .join(', '),
  }
}

function sentence(evidence: Evidence, families: readonly Family[], left: Left): string {
  const vpc = `VPC ${vpcText(evidence)}`
  if (left.alive.length === 0) return `*Last path into ${vpc} for ${familyNames(families)} is down.*`
  const shared = sharedText(evidence, left, (name) => code(name, 60))
  return `*${familyNames(families)} into ${vpc}: ${left.alive.length} of ${left.of} left${shared}.*`
}

function leftFor(evidence: Evidence, family: Family): Left {
  const left = pathsLeft(evidence, family)
  const meant = evidence.siblings.filter(
    (sibling) => pathConfigured(sibling) && sibling.policies[family] !== null,
  )
  const alive =
    left.type === 'independent' || left.type === 'weak'
      ? meant.filter((sibling) => carryingFamilies(sibling).includes(family))
      : []
  return { alive, of: meant.length + 1 }
}

/** What all that is left shares with the link that was lost, spelled out; empty where nothing. */
function sharedText(evidence: Evidence, { alive }: Left, spell: (name: string) => string): string {
  const fates = alive.map((sibling) => sharedFate(evidence.link, sibling))
  const [first = []] = fates
  const shared = first.filter((weakness) => fates.every((fate) => fate.includes(weakness)))
  const names = shared.flatMap((weakness) => sharedName(evidence, weakness) ?? []).map(spell)
  const over = names.length === 0 ? '' : `; ${alive.length === 1 ? 'both' : 'all'} over ${inWords(names)}`
  return `${over}${doubtText(evidence, alive)}`
}

/** Why the only one that is left may not last, where something is known. */
function doubtText({ doubts }: Evidence, alive: readonly Link[]): string {
  const [only, ...others] = alive
  const why = only === undefined || others.length > 0 ? [] : unsteadiness(only, doubts)
  return why.length === 0 ? '' : `; it ${inWords(why.map((weakness) => WEAKNESS_WORDS[weakness]))}`
}

function sharedName(evidence: Evidence, weakness: Weakness): string | null {
  const { link } = evidence
  switch (weakness) {
    case 'same_pop':
      return evidence.pop?.name ?? link.popId
    case 'same_partner':
      return evidence.partner?.name ?? (link.kind.type === 'hosted' ? link.kind.partnerId : null)
    case 'same_connection':
      return evidence.connection?.name ?? (link.kind.type === 'self_hosted' ? link.kind.connectionId : null)
    case 'less_bandwidth':
    case 'other_policy':
    case 'being_deleted':
    case 'locked':
    case 'failed':
    case 'out_of_service':
    case 'in_maintenance':
    case 'flapping':
    case 'connection_out':
    case 'unread':
      return null
  }
}
