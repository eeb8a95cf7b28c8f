import { describe, expect, test } from 'vitest'
import { EMPTY_DIRECTORY } from '../../../src/domain/snapshot.ts'
import { orderTag } from '../../../src/remedies/reorder/saga.ts'
import { manualSteps, progressOf, whereThingsStand } from '../../../src/remedies/reorder/standing.ts'
import { aLink, aPartner, aPolicy, aPop, aVpc } from '../../support/links.ts'
import type { Fate } from './fake-interlink.ts'
import { asking, begun, EXPIRED, type Stage, stage, theOne } from './stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** One policy is not among what could be read. */
const DIRECTORY = {
  ...EMPTY_DIRECTORY,
  pops: [aPop()],
  partners: [aPartner()],
  vpcs: [aVpc()],
  policies: [aPolicy()],
}

describe('what goes wrong', () => {
  test('an order whose answer was lost is found by its tag, and not made again', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'lost']
    await begun(it.live().reorders, asking(EXPIRED))
    await it.clock.advance(MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
    expect(theOne(it).newLinkId).toBe('new-1')
  })

  test('an order that is carried out late is waited for', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'late']
    await begun(it.live().reorders, asking(EXPIRED))
    await it.clock.advance(5 * MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
    expect(theOne(it).newLinkId).toBe('new-1')
  })

  test('an order in doubt stays in doubt for its time, whoever resumes it', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'late']
    const first = it.live()
    const { id } = await begun(first.reorders, asking(EXPIRED))
    await first.reorders.settled()
    first.kill()
    const { reorders } = it.live()
    await reorders.start()
    await reorders.resume(id, 'U0OTHER')
    await it.clock.advance(5 * MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
  })

  test('an order that is carried out late is waited for by the next life, too, wherever the first one ended', async () => {
    let lived = 0
    for (let diesAfter = 0; lived === 0; diesAfter += 1) {
      const it = stage([EXPIRED])
      it.api.fates = ['ok', 'ok', 'ok', 'late']
      const first = it.live(diesAfter)
      void first.reorders.begin(asking(EXPIRED))
      await it.clock.advance(0)
      if (!first.isDead()) lived += 1
      first.kill()
      const { reorders } = it.live()
      await reorders.start()
      if (it.stored.size === 0) await begun(reorders, asking(EXPIRED))
      await it.clock.advance(10 * MINUTE_MS)
      expect(it.api.ordered, `dead after ${diesAfter} boundaries`).toHaveLength(1)
      expect(theOne(it).newLinkId, `dead after ${diesAfter} boundaries`).toBe('new-1')
    }
  })

  test('an order that Scaleway refuses stops, says where things stand, and goes on when it is resumed', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'no']
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await it.clock.advance(HOUR_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'stopped', why: 'Scaleway says no.' })
    expect(whereThingsStand(theOne(it))).toEqual([
      `Link paris-a (${EXPIRED.id}) was deleted.`,
      'No new link is ordered yet.',
    ])
    expect(progressOf(theOne(it)).find(({ name }) => name === 'created')).toMatchObject({
      state: 'stopped',
      note: 'Scaleway says no.',
    })
    await reorders.resume(id, 'U0OTHER')
    await it.clock.advance(5 * MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
    expect(theOne(it).by).toBe('U0OTHER')
  })

  test('an order that cannot be made is resumed with another one', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'no']
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    const { order } = asking(EXPIRED, { partnerId: 'another-partner', bandwidthMbps: 500 })
    if (order === null) throw new Error('Nothing was planned.')
    expect(await reorders.orderInstead(id, 'U0OTHER', order)).not.toBeNull()
    // Pressed twice it is ordered once.
    expect(await reorders.orderInstead(id, 'U0OTHER', order)).toBeNull()
    await it.clock.advance(5 * MINUTE_MS)
    expect([...it.api.links.values()]).toMatchObject([
      {
        kind: { partnerId: 'another-partner' },
        bandwidthMbps: 500,
        tags: EXPIRED.tags,
        vpcId: EXPIRED.vpcId,
      },
    ])
    expect(it.api.ordered[0]?.tags).toContain(orderTag(id))
  })

  test('one that is given up says what is left to do by hand, by the names that are known', async () => {
    const it = stage([EXPIRED], DIRECTORY)
    it.api.fates = ['ok', 'ok', 'no']
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await it.clock.advance(MINUTE_MS)
    const given = await reorders.giveUp(id, 'U0OTHER')
    await it.clock.advance(HOUR_MS)
    expect(it.api.ordered).toEqual([])
    if (given === null) throw new Error('It was not given up.')
    expect(whereThingsStand(given)).toEqual([
      `Link paris-a (${EXPIRED.id}) is still there; its route propagation is off and its VPC is detached.`,
      'No new link was ordered.',
    ])
    expect(manualSteps(given)).toEqual([
      `To keep the old link paris-a (${EXPIRED.id}) instead, attach VPC production (${EXPIRED.vpcId}) and turn route propagation on.`,
      `Delete the old link paris-a (${EXPIRED.id}).`,
      `Make sure that the old link paris-a (${EXPIRED.id}) is gone; while it is deprovisioning, ask the partner to delete its side.`,
      `Order link paris-a: PoP Telehouse TH2, partner FranceIX, 1 Gbps, project ${EXPIRED.projectId} and peer ASN 65010.`,
      `Attach IPv4 routing policy office-v4 (${EXPIRED.policies.ipv4}) to the new link.`,
      // What no name is known of is named by its id.
      `Attach IPv6 routing policy ${EXPIRED.policies.ipv6} to the new link.`,
      `Attach VPC production (${EXPIRED.vpcId}) to the new link.`,
      'Turn route propagation on for the new link.',
      'Send the partner the pairing key of the new link, and wait until it is active.',
    ])
    expect(await reorders.resume(id, 'U0OTHER')).toBeNull()
  })

  test('the tag of an order is told of where a link has it, or may have it yet, and nowhere else', async () => {
    const tag = (it: Stage) =>
      manualSteps(theOne(it)).filter((step) => step.includes(orderTag(theOne(it).id)))
    const refused = stage([EXPIRED])
    refused.api.fates = ['ok', 'ok', 'ok', 'no']
    await begun(refused.live().reorders, asking(EXPIRED))
    await refused.clock.advance(MINUTE_MS)
    expect(theOne(refused).standing.type).toBe('stopped')
    expect(tag(refused)).toEqual([])

    const lost = stage([EXPIRED])
    lost.api.fates = ['ok', 'ok', 'ok', 'dropped']
    const { reorders } = lost.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    await reorders.giveUp(id, 'U0OTHER')
    expect(tag(lost)).toEqual([
      expect.stringMatching(/^Look for a link with the tag .* no other is to be ordered\.$/),
      expect.stringMatching(/^Remove the tag .* from the new link, if it has it\.$/),
    ])
  })

  test('the new link is named by what was ordered, once another order took the place of the first', async () => {
    const directory = { ...DIRECTORY, partners: [aPartner(), aPartner({ id: 'hexa', name: 'HexaIX' })] }
    const it = stage([EXPIRED], directory)
    it.api.fates = ['ok', 'ok', 'ok', 'no', 'no']
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    const { order } = asking(EXPIRED, { partnerId: 'hexa' })
    if (order === null) throw new Error('Nothing was planned.')
    await reorders.orderInstead(id, 'U0OTHER', order)
    await reorders.settled()
    expect(manualSteps(theOne(it))[0]).toMatch(/^Order link paris-a: PoP Telehouse TH2, partner HexaIX, /)
  })

  test('one that is given up does not ask for propagation that was off before', async () => {
    const dark = { ...EXPIRED, routePropagation: false }
    const it = stage([dark])
    it.api.fates = ['ok', 'no']
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(dark))
    await it.clock.advance(MINUTE_MS)
    const given = await reorders.giveUp(id, 'U0OTHER')
    if (given === null) throw new Error('It was not given up.')
    expect(manualSteps(given)[0]).toBe(
      `To keep the old link paris-a (${dark.id}) instead, attach VPC ${dark.vpcId}.`,
    )
  })

  test('a right that the key lacks stops it before anything is taken from the link', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['no']
    await begun(it.live().reorders, asking(EXPIRED))
    await it.clock.advance(HOUR_MS)
    expect(it.api.asked).toEqual(['disable_propagation'])
    expect(whereThingsStand(theOne(it))[0]).toBe(`Link paris-a (${EXPIRED.id}) is there as it was.`)
  })

  test('a write that Scaleway puts off is made again, and not for ever', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['busy', 'busy']
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await it.clock.advance(5 * MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)

    const other = stage([EXPIRED])
    other.api.fates = Array.from({ length: 100 }, () => 'busy' as const)
    await begun(other.live().reorders, asking(EXPIRED))
    await other.clock.advance(24 * HOUR_MS)
    expect(other.api.asked).toHaveLength(10)
    expect(theOne(other).standing).toMatchObject({ type: 'stopped', why: expect.stringContaining('Busy.') })
  })

  test('two links with the tag of one order stop it, whoever made them', async () => {
    const it = stage([EXPIRED])
    const { reorders } = it.live()
    it.api.fates = ['ok', 'ok', 'ok', 'dropped']
    const { id } = await begun(reorders, asking(EXPIRED))
    for (const made of ['a', 'b']) it.api.links.set(made, aLink({ id: made, tags: [orderTag(id)] }))
    await it.clock.advance(5 * MINUTE_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'stopped', why: expect.stringContaining('(a, b)') })
    expect(manualSteps(theOne(it))[0]).toContain(`Look for a link with the tag ${orderTag(id)}`)
    expect(it.api.ordered).toEqual([])
  })

  test('a policy or VPC that somebody attached meanwhile is left alone, and stops it', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', 'ok', 'ok', 'dropped']
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    it.api.set('new-1', { policies: { ipv4: 'another-4', ipv6: null } })
    await it.clock.advance(MINUTE_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'stopped', why: expect.stringContaining('another-4') })
    expect(it.api.links.get('new-1')?.policies.ipv4).toBe('another-4')
  })

  test('another act on the link is waited for', async () => {
    const it = stage([EXPIRED])
    it.leases.set(EXPIRED.id, it.clock.now() + 12_000)
    await begun(it.live().reorders, asking(EXPIRED))
    await it.clock.advance(11_000)
    expect(it.api.asked).toEqual([])
    expect(theOne(it).standing).toMatchObject({
      type: 'waiting',
      why: expect.stringContaining('Another change'),
    })
    await it.clock.advance(MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
  })

  test('a locked link stops it, and a link that is being configured is waited for', async () => {
    const it = stage([EXPIRED])
    it.api.fates = ['dropped']
    const { reorders } = it.live()
    await begun(reorders, asking(EXPIRED))
    await reorders.settled()
    it.api.set(EXPIRED.id, { status: 'configuring' })
    await it.clock.advance(MINUTE_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'waiting', why: expect.stringContaining('configured') })
    it.api.set(EXPIRED.id, { status: 'locked' })
    await it.clock.advance(MINUTE_MS)
    expect(theOne(it).standing).toMatchObject({ type: 'stopped', why: expect.stringContaining('locked') })
  })
})

describe('the deletion that was made', () => {
  const cases: readonly (readonly [string, readonly Fate[], string | null])[] = [
    ['is kept, with who had asked for it', ['ok'], 'U0OPERATOR'],
    ['is kept where its answer was lost', ['lost'], 'U0OPERATOR'],
    ['is none where it was turned away', ['no'], null],
    ['is none where it never arrived, once no doubt is left', ['dropped', 'no'], null],
  ]
  test.each(cases)('%s', async (_what, fates, by) => {
    const it = stage([EXPIRED])
    it.api.fates = ['ok', 'ok', ...fates]
    const { reorders } = it.live()
    const { id } = await begun(reorders, asking(EXPIRED))
    const at = it.clock.now()
    await it.clock.advance(HOUR_MS)
    expect(theOne(it).deletion).toEqual(by === null ? null : { by, at })
    if (by !== null) return
    await reorders.resume(id, 'U0OTHER')
    const later = it.clock.now()
    await it.clock.advance(HOUR_MS)
    expect(theOne(it).deletion).toEqual({ by: 'U0OTHER', at: later })
  })
})
