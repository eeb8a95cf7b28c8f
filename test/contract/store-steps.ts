import fc from 'fast-check'

/** What happens to a claim: to a send, or, where the words fit, to a search. */
const FATES = [
  'arrives',
  'answer lost',
  'lost on the way',
  'refused',
  'refused alone',
  'crash before',
  'crash after',
] as const
export type Fate = (typeof FATES)[number]

/** What is asked for at a time. */
const KINDS = ['post', 'copy', 'reply', 'broadcast', 'line', 'edit', 'edit with a line'] as const
export type Kind = (typeof KINDS)[number]

/** What happens next. */
export type Step =
  | {
      readonly type: 'enqueue'
      readonly channel: number
      readonly kind: Kind
      readonly parent: number
    }
  | { readonly type: 'deliver'; readonly limit: number; readonly fates: readonly Fate[] }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'somebody deletes a message'; readonly which: number }

/** What may happen to an outbox, in any order. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('enqueue' as const),
        channel: fc.nat(2),
        kind: fc.constantFrom(...KINDS),
        parent: fc.nat(20),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('deliver' as const),
        limit: fc.integer({ min: 1, max: 3 }),
        fates: fc.array(fc.constantFrom(...FATES), { minLength: 3, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(5000) }) },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('somebody deletes a message' as const), which: fc.nat(20) }),
    },
  ),
  { minLength: 5, maxLength: 40 },
)
