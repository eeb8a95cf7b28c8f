import type { HistoryEvent, Step } from './history.ts'

/*
 * Histories that once went wrong, as fast-check had shrunk them. Each is played again before the random ones.
 */

const step = (wait: number, ...events: readonly HistoryEvent[]): Step => ({ events, wait })
const ipv4 = (link: number, up: boolean): HistoryEvent => ({ type: 'sessions', link, families: 'ipv4', up })
const without = (part: 'vpc' | 'policy_ipv4'): HistoryEvent => ({
  type: 'configuration',
  link: 0,
  part,
  present: false,
})
const subscribe = (channel: number): HistoryEvent => ({
  type: 'subscribe',
  channel,
  link: null,
  minLevel: 'warning',
})

export const FOUND: readonly (readonly Step[])[] = [
  // A policy was detached while an independent link had the same one: that counted as no other path.
  [step(20), step(20, without('policy_ipv4'))],
  // A silence ended while its link was up, being confirmed: it was told after all.
  [
    step(130, { type: 'silence', region: 0, link: null, minutes: 10 }),
    step(130),
    step(20, ipv4(0, false)),
    step(20),
    step(130),
    step(130),
    step(60, ipv4(0, true)),
    step(60),
  ],
  // Copies of a story stood in another order in memory than in the store.
  [step(20, subscribe(1)), step(20, subscribe(0)), step(20, ipv4(0, false))],
]

/** The same for restarts, without and with them. */
export const FOUND_RESTARTS: readonly {
  readonly whole: readonly Step[]
  readonly restarted: readonly Step[]
}[] = [
  // A link whose VPC was detached got worse by a restart, since its siblings could not be told any more.
  [step(20), step(20, without('vpc')), step(20)],
  // Open incidents stood in another order in memory than in the store.
  [
    step(20, ipv4(4, false), ipv4(0, false)),
    step(20, ipv4(0, true)),
    step(20, ipv4(0, false), ipv4(4, true)),
  ],
].map((whole) => ({
  whole,
  restarted: whole.map((one) => ({ ...one, events: [{ type: 'restart' } as const, ...one.events] })),
}))
