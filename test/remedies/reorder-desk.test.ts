import { describe, expect, test } from 'vitest'
import { NO_CONTACT } from '../../src/contacts/contact.ts'
import type { Evidence } from '../../src/diagnostics/evidence.ts'
import { EMPTY_DIRECTORY, type ReadFailure } from '../../src/domain/snapshot.ts'
import { createAuditRows } from '../../src/remedies/audit-rows.ts'
import { createPermissions } from '../../src/remedies/authorise.ts'
import type { LinkSight } from '../../src/remedies/ports.ts'
import { AS_IT_WAS } from '../../src/remedies/reorder/order.ts'
import { type Cleared, createReorderDesk } from '../../src/remedies/reorder-desk.ts'
import type { RemedySettings } from '../../src/remedies/settings.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'
import { ADA, BEN, memoryStore, SCOPE, SETTINGS } from './desk-world.ts'
import { type Fate, failure } from './reorder/fake-interlink.ts'
import { stage, theOne } from './reorder/stage.ts'

const MINUTE_MS = 60_000

const EXPIRED = aLink({
  status: 'expired',
  tags: ['env:prod'],
  sessions: { ipv4: 'disabled', ipv6: 'disabled' },
})
const NOTHING_KNOWN = { pops: [], partners: [], connections: [], partnersAt: new Map() }
const CLEARED: Cleared = {
  type: 'cleared',
  act: { type: 'reorder_link' },
  scope: SCOPE,
  evidence: anEvidence({ link: EXPIRED }),
  incidentId: null,
}

/** A desk in front of one link that expired. Two lives share what is stored. */
function deskOf(changed: Partial<RemedySettings> = {}, it = stage([EXPIRED])) {
  const settings = { ...SETTINGS, ...changed }
  const store = memoryStore()
  let ids = 0
  const rowOf = createAuditRows({ clock: it.clock, newId: () => `row-${++ids}` })
  const mayAct = createPermissions({ settings, groups: { membersOf: async () => null } })
  const { reorders } = it.live()
  /** How each link is seen when somebody asks for it: as it is, and written to by nobody. */
  const seen = { notRead: null as ReadFailure | null, evidence: {} as Partial<Evidence> }
  const sights = {
    async look(linkId: string): Promise<LinkSight> {
      const link = it.api.links.get(linkId)
      if (link === undefined) return { type: 'gone' }
      const evidence = anEvidence({ link, ...seen.evidence })
      const directory = EMPTY_DIRECTORY
      const { notRead } = seen
      const contact = NO_CONTACT
      return {
        type: 'found',
        scope: SCOPE,
        evidence,
        directory,
        incidentId: null,
        contact,
        notRead,
        hasNamesake: false,
        isTrailUnread: false,
      }
    },
  }
  const desk = createReorderDesk({ settings, reorders, mayAct, sights, store, rowOf })
  return { it, store, reorders, seen, desk }
}

/** One whose first write of this number was turned away. Of an expired link: off, detached, deleted, ordered, … */
async function stoppedAt(nth: number, world = deskOf()) {
  world.it.api.fates = [...Array.from({ length: nth }, (): Fate => 'ok'), 'no']
  const { id } = await begunWith(world)
  await world.it.clock.advance(MINUTE_MS)
  expect(theOne(world.it).standing.type).toBe('stopped')
  return { ...world, id }
}

async function begunWith(world: ReturnType<typeof deskOf>) {
  const answer = await world.desk.begin(CLEARED, { asked: AS_IT_WAS, market: NOTHING_KNOWN }, ADA)
  if (answer.type !== 'reorder') throw new Error(answer.sentence)
  return answer.reorder
}

