import type { OpenReorder, ReorderState } from '../domain/open-reorder.ts'
import type { ReorderStore } from '../remedies/ports.ts'
import type { HaltedDeletion } from '../watch/ports.ts'

/*
 * What a deletion or order, as it is stored, tells whoever else asks: the watch, and whoever asks what is open.
 */

export type Reorder = NonNullable<Awaited<ReturnType<ReorderStore['reorder']>>>

/** The entry of a deletion that was begun and does not go on by itself, as of `since` (ms); else none. */
export function haltedDeletion(
  { old, by, steps, standing }: Reorder,
  since: number,
): readonly (readonly [string, HaltedDeletion])[] {
  const isBegun = steps.some(({ state }) => state === 'done')
  if (!isBegun || !('at' in standing) || standing.at < since) return []
  const { at } = standing
  if (standing.type === 'stopped') return [[old.id, { old, how: 'stopped', by, at }]]
  return standing.how === 'given_up' ? [[old.id, { old, how: 'given_up', by: standing.by, at }]] : []
}

/** The deletion that was made of its link; null where none was, or was taken for certain. */
export function deletionOf({ deletion, by, steps }: Reorder): NonNullable<Reorder['deletion']> | null {
  if (deletion !== undefined) return deletion
  // An earlier version kept but that the step was done.
  const done = steps.find(({ name, state }) => name === 'deleted' && state === 'done')
  return done === undefined || done.endedAt === null ? null : { by, at: done.endedAt }
}

/** How one that has not ended stands, for whoever asks what is open; none for any other. */
export function openReorder(reorder: Reorder): readonly OpenReorder[] {
  const { id, scope, old: link, order, by, shownIn } = reorder
  const state = stateOf(reorder)
  if (state === null) return []
  const message = shownIn === null ? null : { channel: shownIn.channel, ts: shownIn.ts }
  return [{ id, scopeId: scope.id, link, isOrder: order !== null, by, state, shownIn: message }]
}

function stateOf({ standing, startedAt }: Reorder): ReorderState | null {
  switch (standing.type) {
    case 'running':
      return { type: 'running', since: startedAt }
    case 'waiting':
      return standing
    case 'stopped':
      return { type: 'stopped', since: standing.at, why: standing.why }
    case 'ended':
      return null
  }
}
