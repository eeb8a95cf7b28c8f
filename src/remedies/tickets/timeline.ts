import { FAMILY_NAMES, inWords } from '../../diagnostics/words.ts'
import type { HistoryEntry } from '../../domain/incident.ts'
import { visibleLine } from '../../domain/plain-text.ts'
import type { ConfigurationChange } from '../../domain/transition.ts'
import { utcSecond } from '../../domain/utc.ts'
import type { TicketFacts } from './ticket.ts'

/** What happened to the link, for whoever did not see it; null for what only concerns those who handled it. */
const EVENTS: Readonly<Record<HistoryEntry['event'], string | null>> = {
  opened: 'first seen bad',
  worsened: 'seen worse',
  changed: 'seen changed',
  up: 'seen up again',
  down_again: 'seen down again',
  over: 'over',
  flapping: 'sessions begin to come and go',
  steady: 'sessions are steady again',
  acknowledged: null,
  acknowledgement_undone: null,
  acknowledgement_expired: null,
  reminded: null,
  paged: null,
  held_back: null,
  told_after_all: null,
}

const CHANGES: Readonly<Record<ConfigurationChange, string>> = {
  vpc: 'the VPC',
  policy_ipv4: `the ${FAMILY_NAMES.ipv4} routing policy`,
  policy_ipv6: `the ${FAMILY_NAMES.ipv6} routing policy`,
  propagation: 'route propagation',
  peer_asn: 'the peer ASN',
}

/** What is known to have happened, in UTC, oldest first. A poll sees things late: by its interval, and by BGP's hold time. */
export function timelineLines({ evidence, incident }: TicketFacts): readonly string[] {
  const { link, past, writes } = evidence
  const events: { readonly at: number; readonly what: string }[] = [{ at: link.createdAt, what: 'created' }]
  const lastGoodAt = incident?.lastGoodAt ?? past?.lastGoodAt ?? null
  if (lastGoodAt !== null) events.push({ at: lastGoodAt, what: 'last seen good' })
  for (const { at, event, status } of incident?.history ?? []) {
    const what = EVENTS[event]
    if (what !== null)
      events.push({ at, what: status === null ? what : `${what}, status ${visibleLine(status)}` })
  }
  if (incident === null && past?.firstBadAt != null)
    events.push({ at: past.firstBadAt, what: 'first seen bad' })
  if (past?.configured != null)
    events.push({
      at: past.configured.at,
      what: `configuration seen changed: ${inWords(past.configured.changes.map((change) => CHANGES[change]))}`,
    })
  for (const { at, method, by, target } of writes ?? [])
    events.push({
      at,
      what: `Audit Trail: ${visibleLine(method)} on the ${target === 'link' ? 'link' : 'routing policy'} by ${visibleLine(by)}`,
    })
  const lines = events.sort((a, b) => a.at - b.at).map(({ at, what }) => `${utcSecond(at)}  ${what}`)
  return [...new Set(lines)]
}
