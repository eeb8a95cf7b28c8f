import {
  carriesAlready,
  findReplacements,
  type Newcomer,
  REPLACED_WITHIN_MS,
  type Replacement,
} from '../alerting/replacement.ts'
import type { Predecessor } from '../diagnostics/evidence.ts'
import type { Incident } from '../domain/incident.ts'
import { type Family, intendedFamilies, type Link } from '../domain/link.ts'
import type { Books } from './books.ts'
import type { ScopeReading } from './decide-seen.ts'
import type { VanishedLink } from './ports.ts'

/** What was replaced of the links of one scope that are gone, as far as is known by now. */
export interface Replacements {
  /** What replaces a link that is gone; null where nothing does yet. */
  of(linkId: string): Replacement | null
  /** Says in the thread of an incident that ended with its link what replaces that, where anything does. */
  tell(incident: Incident, lost: { readonly link: Link; readonly carried: readonly Family[] }): void
  /** The same of links that an earlier poll found gone, and whose replacement only shows now. */
  tellLater(ended: ReadonlyMap<string, Incident>): void
}

/** Looks for replacements of links that are gone, now or since yesterday, among those that have come meanwhile. */
export function viewReplacements(
  { state, confirmed, transitions }: Extract<ScopeReading, { type: 'seen' }>,
  vanished: Iterable<VanishedLink>,
  ordered: ReadonlyMap<string, Predecessor>,
  { bag, at }: Pick<Books, 'bag' | 'at'>,
): Replacements {
  const appeared = new Set<string>()
  const goneNow = new Map<string, Link>()
  for (const transition of transitions) {
    if (transition.type === 'appeared') appeared.add(transition.after.id)
    if (transition.type === 'vanished') goneNow.set(transition.before.id, transition.before)
  }
  const goneBefore = [...vanished].filter(
    (one) => one.scopeId === state.scope.id && at - one.at <= REPLACED_WITHIN_MS && !goneNow.has(one.link.id),
  )
  const newcomers = (): readonly Newcomer[] =>
    [...confirmed.snapshot.links, ...confirmed.found].flatMap((link) => {
      const firstSeenAt = state.links.get(link.id)?.firstSeenAt ?? at
      // What stood in the baseline was there before the watch began.
      const isNew = appeared.has(link.id) || firstSeenAt > (state.baselineAt ?? 0)
      return isNew ? [{ link, firstSeenAt }] : []
    })
  // On most days nothing is gone, and nothing is looked for.
  const found =
    goneNow.size > 0 || (goneBefore.length > 0 && appeared.size > 0)
      ? findReplacements(
          [...goneBefore, ...[...goneNow.values()].map((link) => ({ link, at }))],
          newcomers(),
          ordered,
        )
      : new Map<string, Replacement>()

  const replacements: Replacements = {
    of: (linkId) => found.get(linkId) ?? null,

    tell({ id, rootKey, level }, lost) {
      const replacement = found.get(lost.link.id)
      if (replacement === undefined || rootKey === null) return
      const { link, same } = replacement
      const note = {
        type: 'replaced',
        by: link.name,
        same,
        carries: carriesAlready(replacement, lost),
      } as const
      const alert = { type: 'note', at, level, about: [lost.link.name], count: 1, note } as const
      bag.reply(rootKey, { incidentId: id, alert, broadcast: false }, [])
    },

    tellLater(ended) {
      for (const { link, incidentId } of goneBefore) {
        const incident = ended.get(incidentId ?? '')
        const replacement = found.get(link.id)
        if (incident === undefined || replacement === undefined || !appeared.has(replacement.link.id))
          continue
        replacements.tell(incident, { link, carried: intendedFamilies(link) })
      }
    },
  }
  return replacements
}
