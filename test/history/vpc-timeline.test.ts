import { describe, expect, test } from 'vitest'
import { availabilityOf } from '../../src/history/availability.ts'
import { hide } from '../../src/history/timeline.ts'
import { vpcTimelines } from '../../src/history/vpc-timeline.ts'
import { aLink, NOW, VPC_ID } from '../support/links.ts'
import { ALL_DOWN, HOUR, IPV6_LOST, inHours, LAST_DAY, timelinesOf, wentThrough } from './pasts.ts'

const at = (hoursAgo: number) => NOW - hoursAgo * HOUR
const [A, B] = [aLink({ id: 'a' }), aLink({ id: 'b' })]

function into(
  a: ReturnType<typeof wentThrough>,
  b: ReturnType<typeof wentThrough>,
  unseenB: readonly { from: number; until: number }[] = [],
) {
  const changes = [...a.transitions, ...b.transitions].sort((one, other) => one.at - other.at)
  const timelines = timelinesOf(changes, [a.now, b.now]).map((timeline) =>
    timeline.link.id === 'b' ? { ...timeline, stretches: hide(timeline.stretches, unseenB) } : timeline,
  )
  return vpcTimelines(timelines, LAST_DAY).get(VPC_ID) ?? []
}

describe('a VPC', () => {
  test('is up while at least one link into it carries each family', () => {
    const a = wentThrough(A, [at(10), ALL_DOWN], [at(6), {}])
    const b = wentThrough(B, [at(8), IPV6_LOST], [at(7), ALL_DOWN], [at(4), {}])
    const stretches = into(a, b)
    expect(inHours(stretches)).toEqual(['24 h: full', '8 h: partial', '7 h: down', '6 h: full'])
    const of = availabilityOf(stretches, [])
    expect(of.families.ipv4).toBeCloseTo(23 / 24)
    expect(of.families.ipv6).toBeCloseTo(22 / 24)
  })

  test('is not known to be down while nobody watched its other link', () => {
    const a = wentThrough(A, [at(10), ALL_DOWN])
    const b = wentThrough(B, [at(20), { tags: ['x'] }])
    expect(inHours(into(a, b, [{ from: at(8), until: at(5) }]))).toEqual([
      '24 h: full',
      '8 h: unknown',
      '5 h: full',
    ])
  })

  test('is down when its only link loses it by configuration', () => {
    const a = wentThrough(A, [at(3), { vpcId: null }])
    const timelines = timelinesOf(a.transitions, [a.now])
    expect(inHours(vpcTimelines(timelines, LAST_DAY).get(VPC_ID) ?? [])).toEqual(['24 h: full', '3 h: down'])
  })

  test('is not in service before it has a link that is meant to carry', () => {
    const timelines = timelinesOf([{ type: 'appeared', after: A, at: at(5) }], [A])
    expect(inHours(vpcTimelines(timelines, LAST_DAY).get(VPC_ID) ?? [])).toEqual([
      '24 h: out_of_service',
      '5 h: full',
    ])
  })
})
