import type { LinkReading } from '../../domain/snapshot.ts'
import { requestIdsOf } from '../audit-rows.ts'
import type { AuditRow, Written } from '../ports.ts'
import { afterCall, afterCrash, afterMove, beforeCall, heldUp } from './advance.ts'
import { ACT_OF, type Call, changedBy, changesOf, perform, whatOf } from './calls.ts'
import { nextMove, type Seen } from './moves.ts'
import { BUSY_MS, LEASE_MS } from './patience.ts'
import type { ReorderParts } from './reorders.ts'
import { isEnded, linkOfStep, orderTag, type Reorder, stepUnderWay } from './saga.ts'

/** The next look after the store broke, in ms. */
const MEND_MS = 30_000

/** Works on one reorder at a time; whoever calls it sees to it that nobody else works on the same. */
export interface Runner {
  /** Takes all steps that can be taken now. Returns after how many ms to run again; null where nothing is left to do. */
  run(id: string, signal: AbortSignal): Promise<number | null>
  /** When it last looked for one, in this life (ms); null where it has not. */
  lookedAt(id: string): number | null
  /** Records a changed reorder as its next version, and tells of it. */
  record(reorder: Reorder): Promise<Reorder>
}

/** Makes it; nothing runs before it is told to. */
export function createRunner(parts: ReorderParts): Runner {
  const { store, acts, writer, clock, newId } = parts
  const looks = new Map<string, number>()

  async function save(reorder: Reorder): Promise<Reorder> {
    const next = { ...reorder, version: reorder.version + 1 }
    await store.saveReorder(next)
    return next
  }

  async function record(reorder: Reorder): Promise<Reorder> {
    const next = await save(reorder)
    parts.onProgress(next)
    return next
  }

  async function look(reorder: Reorder, signal: AbortSignal): Promise<Seen> {
    const step = stepUnderWay(reorder)
    const { id } = step === null ? { id: null } : linkOfStep(reorder, step)
    if (id === null) {
      const answer = await writer.linksTagged(reorder.scope, orderTag(reorder.id), signal)
      return { type: 'tagged', answer }
    }
    const reading: LinkReading = await parts.readLink(reorder.scope, id, signal)
    return { type: 'link', reading }
  }

  /** The rows of what an earlier life left open, before anything new is begun. */
  async function closeBooks(reorder: Reorder): Promise<Reorder> {
    const { attempt } = reorder
    let open = reorder
    if (attempt !== null) {
      const reason = 'The bot was stopped before it knew what came of this.'
      const end = { ...attempt.row, id: newId(), at: clock.now(), outcome: 'unknown', reason } as const
      open = await save(afterCrash(reorder, end))
    }
    if (open.unaudited === null) return open
    await acts.endAct(open.unaudited)
    return { ...open, unaudited: null }
  }

  async function make(
    before: Reorder,
    call: Call,
    seen: Seen,
    signal: AbortSignal,
  ): Promise<Reorder | 'held_up'> {
    const link = seen.type === 'link' && seen.reading.type === 'found' ? seen.reading.link : null
    const names = await parts.namesOf(before.scope)
    const what = whatOf(call, link, names)
    const row = beginningOf(before, call, what, newId(), clock.now())
    const begun = await record(beforeCall(before, call, row, clock.now()))
    if (!(await acts.beginAct(row, changesOf(call), clock.now(), LEASE_MS))) {
      await record(heldUp(before, begun, clock.now()))
      return 'held_up'
    }
    const written = await perform(writer, before.scope, call, signal)
    const change = written.type === 'done' ? changedBy(call, link, written.value, names) : UNCHANGED
    const end = endOf({ ...row, ...change, id: newId(), at: clock.now() }, written)
    return closeBooks(await record(afterCall(begun, call, written, end, clock.now())))
  }

  async function goOn(id: string, signal: AbortSignal): Promise<number | null> {
    const stored = await store.reorder(id)
    if (stored === null || isEnded(stored)) return null
    let reorder = await closeBooks(stored)
    for (;;) {
      if (signal.aborted || isEnded(reorder) || reorder.standing.type === 'stopped') return null
      const seen = await look(reorder, signal)
      if (signal.aborted) return null
      const now = clock.now()
      looks.set(id, now)
      const move = nextMove(reorder, seen, now)
      if (move.type === 'call') {
        const made = await make(reorder, move.call, seen, signal)
        if (made === 'held_up') return BUSY_MS
        reorder = made
        continue
      }
      const after = afterMove(reorder, move, seen, now)
      if (after !== reorder) reorder = looksSame(after, reorder) ? await save(after) : await record(after)
      if (move.type === 'wait') return move.forMs
    }
  }

  return {
    record,
    lookedAt: (id) => looks.get(id) ?? null,
    async run(id, signal) {
      try {
        return await goOn(id, signal)
      } catch (error) {
        parts.onTrouble(error)
        return MEND_MS
      }
    },
  }
}

/** Whether only what nobody is shown differs. */
function looksSame(a: Reorder, b: Reorder): boolean {
  return a.standing === b.standing && a.steps === b.steps && a.newLinkId === b.newLinkId && a.mail === b.mail
}

const UNCHANGED = { before: null, after: null } as const

function beginningOf(reorder: Reorder, call: Call, what: string, id: string, at: number): AuditRow {
  const { old, order } = reorder
  const isNew = call.type !== 'create_link' && call.linkId !== old.id
  const link = {
    id: call.type === 'create_link' ? old.id : call.linkId,
    name: isNew ? (order?.name ?? old.name) : old.name,
    region: old.region,
  }
  return {
    id,
    at,
    by: reorder.by,
    channel: reorder.channel,
    act: ACT_OF[call.type],
    link,
    what,
    outcome: 'begun',
    reason: null,
    before: null,
    after: null,
    requestIds: [],
  }
}

function endOf(row: AuditRow, written: Written<unknown>): AuditRow {
  switch (written.type) {
    case 'done':
      return { ...row, outcome: 'done', requestIds: requestIdsOf(written.requestId) }
    case 'refused':
    case 'unknown': {
      const { message, requestId } = written.failure
      const outcome = written.type === 'refused' ? 'failed' : 'unknown'
      return { ...row, outcome, reason: message, requestIds: requestIdsOf(requestId) }
    }
  }
}
