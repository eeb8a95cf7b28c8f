import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import { createSights } from '../../src/queries/sights.ts'
import type { Act } from '../../src/remedies/acts.ts'
import { createPermissions } from '../../src/remedies/authorise.ts'
import { createRemedyDesk, type RemedyDesk } from '../../src/remedies/desk.ts'
import { createLinkWriter } from '../../src/scaleway/link-writer.ts'
import { openStore } from '../../src/store/open.ts'
import { diagnosing, NOW, PROD_A } from '../queries/diagnosing.ts'
import { ADA, SETTINGS } from './desk-world.ts'

/** The desk between the real adapters: HTTP to the stand-in of the InterLink API, and SQLite. */
async function realDesk(options: Parameters<typeof diagnosing>[0] = {}) {
  const { api, ask, clock, evidence, live, memory, scopes, settings } = await diagnosing(options)
  const folder = await mkdtemp(join(tmpdir(), 'remedies-'))
  const store = await openStore({ databaseUrl: `file:${join(folder, 'bot.db')}`, onLost() {} })
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  let ids = 0
  const sights = createSights({ scopes, memory, evidence, clock, diagnose: ask })
  const desk = createRemedyDesk({
    alerts: DEFAULT_ALERT_SETTINGS,
    settings: SETTINGS,
    mayAct: createPermissions({ settings: SETTINGS, groups: { membersOf: async () => null } }),
    sights,
    readPolicy: evidence.policy,
    readLink: live.readLink,
    writer: createLinkWriter({
      ...settings,
      projectOf: async (linkId) => (await sights.recall(linkId))?.link.projectId ?? null,
    }),
    store,
    isBeingReordered: async () => false,
    clock,
    onRecorded: async () => {},
    onBroken() {},
    newId: () => `row-${++ids}`,
  })
  const linkNow = () => api.world.links().find(({ id }) => id === PROD_A)
  return { api, desk, store, linkNow }
}

async function doIt(desk: RemedyDesk, act: Act, typed = '') {
  const answer = await desk.plan(act, PROD_A, ADA)
  return answer.type === 'plan' ? desk.perform(answer.plan.premise, typed, ADA) : answer
}

describe('From plan to outcome, over HTTP and with a database,', () => {
  test('a dark link is configured in three acts, and the audit has them', async () => {
    const { api, desk, store, linkNow } = await realDesk()
    const vpcId = linkNow()?.vpc_id ?? ''
    const policyId = linkNow()?.routing_policy_v4_id ?? ''
    api.world.setLink(PROD_A, { vpc_id: null, routing_policy_v4_id: null, enable_route_propagation: false })

    expect(await doIt(desk, { type: 'attach_vpc', vpcId })).toMatchObject({ type: 'done' })
    expect(await doIt(desk, { type: 'set_policy', family: 'ipv4', policyId })).toMatchObject({ type: 'done' })
    expect(await doIt(desk, { type: 'enable_propagation' })).toMatchObject({
      type: 'done',
      before: expect.stringContaining('propagation off'),
      requestIds: [expect.any(String)],
    })
    expect(linkNow()).toMatchObject({
      vpc_id: vpcId,
      routing_policy_v4_id: policyId,
      enable_route_propagation: true,
    })
    const rows = await store.audit(NOW - 1, 10)
    expect(rows.map(({ act, outcome }) => `${act} ${outcome}`).sort()).toEqual([
      'attach_vpc begun',
      'attach_vpc done',
      'enable_propagation begun',
      'enable_propagation done',
      'set_policy begun',
      'set_policy done',
    ])
  })

  test('what takes something away wants the name typed', async () => {
    const { desk, linkNow } = await realDesk()
    expect(await doIt(desk, { type: 'disable_propagation' })).toMatchObject({ why: 'confirmation' })
    expect(linkNow()?.enable_route_propagation).toBe(true)
    expect(await doIt(desk, { type: 'disable_propagation' }, 'paris-prod-a')).toMatchObject({ type: 'done' })
    expect(linkNow()?.enable_route_propagation).toBe(false)
  })

  test('a lost answer is made up for by reading', async () => {
    const { api, desk } = await realDesk()
    api.faults.next({ match: { method: 'POST' }, answer: 'lose_answer' })
    expect(await doIt(desk, { type: 'detach_vpc' }, 'paris-prod-a')).toMatchObject({
      type: 'done',
      sentence: expect.stringContaining('answer was lost'),
    })
    expect(api.calls().filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('a right that was refused is said the next time, without asking again', async () => {
    const { api, desk } = await realDesk({ secretKey: 'interlink-only' })
    const act: Act = { type: 'disable_propagation' }
    expect(await doIt(desk, act, 'paris-prod-a')).toMatchObject({ type: 'failed' })
    const posts = () => api.calls().filter(({ method }) => method === 'POST').length
    const before = posts()
    expect(await desk.plan(act, PROD_A, ADA)).toMatchObject({ type: 'refused', why: 'right' })
    expect(posts()).toBe(before)
  })

  test('two operators at once do it once', async () => {
    const { api, desk } = await realDesk()
    const plan = await desk.plan({ type: 'detach_policy', family: 'ipv6' }, PROD_A, ADA)
    if (plan.type !== 'plan') throw new Error('It was not planned.')
    const { premise } = plan.plan
    const both = await Promise.all([1, 2].map(() => desk.perform(premise, 'paris-prod-a', ADA)))
    expect(both.map(({ type }) => type)).toEqual(['done', 'refused'])
    expect(api.calls().filter(({ method }) => method === 'POST')).toHaveLength(1)
  })
})
