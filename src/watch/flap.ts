import { isFullyUp, judgeFlapping } from '../alerting/flapping.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import type { Link } from '../domain/link.ts'
import type { Books } from './books.ts'
import type { StoryBook } from './story-book.ts'

/** Tells that a link flaps, still flaps, or does so no more, where it has an incident. */
export function flap(
  link: Link,
  changes: readonly number[],
  evidence: Evidence,
  books: Books,
  book: StoryBook,
): void {
  const incident = book.openIncidentOf(link.id)
  if (incident === null) return
  const flaps = { changes, up: isFullyUp(link), flapping: incident.flapping }
  const judgement = judgeFlapping(flaps, books.at, books.settings)
  if (judgement.type !== 'none') book.flap(incident, evidence, judgement)
}
