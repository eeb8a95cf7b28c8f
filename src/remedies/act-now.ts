import { type Clock, sleep } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import { type LinkReading, lateFailure, type ReadFailure, type Scope } from '../domain/snapshot.ts'
import { within } from '../domain/within.ts'
import { didText } from './act-words.ts'
import type { ConfiguringAct } from './acts.ts'
import { type Noted, requestIdsOf, type Subject } from './audit-rows.ts'
import { type CarriedOut, carryOut, changesOf, type Send } from './carry-out.ts'
import { differences, linkName, type Names } from './naming.ts'
import { isAsWanted } from './plan.ts'
import type { AuditRow, LinkWriter, RemedyStore } from './ports.ts'
import { type Premise, whatChanged } from './premise.ts'
import type { RemedySettings } from './settings.ts'
import {
  onLink,
  premiseGone,
  type Refused,
  refused,
  type Seen,
  type ShownAsCode,
  UNDER_WAY,
} from './weigh.ts'

/** What became of an act that was begun. Texts are plain sentences; `requestIds` are for Scaleway's support. */
export type Outcome =
  | {
      readonly type: 'done'
      readonly sentence: string
      /** What else is to be known, as a sentence of `sentence`; empty where there is nothing. */
      readonly remark: string
      /** As it is now; null where the link itself did not change. */
      readonly link: Link | null
      /** What differs, in words: "VPC none", "VPC prod". Null where nothing does. */
      readonly before: string | null
      readonly after: string | null
      readonly requestIds: readonly string[]
    }
  /** The key itself, for the one who asked alone: never to be stored or logged. */
  | { readonly type: 'key'; readonly key: string; readonly sentence: string }
  /** Scaleway said no, or nothing came of it. */
  | { readonly type: 'failed'; readonly sentence: string; readonly requestIds: readonly string[] }
  /** Nobody can tell yet whether it was done. */
  | { readonly type: 'unknown'; readonly sentence: string; readonly requestIds: readonly string[] }

