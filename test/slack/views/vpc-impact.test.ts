import { describe, expect, test } from 'vitest'
import type { FamilyLeft, Impact, StillCarrying, VpcImpact } from '../../../src/alerting/vpc-impact.ts'
import type { Family } from '../../../src/domain/link.ts'
import { cutOffLines, impactLines, impactSections } from '../../../src/slack/views/vpc-impact.ts'
import { slackProblems } from '../../support/slack-limits.ts'
import { HOSTILE_MIXTURE } from './stored.ts'

const left = (family: Family, ...carrying: readonly StillCarrying[]): FamilyLeft => ({
  family,
  carrying,
  count: carrying.length,
  leftMbps: carrying.length * 1_000,
  lostMbps: 1_000,
})
const by = (name: string, ...why: StillCarrying['why']): StillCarrying => ({ name, why })
const vpc = (name: string | null, ...families: readonly FamilyLeft[]): VpcImpact => ({
  vpcId: `id-of-${name}`,
  name,
  families,
})
const impact = (vpcs: readonly VpcImpact[], more: Partial<Impact> = {}): Impact => ({
  vpcs,
  total: vpcs.length,
  cutOff: vpcs.filter(({ families }) => families.some(({ count }) => count === 0)).length,
  ...more,
})

describe('What several links mean for their VPCs', () => {
  test.each<[string, VpcImpact, string]>([
    [
      'no path left, families together',
      vpc('prod', left('ipv4'), left('ipv6')),
      'VPC `prod`: *no path left for IPv4 and IPv6*.',
    ],
    ['one family carried still', vpc('staging', left('ipv4', by('x'))), 'VPC `staging`: IPv4 still by `x`.'],
    [
      'the family without a path before the one with',
      vpc('prod', left('ipv4', by('x')), left('ipv6')),
      'VPC `prod`: *no path left for IPv6*; IPv4 still by `x`.',
    ],
    [
      'why what is left may fail, too',
      vpc('prod', left('ipv4', by('x', 'same_pop', 'flapping'), by('y'))),
      'VPC `prod`: IPv4 still by `x` (enters at the same PoP and flaps) and `y`.',
    ],
    [
      'more links than are named',
      vpc('prod', { ...left('ipv4', by('x'), by('y'), by('z')), count: 9 }),
      'VPC `prod`: IPv4 still by `x`, `y`, `z` and 6 more.',
    ],
    [
      'less bandwidth than was lost',
      vpc('prod', { ...left('ipv4', by('x')), leftMbps: 500, lostMbps: 20_000 }),
      'VPC `prod`: IPv4 still by `x`, with 500 Mbps in place of the 20 Gbps lost.',
    ],
    [
      'a VPC that could not be read, by its id',
      vpc(null, left('ipv4')),
      'VPC `id-of-null`: *no path left for IPv4*.',
    ],
  ])('says %s', (_title, one, line) => {
    expect(impactLines(impact([one]))).toEqual([line])
  })

  test('says how many VPCs are not named', () => {
    expect(impactLines(impact([vpc('prod', left('ipv4'))], { total: 2 })).at(-1)).toBe('and 1 more VPC')
    expect(impactLines(impact([vpc('prod', left('ipv4'))], { total: 9 })).at(-1)).toBe('and 8 more VPCs')
  })

  test('is nothing where nothing is lost, or an earlier version did not look', () => {
    expect(impactLines(undefined)).toEqual([])
    expect(impactSections(undefined)).toEqual([])
    expect(cutOffLines(undefined)).toEqual([])
  })

  test('is a sentence of a thread only where a VPC has no path left', () => {
    expect(cutOffLines(impact([vpc('prod', left('ipv4', by('x')))]))).toEqual([])
    const prod = vpc('prod', left('ipv4', by('x')), left('ipv6'))
    expect(cutOffLines(impact([prod]))).toEqual(['*VPC `prod`: no path left for IPv6.*'])
    expect(cutOffLines(impact([prod], { cutOff: 2 }))).toEqual([
      '*VPC `prod`: no path left for IPv6.* 1 more VPC is cut off, too.',
    ])
    expect(cutOffLines(impact([prod], { cutOff: 7 }))[0]).toContain('6 more VPCs are cut off, too.')
  })

  test('is one block whatever things are called', () => {
    const all = [by(HOSTILE_MIXTURE, 'same_pop', 'same_partner', 'other_policy', 'in_maintenance', 'failed')]
    const three = [...all, ...all, ...all]
    const worst = vpc(HOSTILE_MIXTURE, left('ipv4', ...three), { ...left('ipv6', ...three), count: 500 })
    const message = { text: 'x', blocks: impactSections(impact([worst, worst, worst, worst, worst])) }
    expect(message.blocks).toHaveLength(1)
    expect(slackProblems(message)).toEqual([])
  })
})
