import type { OpenReorder } from '../../../src/domain/open-reorder.ts'
import { PARIS } from '../../queries/remembered.ts'
import { aLink, NOW } from '../../support/links.ts'
import { ADA, BOB, NET_OPS } from './stored.ts'

const HOUR = 3_600_000

/** A deletion or order that has not ended. */
export const anOpenReorder = (overrides: Partial<OpenReorder> = {}): OpenReorder => ({
  id: 'reorder-1',
  scopeId: PARIS.id,
  link: aLink({ id: 'gone-1', name: 'paris-refused', status: 'refused' }),
  isOrder: true,
  by: ADA,
  state: { type: 'stopped', since: NOW - 3 * HOUR, why: 'Scaleway says that the quota of links is used up.' },
  shownIn: { channel: NET_OPS, ts: '1772528400.000100' },
  ...overrides,
})

/** One in each state. */
export const OPEN_REORDERS: readonly OpenReorder[] = [
  anOpenReorder(),
  anOpenReorder({
    id: 'reorder-2',
    by: BOB,
    state: { type: 'held', since: NOW - HOUR, why: 'DRY_RUN is set, so no deletion or order goes on.' },
  }),
  anOpenReorder({
    id: 'reorder-3',
    isOrder: false,
    state: {
      type: 'waiting',
      since: NOW - 2 * HOUR,
      why: 'The partner has to delete its side before the link is gone: ask it to.',
    },
  }),
  anOpenReorder({ id: 'reorder-4', isOrder: false, state: { type: 'running', since: NOW } }),
]

/** More than are named, of links and for reasons that are called `name`. */
export function reordersOf(name: string): readonly OpenReorder[] {
  return Array.from({ length: 12 }, (_, n) =>
    anOpenReorder({
      id: `reorder-${n}`,
      by: name,
      link: aLink({ id: `gone-${n}`, name, region: name }),
      state: { type: 'stopped', since: NOW, why: name },
      shownIn: { channel: name, ts: name },
    }),
  )
}
