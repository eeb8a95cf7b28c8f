import { compareLevels, type Incident, type IncidentSubject } from '../domain/incident.ts'
import type { Subscription } from '../domain/subscription.ts'

/** Something that links share and that has an incident of its own, as a line of a digest. Times are in ms. */
export interface SharedEntry
  extends Pick<
    Incident,
    'level' | 'reason' | 'lastGoodAt' | 'firstBadAt' | 'resolvedAt' | 'ending' | 'acknowledgement'
  > {
  readonly incidentId: string
  readonly subject: Exclude<IncidentSubject['type'], 'link'>
  /** What it is called; its id where nobody knows. A region is called by its name. */
  readonly name: string
  readonly region: string
}

/** Incidents that fit a subscription, as its digest tells them. */
export interface DigestSelection<T> {
  /** Open, and named one by one. */
  readonly open: readonly T[]
  /** Open and milder than the subscription asks for: they are counted, so that a digest never calls well what is not. */
  readonly milder: number
  /** Over since the last digest. */
  readonly over: readonly T[]
}

/**
 * What a digest names: what is as bad as its subscription asks for, as alerts do. Warnings, which nobody is reminded of, are
 * for the digests of those who asked for warnings. Pure.
 */
export function selectForDigest<T extends Pick<Incident, 'level' | 'resolvedAt'>>(
  fitting: readonly T[],
  { minLevel }: Pick<Subscription, 'minLevel'>,
): DigestSelection<T> {
  const asked = fitting.filter(({ level }) => compareLevels(level, minLevel) >= 0)
  const isOpen = ({ resolvedAt }: T) => resolvedAt === null
  return {
    open: asked.filter(isOpen),
    milder: fitting.filter(isOpen).length - asked.filter(isOpen).length,
    over: asked.filter((one) => !isOpen(one)),
  }
}
