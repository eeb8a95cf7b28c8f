import { describe, expect, test } from 'vitest'
import { createAuditRows } from '../../src/remedies/audit-rows.ts'
import { createPermissions } from '../../src/remedies/authorise.ts'
import { AS_IT_WAS } from '../../src/remedies/reorder/order.ts'
import { type Cleared, createReorderDesk } from '../../src/remedies/reorder-desk.ts'
import type { RemedySettings } from '../../src/remedies/settings.ts'
import { aLink, anEvidence } from '../support/links.ts'
import { ADA, BEN, memoryStore, SCOPE, SETTINGS } from './desk-world.ts'
import { stage } from './reorder/stage.ts'

const EXPIRED = aLink({ status: 'expired', sessions: { ipv4: 'disabled', ipv6: 'disabled' } })
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
  return { it, store, reorders, desk: createReorderDesk({ settings, reorders, mayAct, store, rowOf }) }
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
