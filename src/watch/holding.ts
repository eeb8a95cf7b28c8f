import type { Holding } from '../alerting/silences.ts'
import { type HeldBack, type Incident, withHistory } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'
import type { Books } from './books.ts'
import { retell } from './retell.ts'
import { untilText } from './wording.ts'
import type { KnownWorld } from './world.ts'

/** What holds an incident back from now on, and why, as a sentence. `by` is who asked for it; null where nobody did just now. */
interface HeldFromNow extends Pick<Extract<Holding, { type: 'hold' }>, 'heldBack' | 'reason'> {
  readonly by: string | null
}

/** Holds back an incident that is open already. What was told of it stays, and shows that it is held back. */
export function holdFromNow(books: Books, incident: Incident, { heldBack, reason, by }: HeldFromNow): void {
  const { incidents, bag, at } = books
  const entry = { at, event: 'held_back', status: incident.badStatus, by } as const
  const held = incidents.save({ ...withHistory(incident, entry), heldBack })
  books.becauseOf(held, reason)
  if (held.rootKey !== null) bag.edit(held.rootKey, (root) => retell(root, held, at, null))
}

/** Holds back the incidents that a silence is for. What was told of them stays, and shows that it is silenced. */
export function holdForSilence(
  books: Books,
  world: KnownWorld,
  silence: Silence,
  open: readonly Incident[],
): void {
  const { hush, at } = books
  for (const incident of open) {
    const { subject } = incident
    const evidence = subject.type === 'link' ? world.evidenceOf(subject.scopeId, subject.linkId) : null
    const verdict =
      evidence === null
        ? ({
            type: 'hold',
            heldBack: firstHeld(silence, incident, at),
          } as const)
        : hush.judge(
            { ...incident, heldBack: incident.heldBack ?? firstHeld(silence, incident, at) },
            incident.level,
            evidence,
          )
    if (verdict.type !== 'hold') continue
    const { heldBack } = verdict
    const reason = `Silenced ${untilText(silence)}${silence.reason === null ? '' : `: ${silence.reason}`}.`
    holdFromNow(books, incident, { heldBack, reason, by: silence.by })
  }
}

function firstHeld({ id, until, reason }: Silence, { level }: Incident, at: number): HeldBack {
  return { by: { type: 'silence', silenceId: id }, level, at, until, reason }
}