export interface ActNowParts {
  readonly settings: RemedySettings
  readonly readLink: (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>
  readonly writer: LinkWriter
  readonly store: RemedyStore
  readonly clock: Clock
  readonly rowOf: (subject: Subject, noted: Noted) => AuditRow
}

/** Writes were recorded to take less than half a second: past this (ms) an answer counts as lost. */
export const WRITE_TIMEOUT_MS = 15_000
const READ_TIMEOUT_MS = 5_000
/** What was done shows within this (ms), where the answer was lost. */
const SETTLE_MS = 3_000
/** Longer than all of it together (ms): an act that a crash cut short does not keep the link for ever. */
export const LEASE_MS = 90_000

/** One change of a link's configuration that was checked. */
export interface Checked {
  readonly act: ConfiguringAct
  readonly premise: Premise
  readonly seen: Seen
  readonly subject: Subject
}

/**
 * Does it once: takes the link's lease together with the audit's row `begun`, reads the link a last time, since somebody may
 * have changed it until then, writes, and finds out by reading where an answer was lost.
 */
export async function configure(
  { act, premise, seen, subject }: Checked,
  parts: ActNowParts,
): Promise<Outcome | Refused | ShownAsCode> {
  const { store, clock, rowOf, writer } = parts
  const { scope } = seen
  const begun = rowOf(subject, { outcome: 'begun' })
  if (!(await store.beginAct(begun, changesOf(act), clock.now(), LEASE_MS, act))) {
    await store.appendAudit(rowOf(subject, { outcome: 'refused', reason: UNDER_WAY }))
    return refused('under_way', UNDER_WAY)
  }
  const last = await lastLook({ act, premise, seen, subject }, parts)
  if (last.type !== 'found') {
    const reason = last.type === 'refused' ? last.sentence : last.reason
    await store.endAct(rowOf(subject, { outcome: 'refused', reason }))
    return last
  }
  const { link } = last.evidence
  const carried = await carryOut(act, link, scope, writer, sender(parts))
  const names = namesWith(act, seen, carried)
  const outcome = await outcomeOf(carried, { act, link, scope, names, did: didText(act, link, names) }, parts)
  await store.endAct(rowOf(subject, notedAs(outcome)))
  return outcome
}

/** Reads the pairing key and hands it over, with a row that does not hold it. No row, no key. */
export async function showKey(
  link: Link,
  scope: Scope,
  subject: Subject,
  parts: ActNowParts,
): Promise<Outcome> {
  const { store, rowOf, writer } = parts
  const read = await sender(parts)((signal) => writer.pairingKey(scope, link.id, signal))
  if (read.type === 'done' && read.value !== null) {
    const requestIds = requestIdsOf(read.requestId)
    await store.appendAudit(rowOf(subject, { outcome: 'done', requestIds }))
    return {
      type: 'key',
      key: read.value,
      sentence: `This is the pairing key of ${linkName(link)}: give it to its partner and to nobody else.`,
    }
  }
  const sentence =
    read.type === 'done'
      ? 'Scaleway gives this link no pairing key: look at it in the console.'
      : `The pairing key could not be read: ${read.failure.message}`
  const requestIds = requestIdsOf(read.type === 'done' ? read.requestId : read.failure.requestId)
  await store.appendAudit(rowOf(subject, { outcome: 'failed', reason: sentence, requestIds }))
  return { type: 'failed', sentence, requestIds }
}

async function lastLook(
  { act, premise, seen }: Checked,
  parts: ActNowParts,
): Promise<Seen | Refused | ShownAsCode> {
  const reading = await readAgain(seen.scope, seen.evidence.link.id, parts)
  if (reading.type === 'absent')
    return refused('gone', 'The link is gone from Scaleway (404): nothing was done.')
  if (reading.type === 'failed')
    return refused(
      'not_read',
      `The link could not be read just now, so nothing was done: ${reading.failure.message} Try again in a minute.`,
    )
  const changed = whatChanged(premise, reading.link)
  if (changed !== null) return premiseGone(changed)
  return onLink(act, { ...seen, evidence: { ...seen.evidence, link: reading.link } }, parts)
}

interface Around {
  readonly act: ConfiguringAct
  /** As it was just before. */
  readonly link: Link
  readonly scope: Scope
  readonly names: Names
  /** What it did, where it is done, in sentences. */
  readonly did: string
}

async function outcomeOf(carried: CarriedOut, around: Around, parts: ActNowParts): Promise<Outcome> {
  const { act, link, scope } = around
  const { requestIds } = carried
  if (carried.type === 'done') return doneOutcome(around, carried.link, requestIds, '')
  const { message } = carried.failure
  const kept =
    carried.policyId === null
      ? ''
      : ` The routing policy was created (${carried.policyId}) and is not attached: attach it from the list.`
  if (carried.type === 'refused')
    return { type: 'failed', sentence: `It was not done: ${message}${kept}`, requestIds }
  for (const isLast of [false, true]) {
    const reading = await readAgain(scope, link.id, parts)
    if (reading.type === 'found' && isAsWanted(act, reading.link, carried.policyId))
      return doneOutcome(
        around,
        reading.link,
        requestIds,
        "Scaleway's answer was lost, and the link shows it.",
      )
    if (!isLast) await sleep(parts.clock, SETTLE_MS)
    else if (reading.type === 'found' && isCertain(act, carried))
      return {
        type: 'failed',
        sentence: `Scaleway's answer was lost, and the link shows that it was not done: ${message}${kept} Look at the link, then try again.`,
        requestIds,
      }
  }
  const what =
    act.type === 'create_policy' && carried.policyId === null
      ? 'the routing policy may have been created, and it is not attached: look for it in the list before making another'
      : 'it may have been done: look at the link before trying again'
  return { type: 'unknown', sentence: `Scaleway's answer was lost, and ${what}. ${message}`, requestIds }
}

/** A timeout may be acted on yet, and a policy that nobody knows the id of cannot be looked for. */
function isCertain(
  act: ConfiguringAct,
  carried: { readonly failure: ReadFailure; readonly policyId: string | null },
) {
  if (act.type === 'create_policy' && carried.policyId === null) return false
  return carried.failure.reason !== 'timeout'
}

function doneOutcome(
  { link: before, names, did }: Around,
  after: Link,
  requestIds: readonly string[],
  remark: string,
): Outcome {
  const words = differences(before, after, names)
  return {
    type: 'done',
    sentence: remark === '' ? did : `${did} ${remark}`,
    remark,
    link: after,
    before: words?.before ?? null,
    after: words?.after ?? null,
    requestIds,
  }
}

function notedAs(outcome: Outcome): Noted {
  switch (outcome.type) {
    case 'done':
      return { outcome: 'done', before: outcome.before, after: outcome.after, requestIds: outcome.requestIds }
    case 'key':
      return { outcome: 'done' }
    case 'failed':
    case 'unknown':
      return { outcome: outcome.type, reason: outcome.sentence, requestIds: outcome.requestIds }
  }
}

/** The names that are known, the policy that was just made among them. */
function namesWith(act: ConfiguringAct, { directory }: Seen, { policyId }: CarriedOut): Names {
  if (act.type !== 'create_policy' || policyId === null) return directory
  return { ...directory, policies: [...directory.policies, { id: policyId, ...act.policy }] }
}

/** Reads a link within its time. */
export function readAgain(
  scope: Scope,
  linkId: string,
  parts: Pick<ActNowParts, 'clock' | 'readLink'>,
): Promise<LinkReading> {
  const failure = noAnswer(scope, READ_TIMEOUT_MS)
  return within<LinkReading>(
    parts.clock,
    READ_TIMEOUT_MS,
    (signal) => parts.readLink(scope, linkId, signal),
    () => ({ type: 'failed', failure }),
  )
}

function sender({ clock }: ActNowParts): Send {
  return (write) =>
    within(clock, WRITE_TIMEOUT_MS, write, () => ({
      type: 'unknown',
      failure: noAnswer(null, WRITE_TIMEOUT_MS),
    }))
}

function noAnswer(scope: Scope | null, timeoutMs: number): ReadFailure {
  const where = scope === null ? '' : ` for ${scope.region}`
  return lateFailure(`The InterLink API did not answer${where} within ${timeoutMs / 1000} seconds.`)
}
