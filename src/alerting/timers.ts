import { parseSpan, type Span } from '../domain/span.ts'

/** A list of spans, a single one, a whole number, or a share from 0 to 1. */
type Kind = 'span' | 'spans' | 'count' | 'share'

interface Timer<K extends Kind> {
  readonly kind: K
  readonly default: string
  /** What happens once it has gone by, or is reached, as a clause. */
  readonly says: string
}

const timer =
  <K extends Kind>(kind: K) =>
  (value: string, says: string): Timer<K> => ({ kind, default: value, says })
const span = timer('span')
const spans = timer('spans')
const count = timer('count')
const share = timer('share')

/**
 * Every duration and threshold that alerts are decided by, with its default. They are this project's own judgement, except
 * where another source is named. `ALERT_TIMERS` overrides any of them by name.
 */
export const TIMERS = {
  configuringDown: span('90s', 'a link in service stays configuring with a session down: an outage'),
  configuringWarning: span('5m', 'a link in service stays configuring: warning'),
  configuringCritical: span('15m', 'a link in service stays configuring: critical'),
  newConfiguringWarning: span('15m', 'a new link stays configuring: warning'),
  newConfiguringError: span('4h', 'a new link stays configuring: error'),
  failedError: span('4h', 'a new link stays failed: error'),
  neverUpError: span('1bd', 'a provisioned link that never carried stays down: error'),
  readyWarning: span('3bd', 'a self-hosted link waits for your device: warning'),
  incompleteWarning: span('1bd', 'an active link has no complete traffic path: warning'),
  stableCritical: span('120s', 'a link of a critical incident has stayed up: its incident is over'),
  stableOther: span('60s', 'a link of any other incident has stayed up: its incident is over'),
  rollUpWindow: span('180s', 'links that went bad within this may have one cause'),
  rollUpLinks: count('3', 'as few links are told as one'),
  rollUpShare: share('0.5', 'as small a part of the links that share a cause is told as one'),
  changeWindow: span(
    '90s',
    'sessions that drop this soon after a change of configuration are told as that change',
  ),
  blindRefusedPolls: count('2', 'so many polls with a refused credential are told'),
  blindWarning: span('5m', 'a region has been unreadable: warning'),
  blindError: span('15m', 'a region has been unreadable: error'),
  blindSlots: count('3', 'so many scheduled polls without a good one are told as blindness'),
  pageAfter: span('90s', 'an outage has lasted: it is paged'),
  pageLastPathAfter: span('60s', 'the last path into a VPC has been down: it is paged'),
  flapChanges: count('4', 'so many changes of BGP health within the window are flapping'),
  flapWindow: span('30m', 'the window that changes are counted in'),
  flapQuiet: span('30m', 'a flapping link has not changed: flapping is over'),
  flapDigest: span('1h', 'a flapping link is summed up again'),
  remindCritical: spans('5m/15m/30m', 'a critical incident is not acknowledged: reminders; the last repeats'),
  remindError: spans('1h/4h/12h', 'an error is not acknowledged: reminders; the last repeats'),
  ackCritical: span('2h', 'the acknowledgement of a critical incident expires'),
  ackError: span('12h', 'any other acknowledgement expires'),
  requestedNudge: span('4h', 'an order is placed and the partner may not know of it: a nudge'),
  requestedChase: span('2bd', 'an order has not been answered: chase the partner'),
  requestedMarks: spans('5d/2d/24h', 'an order expires in this: told in the business hours before'),
  provisioningStuck: span('5bd', 'the partner has not finished: escalate'),
  deprovisioningStuck: span('2bd', 'a deletion waits for its other half, and is billed: escalate'),
  terminalUndeleted: span('1d', 'a refused or expired link is still there, and billed: delete it'),
  maintenanceOverrun: span('10m', 'a maintenance has ended and the link is still down: it is told'),
} as const satisfies Record<string, Timer<Kind>>

export type TimerName = keyof typeof TIMERS

interface Values {
  readonly span: Span
  readonly spans: readonly Span[]
  readonly count: number
  readonly share: number
}

/** The value of each timer. */
export type Timers = { readonly [Name in TimerName]: Values[(typeof TIMERS)[Name]['kind']] }

const READERS = {
  span: parseSpan,
  spans(text) {
    const read = text.split('/').map(parseSpan)
    return read.includes(null) ? null : (read as Span[])
  },
  count: (text) => (/^[1-9]\d{0,3}$/.test(text) ? Number(text) : null),
  share: (text) => (/^(0?\.\d+|1(\.0+)?)$/.test(text) && Number(text) > 0 ? Number(text) : null),
} satisfies { readonly [K in Kind]: (text: string) => Values[K] | null }

const MEND = {
  span: 'a duration such as 90s, 15m, 4h, 2d or 3bd (working days)',
  spans: 'durations such as 5m/15m/30m',
  count: 'a whole number of at least 1',
  share: 'a share above 0 and up to 1, such as 0.5',
} as const satisfies Record<Kind, string>

/** Timers as set from outside, or every problem with them, each as a clause that says how to mend it and holds no value. */
export type TimersResult =
  | { readonly type: 'ok'; readonly timers: Timers }
  | { readonly type: 'invalid'; readonly problems: readonly string[] }

/** Reads "name=value" pairs separated by commas or spaces; what is not named keeps its default. */
export function parseTimers(text: string): TimersResult {
  const problems: string[] = []
  const values = Object.fromEntries(
    Object.entries<Timer<Kind>>(TIMERS).map(([name, { kind, default: value }]) => [
      name,
      READERS[kind](value),
    ]),
  )
  const pairs = text.split(/[\s,]+/).filter((part) => part !== '')
  for (const [index, pair] of pairs.entries()) {
    const [name = '', value = '', ...more] = pair.split('=')
    const known = Object.hasOwn(TIMERS, name) ? TIMERS[name as TimerName] : null
    if (known === null) {
      problems.push(`entry ${index + 1} does not name a timer`)
      continue
    }
    const read = more.length === 0 ? READERS[known.kind](value) : null
    if (read === null) problems.push(`${name} has to be ${MEND[known.kind]}`)
    else values[name] = read
  }
  // Every value has gone through the reader of its own kind.
  return problems.length > 0
    ? { type: 'invalid', problems }
    : { type: 'ok', timers: values as unknown as Timers }
}

/** The timers where nothing is set. */
export const DEFAULT_TIMERS: Timers = defaults()

function defaults(): Timers {
  const result = parseTimers('')
  if (result.type === 'invalid') throw new Error('The default timers have to be valid.')
  return result.timers
}
