import { DEFAULT_ALERT_SETTINGS } from '../../src/alerting/settings.ts'
import type { ContactSource } from '../../src/contacts/contact.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Link } from '../../src/domain/link.ts'
import type { ScopeState } from '../../src/domain/memory.ts'
import type { OpenReorder } from '../../src/domain/open-reorder.ts'
import type { Silence } from '../../src/domain/silence.ts'
import { createIncidentsQuestion } from '../../src/queries/incidents.ts'
import { createPartnerQuestion } from '../../src/queries/partner.ts'
import type { HistorySource } from '../../src/queries/ports.ts'
import { createSuggest } from '../../src/queries/suggest.ts'
import { createVpcQuestion } from '../../src/queries/vpc.ts'
import { createWhatIf } from '../../src/queries/whatif.ts'
import { manualClock } from '../support/clock.ts'
import { NO_CONTACTS } from '../support/contacts.ts'
import { aLink, aPartner, aPop, NOW } from '../support/links.ts'
import { aScopeState, DIRECTORY, memoryOf, NOTHING_GONE } from './remembered.ts'

/** A second PoP and partner, so that a link there is independent of one of `aLink`. */
export const ELSEWHERE = {
  popId: 'pop-2',
  kind: { type: 'hosted', partnerId: 'partner-2', layer: null, disapprovedReason: null },
} as const satisfies Partial<Link>

export const TWO_PLACES = {
  ...DIRECTORY,
  pops: [...DIRECTORY.pops, aPop({ id: 'pop-2', name: 'DC3', displayName: 'Scaleway DC3' })],
  partners: [...DIRECTORY.partners, aPartner({ id: 'partner-2', name: 'Lumen', contactEmail: null })],
}

/** Two independent links into one VPC. */
export const PAIR: readonly Link[] = [
  aLink({ id: 'id-a', name: 'paris-a' }),
  aLink({ id: 'id-b', name: 'paris-b', ...ELSEWHERE }),
]

/** A region with these links, PoPs and partners at both places. */
export function inParis(links: readonly Link[] = PAIR, overrides: Partial<ScopeState> = {}): ScopeState {
  return aScopeState(links, { directory: TWO_PLACES, ...overrides })
}

/** Every question that is answered from the snapshot, over these scopes. */
export function asking(
  states: readonly ScopeState[],
  known: Partial<{
    incidents: readonly Incident[]
    silences: readonly Silence[]
    channels: Readonly<Record<string, readonly string[]>>
    contacts: ContactSource
    reorders: readonly OpenReorder[]
    vanished: Awaited<ReturnType<HistorySource['vanishedLinks']>>
  }> = {},
) {
  const scopes = states.map(({ scope }) => scope)
  const memory = {
    ...memoryOf(states, known.incidents, known.silences),
    channelsOf: async (stories: readonly string[]) =>
      new Map(stories.map((story) => [story, known.channels?.[story] ?? []])),
  }
  const { contacts = NO_CONTACTS } = known
  const parts = { scopes, memory, contacts, clock: manualClock(NOW), settings: DEFAULT_ALERT_SETTINGS }
  const gone = { ...NOTHING_GONE, past: { vanishedLinks: async () => known.vanished ?? [] } }
  return {
    vpc: createVpcQuestion(parts),
    partner: createPartnerQuestion(parts),
    incidents: createIncidentsQuestion({
      ...parts,
      reorders: { openReorders: async () => known.reorders ?? [] },
    }),
    whatIf: createWhatIf({ ...parts, ...gone }),
    suggest: createSuggest(parts),
  }
}

/** The arm of an answer that was found. */
export function found<T extends { readonly type: string }>(
  answer: T,
): Extract<T, { readonly type: 'found' }> {
  if (answer.type !== 'found') throw new Error(`The answer is "${answer.type}".`)
  return answer as Extract<T, { readonly type: 'found' }>
}
