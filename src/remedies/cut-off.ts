import { type Clock, createPauses } from '../domain/clock.ts'
import type { LinkReading, Scope } from '../domain/snapshot.ts'
import { LEASE_MS, readAgain, WRITE_TIMEOUT_MS } from './act-now.ts'
import { isAsWanted } from './plan.ts'
import type { AuditRow, OpenAct, RemedyStore } from './ports.ts'
import { TICKET_CUT_OFF, ticketsCutOff } from './tickets/cut-off.ts'

/** How an act ended that was cut off: the row that says so. */
type Ended = AuditRow & { readonly outcome: 'done' | 'failed' | 'unknown'; readonly reason: string }

/** Gives acts an end that were begun, and of which nobody was left to say what came of them. */
export interface CutOffs {
  /** Takes what an earlier life left, and goes on in the background. To be called before any act can begin. */
  start(): Promise<void>
  /** An act of this life broke: looks for it once its lease is over. */
  broke(): void
  /** Whatever has no end yet gets one in the next life. Resolves once nothing is being looked at. */
  stop(): Promise<void>
}

export interface CutOffParts {
  readonly store: Pick<RemedyStore, 'openActs' | 'endAct' | 'audit' | 'appendAudit'>
  readonly scopes: readonly Scope[]
  /** A GET of one link. */
  readonly readLink: (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>
  readonly clock: Clock
  readonly newId: () => string
  /** Told of each end, once it is in the audit. */
  readonly onEnded: (end: Ended) => Promise<void>
  /** Told of what broke, and is tried again. */
  readonly onTrouble: (error: unknown) => void
}

/** The next look at a link that does not show it, or cannot be read (ms). */
const LOOK_MS = 5_000
/** The next try where the store does not answer (ms). */
const MEND_MS = 30_000
/** Rows of the audit in which a ticket is looked for that was cut off: it is among the last of the life before. */
const LAST_ROWS = 1_000

const REASONS = {
  done: 'The bot was cut off meanwhile, and the link shows that it is done.',
  failed:
    'The bot was cut off before it was done, and the link shows that it is not: look at the link, then try again.',
  unknown: 'The bot was cut off before it knew what came of this: look at the link before trying again.',
} as const

/**
 * Makes it. What the link shows decides: it is as was wanted, or it is not, and whatever was sent has been answered by now.
 * Where the link cannot be read until the lease is over, or a policy was to be made whose id nobody knows, it is unknown.
 */
export function createCutOffs(parts: CutOffParts): CutOffs {
  const { store, scopes, clock } = parts
  const running = new Set<Promise<void>>()
  const pauses = createPauses(clock)
  let stopped = false

  function inBackground(work: Promise<void>): void {
    const done = work.finally(() => running.delete(done))
    running.add(done)
  }

  async function outcomeNow({ row, act }: OpenAct): Promise<Ended['outcome'] | 'later'> {
    const scope = scopes.find(({ region }) => region === row.link.region)
    const reading = scope === undefined ? null : await readAgain(scope, row.link.id, parts)
    if (reading?.type === 'found' && isAsWanted(act, reading.link, null)) return 'done'
    const age = clock.now() - row.at
    if (age < WRITE_TIMEOUT_MS) return 'later'
    if (reading?.type === 'found' && act.type !== 'create_policy') return 'failed'
    return reading?.type === 'failed' && age < LEASE_MS ? 'later' : 'unknown'
  }

  async function end(open: OpenAct): Promise<void> {
    const { row } = open
    for (;;) {
      const outcome = await outcomeNow(open)
      if (stopped) return
      if (outcome === 'later') {
        await pauses.pause(LOOK_MS)
        if (stopped) return
        continue
      }
      // Another act may have begun on the link once the lease was over: its row has ended this one.
      if (!(await store.openActs()).some((still) => still.row.id === row.id)) return
      const ended = { ...row, id: parts.newId(), at: clock.now(), outcome, reason: REASONS[outcome] }
      await store.endAct(ended)
      await parts.onEnded(ended)
      return
    }
  }

  async function endAll(all: readonly OpenAct[]): Promise<void> {
    const ends = await Promise.allSettled(all.map(end))
    const broken = ends.flatMap((one) => (one.status === 'rejected' ? [one] : []))
    if (broken.length === 0) return
    // Only now: what is still being looked at would be looked at twice, and its end told twice.
    for (const { reason } of broken) parts.onTrouble(reason)
    await again()
  }

  /** Takes stock after a while, for as long as the store does not answer. */
  async function again(): Promise<void> {
    await pauses.pause(MEND_MS)
    if (stopped) return
    try {
      await endAll((await store.openActs()).filter(({ row }) => clock.now() >= row.at + LEASE_MS))
    } catch (error) {
      parts.onTrouble(error)
      await again()
    }
  }

  /** Of a ticket nothing can be read: its end is that nobody knows. */
  async function endTickets(): Promise<readonly Ended[]> {
    const begun = ticketsCutOff(await store.audit(0, LAST_ROWS))
    const ended = begun.map((row): Ended => {
      const end = {
        id: `${row.id}:end`,
        at: clock.now(),
        outcome: 'unknown',
        reason: TICKET_CUT_OFF,
      } as const
      return { ...row, ...end }
    })
    for (const row of ended) await store.appendAudit(row)
    return ended
  }

  async function tellAll(ended: readonly Ended[]): Promise<void> {
    for (const row of ended) await parts.onEnded(row).catch(parts.onTrouble)
  }

  return {
    async start() {
      const all = await store.openActs()
      const tickets = await endTickets()
      if (all.length > 0) inBackground(endAll(all))
      if (tickets.length > 0) inBackground(tellAll(tickets))
    },
    broke() {
      inBackground(pauses.pause(LEASE_MS).then(again))
    },
    async stop() {
      stopped = true
      pauses.endAll()
      await Promise.all(running)
    },
  }
}
