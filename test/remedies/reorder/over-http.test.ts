import { afterEach, describe, expect, test } from 'vitest'
import { demoIds } from '../../../src/simulator/interlink/catalog.ts'
import type { LinkRow } from '../../../src/simulator/interlink/rows.ts'
import type { ReorderLife } from '../../support/reorder-life.ts'
import { asTheOldOne, type ReorderWorld, reorderWorld } from '../../support/reorder-world.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function setUp(overrides: Partial<LinkRow> = {}): Promise<{ world: ReorderWorld; life: ReorderLife }> {
  const world = await reorderWorld(overrides)
  opened.push(world)
  const life = await world.live()
  opened.push(life)
  return { world, life }
}

/** The writes of a reorder, by method and the end of their path. */
const WRITES = [
  ['POST', 'disable-route-propagation'],
  ['POST', 'detach-vpc'],
  ['POST', 'detach-routing-policy'],
  ['DELETE', 'links/[^/]+'],
  ['POST', 'links'],
  ['POST', 'attach-routing-policy'],
  ['POST', 'attach-vpc'],
  ['POST', 'enable-route-propagation'],
  ['PATCH', 'links/[^/]+'],
] as const

describe('over HTTP, a link is ordered again as it was', () => {
  const faults = [
    'lose_answer',
    'timeout_after_acting',
    'truncated_json',
    'refused',
    '503',
    '429_empty',
  ] as const
  const cases = WRITES.flatMap(([method, path]) => faults.map((fault) => [fault, method, path] as const))

  test.each(cases)('when the answer is %s to %s %s', async (fault, method, path) => {
    const { world, life } = await setUp()
    if (path === 'detach-routing-policy') world.wantPoliciesDetached()
    const asked = new RegExp(`/${path}$`)
    world.api.faults.next({ match: { method, path: asked }, answer: fault })
    await life.ask(world.old.id)
    await world.untilWaiting(life, 'in_service')
    expect(world.api.calls().some((call) => call.method === method && asked.test(call.path))).toBe(true)
    expect(world.api.world.links()).toMatchObject([{ ...asTheOldOne(world.old), status: 'requested' }])
    expect(world.api.world.links()[0]?.id).not.toBe(world.old.id)
    const ordered = world.api.calls().filter((call) => call.method === 'POST' && call.path.endsWith('/links'))
    const made = ordered.filter(({ status }) => status === 200 || status === null)
    expect(made.length).toBeLessThanOrEqual(fault === 'refused' ? 2 : 1)
  })

  test('where it is self-hosted, with its VLAN, once Scaleway has configured it', async () => {
    const connection = demoIds.connections.parisOwnPort
    const { world, life } = await setUp({
      status: 'ready',
      partner: null,
      self: { connection_id: connection },
      pop_id: demoIds.pops.dc5,
      vlan: 2001,
    })
    await life.ask(world.old.id)
    await world.untilWaiting(life, 'in_service')
    expect(world.api.world.links()).toMatchObject([
      { ...asTheOldOne(world.old), vlan: 2001, self: { connection_id: connection } },
    ])
  })

  test('where it carried, once the partner has deleted its side', async () => {
    const { world, life } = await setUp({
      status: 'active',
      hidden: { provisioned: true, deletionBegunBy: null },
    })
    await life.ask(world.old.id)
    await life.reorders.settled()
    expect(world.api.world.link(world.old.id)).toMatchObject({ status: 'deprovisioning' })
    world.api.world.partnerDeletes(world.old.id)
    await world.untilWaiting(life, 'in_service')
    expect(world.api.world.links()).toMatchObject([asTheOldOne(world.old)])
  })

  test('or stops where the partner is gone, and says that the old link is deleted and no new one ordered', async () => {
    const { world, life } = await setUp()
    world.api.faults.next({
      match: { method: 'POST', path: /\/links$/ },
      answer: { status: 404, body: { type: 'not_found', resource: 'partner', resource_id: 'gone' } },
    })
    await life.ask(world.old.id)
    await world.untilWaiting(life, 'in_service')
    const [reorder] = await life.store.reordersOf(world.old.id)
    expect(reorder).toMatchObject({
      standing: { type: 'stopped', why: expect.stringContaining('partner is not there any more') },
      newLinkId: null,
    })
    expect(world.api.world.links()).toEqual([])
  })

  test('and nothing of the pairing key is in what is stored', async () => {
    const { world, life } = await setUp()
    await life.ask(world.old.id)
    await world.untilWaiting(life, 'in_service')
    const [made] = world.api.world.links()
    const stored = JSON.stringify([await life.store.reordersOf(world.old.id), await life.store.audit(0, 100)])
    for (const key of [world.old.partner?.pairing_key, made?.partner?.pairing_key]) {
      expect(key).toBeTruthy()
      expect(stored).not.toContain(key)
    }
  })
})
