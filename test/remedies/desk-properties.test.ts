import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/remedies/acts.ts'
import { aLink, POLICY_V4_ID, VPC_ID } from '../support/links.ts'
import { ADA, BEN, deskWorld, type Fate } from './desk-world.ts'

const ACTS: readonly Act[] = [
  { type: 'attach_vpc', vpcId: VPC_ID },
  { type: 'attach_vpc', vpcId: 'vpc-2' },
  { type: 'detach_vpc' },
  { type: 'set_policy', family: 'ipv4', policyId: 'policy-2' },
  { type: 'set_policy', family: 'ipv4', policyId: POLICY_V4_ID },
  { type: 'detach_policy', family: 'ipv4' },
  { type: 'enable_propagation' },
  { type: 'disable_propagation' },
]

type Step =
  | { readonly type: 'plan'; readonly act: Act }
  /** Performs the latest plan so many times at once. */
  | {
      readonly type: 'perform'
      readonly times: number
      readonly fates: readonly Fate[]
      readonly byBen: boolean
    }
  /** Somebody else changes the link. */
  | { readonly type: 'change'; readonly to: Parameters<typeof aLink>[0] }

const fate = fc.constantFrom<Fate>(
  'answered',
  'answer_lost',
  'never_arrived',
  'forbidden',
  'transient',
  'hangs',
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('plan' as const), act: fc.constantFrom(...ACTS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('perform' as const),
      times: fc.integer({ min: 1, max: 3 }),
      fates: fc.array(fate, { maxLength: 2 }),
      byBen: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      to: fc.constantFrom<Parameters<typeof aLink>[0]>(
        { vpcId: 'vpc-2' },
        { routePropagation: false },
        { status: 'locked' },
        { policies: { ipv4: null, ipv6: null } },
        {},
      ),
    }),
  },
)

describe('Whatever people press, and whatever is lost on the way,', () => {
  test('a plan is written once at most, never by who may not, and every press ends in one audit row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const world = deskWorld()
        let plan: Awaited<ReturnType<typeof world.desk.plan>> | null = null
        for (const one of steps) {
          if (one.type === 'change') world.link = aLink(one.to)
          if (one.type === 'plan') plan = await world.desk.plan(one.act, aLink().id, ADA)
          if (one.type !== 'perform' || plan?.type !== 'plan') continue
          const { premise } = plan.plan
          const [before, rows, asker] = [world.writes.length, world.store.rows.length, one.byBen ? BEN : ADA]
          world.fates = [...one.fates]
          const presses = Array.from({ length: one.times }, () =>
            world.desk.perform(premise, 'paris-a', asker),
          )
          const outcomes = await world.finish(Promise.all(presses))
          world.fates = []

          const written = world.writes.length - before
          const done = outcomes.filter(({ type }) => type === 'done').length
          const ends = world.store.rows.slice(rows).filter(({ outcome }) => outcome !== 'begun')
          expect(ends).toHaveLength(one.times)
          expect(written).toBeLessThanOrEqual(1)
          expect(done).toBe(one.byBen ? 0 : written)
          if (one.byBen) expect(outcomes.every(({ type }) => type === 'refused')).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})
