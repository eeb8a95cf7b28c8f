import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/remedies/acts.ts'
import { aLink, VPC_ID } from '../support/links.ts'
import { ATTACH, CREATE, DETACH, dark, outcomes } from './desk-acts.ts'
import { ADA, deskWorld, doIt, NEW_POLICY_ID, PAIRING_KEY, SCOPE } from './desk-world.ts'

describe('An act that is confirmed', () => {
  test('is done, and the audit has it before and after with the request id', async () => {
    const world = deskWorld({ link: dark })
    const outcome = await doIt(world, ATTACH)
    expect(outcome).toMatchObject({
      type: 'done',
      before: 'VPC none',
      after: 'VPC production',
      requestIds: ['req-1'],
      sentence: 'VPC production was attached to paris-a.',
    })
    expect(world.writes).toEqual(['attachVpc'])
    expect(outcomes(world)).toEqual(['begun', 'done'])
    expect(world.store.rows[1]).toMatchObject({
      by: ADA.member,
      channel: ADA.channel,
      act: 'attach_vpc',
      link: { id: aLink().id, name: 'paris-a', region: 'fr-par' },
      what: 'Attach VPC production to paris-a.',
      before: 'VPC none',
      after: 'VPC production',
      requestIds: ['req-1'],
    })
  })

  test.each<[Act, unknown]>([
    [DETACH, ['vpc', 'propagation']],
    [{ type: 'detach_policy', family: 'ipv6' }, ['policy_ipv6', 'propagation']],
    [{ type: 'disable_propagation' }, ['propagation']],
    [{ type: 'set_policy', family: 'ipv4', policyId: 'policy-2' }, ['policy_ipv4']],
    [CREATE, ['policy_ipv4']],
  ])('is recorded as the bot’s own before it is done: %j', async (act, changes) => {
    const world = deskWorld()
    expect(await doIt(world, act)).toMatchObject({ type: 'done' })
    expect(world.store.changes).toEqual([changes])
  })

  test('replaces a policy in place where one is attached, and attaches it where none is', async () => {
    const [attached, bare] = [deskWorld(), deskWorld({ link: { policies: { ipv4: null, ipv6: null } } })]
    const act: Act = { type: 'set_policy', family: 'ipv4', policyId: 'policy-2' }
    await doIt(attached, act)
    await doIt(bare, act)
    expect([attached.writes, bare.writes]).toEqual([['setPolicy'], ['attachPolicy']])
  })

  test('attaches the policy that it creates', async () => {
    const world = deskWorld()
    expect(await doIt(world, CREATE)).toMatchObject({
      type: 'done',
      before: 'IPv4 policy office-v4',
      after: 'IPv4 policy branch-v4',
      requestIds: ['req-1', 'req-2'],
    })
    expect(world.writes).toEqual(['createPolicy', 'setPolicy'])
    expect(world.link?.policies.ipv4).toBe(NEW_POLICY_ID)
  })

  test('says what is left over where the created policy could not be attached', async () => {
    const world = deskWorld()
    world.fates = ['answered', 'transient']
    const outcome = await doIt(world, CREATE)
    expect(outcome).toMatchObject({
      type: 'failed',
      sentence: expect.stringContaining(`created (${NEW_POLICY_ID}) and is not attached`),
    })
    expect(world.store.rows.at(-1)).toMatchObject({ outcome: 'failed', requestIds: ['req-1', 'req-refused'] })
  })

  test('shows the key to the one who asks, and the audit does not hold it', async () => {
    const world = deskWorld({ link: { ...dark, status: 'requested' } })
    const outcome = await doIt(world, { type: 'reveal_pairing_key' })
    expect(outcome).toMatchObject({ type: 'key', key: PAIRING_KEY })
    expect(outcomes(world)).toEqual(['done'])
    expect(JSON.stringify(world.store.rows)).not.toContain(PAIRING_KEY)
  })

  test('notes a contact and a ticket', async () => {
    const world = deskWorld({ link: { ...dark, status: 'requested' } })
    await doIt(world, { type: 'mark_contacted', reference: 'ORD-7' })
    await doIt(world, { type: 'record_ticket', reference: 'T-1', state: 'open' })
    expect(world.store.contacts).toMatchObject([{ by: ADA.member, reference: 'ORD-7' }])
    expect(world.store.tickets).toMatchObject([{ reference: 'T-1', incidentId: 'incident-1' }])
    expect(outcomes(world)).toEqual(['done', 'done'])
  })

  test.each<Act>([{ type: 'delete_link' }, { type: 'reorder_link' }])(
    'is handed on where it takes days: $type',
    async (act) => {
      const world = deskWorld()
      expect(await doIt(world, act)).toMatchObject({ type: 'cleared', act, scope: SCOPE })
      expect(world.writes).toEqual([])
    },
  )
})

describe('DRY_RUN', () => {
  test.each<Act>([
    ATTACH,
    { type: 'delete_link' },
    { type: 'reveal_pairing_key' },
    { type: 'mark_contacted', reference: null },
  ])('makes no call and notes nothing but that: $type', async (act) => {
    const link = { ...dark, status: 'requested' }
    const world = deskWorld({ link, settings: { isDryRun: true } })
    expect(await doIt(world, act)).toMatchObject({ type: 'dry_run' })
    expect(world.writes).toEqual([])
    expect(world.store.contacts).toEqual([])
    expect(outcomes(world)).toEqual(['dry_run'])
  })

  test('shows the calls', async () => {
    const world = deskWorld({ link: dark, settings: { isDryRun: true } })
    expect(await doIt(world, ATTACH)).toMatchObject({
      calls: [`POST /interlink/v1beta1/regions/fr-par/links/${aLink().id}/attach-vpc {"vpc_id":"${VPC_ID}"}`],
    })
  })
})

describe('A right that the key lacks', () => {
  test('is told as Scaleway tells it, and the link is free again', async () => {
    const world = deskWorld({ link: dark })
    world.fates = ['forbidden']
    expect(await doIt(world, ATTACH)).toMatchObject({
      type: 'failed',
      sentence: 'It was not done: The key lacks the right.',
    })
    expect(outcomes(world)).toEqual(['begun', 'failed'])
    expect(await doIt(world, ATTACH)).toMatchObject({ type: 'done' })
  })
})
