import { describe, expect, test } from 'vitest'
import { leavableStep } from '../../../src/remedies/reorder/leaving-out.ts'
import { isOrderRefused } from '../../../src/remedies/reorder/saga.ts'
import { manualSteps, progressOf, whereThingsStand } from '../../../src/remedies/reorder/standing.ts'
import { aLink } from '../../support/links.ts'
import type { Fate } from './fake-interlink.ts'
import { asking, begun, stage, theOne } from './stage.ts'

const MINUTE_MS = 60_000
const EXPIRED = aLink({ status: 'expired', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })

/** The writes in their order: propagation off, VPC detached, deleted, created, IPv4, IPv6, VPC attached, propagation on. */
async function stoppedAt(nth: number) {
  const it = stage([EXPIRED])
  it.api.refusalStatus = 404
  const before: readonly Fate[] = Array.from({ length: nth }, () => 'ok')
  it.api.fates = [...before, 'no']
  const { reorders } = it.live()
  const { id } = await begun(reorders, asking(EXPIRED))
  await it.clock.advance(MINUTE_MS)
  expect(theOne(it).standing.type).toBe('stopped')
  return { it, reorders, id }
}

describe('A new link on which something cannot be put back', () => {
  test('does without a routing policy that was deleted meanwhile, if a person says so', async () => {
    const { it, reorders, id } = await stoppedAt(4)
    expect(leavableStep(theOne(it))).toBe('policy_ipv4')
    expect(await reorders.leaveOut(id, 'U0OTHER', 'policy_ipv4')).not.toBeNull()
    await it.clock.advance(MINUTE_MS)
    const reorder = theOne(it)
    expect([...it.api.links.values()]).toMatchObject([
      {
        policies: { ipv4: null, ipv6: EXPIRED.policies.ipv6 },
        vpcId: EXPIRED.vpcId,
        routePropagation: true,
        tags: EXPIRED.tags,
      },
    ])
    expect(reorder).toMatchObject({ by: 'U0OTHER', standing: { type: 'waiting' } })
    expect(whereThingsStand(reorder)[1]).toBe(
      `The new link paris-a (new-1) was ordered and configured. Left out, as asked: IPv4 routing policy ${EXPIRED.policies.ipv4}.`,
    )
    expect(progressOf(reorder).find(({ name }) => name === 'policy_ipv4')).toMatchObject({
      state: 'left_out',
    })
    expect(manualSteps(reorder).join(' ')).not.toContain('policy')
  })

  test('does without the VPC that was deleted meanwhile, and without propagation into it', async () => {
    const { it, reorders, id } = await stoppedAt(6)
    await reorders.leaveOut(id, 'U0OTHER', 'vpc_attached')
    await it.clock.advance(MINUTE_MS)
    expect([...it.api.links.values()]).toMatchObject([
      { vpcId: null, routePropagation: false, policies: EXPIRED.policies },
    ])
    expect(it.api.asked).not.toContain('enable_propagation')
    expect(whereThingsStand(theOne(it))[1]).toContain(
      `Left out, as asked: VPC ${EXPIRED.vpcId} and route propagation.`,
    )
  })

  test('does without propagation alone', async () => {
    const { it, reorders, id } = await stoppedAt(7)
    await reorders.leaveOut(id, 'U0OTHER', 'propagation_on')
    await it.clock.advance(MINUTE_MS)
    expect([...it.api.links.values()]).toMatchObject([{ vpcId: EXPIRED.vpcId, routePropagation: false }])
  })

  test('does without what was asked for, and that once: a late press leaves out no other step', async () => {
    const { it, reorders, id } = await stoppedAt(4)
    it.api.fates = ['no']
    await reorders.leaveOut(id, 'U0OTHER', 'policy_ipv4')
    await it.clock.advance(MINUTE_MS)
    expect(leavableStep(theOne(it))).toBe('policy_ipv6')
    expect(await reorders.leaveOut(id, 'U0OTHER', 'policy_ipv4')).toBeNull()
    expect(await reorders.leaveOut(id, 'U0OTHER', 'vpc_attached')).toBeNull()
    expect(theOne(it).standing.type).toBe('stopped')
  })

  test('is not done without anything while nobody knows how it is', async () => {
    const { it, reorders, id } = await stoppedAt(4)
    it.api.failingReads = Array.from({ length: 12 }, () => true)
    await reorders.resume(id, 'U0OTHER')
    await it.clock.advance(120 * MINUTE_MS)
    const reorder = theOne(it)
    expect(reorder.standing.type).toBe('stopped')
    expect(leavableStep(reorder)).toBeNull()
    expect(await reorders.leaveOut(id, 'U0OTHER', 'policy_ipv4')).toBeNull()
  })

  test('is not done without the steps that every link needs', async () => {
    for (const nth of [0, 1, 2, 3]) {
      const { it } = await stoppedAt(nth)
      expect(leavableStep(theOne(it)), `write ${nth}`).toBeNull()
      expect(isOrderRefused(theOne(it)), `write ${nth}`).toBe(nth === 3)
    }
  })
})
