import type { HistoryEvent, Step } from './history.ts'

/*
 * Histories that once went wrong, as fast-check had shrunk them, and some that random ones seldom come to. Each is played
 * before those.
 */

const step = (wait: number, ...events: readonly HistoryEvent[]): Step => ({ events, wait })
const ipv4 = (link: number, up: boolean): HistoryEvent => ({ type: 'sessions', link, families: 'ipv4', up })
const without = (part: 'vpc' | 'policy_ipv4', link = 0): HistoryEvent => ({
  type: 'configuration',
  link,
  part,
  present: false,
})
const exists = (link: number, is: boolean): HistoryEvent => ({ type: 'existence', link, exists: is })
const move = (link: number, vpc: 'first' | 'other' = 'other'): HistoryEvent => ({ type: 'move', link, vpc })
const work = (link: number): HistoryEvent => ({ type: 'maintenance', region: 0, link, ahead: 1, minutes: 5 })
const down = (link: number): HistoryEvent => ({ type: 'sessions', link, families: 'both', up: false })
const ipv6Down = { type: 'sessions', link: 3, families: 'ipv6', up: false } as const
const ipv6Meant = { type: 'configuration', link: 3, part: 'policy_ipv6', present: true } as const
const subscribe = (channel: number) =>
  ({
    type: 'subscribe',
    channel,
    link: null,
    minLevel: 'warning',
  }) as const satisfies HistoryEvent

export const FOUND: readonly (readonly Step[])[] = [
  // A silence of one link of a story made the others call for somebody again.
  [
    step(20),
    step(20, ipv4(3, false)),
    step(20, ipv4(1, false), ipv4(0, false)),
    step(400),
    step(20, { type: 'silence', region: 0, link: 3, minutes: 1 }),
    step(20),
  ],
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
  // A link that came up in the very poll that found it moved was never found to be up.
  [step(20), step(20, ipv4(0, false)), step(20, ipv4(0, true), move(0)), step(130), step(130)],
  // A session that had never been up was taken to be over because the link was moved.
  [step(20), step(20, ipv6Down, ipv6Meant), step(20, move(3)), step(20)],
  // A link is still down when the work on it is over, and for ten minutes more.
  [step(20), step(20, work(0)), step(130), step(20, down(0)), step(400), step(400), step(130)],
  // The last link into a VPC was moved: nobody kept that open, and its way back was a second outage.
  [step(20), step(20, move(4)), step(60), step(20, move(4, 'first')), step(130), step(130)],
  // One that is not missed goes back to where it came from, out of a VPC that nothing else leads into.
  [step(20), step(20, move(0)), step(60), step(20, move(0, 'first')), step(130)],
  // The other link that was left rode on a connection that was out.
  [
    step(20, { type: 'connection', works: false }),
    step(20, ipv4(0, false)),
    step(20, ipv4(1, false)),
    step(20),
  ],
  // Work was announced on the only independent link when another one fails.
  [step(20), step(20, work(1)), step(130), step(20, down(0))],
]

/** The same for restarts, without and with them. */
export const FOUND_RESTARTS: readonly {
  readonly whole: readonly Step[]
  readonly restarted: readonly Step[]
}[] = [
  // A link whose VPC was detached got worse by a restart, since its siblings could not be told any more.
  [step(20), step(20, without('vpc')), step(20)],
  // What was moved was judged by that until a restart.
  [step(20), step(20, move(0)), step(20)],
  // Open incidents stood in another order in memory than in the store.
  [
    step(20, ipv4(4, false), ipv4(0, false)),
    step(20, ipv4(0, true)),
    step(20, ipv4(0, false), ipv4(4, true)),
  ],
  // A link that was new since the start stood after the others until a restart, and its siblings' messages named it so.
  [step(20, exists(2, false)), step(20, exists(2, true)), step(20), step(20, without('vpc'))],
].map((whole) => ({
  whole,
  restarted: whole.map((one) => ({ ...one, events: [{ type: 'restart' } as const, ...one.events] })),
}))

/** The same for channels that subscribe. */
export const FOUND_SUBSCRIBED: readonly (readonly Step[])[] = [
  // A channel that had heard of one link of a message was told in its thread that the silence of another was over.
  [
    step(20, { ...subscribe(0), link: 0 }),
    step(20),
    step(20, down(0), down(1), down(3)),
    step(20, { type: 'silence', region: 0, link: 1, minutes: 1 }),
    step(130),
  ],
  // A channel that unsubscribed before a second link joined the story was reminded of both, in the thread of the first.
  [
    step(20, { ...subscribe(0), wider: 'all' }),
    step(20, without('vpc')),
    step(20, { type: 'unsubscribe', channel: 0 }),
    step(20, ipv4(1, false), without('vpc', 2)),
    step(1_900),
    step(20),
  ],
]
