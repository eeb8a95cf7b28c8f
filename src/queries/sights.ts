import { oneLine } from '../diagnostics/words.ts'
import type { Clock } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import type { RecordedWrite } from '../domain/lookups.ts'
import { lateFailure, type Scope } from '../domain/snapshot.ts'
import type { LinkSights } from '../remedies/ports.ts'
import { startDeadline } from './deadline.ts'
import type { DiagnoseAnswer } from './diagnose.ts'
import type { EvidenceReader, MemorySource } from './ports.ts'
import { recall } from './recall.ts'

/** A diagnosis asks who wrote to a link lately; who owns it may have written last long before (ms). */
const OWNED_MS = 90 * 86_400_000
const OWNED_TIMEOUT_MS = 5_000

/**
 * Looks at links for remedies with the eyes of a diagnosis on demand: the link first, then its siblings and who wrote to it,
 * within the diagnosis's own deadline.
 */
export function createSights(parts: {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource
  readonly diagnose: (words: string) => Promise<DiagnoseAnswer>
  readonly evidence: Pick<EvidenceReader, 'writesTo'>
  readonly clock: Clock
}): LinkSights {
  const { scopes, memory, clock } = parts

  async function remembered(linkId: string) {
    const known = (await recall(memory, scopes)).links.get(linkId)
    return known === undefined
      ? null
      : {
          link: known.watched.link,
          statusSince: known.watched.statusSince,
          directory: known.state.directory,
        }
  }

  /** Writes to the link as far back as who owns it may have made them. */
  async function olderWrites(linkId: string): Promise<OlderWrites> {
    const known = await remembered(linkId)
    if (known === null) return { writes: [], isUnread: false }
    const { region, organizationId } = known.link
    const question = { region, organizationId, linkId, policyIds: [], since: clock.now() - OWNED_MS }
    const deadline = startDeadline(clock, OWNED_TIMEOUT_MS)
    const writes = await deadline.within((signal) => parts.evidence.writesTo(question, signal))
    deadline.cancel()
    if (writes.type === 'found') return { writes: writes.value, isUnread: false }
    // Where the key may not read it at all, it would be said of every act.
    return { writes: [], isUnread: writes.failure.retryable }
  }

  return {
    async look(linkId) {
      const [answer, older] = await Promise.all([parts.diagnose(linkId), olderWrites(linkId)])
      if (answer.type === 'gone') return { type: 'gone' }
      // An id means one link; a name that looks like an id must not stand in for it.
      if (answer.type !== 'found' || answer.evidence.link.id !== linkId) return { type: 'unknown' }
      const { incident, source, contact } = answer
      const writes = merged(answer.evidence.writes ?? [], older.writes)
      const evidence = writes.length === 0 ? answer.evidence : { ...answer.evidence, writes }
      const recalled = await recall(memory, scopes)
      const state =
        recalled.links.get(linkId)?.state ??
        recalled.states.find(({ scope }) => scope.region === evidence.link.region)
      if (state === undefined) return { type: 'unknown' }
      const incidentId = incident?.id ?? null
      const found = {
        type: 'found',
        scope: state.scope,
        evidence,
        contact,
        directory: state.directory,
        incidentId,
        hasNamesake: isNamedLikeAnother(evidence.link, recalled.links.values()),
        isTrailUnread: older.isUnread,
      } as const
      if (source.type === 'live') return { ...found, notRead: null }
      return { ...found, notRead: source.failure ?? NEVER_READ }
    },

    recall: remembered,
  }
}

/** What the Audit Trail tells of a link. `isUnread`: it did not answer, and might when asked again. */
interface OlderWrites {
  readonly writes: readonly RecordedWrite[]
  readonly isUnread: boolean
}

/** Whether a link would be taken for another by its name as a person reads it. */
function isNamedLikeAnother(
  { id, name }: Pick<Link, 'id' | 'name'>,
  known: Iterable<{ readonly watched: { readonly link: Pick<Link, 'id' | 'name'> } }>,
): boolean {
  const typed = oneLine(name)
  return [...known].some(({ watched: { link } }) => link.id !== id && oneLine(link.name) === typed)
}

/** All of them once, newest first. */
function merged(some: readonly RecordedWrite[], others: readonly RecordedWrite[]): readonly RecordedWrite[] {
  const keyOf = ({ at, method, target }: RecordedWrite) => `${at} ${method} ${target}`
  const known = new Set(some.map(keyOf))
  return [...some, ...others.filter((write) => !known.has(keyOf(write)))].sort((a, b) => b.at - a.at)
}

const NEVER_READ = lateFailure('Only the last poll of it is known.')
