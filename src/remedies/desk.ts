import type { Evidence } from '../diagnostics/evidence.ts'
import { oneLine } from '../diagnostics/words.ts'
import type { Clock } from '../domain/clock.ts'
import type { LinkReading, ReadFailure, Scope } from '../domain/snapshot.ts'
import { type ActNowParts, configure, type Outcome, showKey } from './act-now.ts'
import { ACT_KINDS, type Act, type ActType } from './acts.ts'
import { createAuditRows, type Subject } from './audit-rows.ts'
import type { Asker, Permission } from './authorise.ts'
import { confirmationFor, isConfirmed } from './confirmation.ts'
import { ownedByCode } from './infrastructure.ts'
import { type Offers, offersFor } from './offers.ts'
import { type Plan, planOf, summaryOf } from './plan.ts'
import type { AuditRow, LinkSights, LinkWriter, RemedyStore } from './ports.ts'
import { lessIsLeft, MOST_PREMISE_CHARACTERS, type Premise, premiseText, whatChanged } from './premise.ts'
import type { RemedySettings } from './settings.ts'
import {
  auditLink,
  type MayAct,
  notAllowed,
  premiseGone,
  type Refused,
  refused,
  type Seen,
  type ShownAsCode,
  UNDER_WAY,
  weigh,
} from './weigh.ts'

/** Which remedies a link has for whoever asks. `notRead` says why it is shown as last polled. */
export type OffersAnswer =
  | ({
      readonly type: 'found'
      readonly evidence: Evidence
      readonly notRead: ReadFailure | null
      /** Why whoever asks may not, whom to ask and where; null where they may. */
      readonly denied: Extract<Permission, { type: 'refused' }> | null
    } & Offers)
  | Refused

/** What will happen if it is confirmed; or why it will not. */
export type PlanAnswer = { readonly type: 'plan'; readonly plan: Plan } | Refused | ShownAsCode

/** What came of a confirmed act. */
export type Performed =
  | Outcome
  | Refused
  | ShownAsCode
  /** DRY_RUN: the calls that would have been made. */
  | { readonly type: 'dry_run'; readonly sentence: string; readonly calls: readonly string[] }
  /**
   * Deleting, and ordering again, takes several steps, maybe days: whoever does that may begin. The link is as it was just
   * read, and who asked may and has confirmed.
   */
  | {
      readonly type: 'cleared'
      readonly act: Extract<Act, { readonly type: 'delete_link' | 'reorder_link' }>
      readonly scope: Scope
      readonly evidence: Evidence
      readonly incidentId: string | null
    }

/**
 * The way of every act: plan it, have it confirmed, perform it. Nothing that a person asks makes it throw; what the store
 * throws comes through.
 */
export interface RemedyDesk {
  offers(linkId: string, asker: Asker): Promise<OffersAnswer>
  plan(act: Act, linkId: string, asker: Asker): Promise<PlanAnswer>
  /** `typed`: what was typed to confirm; empty where nothing had to be. */
  perform(premise: Premise, typed: string, asker: Asker): Promise<Performed>
  /** Notes that somebody asked who may not use the bot at all (a guest, say), and was told so in this sentence. */
  turnAway(act: ActType, linkId: string, asker: Asker, sentence: string): Promise<void>
}