describe('A deletion or order', () => {
  test('is noted as begun: by whom, where, and with which differences', async () => {
    const { desk, store } = deskOf()
    const asked = { ...AS_IT_WAS, name: 'paris-new' }
    await desk.begin(CLEARED, { asked, market: NOTHING_KNOWN }, ADA)
    expect(store.rows).toMatchObject([
      {
        by: ADA.member,
        channel: ADA.channel,
        act: 'reorder_link',
        outcome: 'begun',
        link: { id: EXPIRED.id },
        what: expect.stringContaining('called paris-new instead of'),
      },
    ])
  })

  test('is not begun, which is noted, where nobody knows what can be ordered', async () => {
    const { desk, store, it } = deskOf()
    const answer = await desk.begin(CLEARED, { asked: AS_IT_WAS, market: null }, ADA)
    expect(answer).toMatchObject({ type: 'refused', why: 'not_read' })
    expect(store.rows).toMatchObject([{ outcome: 'refused', act: 'reorder_link' }])
    expect(it.stored.size).toBe(0)
    expect(it.api.links.has(EXPIRED.id)).toBe(true)
  })

  test('goes on and is given up by operators alone, and each refusal is noted', async () => {
    const world = deskOf()
    const { id } = await begunWith(world)
    expect(await world.desk.resume(id, BEN)).toMatchObject({ type: 'refused', why: 'not_operator' })
    expect(await world.desk.giveUp(id, BEN)).toMatchObject({ type: 'refused', why: 'not_operator' })
    expect(world.store.rows.slice(1)).toMatchObject([
      { outcome: 'refused', by: BEN.member },
      { outcome: 'refused', by: BEN.member },
    ])
  })

  test('does not go on with DRY_RUN, whoever resumes it', async () => {
    const before = deskOf()
    const { id } = await begunWith(before)
    await before.reorders.stop()
    const calls = before.it.api.ordered.length
    const after = deskOf({ isDryRun: true }, before.it)
    expect(await after.desk.resume(id, ADA)).toMatchObject({
      type: 'refused',
      why: 'off',
      sentence: expect.stringContaining('DRY_RUN'),
    })
    await before.it.clock.advance(60_000)
    expect(before.it.api.ordered).toHaveLength(calls)
    expect(after.store.rows).toMatchObject([{ outcome: 'refused' }])
  })
})

