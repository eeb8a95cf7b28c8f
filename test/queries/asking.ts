import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { ContactSource } from '../../src/contacts/contact.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { ScopeState } from '../../src/domain/memory.ts'
import type { LinkReading, Scope } from '../../src/domain/snapshot.ts'
import type { LinkCard, StatusAnswer } from '../../src/queries/answers.ts'
import type { HistorySource, LiveReader } from '../../src/queries/ports.ts'
import { createQueries } from '../../src/queries/queries.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'
import { manualClock } from '../support/clock.ts'
import { NO_CONTACTS } from '../support/contacts.ts'
import { NOW } from '../support/links.ts'
import { memoryOf, NOTHING_GONE, TIMEOUT } from './remembered.ts'

export const runbooks = await loadRunbooks(BUILTIN_RUNBOOKS)

/** What makes a link one whose sessions are both down. */
export const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const

type Reading = (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>

/** Queries over these scopes; a live read fails unless the test says what it gives. */
export function queriesOver(
  states: readonly ScopeState[],
  {
    incidents = [],
    contacts = NO_CONTACTS,
    readLink = async () => ({ type: 'failed', failure: TIMEOUT }),
    scopes,
    vanished = [],
  }: Partial<{
    incidents: readonly Incident[]
    contacts: ContactSource
    readLink: Reading
    scopes: readonly Scope[]
    vanished: Awaited<ReturnType<HistorySource['vanishedLinks']>>
  }> = {},
) {
  const clock = manualClock(NOW)
  const reads: string[] = []
  const live: LiveReader = {
    readLink(scope, linkId, signal) {
      reads.push(`${scope.id} ${linkId}`)
      return readLink(scope, linkId, signal)
    },
  }
  const queries = createQueries({
    ...NOTHING_GONE,
    past: { vanishedLinks: async () => vanished },
    scopes: scopes ?? states.map(({ scope }) => scope),
    memory: memoryOf(states, incidents),
    live,
    contacts,
    settings: DEFAULT_ALERT_SETTINGS,
    clock,
  })
  return { queries, clock, reads }
}

/** The card of an answer that has one. */
export function cardOf(answer: StatusAnswer): LinkCard {
  if (answer.type !== 'found') throw new Error(`The answer is "${answer.type}", not a card.`)
  return answer.card
}
