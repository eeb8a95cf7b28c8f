import type { Link } from '../../../src/domain/link.ts'
import { type Directory, EMPTY_DIRECTORY, type Scope } from '../../../src/domain/snapshot.ts'
import type { AuditRow, RemedyStore, ReorderStore } from '../../../src/remedies/ports.ts'
import { AS_IT_WAS, type Differences, planReorder } from '../../../src/remedies/reorder/order.ts'
import { createReorders, type ReorderAsked, type Reorders } from '../../../src/remedies/reorder/reorders.ts'
import type { Reorder } from '../../../src/remedies/reorder/saga.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'
import { aLink, NOW } from '../../support/links.ts'
import { type FakeInterlink, fakeInterlink } from './fake-interlink.ts'

export const SCOPE: Scope = { id: 'organization/fr-par', region: 'fr-par' }

/** A link whose order nobody paired in time: nothing is lost where it is ordered again. */
export const EXPIRED = aLink({
  status: 'expired',
  tags: ['env:prod'],
  sessions: { ipv4: 'disabled', ipv6: 'disabled' },
})

export interface OwnChange {
  readonly linkId: string
  readonly change: string
}

/** What outlives a bot: the world, the time and what was stored. */
export interface Stage {
  readonly clock: ManualClock
  readonly api: FakeInterlink
  readonly stored: Map<string, Reorder>
  readonly audit: AuditRow[]
  readonly ownChanges: OwnChange[]
  /** Every reorder that anybody was told of, in order. */
  readonly told: Reorder[]
  readonly troubles: unknown[]
  /** Another act holds this link until then (ms). */
  readonly leases: Map<string, number>
  /** Starts a bot. It is dead once it has crossed so many boundaries: calls begun and calls ended. */
  live(diesAfter?: number): Life
}

export interface Life {
  readonly reorders: Reorders
  readonly isDead: () => boolean
  kill(): void
}

export function stage(links: readonly Link[], directory: Directory = EMPTY_DIRECTORY): Stage {
  const clock = manualClock(NOW)
  const api = fakeInterlink(clock, links)
  const stored = new Map<string, Reorder>()
  const audit: AuditRow[] = []
  const ownChanges: OwnChange[] = []
  const leases = new Map<string, number>()
  const told: Reorder[] = []
  const troubles: unknown[] = []
  let ids = 0

  const acts: Pick<RemedyStore, 'beginAct' | 'endAct'> = {
    async beginAct(row, changes, now, leaseMs) {
      if ((leases.get(row.link.id) ?? 0) > now) return false
      leases.set(row.link.id, now + leaseMs)
      for (const change of changes) ownChanges.push({ linkId: row.link.id, change })
      audit.push(row)
      return true
    },
    async endAct(row) {
      leases.delete(row.link.id)
      if (!audit.some(({ id }) => id === row.id)) audit.push(row)
    },
  }
  const store = memoryStore(stored)

  return {
    clock,
    api,
    stored,
    audit,
    ownChanges,
    told,
    troubles,
    leases,
    live(diesAfter = Number.POSITIVE_INFINITY) {
      let left = diesAfter
      let dead = false
      /** A dead process begins nothing, and hears of nothing that it began. */
      const across = async <T>(act: () => Promise<T>): Promise<T> => {
        await cross()
        const result = await act()
        await cross()
        return result
      }
      const cross = () => {
        left -= 1
        if (left < 0) dead = true
        return dead ? new Promise<void>(() => {}) : Promise.resolve()
      }
      const reorders = createReorders({
        store: wrapped(store, across),
        acts: wrapped(acts, across),
        writer: { ...wrapped(api.writer, across), missingRight: api.writer.missingRight },
        readLink: (scope, linkId) => across(() => api.readLink(scope, linkId)),
        namesOf: async () => directory,
        clock,
        newId: () => `id-${++ids}`,
        onProgress: (reorder) => {
          if (!dead) told.push(reorder)
        },
        onTrouble: (error) => troubles.push(error),
      })
      return {
        reorders,
        isDead: () => dead,
        kill() {
          dead = true
        },
      }
    },
  }
}

type Across = <T>(act: () => Promise<T>) => Promise<T>

/** The same object, whose calls the process may die before or after. */
function wrapped<T extends object>(port: T, across: Across): T {
  const entries = Object.entries(port).map(([name, method]) => [
    name,
    (...args: readonly unknown[]) =>
      across(async () => (method as (...all: readonly unknown[]) => unknown)(...args)),
  ])
  return Object.fromEntries(entries) as T
}

function memoryStore(stored: Map<string, Reorder>): ReorderStore {
  const all = () => [...stored.values()]
  const isOpen = (reorder: Reorder) => reorder.standing.type !== 'ended'
  return {
    async beginReorder(reorder) {
      if (all().some((other) => other.old.id === reorder.old.id && isOpen(other))) return false
      stored.set(reorder.id, structuredClone(reorder))
      return true
    },
    async saveReorder(reorder) {
      const before = stored.get(reorder.id)
      if (before?.version !== reorder.version - 1) throw new Error('Not the version before.')
      stored.set(reorder.id, structuredClone({ ...reorder, shownIn: before.shownIn }))
    },
    async showReorder(id, shownIn) {
      const before = stored.get(id)
      if (before !== undefined) stored.set(id, { ...before, shownIn })
    },
    reorder: async (id) => structuredClone(stored.get(id) ?? null),
    unfinishedReorders: async () => structuredClone(all().filter(isOpen)),
    reordersOf: async (linkId) =>
      structuredClone(all().filter(({ old, newLinkId }) => old.id === linkId || newLinkId === linkId)),
  }
}

/** What an operator asks for, who was shown the link as it is now. */
export function asking(link: Link, differences: Partial<Differences> = {}): ReorderAsked {
  const market = { pops: [], partners: [], connections: [], partnersAt: new Map() }
  const planned = planReorder(link, { ...AS_IT_WAS, ...differences }, market)
  if (planned.type === 'refused') throw new Error(planned.why)
  return {
    by: 'U0OPERATOR',
    channel: 'C0NET',
    scope: SCOPE,
    link,
    order: planned.plan.order,
    incidentId: 'incident-1',
  }
}

export async function begun(reorders: Reorders, asked: ReorderAsked): Promise<Reorder> {
  const answer = await reorders.begin(asked)
  if (answer.type !== 'begun') throw new Error(`It was not begun: ${JSON.stringify(answer)}`)
  return answer.reorder
}

/** How the only reorder of the stage stands now. */
export function theOne({ stored }: Stage): Reorder {
  const [only, ...others] = stored.values()
  if (only === undefined || others.length > 0) throw new Error(`${stored.size} reorders are stored.`)
  return only
}