describe('One that stopped', () => {
  test('does not go on where code owns the link by now: by its tags, or by who wrote to it', async () => {
    const { desk, it, id, seen, store } = await stoppedAt(0)
    const terraform = {
      by: 'ci',
      tool: 'terraform',
      at: NOW,
      method: 'UpdateLink',
      target: 'link',
    } as const
    for (const evidence of [
      { writes: [terraform] },
      { link: { ...EXPIRED, tags: ['managed-by:terraform'] } },
    ]) {
      seen.evidence = evidence
      const answers = [await desk.resume(id, ADA), await desk.leaveOut(id, 'vpc_attached', ADA)]
      expect(answers).toMatchObject([{ type: 'as_code' }, { type: 'as_code' }])
      expect(store.rows.at(-1)).toMatchObject({ outcome: 'refused', act: 'reorder_link' })
    }
    await it.clock.advance(MINUTE_MS)
    expect(it.api.asked).toHaveLength(1)
    seen.evidence = {}
    expect(await desk.resume(id, ADA)).toMatchObject({ type: 'reorder' })
    await it.clock.advance(MINUTE_MS)
    expect(it.api.ordered).toHaveLength(1)
  })

  test('does not order a new link beside code that owns such links by now', async () => {
    const before = await stoppedAt(3)
    await before.reorders.stop()
    const { desk, id } = { ...deskOf({ iacTags: ['env:prod'] }, before.it), id: before.id }
    for (const answer of [
      await desk.resume(id, ADA),
      await desk.refusedOrder(id, ADA),
      await desk.orderInstead(id, { asked: AS_IT_WAS, market: NOTHING_KNOWN }, ADA),
    ])
      expect(answer).toMatchObject({ type: 'as_code', reason: expect.stringContaining('env:prod') })
    expect(before.it.api.ordered).toEqual([])
  })

  test('does not go on where nobody can say who owns the link, and can be given up all the same', async () => {
    const { desk, id, seen } = await stoppedAt(0)
    seen.notRead = failure()
    expect(await desk.resume(id, ADA)).toMatchObject({ type: 'refused', why: 'not_read' })
    expect(await desk.giveUp(id, ADA)).toMatchObject({ type: 'reorder' })
  })

  test('at its order goes on with another one, which is noted with its differences', async () => {
    const { desk, it, id, store } = await stoppedAt(3)
    expect(await desk.refusedOrder(id, BEN)).toMatchObject({ type: 'refused', why: 'not_operator' })
    expect(await desk.refusedOrder(id, ADA)).toMatchObject({ type: 'reorder', reorder: { id } })
    const asked = { ...AS_IT_WAS, bandwidthMbps: 100 }
    expect(await desk.orderInstead(id, { asked, market: null }, ADA)).toMatchObject({ why: 'not_read' })
    const unknown = { ...asked, bandwidthMbps: 0 }
    expect(await desk.orderInstead(id, { asked: unknown, market: NOTHING_KNOWN }, ADA)).toMatchObject({
      why: 'invalid',
    })
    expect(await desk.orderInstead(id, { asked, market: NOTHING_KNOWN }, ADA)).toMatchObject({
      type: 'reorder',
    })
    expect(store.rows.at(-1)).toMatchObject({
      outcome: 'done',
      what: expect.stringContaining('100 Mbps instead of 1 Gbps'),
    })
    expect(await desk.orderInstead(id, { asked, market: NOTHING_KNOWN }, ADA)).toMatchObject({
      type: 'refused',
      why: 'premise',
    })
    await it.clock.advance(5 * MINUTE_MS)
    expect(it.api.ordered).toMatchObject([{ bandwidthMbps: 100 }])
  })

  test('elsewhere offers no other order, and leaves out no step that it does not stand at', async () => {
    const { desk, id } = await stoppedAt(4)
    expect(await desk.refusedOrder(id, ADA)).toMatchObject({ type: 'refused', why: 'premise' })
    expect(await desk.leaveOut(id, 'vpc_attached', ADA)).toMatchObject({ type: 'refused', why: 'premise' })
    expect(await desk.leaveOut(id, 'policy_ipv4', BEN)).toMatchObject({
      type: 'refused',
      why: 'not_operator',
    })
    expect(await desk.leaveOut(id, 'policy_ipv4', ADA)).toMatchObject({ type: 'reorder' })
  })
})

describe('One that is not known any more', () => {
  test('is left alone, and each press of a stale button of it is noted with its id, without a link', async () => {
    const { desk, store } = deskOf()
    const id = 'forgotten-1'
    const wanted = { asked: AS_IT_WAS, market: NOTHING_KNOWN }
    const answers = [
      await desk.resume(id, ADA),
      await desk.refusedOrder(id, ADA),
      await desk.orderInstead(id, wanted, ADA),
      await desk.leaveOut(id, 'vpc_attached', ADA),
      await desk.giveUp(id, BEN),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ type: 'refused', why: 'unknown' })
    await desk.turnAway(id, BEN, 'Not guests.')
    const noted = {
      act: 'change_reorder',
      outcome: 'refused',
      link: { id: '', name: '', region: '' },
      what: expect.stringContaining('forgotten-1'),
    }
    const late = {
      ...noted,
      by: ADA.member,
      channel: ADA.channel,
      reason: expect.stringMatching(/not known/),
    }
    expect(store.rows).toMatchObject([
      late,
      late,
      late,
      late,
      { ...late, by: BEN.member },
      { ...noted, by: BEN.member, reason: 'Not guests.' },
    ])
    expect(store.rows.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Go on with/),
      expect.stringMatching(/^Order something else/),
      expect.stringMatching(/^Order something else/),
      expect.stringMatching(/^Go on without a step: Attach the VPC/),
      expect.stringMatching(/^Give up/),
      expect.stringMatching(/^Go on with .* or give it up/),
    ])
  })
})
