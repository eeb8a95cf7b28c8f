import type { Alert } from '../alerting/alert.ts'
import type { WhoChanged } from '../domain/transition.ts'

/** Whoever made a change; undefined where that is not known, or where none was made. */
export type Maker = WhoChanged | undefined

/** Whoever changed all of several links, with one tool: the latest of the changes. Nothing where it was not one. */
export function madeByOne(makers: readonly Maker[]): { readonly changedBy?: WhoChanged } {
  const [first, ...others] = makers
  if (first === undefined || others.some((who) => who?.by !== first.by || who.tool !== first.tool)) return {}
  const changedBy = others.reduce<WhoChanged>(
    (latest, who) => (who !== undefined && who.at > latest.at ? who : latest),
    first,
  )
  return { changedBy }
}

/** Whoever a message names as who changed its links. */
export function makersOf(root: Alert): readonly Maker[] {
  if (root.type === 'group') return [root.changedBy]
  return [root.type === 'link' ? root.evidence.changedBy : undefined]
}
