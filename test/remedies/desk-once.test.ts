import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/remedies/acts.ts'
import { aLink, POLICY_V4_ID } from '../support/links.ts'
import { ATTACH, CREATE, DETACH, dark, outcomes, premiseOf } from './desk-acts.ts'
import { ADA, deskWorld, doIt } from './desk-world.ts'

describe('A premise that is gone refuses with what changed,', () => {
  test.each<[string, Act, Parameters<typeof aLink>[0], Parameters<typeof aLink>[0], string]>([
    ['the VPC', DETACH, {}, { vpcId: 'vpc-2' }, 'Another VPC is attached now.'],
    ['the name', DETACH, {}, { name: 'lyon' }, 'The link is called lyon now.'],
    [
      'the policy',
      { type: 'set_policy', family: 'ipv4', policyId: 'policy-2' },
      {},
      { policies: { ipv4: 'policy-9', ipv6: null } },
      'Another IPv4 routing policy is attached now.',
    ],
    [
      'the status',
      { type: 'delete_link' },
      { status: 'expired' },
      { status: 'provisioning' },
      'The status of the link is provisioning now.',
    ],
    [
      'what would be ordered again',
      { type: 'reorder_link' },
      { status: 'expired', bandwidthMbps: 500 },
      { status: 'expired', bandwidthMbps: 1_000 },
      'The PoP, the bandwidth, the partner or connection, the peer ASN or the VLAN of the link is another now.',
    ],
    [
      'what propagation exchanges',
      { type: 'enable_propagation' },
      { routePropagation: false },
      { routePropagation: false, policies: { ipv4: POLICY_V4_ID, ipv6: null } },
      'No IPv6 routing policy is attached any more.',
    ],
  ])('%s', async (_what, act, before, after, words) => {
    const world = deskWorld({ link: before ?? {} })
    const premise = await premiseOf(world, act)
    world.link = aLink(after)
    const answer = await world.finish(world.desk.perform(premise, after?.name ?? 'paris-a', ADA))
    expect(answer).toMatchObject({
      type: 'refused',
      why: 'premise',
      sentence: expect.stringContaining(words),
    })
    expect(world.writes).toEqual([])
    expect(outcomes(world)).toEqual(['refused'])
  })

  test('what is left when the link goes: its sibling went down meanwhile', async () => {
    const sibling = aLink({ id: 'sibling', popId: 'other', kind: { type: 'self_hosted', connectionId: 'c' } })
    const world = deskWorld()
    world.evidence = { siblings: [sibling] }
    const premise = await premiseOf(world, DETACH)
    world.evidence = { siblings: [{ ...sibling, sessions: { ipv4: 'down', ipv6: 'up' } }] }
    expect(await world.finish(world.desk.perform(premise, 'paris-a', ADA))).toMatchObject({
      why: 'premise',
      sentence: expect.stringContaining('Less is left of IPv4'),
    })
    expect(world.writes).toEqual([])
  })

  test('and a family that carries only since then', async () => {
    const world = deskWorld({ link: { sessions: { ipv4: 'up', ipv6: 'down' } } })
    const premise = await premiseOf(world, { type: 'disable_propagation' })
    world.link = aLink()
    expect(await world.finish(world.desk.perform(premise, 'paris-a', ADA))).toMatchObject({
      why: 'premise',
      sentence: expect.stringContaining('IPv6 carries now'),
    })
  })

  test('also where it goes between the check and the lease', async () => {
    const world = deskWorld({ link: dark })
    const premise = await premiseOf(world, ATTACH)
    let reads = 0
    world.onRead = () => {
      reads += 1
      if (reads === 2) world.link = aLink({ vpcId: 'vpc-2' })
    }
    expect(await world.finish(world.desk.perform(premise, '', ADA))).toMatchObject({ why: 'premise' })
    expect(outcomes(world)).toEqual(['begun', 'refused'])
    expect(world.writes).toEqual([])
  })
})

