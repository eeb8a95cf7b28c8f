import type { Alert } from '../../src/alerting/alert.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { Recorded } from './run.ts'

/** What the bot made of one bad period of a link, read from what it recorded. Times are those of records (ms). */
export interface Told {
  readonly incidentId: string
  readonly linkId: string
  readonly openedAt: number
  readonly level: Incident['level']
  readonly baseline: boolean
  over: { readonly at: number; readonly ending: Incident['ending'] } | null
  /** How bad it was as its first message told it. */
  toldLevel: Incident['level'] | null
  /** Messages of the channel that name it, each with the moment it first did. */
  readonly messages: Map<string, number>
  /** Those of them that have handed it over since, to the message of its cause. */
  readonly left: Set<string>
  /** Why nothing was told as it opened. */
  readonly reasons: string[]
  /** Lines that told its end. */
  readonly endings: number[]
}

/** Names of incidents of links in a message of its own. */
function namedIn(alert: Alert): readonly { readonly incidentId: string; readonly linkId: string }[] {
  switch (alert.type) {
    case 'link':
    case 'link_line':
      return [{ incidentId: alert.incident.id, linkId: alert.evidence.link.id }]
    case 'group':
    case 'baseline':
    case 'connection':
    case 'policy':
      return alert.entries
        .filter(({ subject }) => subject === undefined)
        .map(({ incidentId, link }) => ({ incidentId, linkId: link.id }))
    default:
      return []
  }
}

const ENDINGS: readonly string[] = ['recovered', 'closed', 'gone']

/** Links whose end a line of a thread tells. */
function endedIn(alert: Alert): readonly string[] {
  if (alert.type === 'link_line') return ENDINGS.includes(alert.event) ? [alert.evidence.link.id] : []
  if (alert.type !== 'links_line') return []
  return alert.changes.flatMap(({ event, link }) => (ENDINGS.includes(event) ? [link.id] : []))
}

/** Reads from the records what a channel was told of each incident of a link. Throws where a message names another link. */
export function toldIn(channel: string, records: readonly Recorded[]): readonly Told[] {
  const all = new Map<string, Told>()
  for (const { at, record } of records) {
    for (const { id, subject, level, lastGoodAt, resolvedAt, ending } of record.incidents) {
      if (subject.type !== 'link') continue
      const told: Told = all.get(id) ?? {
        incidentId: id,
        linkId: subject.linkId,
        openedAt: at,
        level,
        baseline: lastGoodAt === null,
        over: null,
        toldLevel: null,
        messages: new Map(),
        left: new Set(),
        reasons: [],
        endings: [],
      }
      if (resolvedAt !== null) told.over = { at: resolvedAt, ending }
      all.set(id, told)
    }
    for (const { incidentId, reason } of record.reasons) {
      const told = all.get(incidentId ?? '')
      // Why somebody is called beyond chat is no reason to tell nothing in it.
      if (told?.openedAt === at && !/^(Paged|Not paged)/.test(reason)) told.reasons.push(reason)
    }
    for (const { channel: where, dispatch, alert } of record.deliveries) {
      if (where !== channel) continue
      if (dispatch.type === 'reply') {
        for (const linkId of endedIn(alert)) lastOf(all, linkId)?.endings.push(at)
        continue
      }
      const message = dispatch.type === 'post' ? dispatch.key : dispatch.parentKey
      if (alert.type === 'moved')
        for (const told of all.values()) if (told.messages.has(message)) told.left.add(message)
      for (const { incidentId, linkId } of namedIn(alert)) {
        const told = all.get(incidentId)
        if (told?.linkId !== linkId) throw new Error(`A message names ${linkId} for incident ${incidentId}.`)
        told.toldLevel ??= record.incidents.find(({ id }) => id === incidentId)?.level ?? null
        if (!told.messages.has(message)) told.messages.set(message, at)
      }
    }
  }
  return [...all.values()]
}

function lastOf(all: ReadonlyMap<string, Told>, linkId: string): Told | undefined {
  return [...all.values()].findLast((told) => told.linkId === linkId)
}
