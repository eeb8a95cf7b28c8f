import { fold } from '../diagnostics/fold.ts'
import type { Clock } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import { withoutQuotes } from './find-named.ts'
import type { HistorySource } from './ports.ts'

/** A link that is gone, as it was last seen, and the poll that found it gone (ms). */
export interface GoneLink {
  readonly link: Link
  readonly at: number
}

/** Where links that are gone are found. */
export interface GoneParts {
  readonly past: Pick<HistorySource, 'vanishedLinks'>
  /** For how long the past is kept (ms). */
  readonly keepMs: number
  readonly clock: Clock
}

/** Finds the link that had this whole name, in any case, or this id, and is gone: the last one of that name. */
export async function findGone({ past, keepMs, clock }: GoneParts, words: string): Promise<GoneLink | null> {
  const wanted = fold(withoutQuotes(words))
  if (wanted === '') return null
  const gone = await past.vanishedLinks(clock.now() - keepMs)
  return gone.findLast(({ link }) => link.id === wanted || fold(link.name) === wanted) ?? null
}