export interface RemedyDeskParts {
  readonly settings: RemedySettings
  /** `createPermissions` makes it. */
  readonly mayAct: MayAct
  readonly sights: LinkSights
  /** A GET of one link. */
  readonly readLink: (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>
  readonly writer: LinkWriter
  readonly store: RemedyStore
  readonly clock: Clock
  readonly newId: () => string
}

/** Makes the desk. One act on a link at a time: within the process here, over restarts by the store's lease. */
export function createRemedyDesk(parts: RemedyDeskParts): RemedyDesk {
  const { settings, mayAct, sights, writer, store, clock } = parts
  const rowOf = createAuditRows(parts)
  const busy = new Set<string>()
  const acting: ActNowParts = { ...parts, rowOf }

  /** Notes that nothing was done, and answers so. */
  async function noted<T extends Refused | ShownAsCode>(subject: Subject, answer: T): Promise<T> {
    const reason = answer.type === 'refused' ? answer.sentence : answer.reason
    await store.appendAudit(rowOf(subject, { outcome: 'refused', reason }))
    return answer
  }

  /** The link for an audit row, without asking anybody who may be denied to. */
  async function named(linkId: string): Promise<AuditRow['link']> {
    const known = await sights.recall(linkId)
    return { id: linkId, name: known?.name ?? '', region: known?.region ?? '' }
  }

  function subjectOf(act: Act, { evidence, directory }: Seen, asker: Asker): Subject {
    return {
      act: act.type,
      link: auditLink(evidence),
      what: summaryOf(act, evidence.link, directory),
      asker,
    }
  }

  async function unseen(act: Pick<Act, 'type'>, linkId: string, asker: Asker): Promise<Subject> {
    return { act: act.type, link: await named(linkId), what: `${ACT_KINDS[act.type].label}.`, asker }
  }

  /** Authorises again, reads the link live, and holds the plan against it. */
  async function check(premise: Premise, typed: string, asker: Asker): Promise<Seen | Refused | ShownAsCode> {
    const { act, linkId } = premise
    const seen = await weigh(act, linkId, parts)
    if (seen.type !== 'found') return noted(await unseen(act, linkId, asker), seen)
    const subject = subjectOf(act, seen, asker)
    const gone = whatChanged(premise, seen.evidence.link) ?? lessIsLeft(premise, seen.evidence)
    if (gone !== null) return noted(subject, premiseGone(gone))
    const confirmation = confirmationFor(act, seen.evidence.link)
    return isConfirmed(confirmation, typed)
      ? seen
      : noted(
          subject,
          refused(
            'confirmation',
            `What was typed does not confirm it, so nothing was done: type ${confirmation.type === 'type' ? confirmation.accepts.join(' or ') : 'nothing'}.`,
          ),
        )
  }

  /** Notes what only the bot itself keeps. */
  async function done(subject: Subject): Promise<Outcome> {
    await store.appendAudit(rowOf(subject, { outcome: 'done' }))
    return { type: 'done', sentence: subject.what, link: null, before: null, after: null, requestIds: [] }
  }

  async function performNow(premise: Premise, typed: string, asker: Asker): Promise<Performed> {
    const { act } = premise
    const seen = await check(premise, typed, asker)
    if (seen.type !== 'found') return seen
    const { evidence, directory, scope, incidentId } = seen
    const { link } = evidence
    const subject = subjectOf(act, seen, asker)
    if (settings.isDryRun) {
      const { calls } = planOf(act, evidence, directory, true)
      const reason = 'DRY_RUN is on: the calls were shown, and none was made.'
      await store.appendAudit(rowOf(subject, { outcome: 'dry_run', reason }))
      return {
        type: 'dry_run',
        sentence:
          calls.length === 0
            ? 'DRY_RUN is on: this would be noted, and nothing was.'
            : 'DRY_RUN is on: these calls would be made, and none was.',
        calls,
      }
    }
    switch (act.type) {
      case 'delete_link':
      case 'reorder_link':
        return { type: 'cleared', act, scope, evidence, incidentId }
      case 'reveal_pairing_key':
        return showKey(link, scope, subject, acting)
      case 'mark_contacted': {
        const reference = act.reference === null ? null : oneLine(act.reference)
        await store.recordContact({ linkId: link.id, by: asker.member, at: clock.now(), reference })
        return done(subject)
      }
      case 'record_ticket': {
        const ticket = { reference: oneLine(act.reference), state: act.state, incidentId }
        await store.recordTicket({ linkId: link.id, by: asker.member, at: clock.now(), ...ticket })
        return done(subject)
      }
      default:
        return configure({ act, premise, seen, subject }, acting)
    }
  }

  return {
    async offers(linkId, asker) {
      const sight = await sights.look(linkId)
      if (sight.type === 'gone')
        return refused('gone', 'The link is gone from Scaleway (404): there is nothing to do to it.')
      if (sight.type === 'unknown') return refused('unknown', 'No link with that id can be found.')
      const { evidence, notRead } = sight
      const permission = await mayAct(asker)
      const offers = offersFor(evidence.link, {
        permission,
        ownedByCode: ownedByCode(evidence, settings.iacTags),
        missingRight: (act) => writer.missingRight(act),
      })
      const denied = permission.type === 'refused' ? permission : null
      return { type: 'found', evidence, notRead, denied, ...offers }
    },

    async plan(act, linkId, asker) {
      const permission = await mayAct(asker)
      if (permission.type === 'refused')
        return noted(await unseen(act, linkId, asker), notAllowed(permission))
      const seen = await weigh(act, linkId, parts)
      if (seen.type !== 'found') return noted(await unseen(act, linkId, asker), seen)
      const plan = planOf(act, seen.evidence, seen.directory, settings.isDryRun)
      if (premiseText(plan.premise).length > MOST_PREMISE_CHARACTERS)
        return noted(
          subjectOf(act, seen, asker),
          refused(
            'invalid',
            'That is more than Slack can keep in a form: name fewer prefixes, or use the console.',
          ),
        )
      return { type: 'plan', plan }
    },

    async turnAway(type, linkId, asker, sentence) {
      const subject = await unseen({ type }, linkId, asker)
      await store.appendAudit(rowOf(subject, { outcome: 'refused', reason: sentence }))
    },

    async perform(premise, typed, asker) {
      const { act, linkId } = premise
      const permission = await mayAct(asker)
      if (permission.type === 'refused')
        return noted(await unseen(act, linkId, asker), notAllowed(permission))
      if (busy.has(linkId)) return noted(await unseen(act, linkId, asker), refused('under_way', UNDER_WAY))
      busy.add(linkId)
      try {
        return await performNow(premise, typed, asker)
      } finally {
        busy.delete(linkId)
      }
    },
  }
}
