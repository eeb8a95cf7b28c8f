import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../../src/domain/link.ts'
import { LEAVABLE, leavableStep } from '../../../src/remedies/reorder/leaving-out.ts'
import { orderTag, type Reorder } from '../../../src/remedies/reorder/saga.ts'
import { manualSteps, whereThingsStand } from '../../../src/remedies/reorder/standing.ts'
import { aLink, aSelfHostedLink, POLICY_V4_ID, POLICY_V6_ID, VPC_ID } from '../../support/links.ts'
import type { Fate } from './fake-interlink.ts'
import { asking, type Life, type Stage, stage } from './stage.ts'

const MINUTE_MS = 60_000

const anyLink: fc.Arbitrary<Link> = fc
  .record({
    isHosted: fc.boolean(),
    status: fc.constantFrom('expired', 'refused', 'active', 'limited_connectivity', 'requested'),
    vpcId: fc.constantFrom(VPC_ID, null),
    ipv4: fc.constantFrom(POLICY_V4_ID, null),
    ipv6: fc.constantFrom(POLICY_V6_ID, null),
    routePropagation: fc.boolean(),
    tags: fc.subarray(['env:prod', 'circuit:FRX-1']),
  })
  .map(({ isHosted, ipv4, ipv6, ...rest }) => {
    const make = isHosted ? aLink : aSelfHostedLink
    return make({ ...rest, policies: { ipv4, ipv6 } })
  })

const fates = (...of: readonly Fate[]) => fc.array(fc.constantFrom(...of), { maxLength: 14 })

/** What happens between two stretches of time, besides. */
const EVENTS = [
  'kill',
  'resume',
  'resume twice',
  'ask again',
  'partner deletes',
  'order something else',
  'leave it out',
  'pass',
] as const

const trials = fc.record({
  link: anyLink,
  wantsPoliciesDetached: fc.boolean(),
  fates: fates('ok', 'ok', 'ok', 'lost', 'dropped', 'late', 'busy', 'no'),
  failingReads: fc.array(fc.boolean(), { maxLength: 12 }),
  /** After how many boundaries each life dies; the last one lives. */
  deaths: fc.array(fc.nat({ max: 40 }), { maxLength: 6 }),
  events: fc.array(
    fc.record({
      event: fc.constantFrom(...EVENTS),
      ms: fc.constantFrom(0, 1, 5_000, 61_000, 3 * MINUTE_MS, 15 * MINUTE_MS),
    }),
    { maxLength: 12 },
  ),
})

type Trial = typeof trials extends fc.Arbitrary<infer T> ? T : never

/** What must hold at every instant, whatever happened. */
function mustHold(it: Stage, old: Link): void {
  expect(it.api.ordered.length, 'links ordered').toBeLessThanOrEqual(1)
  if (!it.api.links.has(old.id)) expect(it.stored.size, 'plans of a deleted link').toBeGreaterThan(0)
  expect(it.stored.size, 'reorders of the link').toBeLessThanOrEqual(1)
  for (const reorder of it.stored.values()) mustBeTrue(it, reorder)
}

/** What is said of where things stand is so. */
function mustBeTrue({ api }: Stage, reorder: Reorder): void {
  const said = whereThingsStand(reorder).join('\n')
  const isThere = api.links.has(reorder.old.id)
  if (said.includes('was deleted.')) expect(isThere, said).toBe(false)
  if (reorder.newLinkId !== null) expect(api.links.has(reorder.newLinkId), said).toBe(true)
  if (reorder.standing.type !== 'stopped' || said.includes('did not confirm')) return
  const last = api.links.get(reorder.old.id)
  if (said.includes('is there as it was')) {
    expect(last, said).toMatchObject({
      vpcId: reorder.old.vpcId,
      routePropagation: reorder.old.routePropagation,
    })
  }
  if (said.includes('its VPC is detached')) expect(last?.vpcId, said).toBeNull()
  if (said.includes('is still there')) expect(isThere, said).toBe(true)
  if (said.includes('No new link is ordered yet.')) {
    expect(api.ordered, said).toEqual([])
  }
  expect(manualSteps(reorder).length, said).toBeGreaterThan(0)
}

