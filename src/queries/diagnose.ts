import type { AlertSettings } from '../alerting/settings.ts'
import type { ContactSource } from '../contacts/contact.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import type { LinkPast } from '../diagnostics/evidence.ts'
import { type PathStep, trafficPath } from '../diagnostics/traffic-path.ts'
import type { Clock } from '../domain/clock.ts'
import type { Scope } from '../domain/snapshot.ts'
import type { LinkCard, Queries, StatusAnswer } from './answers.ts'
import { startDeadline } from './deadline.ts'
import type { PartSource } from './evidence-parts.ts'
import { gatherLive, writtenSince } from './gather-live.ts'
import { liveCard, rememberedCard } from './link-card.ts'
import { idsIn } from './links-in.ts'
import { ownWritesIn } from './own-writes.ts'
import type { EvidenceReader, LiveReader, MemorySource, PastSource } from './ports.ts'
import { readLive } from './read-live.ts'
import { type KnownLink, recall } from './recall.ts'

/** A diagnosis made on demand: the card of the link by live evidence, its path, and where each part of it is from. */
export interface LiveDiagnosis extends LinkCard {
  readonly path: readonly PathStep[]
  /** In no order. `diagnosis.notChecked` says the same in words. */
  readonly parts: readonly PartSource[]
}

/** What is wrong with a link, or which one may be meant. */
export type DiagnoseAnswer =
  | ({ readonly type: 'found' } & LiveDiagnosis)
  | Exclude<StatusAnswer, { readonly type: 'found' }>

export interface DiagnoseParts {
  readonly scopes: readonly Scope[]
  readonly memory: MemorySource & PastSource
  readonly live: LiveReader
  readonly evidence: EvidenceReader
  /** Which link the words name; `refresh` is asked about an id that no poll has seen. */
  readonly queries: Pick<Queries, 'status' | 'refresh'>
  readonly contacts: ContactSource
  readonly settings: AlertSettings
  readonly clock: Clock
}

/** By when the answer is there, whatever hangs (ms). */
const DEADLINE_MS = 8_000
/** The share of that which the link itself gets: everything else is read after it, by the ids that stand on it. */
const LINK_SHARE = 3 / 8
const DAY_MS = 86_400_000
/** Decisions looked through for changes of a day. */
const MOST_REASONS = 200
/** Rows of the audit looked through for what this bot itself did to the link. */
const MOST_ROWS = 200

/**
 * Makes the answer to "what is wrong with this link?", read live within a deadline. Words name a link as for a status. Where
 * the link itself cannot be read, its last poll is diagnosed and `source` says why.
 */
export function createDiagnose(parts: DiagnoseParts): (words: string) => Promise<DiagnoseAnswer> {
  const { memory, contacts, settings, clock } = parts

  async function find(words: string): Promise<StatusAnswer> {
    const answer = await parts.queries.status(words)
    if (answer.type === 'vanished') {
      const now = await parts.queries.refresh(answer.link.id)
      return now.type === 'unknown' ? answer : now
    }
    const [id, ...more] = answer.type === 'unknown' ? idsIn(words) : []
    return id === undefined || more.length > 0 ? answer : parts.queries.refresh(id)
  }

  return async (words) => {
    const deadline = startDeadline(clock, DEADLINE_MS)
    try {
      const answer = await find(words)
      if (answer.type !== 'found') return answer
      const recalled = await recall(memory, parts.scopes)
      const { link } = answer.card.evidence
      const known = recalled.links.get(link.id) ?? null
      const state = known?.state ?? recalled.states.find(({ scope }) => scope.region === link.region)
      if (state === undefined) return { type: 'unknown', words, nearest: [], scopes: [] }

      let card = answer.card
      if (known !== null) {
        const timeoutMs = DEADLINE_MS * LINK_SHARE
        const reading = await readLive({ live: parts.live, clock, timeoutMs }, state.scope, link.id)
        const around = { memory: recalled, contacts, settings, now: clock.now() }
        if (reading.type === 'absent') return { type: 'gone', link, at: around.now }
        card =
          reading.type === 'found'
            ? liveCard(reading.link, known, state, around)
            : rememberedCard(known, around, {
                type: 'snapshot',
                at: state.lastGoodAt,
                failure: reading.failure,
              })
      }
      const now = clock.now()
      const past = await pastOf(memory, card, known, now)
      const rows = await memory.auditOf(link.id, writtenSince(past, now), MOST_ROWS)
      const gathered = await gatherLive({
        reader: parts.evidence,
        deadline,
        base: card.evidence,
        linkSource: linkSource(card),
        state,
        memory: recalled,
        past,
        ownWrites: ownWritesIn(rows),
        now,
      })
      const { evidence } = gathered
      return {
        type: 'found',
        ...card,
        evidence,
        diagnosis: diagnose(evidence, now),
        contact: contacts.contactOf(evidence),
        path: trafficPath(evidence),
        parts: gathered.parts,
      }
    } finally {
      deadline.cancel()
    }
  }
}

function linkSource({ source }: LinkCard): PartSource {
  return source.type === 'live'
    ? { part: 'link', from: 'live', failure: null }
    : { part: 'link', from: 'snapshot', failure: source.failure }
}

/** What polls have seen of the link within a day, and around its open incident. */
async function pastOf(
  memory: PastSource,
  { evidence, incident }: LinkCard,
  known: KnownLink | null,
  now: number,
): Promise<LinkPast> {
  const reasons = await memory.reasonsOf(evidence.link.id, MOST_REASONS)
  const moves = reasons.filter(({ transition }) => transition !== null && transition.from !== transition.to)
  const times = [...moves.map(({ at }) => at), ...(known?.watched.healthChanges ?? [])]
  return {
    changes: [...new Set(times)].filter((at) => at >= now - DAY_MS).sort((a, b) => a - b),
    ...(known === null ? {} : { watchedSince: known.watched.firstSeenAt }),
    flappingSince: incident?.flapping?.since ?? null,
    lastGoodAt: incident === null ? (known?.state.lastGoodAt ?? null) : incident.lastGoodAt,
    firstBadAt: incident?.firstBadAt ?? null,
    configured: known?.watched.configured ?? null,
  }
}