describe('An act that everybody presses', () => {
  test('is done once when pressed twice at the same time', async () => {
    const world = deskWorld({ link: dark })
    const premise = await premiseOf(world, ATTACH)
    const both = await world.finish(
      Promise.all([world.desk.perform(premise, '', ADA), world.desk.perform(premise, '', ADA)]),
    )
    expect(both.map((one) => (one.type === 'refused' ? one.why : one.type))).toEqual(['done', 'under_way'])
    expect(world.writes).toEqual(['attachVpc'])
  })

  test('is noted once when pressed twice at the same time', async () => {
    const world = deskWorld({ link: { ...dark, status: 'requested' } })
    const premise = await premiseOf(world, { type: 'mark_contacted', reference: null })
    await world.finish(
      Promise.all([world.desk.perform(premise, '', ADA), world.desk.perform(premise, '', ADA)]),
    )
    expect(world.store.contacts).toHaveLength(1)
    expect(outcomes(world).sort()).toEqual(['done', 'refused'])
  })

  test('is done once when it is delivered again afterwards', async () => {
    const world = deskWorld({ link: dark })
    const premise = await premiseOf(world, ATTACH)
    await world.finish(world.desk.perform(premise, '', ADA))
    expect(await world.finish(world.desk.perform(premise, '', ADA))).toMatchObject({ type: 'refused' })
    expect(world.writes).toEqual(['attachVpc'])
  })

  test('is not done while the store says that one is under way, and is once that lease is over', async () => {
    const world = deskWorld({ link: dark })
    const premise = await premiseOf(world, ATTACH)
    const row = { ...(world.store.rows[0] ?? {}), link: { id: aLink().id } } as never
    await world.store.beginAct(row, [], world.clock.now(), 60_000)
    expect(await world.finish(world.desk.perform(premise, '', ADA))).toMatchObject({ why: 'under_way' })
    await world.clock.advance(60_000)
    expect(await world.finish(world.desk.perform(premise, '', ADA))).toMatchObject({ type: 'done' })
    expect(world.writes).toEqual(['attachVpc'])
  })
})

describe('An answer that is lost', () => {
  test('is made up for by reading: what was done is told as done', async () => {
    const world = deskWorld({ link: dark })
    world.fates = ['answer_lost']
    expect(await doIt(world, ATTACH)).toMatchObject({
      type: 'done',
      after: 'VPC production',
      sentence: expect.stringContaining('answer was lost'),
    })
    expect(outcomes(world)).toEqual(['begun', 'done'])
    expect(world.writes).toEqual(['attachVpc'])
  })

  test('and what never arrived is told as not done', async () => {
    const world = deskWorld({ link: dark })
    world.fates = ['never_arrived']
    expect(await doIt(world, ATTACH)).toMatchObject({ type: 'failed' })
    expect(outcomes(world)).toEqual(['begun', 'failed'])
  })

  test('stays unknown where it may be acted on yet', async () => {
    const world = deskWorld({ link: dark })
    world.fates = ['hangs']
    expect(await doIt(world, ATTACH)).toMatchObject({
      type: 'unknown',
      sentence: expect.stringContaining('look at the link before trying again'),
    })
    expect(outcomes(world)).toEqual(['begun', 'unknown'])
  })

  test('stays unknown for a policy whose id nobody knows', async () => {
    const world = deskWorld()
    world.fates = ['answer_lost']
    expect(await doIt(world, CREATE)).toMatchObject({
      type: 'unknown',
      sentence: expect.stringContaining('look for it in the list'),
    })
  })

  test('of attaching a created policy is made up for', async () => {
    const world = deskWorld()
    world.fates = ['answered', 'answer_lost']
    expect(await doIt(world, CREATE)).toMatchObject({ type: 'done', after: 'IPv4 policy branch-v4' })
  })

  test('of the key is told as a failure', async () => {
    const world = deskWorld({ link: { ...dark, status: 'requested' } })
    world.fates = ['hangs']
    expect(await doIt(world, { type: 'reveal_pairing_key' })).toMatchObject({ type: 'failed' })
    expect(outcomes(world)).toEqual(['failed'])
  })
})
