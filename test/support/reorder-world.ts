import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StepName, stepUnderWay } from '../../src/remedies/reorder/saga.ts'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import type { LinkRow } from '../../src/simulator/interlink/rows.ts'
import { type InterlinkApi, startInterlinkApi } from '../../src/simulator/interlink/server.ts'
import { catalogWorld } from '../../src/simulator/interlink/world.ts'
import { type ManualClock, manualClock } from './clock.ts'
import { type ReorderLife, type ReorderLifeSettings, reorderLife } from './reorder-life.ts'
import { advanceUntil } from './turns.ts'

/** A link to order again, its API over HTTP, and a database: what outlives a bot. */
export interface ReorderWorld {
  readonly clock: ManualClock
  readonly api: InterlinkApi
  readonly old: LinkRow
  readonly settings: Omit<ReorderLifeSettings, 'clock' | 'step'>
  live(): Promise<ReorderLife>
  /** From now on no link is deleted while a routing policy is attached to it. */
  wantPoliciesDetached(): void
  /** Lets time go by until it waits in this step, or has stopped or ended. */
  untilWaiting(life: ReorderLife, step: StepName): Promise<void>
  close(): Promise<void>
}

/** The link is there but for what `overrides` says of it: expired, with VPC, both policies and propagation. */
export async function reorderWorld(overrides: Partial<LinkRow> = {}): Promise<ReorderWorld> {
  const clock = manualClock(Date.parse('2026-11-21T03:12:00Z'))
  const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-reorder-'))
  const secretKey = randomUUID()
  const api = await startInterlinkApi({ clock, newId: randomUUID, secretKey, world: catalogWorld() })
  const old = api.world.addLink({
    name: 'paris-a',
    tags: ['env:prod'],
    status: 'expired',
    vpc_id: demoIds.vpcs.prod,
    enable_route_propagation: true,
    ...overrides,
  })
  const settings = { databaseUrl: `file:${join(folder, 'bot.db')}`, apiUrl: api.url, secretKey }
  return {
    clock,
    api,
    old,
    settings,
    live: () => reorderLife({ ...settings, clock }),
    wantPoliciesDetached() {
      const isAttached = ({ routing_policy_v4_id, routing_policy_v6_id }: LinkRow) =>
        routing_policy_v4_id !== null || routing_policy_v6_id !== null
      api.faults.next({
        times: Number.POSITIVE_INFINITY,
        match: ({ method, path }) =>
          method === 'DELETE' && api.world.links().some((link) => path.endsWith(link.id) && isAttached(link)),
        answer: apiErrors.preconditionFailed('resource_still_in_use', 'a routing policy is attached'),
      })
    },
    untilWaiting({ store, reorders }, step) {
      const isReached = async () => {
        const [reorder] = await store.reordersOf(old.id)
        if (reorder === undefined) return false
        const { type } = reorder.standing
        return (
          type === 'stopped' || type === 'ended' || (type === 'waiting' && stepUnderWay(reorder) === step)
        )
      }
      return advanceUntil(clock, () => reorders.settled(), isReached, { stepMs: 2_000, limitMs: 20 * 60_000 })
    },
    async close() {
      await api.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the new link has to have of the old one. */
export function asTheOldOne(old: LinkRow): Partial<LinkRow> {
  const { name, tags, project_id, pop_id, bandwidth_mbps, vpc_id } = old
  const { routing_policy_v4_id, routing_policy_v6_id, enable_route_propagation } = old
  return {
    name,
    tags,
    project_id,
    pop_id,
    bandwidth_mbps,
    vpc_id,
    routing_policy_v4_id,
    routing_policy_v6_id,
    enable_route_propagation,
  }
}
