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
  /** To the VPC that all links of the region lead into at first, or to another one. */
  | { readonly type: 'move'; readonly link: number; readonly vpc: 'first' | 'other' }
  /** How many prefixes a policy accepts from now on. */
  | {
      readonly type: 'policy'
      readonly region: number
      readonly family: 'ipv4' | 'ipv6'
      readonly prefixes: 1 | 2
    }
  | { readonly type: 'existence'; readonly link: number; readonly exists: boolean }
  /** How polls of a region are answered from now on; `region` null: of all of them. */
  | { readonly type: 'region'; readonly region: number | null; readonly answer: RegionAnswer }
  | { readonly type: 'connection'; readonly works: boolean }
  | { readonly type: 'restart' }
  /** `link` null: the whole region. */
  | {
      readonly type: 'silence'
      readonly region: number
      readonly link: number | null
      readonly minutes: number
    }
  /** A silence that is announced: it begins so many minutes later, and lasts for so many. */
  | {
      readonly type: 'maintenance'
      readonly region: number
      readonly link: number | null
      readonly ahead: number
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
      /** What it is to where no link is named; every link where it is absent. */
      readonly wider?: 'all' | 'partner:acme' | 'region:fr-par' | 'region:nl-ams'
      readonly minLevel: 'warning' | 'error' | 'critical'
    }
  /** All subscriptions of the channel end. */
  | { readonly type: 'unsubscribe'; readonly channel: number }

/** All links, or why there are none. */
export type RegionAnswer = 'links' | 'server_error' | 'timeout' | 'unauthenticated'

/** What happens halfway through a wait, at the end of which the bot polls. */
export interface Step {
  readonly events: readonly HistoryEvent[]
  /** Seconds. */
  readonly wait: number
}

export const LINKS = 7
/** The regions with links come first. */
export const REGIONS = 3
export const REGIONS_WITH_LINKS = 2
export const SUBSCRIBERS = 2
/** The links that ride on the dedicated connection. */
const RIDERS = [2, 6] as const

const link = fc.nat({ max: LINKS - 1 })
const region = fc.nat({ max: REGIONS_WITH_LINKS - 1 })
const few = fc.nat({ max: 2 })

/** A region can or cannot be read from now on, or all of them at once. */
const reading: fc.Arbitrary<HistoryEvent> = fc.record({
  type: fc.constant('region' as const),
  region: fc.option(fc.nat({ max: REGIONS - 1 }), { freq: 2, nil: null }),
  answer: fc.constantFrom('links', 'links', 'server_error', 'timeout', 'unauthenticated'),
})

/** Somebody edits a routing policy. */
const editing: fc.Arbitrary<HistoryEvent> = fc.record({
  type: fc.constant('policy' as const),
  region,
  family: fc.constantFrom('ipv4', 'ipv6'),
  prefixes: fc.constantFrom(1, 2),
})

const subscribing: fc.Arbitrary<HistoryEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('subscribe' as const),
      channel: fc.nat({ max: SUBSCRIBERS - 1 }),
      link: fc.option(link, { freq: 1 }),
      wider: fc.constantFrom('all', 'partner:acme', 'region:fr-par', 'region:nl-ams'),
      minLevel: fc.constantFrom('warning', 'error', 'critical'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('unsubscribe' as const),
      channel: fc.nat({ max: SUBSCRIBERS - 1 }),
    }),
  },
)

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
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('move' as const),
      link,
      vpc: fc.constantFrom('first', 'other'),
    }),
  },
  { weight: 1, arbitrary: editing },
  { weight: 2, arbitrary: reading },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('connection' as const), works: fc.boolean() }) },
)

/** What people do. */
const act: fc.Arbitrary<HistoryEvent> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('maintenance' as const),
      region,
      link: fc.option(link, { freq: 3 }),
      ahead: fc.constantFrom(0, 1, 5, 20),
      minutes: fc.constantFrom(1, 5, 30),
    }),
  },
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
  { weight: 1, arbitrary: subscribing },
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

/** Histories in which regions often cannot be read for long. */
export const blindHistories = steps(
  fc.oneof(
    { weight: 3, arbitrary: reading },
    { weight: 3, arbitrary: change },
    { weight: 1, arbitrary: act },
    { weight: 1, arbitrary: fc.constant(restart) },
  ),
)

/** Histories in which the dedicated connection and what rides on it fail often. */
export const connectedHistories = steps(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('connection' as const), works: fc.boolean() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('sessions' as const),
        link: fc.constantFrom(...RIDERS),
        families: fc.constant('both' as const),
        up: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: change },
    { weight: 2, arbitrary: act },
    { weight: 1, arbitrary: fc.constant(restart) },
  ),
)

/** Histories in which channels often begin and cease to want to hear of something. */
export const subscribedHistories = steps(
  fc.oneof(
    { weight: 2, arbitrary: subscribing },
    { weight: 1, arbitrary: editing },
    { weight: 4, arbitrary: change },
    { weight: 2, arbitrary: act },
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
