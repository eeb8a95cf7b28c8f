import type { Clock, Timer } from '../../domain/clock.ts'
import type { Link } from '../../domain/link.ts'
import type { Directory, LinkReading, ReadFailure, Scope } from '../../domain/snapshot.ts'
import type { LinkOrder, LinkWriter, RemedyStore, ReorderStore } from '../ports.ts'
import { givenUp, leftOut, resumed } from './advance.ts'
import { type LeavableStep, leavableStep } from './leaving-out.ts'
import { partNames } from './names.ts'
import { createRunner } from './runner.ts'
import { holdsLink, isEnded, isOrderRefused, newReorder, type Reorder } from './saga.ts'
import { differencesSince } from './shown-link.ts'

export interface ReorderParts {
  readonly store: ReorderStore
  /** Whose acts of a link exclude each other, and which polls know as the bot's own. */
  readonly acts: Pick<RemedyStore, 'beginAct' | 'endAct'>
  readonly writer: LinkWriter
  /** A GET of one link (`InterlinkReader` has it). */
  readonly readLink: (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>
  /** What a region holds by name, as polled: the audit, and what is left to do by hand, name it so. */
  readonly namesOf: (scope: Scope) => Promise<Directory>
  readonly clock: Clock
  readonly newId: () => string
  /**
   * Told of every reorder that looks different now, and at start of those whose message may show an older state. Never
   * throws.
   */
  readonly onProgress: (reorder: Reorder) => void
  /** Told of what broke and is tried again: the store, mostly. Never throws. */
  readonly onTrouble: (error: unknown) => void
}

/** What a person asks for, having been shown `link`. `order` null only deletes. */
export interface ReorderAsked {
  readonly by: string
  readonly channel: string | null
  readonly scope: Scope
  readonly link: Link
  /** As planned (`planReorder`), without the tag of the order. */
  readonly order: LinkOrder | null
  readonly incidentId: string | null
}

/** What came of asking. In all but the first nothing was done. */
export type Begun =
  | { readonly type: 'begun'; readonly reorder: Reorder }
  /** The link is deleted, or ordered again, already. */
  | { readonly type: 'under_way'; readonly reorder: Reorder | null }
  | { readonly type: 'gone' }
  /** It is not what was shown any more; `what` in words: "status active → locked". */
  | { readonly type: 'changed'; readonly what: string }
  | { readonly type: 'unread'; readonly failure: ReadFailure }

/** Deletes links, and orders them again: durably, one step after another, whatever happens to the process. */
export interface Reorders {
  /** Goes on with whatever an earlier life left. To be called once, before anything else. */
  start(): Promise<void>
  /** Ends what is under way at its next record; the next life goes on. */
  stop(): Promise<void>
  /** Reads the link again, records the plan, and begins. */
  begin(asked: ReorderAsked): Promise<Begun>
  /** Goes on with one that stopped, or has one that waits look at once. Null where there is none that has not ended. */
  resume(id: string, by: string): Promise<Reorder | null>
  /**
   * How one stands once whatever goes on with it now is done, and when it was last looked for, in this life (ms). Null where
   * there is none.
   */
  looked(id: string): Promise<{ readonly reorder: Reorder; readonly at: number | null } | null>
  /** Goes on with another order, where the first was refused and no link was made of it. Null where that is not (any more) so. */
  orderInstead(id: string, by: string, order: LinkOrder): Promise<Reorder | null>
  /** Goes on without the step that it stopped at. Null where it does not stand there (any more). */
  leaveOut(id: string, by: string, step: LeavableStep): Promise<Reorder | null>
  /** Ends one where it stands; `manualSteps` says what is left to do by hand. Null where there is none that has not ended. */
  giveUp(id: string, by: string): Promise<Reorder | null>
  reorder(id: string): Promise<Reorder | null>
  /** Those of a link, as the old or the new one, the latest first. */
  ofLink(linkId: string): Promise<readonly Reorder[]>
  /** Resolves once nothing more happens at this instant. */
  settled(): Promise<void>
}

/** Makes it; what an earlier life left goes on once it is started. */
export function createReorders(parts: ReorderParts): Reorders {
  const { store, clock } = parts
  const runner = createRunner(parts)
  /** For each reorder what is done to it, one after another. */
  const queues = new Map<string, Promise<unknown>>()
  const timers = new Map<string, Timer>()
  const stopping = new AbortController()

  function enqueue<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = queues.get(id) ?? Promise.resolve()
    const result = before.then(work)
    const done = result.then(
      () => {},
      () => {},
    )
    queues.set(id, done)
    void done.then(() => {
      if (queues.get(id) === done) queues.delete(id)
    })
    return result
  }

