import { BY_NAME } from '../domain/by-name.ts'
import type { Incident } from '../domain/incident.ts'
import { isMaintenance, type Silence } from '../domain/silence.ts'
import { type Availability, availabilityOf } from './availability.ts'
import type { Gap, KnownFrom, Period } from './period.ts'
import { joinGaps, type Stretch } from './timeline.ts'

/** A time in which alerts were silenced, within the period (ms). Announced work is a `maintenance`. */
export interface Quiet extends Gap {
  readonly kind: 'silence' | 'maintenance'
  readonly silence: Silence
}

/** What was of one link, or of all links into one VPC together. Names are raw, as people gave them. */
export interface PastRow {
  readonly id: string
  readonly name: string
  readonly region: string
  /** Whether it does not exist any more. */
  readonly gone: boolean
  /** Without holes, from the beginning of the period to its end. */
  readonly stretches: readonly Stretch[]
  readonly availability: Availability
  /** Those that were open at any time of the period, oldest first. Of a VPC: none, they are its links'. */
  readonly incidents: readonly Incident[]
  /** In order of their beginning. */
  readonly quiet: readonly Quiet[]
}

/** What was asked for, and how much of it is known. */
interface Asked {
  readonly period: Period
  /** When it was asked (ms). */
  readonly madeAt: number
  /** Regions of which not all of the period is known. */
  readonly knownFrom: readonly KnownFrom[]
}

/** What was of one link. */
export interface LinkPast extends Asked {
  readonly row: PastRow
}

/** What was of many links, and of the VPCs that they lead into; the worst first. */
export interface Report extends Asked {
  /** The words that were asked for; empty for all links. */
  readonly filter: string
  /** A VPC counts with all links into it, also with those that the filter leaves out. */
  readonly vpcs: readonly PastRow[]
  readonly links: readonly PastRow[]
}

/** One row, with what follows from its stretches. */
export function pastRow(row: Omit<PastRow, 'availability'> & { readonly planned?: readonly Gap[] }): PastRow {
  const { planned, ...known } = row
  const work = planned ?? joinGaps(known.quiet.filter(({ kind }) => kind === 'maintenance'))
  return { ...known, availability: availabilityOf(known.stretches, work) }
}

/** When a silence held back, within a period; null where it did not. */
export function quietTime(silence: Silence, period: Pick<Period, 'from' | 'until'>): Quiet | null {
  const ends = silence.until.type === 'at' ? silence.until.at : Number.POSITIVE_INFINITY
  const from = Math.max(silence.from, period.from)
  const until = Math.min(silence.endedAt ?? ends, period.until)
  if (until <= from) return null
  return { kind: isMaintenance(silence) ? 'maintenance' : 'silence', silence, from, until }
}

/** The worst availability first, then the longest downtime, then by name; what was never in service comes last. */
export function worstFirst(a: PastRow, b: PastRow): number {
  return (
    (a.availability.available ?? 2) - (b.availability.available ?? 2) ||
    b.availability.downtimeMs - a.availability.downtimeMs ||
    b.availability.ms.unknown - a.availability.ms.unknown ||
    BY_NAME.compare(a.name, b.name) ||
    BY_NAME.compare(a.id, b.id)
  )
}
