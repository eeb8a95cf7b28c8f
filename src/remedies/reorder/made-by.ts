import type { Reorder } from './saga.ts'

/** What is done to a new link belongs to its order for so long (ms) after that has ended. */
const LATELY_MS = 7 * 86_400_000

/** The reorder that made a link, among those of it, while it is open or ended lately; null where there is none. Pure. */
export function madeBy(linkId: string, reorders: readonly Reorder[], now: number): Reorder | null {
  const isLately = ({ standing }: Reorder) => standing.type !== 'ended' || standing.at >= now - LATELY_MS
  return reorders.find((one) => one.newLinkId === linkId && isLately(one)) ?? null
}