async function play(trial: Trial): Promise<Stage> {
  const { link, deaths, events } = trial
  const it = stage([link])
  it.api.wantsPoliciesDetached = trial.wantsPoliciesDetached
  const waiting = [...deaths]
  const born = async (): Promise<Life> => {
    const life = it.live(waiting.shift())
    void life.reorders.start()
    await it.clock.advance(0)
    return life
  }
  let life = await born()
  // Whoever asked and was not answered asks again: the link is as it was, since no plan of it was recorded.
  for (let asks = 0; it.stored.size === 0; asks += 1) {
    if (asks > 20) throw new Error('It was never begun.')
    if (life.isDead()) life = await born()
    void life.reorders.begin(asking(link))
    void life.reorders.begin(asking(link))
    await it.clock.advance(0)
    if (asks === 0) {
      it.api.fates = [...trial.fates]
      it.api.failingReads = [...trial.failingReads]
    }
    mustHold(it, link)
  }
  const id = [...it.stored.keys()][0] ?? ''
  for (const { event, ms } of events) {
    switch (event) {
      case 'kill':
        life.kill()
        break
      case 'resume twice':
        void life.reorders.resume(id, 'U0OTHER')
        void life.reorders.resume(id, 'U0THIRD')
        break
      case 'resume':
        void life.reorders.resume(id, 'U0OTHER')
        break
      case 'order something else': {
        const order = it.stored.get(id)?.order ?? null
        if (order !== null) void life.reorders.orderInstead(id, 'U0OTHER', { ...order, bandwidthMbps: 77 })
        break
      }
      case 'leave it out': {
        const [first, ...others] = LEAVABLE.filter((step) => {
          const reorder = it.stored.get(id)
          return reorder !== undefined && leavableStep(reorder) === step
        })
        expect(others).toEqual([])
        if (first !== undefined) void life.reorders.leaveOut(id, 'U0OTHER', first)
        break
      }
      case 'ask again':
        void life.reorders.begin(asking(link))
        break
      case 'partner deletes':
        if (it.api.links.get(link.id)?.status === 'deprovisioning') it.api.partnerDeletes(link.id)
        break
      case 'pass':
        break
    }
    await it.clock.advance(ms)
    mustHold(it, link)
    if (life.isDead()) life = await born()
  }
  await finish(it, link, life)
  return it
}

/** All goes well from now on, and whatever stopped is resumed: then it has to come to its end. */
async function finish(it: Stage, link: Link, last: Life): Promise<void> {
  const { api, clock } = it
  api.fates = []
  api.failingReads = []
  last.kill()
  await clock.advance(0)
  const { reorders } = it.live()
  await reorders.start()
  for (let round = 0; round < 8; round += 1) {
    const [reorder] = it.stored.values()
    if (reorder === undefined || reorder.standing.type === 'ended') return
    if (reorder.standing.type === 'stopped') await reorders.resume(reorder.id, 'U0OTHER')
    await clock.advance(20 * MINUTE_MS)
    mustHold(it, link)
    if (api.links.get(link.id)?.status === 'deprovisioning') api.partnerDeletes(link.id)
    const ordered = api.ordered[0]
    if (ordered !== undefined) api.set(ordered.id, { status: 'active' })
  }
}

describe('whatever kills it, loses its answers or refuses it', () => {
  test('there is never a second link, and no link is deleted without a plan; in the end there is one, as the old was but for what a person chose', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (trial) => {
        const { link } = trial
        const it = await play(trial)
        const [reorder] = it.stored.values()
        expect(reorder?.standing, whereThingsStand(reorder as Reorder).join('\n')).toMatchObject({
          type: 'ended',
          how: 'done',
        })
        expect([...it.api.links.values()]).toHaveLength(1)
        const [made] = it.api.links.values()
        expect(made).toMatchObject({
          name: link.name,
          tags: link.tags,
          projectId: link.projectId,
          popId: link.popId,
          bandwidthMbps: reorder?.order?.bandwidthMbps,
          vpcId: reorder?.restored.vpcId,
          policies: reorder?.restored.policies,
          routePropagation: reorder?.restored.propagation,
        })
        const isAsItWas = !reorder?.steps.some(({ state }) => state === 'left_out')
        const asItWas = { vpcId: link.vpcId, policies: link.policies, propagation: link.routePropagation }
        if (isAsItWas) expect(reorder?.restored).toEqual(asItWas)
        expect([link.bandwidthMbps, 77]).toContain(made?.bandwidthMbps)
        expect(made?.tags).not.toContain(orderTag(reorder?.id ?? ''))
      }),
      { numRuns: 400 },
    )
  })

  test('every act that was begun is ended in the audit, by what is known of it', async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (trial) => {
        const it = await play(trial)
        const begun = it.audit.filter(({ outcome }) => outcome === 'begun')
        const ended = it.audit.filter(({ outcome }) => outcome !== 'begun')
        expect(ended.length).toBeGreaterThanOrEqual(begun.length)
        expect(new Set(it.audit.map(({ id }) => id)).size).toBe(it.audit.length)
      }),
      { numRuns: 60 },
    )
  })
})
