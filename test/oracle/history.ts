import fc from 'fast-check'

/** Something that happens to the world, or that a person or an operator of the bot does. `link` and `region` are places in WORLD. */
export type HistoryEvent =
  | {
      readonly type: 'sessions'
      readonly link: number
      readonly families: 'ipv4' | 'ipv6' | 'both'
      readonly up: boolean
    }
  | {
      readonly type: 'configuration'
      readonly link: number
      readonly part: 'vpc' | 'propagation' | 'policy_ipv4' | 'policy_ipv6'
      readonly present: boolean
    }
  | { readonly type: 'existence'; readonly link: number; readonly exists: boolean }
  | { readonly type: 'region'; readonly region: number; readonly readable: boolean }
  | { readonly type: 'connection'; readonly works: boolean }
  | { readonly type: 'restart' }
  /** `link` null: the whole region. */
  | {
      readonly type: 'silence'
      readonly region: number
      readonly link: number | null
      readonly minutes: number
    }
  /** `story` counts the stories told so far, the newest first; so does `silence`. */
  | { readonly type: 'silence_until_recovery'; readonly story: number }
  | { readonly type: 'unsilence'; readonly silence: number }
  | { readonly type: 'acknowledge' | 'undo'; readonly story: number }
  | {
      readonly type: 'subscribe'
      readonly channel: number
      readonly link: number | null
      readonly minLevel: 'warning' | 'critical'
    }

/** What happens halfway through a wait, at the end of which the bot polls. */
export interface Step {
  readonly events: readonly HistoryEvent[]
  /** Seconds. */
  readonly wait: number
}

export const LINKS = 6
export const REGIONS = 2

const link = fc.nat({ max: LINKS - 1 })
const region = fc.nat({ max: REGIONS - 1 })
const few = fc.nat({ max: 2 })

/** What happens to links, mostly their sessions. */
const change: fc.Arbitrary<HistoryEvent> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('sessions' as const),
      link,
      families: fc.constantFrom('ipv4', 'ipv6', 'both', 'both'),
      up: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('configuration' as const),
      link,
      part: fc.constantFrom('vpc', 'propagation', 'policy_ipv4', 'policy_ipv6'),
      present: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('existence' as const), link, exists: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('region' as const), region, readable: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('connection' as const), works: fc.boolean() }) },
)

/** What people do. */
const act: fc.Arbitrary<HistoryEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('silence' as const),
      region,
      link: fc.option(link),
      minutes: fc.constantFrom(1, 3, 10, 60),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('silence_until_recovery' as const), story: few }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('unsilence' as const), silence: few }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('acknowledge' as const, 'undo' as const), story: few }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('subscribe' as const),
      channel: fc.nat({ max: 1 }),
      link: fc.option(link),
      minLevel: fc.constantFrom('warning', 'critical'),
    }),
  },
)

const restart: HistoryEvent = { type: 'restart' }

/** Polls are mostly a minute apart or less; at times the bot stands still for long. */
const wait = fc.constantFrom(20, 20, 30, 60, 60, 60, 130, 400, 1900)

const steps = (event: fc.Arbitrary<HistoryEvent>): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.record({ events: fc.array(event, { maxLength: 3 }), wait }), { minLength: 1, maxLength: 25 })

/** Histories in which anything happens, restarts included. */
export const histories = steps(
  fc.oneof(
    { weight: 6, arbitrary: change },
    { weight: 3, arbitrary: act },
    { weight: 1, arbitrary: fc.constant(restart) },
  ),
)

/** A history without restarts, and the same with some. */
export const restartedHistories = fc
  .tuple(
    steps(fc.oneof({ weight: 2, arbitrary: change }, { weight: 1, arbitrary: act })),
    fc.infiniteStream(fc.boolean()),
  )
  .map(([whole, coins]) => ({
    whole,
    restarted: whole.map((step): Step => {
      const [coin] = coins.take(1)
      return coin === true ? { ...step, events: [restart, ...step.events] } : step
    }),
  }))
