import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/remedies/acts.ts'
import { aLink, VPC_ID } from '../support/links.ts'
import { ATTACH, DETACH, dark, lastReason, outcomes, premiseOf } from './desk-acts.ts'
import { ADA, BEN, type DeskWorld, deskWorld, doIt, failure } from './desk-world.ts'

describe('An act is refused with a sentence and an audit row, and nothing is written,', () => {
  interface Case {
    readonly why: string
    readonly link?: Parameters<typeof aLink>[0]
    readonly settings?: Parameters<typeof deskWorld>[0] extends infer O | undefined
      ? O extends { settings?: infer S }
        ? S
        : never
      : never
    readonly act?: Act
    readonly asker?: typeof ADA
    readonly prepare?: (world: DeskWorld) => void
  }
  const cases: readonly [string, Case][] = [
    ['to somebody who is no operator', { why: 'not_operator', asker: BEN }],
    ['where nobody is one', { why: 'no_operators', settings: { operators: { users: [], groups: [] } } }],
    [
      'while the groups cannot be read',
      { why: 'groups_unknown', settings: { operators: { users: [], groups: ['S0BROKEN'] } } },
    ],
    ['in another channel', { why: 'other_channel', settings: { channels: ['C0OTHER'] } }],
    ['with REMEDIES off', { why: 'off', settings: { isOn: false } }],
    ['on a locked link', { why: 'link', link: { ...dark, status: 'locked' } }],
    ['on one that is being configured', { why: 'link', link: { ...dark, status: 'configuring' } }],
    ['on a failed one', { why: 'link', link: { ...dark, status: 'failed' } }],
    ['where there is a VPC already', { why: 'link', link: {} }],
    ['with a VPC of another region', { why: 'invalid', act: { type: 'attach_vpc', vpcId: 'vpc-nl' } }],
    [
      'for want of a right that was learned',
      { why: 'right', prepare: (world) => Object.assign(world, { missingRight: 'The key lacks it.' }) },
    ],
    ['on a link that is gone', { why: 'gone', prepare: (world) => Object.assign(world, { link: null }) }],
    [
      'on one that cannot be read',
      { why: 'not_read', prepare: (world) => Object.assign(world, { notRead: failure('timeout') }) },
    ],
  ]

  test.each(cases)('%s: when it is planned', async (_when, { why, link, settings, act, asker, prepare }) => {
    const world = deskWorld({ link: link ?? dark, ...(settings === undefined ? {} : { settings }) })
    prepare?.(world)
    const answer = await world.desk.plan(act ?? ATTACH, aLink().id, asker ?? ADA)
    expect(answer).toMatchObject({ type: 'refused', why, sentence: expect.stringMatching(/^[A-Z].*\.$/s) })
    expect(outcomes(world)).toEqual(['refused'])
    expect(lastReason(world)).toBe(answer.type === 'refused' ? answer.sentence : '')
    expect(world.store.rows[0]?.link.name).toBe('paris-a')
  })

  test.each(cases)(
    '%s: when it is performed',
    async (_when, { why, link, settings, act, asker, prepare }) => {
      const premise = await premiseOf(deskWorld({ link: dark }), ATTACH)
      const world = deskWorld({ link: link ?? dark, ...(settings === undefined ? {} : { settings }) })
      prepare?.(world)
      const answer = await world.finish(
        world.desk.perform({ ...premise, act: act ?? ATTACH }, '', asker ?? ADA),
      )
      expect(answer).toMatchObject({ type: 'refused', why })
      expect(outcomes(world)).toEqual(['refused'])
      expect(world.writes).toEqual([])
    },
  )

  test.each<[string, string]>([
    ['not typed', ''],
    ['of another link', 'paris-b'],
    ['in another case', 'PARIS-A'],
    ['shorter', aLink().id.slice(0, 7)],
  ])('when the name is %s', async (_how, typed) => {
    const world = deskWorld()
    expect(await doIt(world, DETACH, { typed })).toMatchObject({ type: 'refused', why: 'confirmation' })
    expect(outcomes(world)).toEqual(['refused'])
    expect(world.writes).toEqual([])
  })

  test('when code owns it, with the code that does it', async () => {
    const world = deskWorld({ link: { ...dark, tags: ['Managed-By:Terraform'] } })
    const answer = await world.desk.plan(ATTACH, aLink().id, ADA)
    expect(answer).toMatchObject({
      type: 'as_code',
      code: { hcl: expect.arrayContaining([`  vpc_id = "${VPC_ID}"`]) },
    })
    expect(outcomes(world)).toEqual(['refused'])
    const premise = await premiseOf(deskWorld({ link: dark }), ATTACH)
    expect(await world.desk.perform(premise, '', ADA)).toMatchObject({ type: 'as_code' })
    expect(world.writes).toEqual([])
  })

  test('when Terraform wrote to it lately, by the Audit Trail', async () => {
    const world = deskWorld({ link: dark })
    world.evidence = {
      writes: [{ by: 'app', tool: 'terraform', at: 1, method: 'CreateLink', target: 'link' }],
    }
    expect(await world.desk.plan(ATTACH, aLink().id, ADA)).toMatchObject({
      type: 'as_code',
      reason: expect.stringContaining('Terraform'),
    })
  })

  test('but what changes nothing at Scaleway is done though code owns it', async () => {
    const link = { ...dark, status: 'requested', tags: ['managed-by:terraform'] }
    expect(await doIt(deskWorld({ link }), { type: 'mark_contacted', reference: null })).toMatchObject({
      type: 'done',
    })
  })
})

test('Whoever may not use the bot at all is in the audit, with what they were told', async () => {
  const world = deskWorld()
  await world.desk.noteRefused('delete_link', aLink().id, BEN, 'The bot does not answer guests.')
  expect(world.store.rows).toMatchObject([
    {
      act: 'delete_link',
      outcome: 'refused',
      by: BEN.member,
      link: { id: aLink().id },
      reason: 'The bot does not answer guests.',
    },
  ])
  expect(world.writes).toEqual([])
})
