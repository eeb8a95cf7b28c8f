import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeImpact, type Loss, type VpcSights } from '../../src/alerting/vpc-impact.ts'
import { carryingFamilies, FAMILIES, type Link } from '../../src/domain/link.ts'
import { aLink, PARTNER_ID, POLICY_V4_ID } from '../support/links.ts'

const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const
const link = (name: string, overrides: Partial<Link> = {}) =>
  aLink({ id: name, name, vpcId: 'prod', ...overrides })
const down = (name: string, overrides: Partial<Link> = {}) => link(name, { ...DOWN, ...overrides })
const lost = (one: Link): Loss => ({ link: one, vpcId: one.vpcId ?? '', families: FAMILIES })

const seeing = (links: readonly Link[], doubts: VpcSights['doubts'] = {}): VpcSights => ({
  carriersInto: (vpcId) =>
    links.filter((one) => one.vpcId === vpcId).map((one) => ({ link: one, families: carryingFamilies(one) })),
  nameOf: (vpcId) => (vpcId === 'unread' ? null : vpcId),
  doubts,
})
/** What is left of each family of each VPC, in a word. */
const judged = (losses: readonly Loss[], links: readonly Link[], doubts?: VpcSights['doubts']) =>
  judgeImpact(losses, seeing([...losses.map((loss) => loss.link), ...links], doubts))?.vpcs.map(
    ({ vpcId, families }) => [
      vpcId,
      ...families.map(({ family, carrying }) => `${family}: ${carrying.map(({ name }) => name).join(', ')}`),
    ],
  )

describe('What several links have taken from their VPCs together', () => {
  test('is nothing where none of them has lost a family', () => {
    expect(judgeImpact([], seeing([]))).toBeNull()
    expect(judgeImpact([{ ...lost(link('a')), families: [] }], seeing([link('a')]))).toBeNull()
  })

  test('is every path, where each is what would have replaced the others', () => {
    expect(judged([lost(down('a')), lost(down('b'))], [])).toEqual([['prod', 'ipv4: ', 'ipv6: ']])
  })

  test('leaves the links of the message that are up again, and those outside of it, by family', () => {
    const outside = link('outside', { sessions: { ipv4: 'up', ipv6: 'down' } })
    expect(judged([lost(down('a'))], [outside])).toEqual([['prod', 'ipv4: outside', 'ipv6: ']])
    const again = { ...lost(link('again')), families: [] }
    expect(judged([lost(down('a')), again], [])).toEqual([['prod', 'ipv4: again', 'ipv6: again']])
  })

  test('names the VPC with nothing left first, then the one on what cannot be counted on, five at most', () => {
    const into = (vpcId: string) => lost(down(`${vpcId}-lost`, { vpcId }))
    const elsewhere = { popId: 'other', kind: { type: 'hosted', partnerId: 'other' } } as Partial<Link>
    const losses = ['a', 'b', 'c', 'd', 'e', 'unread', 'z'].map(into)
    const left = [
      ...['a', 'b', 'c', 'd', 'e'].map((vpcId) => link(`${vpcId}-left`, { vpcId, ...elsewhere })),
      link('weak', { vpcId: 'unread' }),
    ]
    const impact = judgeImpact(losses, seeing([...losses.map((loss) => loss.link), ...left]))
    expect(impact?.vpcs.map(({ vpcId }) => vpcId)).toEqual(['z', 'unread', 'a', 'b', 'c'])
    expect(impact).toMatchObject({ total: 7, cutOff: 1 })
    expect(impact?.vpcs[1]?.name).toBeNull()
  })

  test('holds against what is left only what it shares with all that is lost, or is going through', () => {
    const popId = 'elsewhere'
    const left = link('left')
    const whyLeft = (losses: readonly Loss[], doubts: VpcSights['doubts'] = {}) =>
      judgeImpact(losses, seeing([...losses.map((loss) => loss.link), left], doubts))?.vpcs[0]?.families[0]
        ?.carrying[0]?.why
    expect(whyLeft([lost(down('a'))])).toEqual(['same_pop', 'same_partner'])
    expect(whyLeft([lost(down('a')), lost(down('b', { popId }))])).toEqual(['same_partner'])
    const hosted = { type: 'hosted', partnerId: `not ${PARTNER_ID}` } as Link['kind']
    const policies = { ipv4: `not ${POLICY_V4_ID}`, ipv6: null }
    expect(whyLeft([lost(down('a')), lost(down('b', { popId, kind: hosted }))])).toEqual([])
    expect(whyLeft([lost(down('b', { popId, kind: hosted, policies }))])).toEqual(['other_policy'])
    expect(whyLeft([lost(down('b', { popId, kind: hosted }))], { left: 'flapping' })).toEqual(['flapping'])
  })

  test('counts the bandwidth that is left, and that is lost, of each family', () => {
    const losses = [lost(down('a', { bandwidthMbps: 3_000 })), lost(down('b', { bandwidthMbps: 2_000 }))]
    const left = link('left', { bandwidthMbps: 500, sessions: { ipv4: 'up', ipv6: 'down' } })
    const [vpc] = judgeImpact(losses, seeing([...losses.map((loss) => loss.link), left]))?.vpcs ?? []
    expect(vpc?.families).toMatchObject([
      { family: 'ipv4', count: 1, leftMbps: 500, lostMbps: 5_000 },
      { family: 'ipv6', count: 0, leftMbps: 0, lostMbps: 5_000 },
    ])
  })

  test('counts a link that is being deleted and carries still among what is left, the last of it', () => {
    const going = link('going', { status: 'deprovisioning' })
    const [vpc] = judgeImpact([lost(going), lost(down('a'))], seeing([going, link('kept')]))?.vpcs ?? []
    expect(vpc?.families[0]?.carrying).toMatchObject([
      { name: 'kept' },
      { name: 'going', why: ['same_pop', 'same_partner', 'being_deleted'] },
    ])
  })

  test('has a path left for a family exactly where some link into the VPC carries it', () => {
    const session = fc.constantFrom('up', 'down')
    const links = fc.array(fc.tuple(session, session, fc.constantFrom('x', 'y')), { maxLength: 8 })
    fc.assert(
      fc.property(links, (rows) => {
        const all = rows.map(([ipv4, ipv6, vpcId], n) => link(`l${n}`, { sessions: { ipv4, ipv6 }, vpcId }))
        const losses = all.map((one): Loss => {
          const up = carryingFamilies(one)
          return { ...lost(one), families: FAMILIES.filter((family) => !up.includes(family)) }
        })
        for (const { vpcId, families } of judgeImpact(losses, seeing(all))?.vpcs ?? [])
          for (const { family, count } of families)
            expect(count).toBe(
              all.filter((one) => one.vpcId === vpcId && one.sessions[family] === 'up').length,
            )
      }),
    )
  })
})