  /** Has it go on as far as it can, and looks again when it waits. */
  function goOn(id: string): void {
    timers.get(id)?.cancel()
    timers.delete(id)
    void enqueue(id, async () => {
      if (stopping.signal.aborted) return
      const againMs = await runner.run(id, stopping.signal)
      if (againMs === null || stopping.signal.aborted) return
      timers.get(id)?.cancel()
      timers.set(
        id,
        clock.setTimer(againMs, () => goOn(id)),
      )
    })
  }

  /** Changes one that has not ended, between two of its steps; null where there is none, or it is not to be changed so. */
  function change(id: string, to: (reorder: Reorder) => Reorder | null): Promise<Reorder | null> {
    return enqueue(id, async () => {
      const reorder = await store.reorder(id)
      if (reorder === null || isEnded(reorder)) return null
      const next = to(reorder)
      return next === null ? null : runner.record(next)
    })
  }

  async function changeAndGoOn(
    id: string,
    to: (reorder: Reorder) => Reorder | null,
  ): Promise<Reorder | null> {
    const reorder = await change(id, to)
    if (reorder !== null) goOn(id)
    return reorder
  }

  async function end(id: string, how: 'given_up' | 'ordered_again', by: string): Promise<Reorder | null> {
    const reorder = await change(id, (before) => givenUp(before, by, clock.now(), how))
    timers.get(id)?.cancel()
    timers.delete(id)
    return reorder
  }

  /** A new link that is only followed until it is in service does not keep anybody from ordering it again. */
  async function openOf(linkId: string, by: string): Promise<Reorder | null> {
    for (const reorder of await store.reordersOf(linkId)) {
      if (isEnded(reorder)) continue
      if (holdsLink(reorder, linkId)) return reorder
      await end(reorder.id, 'ordered_again', by)
    }
    return null
  }

  const reorders: Reorders = {
    async start() {
      for (const reorder of await store.unfinishedReorders()) {
        parts.onProgress(reorder)
        const isOver = isEnded(reorder) || reorder.standing.type === 'stopped'
        if (!isOver) goOn(reorder.id)
      }
    },

    async stop() {
      stopping.abort()
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
      await reorders.settled()
    },

    async begin({ link, scope, ...asked }) {
      const now = await parts.readLink(scope, link.id, stopping.signal)
      if (now.type === 'absent') return { type: 'gone' }
      if (now.type === 'failed') return { type: 'unread', failure: now.failure }
      const what = differencesSince(link, now.link)
      if (what !== null) return { type: 'changed', what }
      const other = await openOf(link.id, asked.by)
      if (other !== null) return { type: 'under_way', reorder: other }
      const startedAt = clock.now()
      const names = partNames(now.link, asked.order, await parts.namesOf(scope))
      const plan = { ...asked, id: parts.newId(), scope, old: now.link, startedAt, partNames: names }
      const reorder = newReorder(plan)
      if (!(await store.beginReorder(reorder))) return { type: 'under_way', reorder: null }
      parts.onProgress(reorder)
      goOn(reorder.id)
      return { type: 'begun', reorder }
    },

    resume: (id, by) =>
      changeAndGoOn(id, (before) =>
        before.standing.type === 'stopped' ? resumed(before, by, null) : { ...before, by },
      ),
    async looked(id) {
      await queues.get(id)
      const reorder = await store.reorder(id)
      return reorder === null ? null : { reorder, at: runner.lookedAt(id) }
    },
    async orderInstead(id, by, order) {
      const known = await store.reorder(id)
      if (known === null) return null
      const names = partNames(known.old, order, await parts.namesOf(known.scope))
      return changeAndGoOn(id, (before) =>
        isOrderRefused(before) ? { ...resumed(before, by, order), partNames: names } : null,
      )
    },
    leaveOut: (id, by, step) =>
      changeAndGoOn(id, (before) =>
        leavableStep(before) === step ? leftOut(before, step, by, clock.now()) : null,
      ),
    giveUp: (id, by) => end(id, 'given_up', by),

    reorder: (id) => store.reorder(id),
    ofLink: (linkId) => store.reordersOf(linkId),

    async settled() {
      while (queues.size > 0) await Promise.all(queues.values())
    },
  }
  return reorders
}
