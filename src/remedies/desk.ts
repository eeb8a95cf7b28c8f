import type { AlertSettings } from '../alerting/settings.ts'
import type { Evidence } from '../diagnostics/evidence.ts'
import { latestWrite } from '../diagnostics/writes.ts'
import type { Clock } from '../domain/clock.ts'
import type { LinkReading, ReadFailure, Scope } from '../domain/snapshot.ts'
import { type ActNowParts, configure, type Outcome, showKey } from './act-now.ts'
import { didText } from './act-words.ts'
import type { Act, NotedAct } from './acts.ts'
import { createAuditRows, type Subject } from './audit-rows.ts'
import type { Asker, Permission } from './authorise.ts'
import { confirmationFor, isConfirmed, riskOf } from './confirmation.ts'
import { forgetRights } from './forget-rights.ts'
import { ownedByCode } from './infrastructure.ts'
import { mailsFor } from './mails/kinds.ts'
import { type Offers, offersFor } from './offers.ts'
import { type Plan, planOf } from './plan.ts'
import type { KeyRights, LinkSights, LinkWriter, PastIncidents, RemedyStore } from './ports.ts'
import {
  isRiskier,
  lessIsLeft,
  MOST_PREMISE_CHARACTERS,
  type Premise,
  premiseText,
  whatChanged,
} from './premise.ts'
import { createRefusing } from './refusing.ts'
import type { RemedySettings } from './settings.ts'
import { type ContactUndone, undoContacted } from './undo-contacted.ts'
import {
  type MayAct,
  notAllowed,
  premiseGone,
  type Refused,
  refused,
  type Seen,
  type ShownAsCode,
  UNDER_WAY,
  type WeighingParts,
  weigh,
} from './weigh.ts'
import { writeDown } from './write-down.ts'

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
  /**
   * Whether an act may be planned of which it is not chosen yet what with, as it is asked before its form; null where it may.
   * Where code owns the link it may: what was chosen is part of the code that `plan` shows then, and notes.
   */
  mayAsk(act: Act, linkId: string, asker: Asker): Promise<Refused | null>
  /** `typed`: what was typed to confirm; empty where nothing had to be. */
  perform(premise: Premise, typed: string, asker: Asker): Promise<Performed>
  /**
   * Notes a refusal that was told before the desk was asked, in this sentence: somebody may not use the bot at all (a guest,
   * say), typed the wrong name, or asked for what cannot be ordered.
   */
  noteRefused(act: NotedAct, linkId: string, asker: Asker, sentence: string): Promise<void>
  /**
   * Takes back what was learned of the key's rights in the project of a link, since somebody says that they were given: the
   * next act asks Scaleway again. Null where it is done.
   */
  forgetRights(linkId: string, asker: Asker): Promise<Refused | null>
  /** Takes back that the partner of a link was contacted, as it was recorded at `at` (ms), where nothing was recorded since. */
  undoContacted(linkId: string, at: number, asker: Asker): Promise<ContactUndone>
}

export interface RemedyDeskParts {
  readonly settings: RemedySettings
  /** The timers and business hours of alerts. */
  readonly alerts: AlertSettings
  /** `createPermissions` makes it. */
  readonly mayAct: MayAct
  readonly sights: LinkSights
  readonly readPolicy: WeighingParts['readPolicy']
  /** A GET of one link. */
  readonly readLink: (scope: Scope, linkId: string, signal: AbortSignal) => Promise<LinkReading>
  readonly writer: LinkWriter & Pick<KeyRights, 'forgetRights'>
  readonly store: RemedyStore & PastIncidents
  /** Whether the bot is at work on a deletion or order of a link. */
  readonly isBeingReordered: (linkId: string) => Promise<boolean>
  readonly clock: Clock
  readonly newId: () => string
  /** Told where an act broke that may have begun. */
  readonly onBroken: () => void
  /** Told once something was written down of a link: what shows that is shown anew, with these incidents. Never throws. */
  readonly onRecorded: (linkId: string, incidentIds: readonly string[]) => Promise<void>
}

const NO_DRY_RUN =
  'DRY_RUN was on when this was shown, and is off now, so nothing was done: have it shown again, and confirm what is done then.'

/** Makes the desk. One act on a link at a time: within the process here, over restarts by the store's lease. */
export function createRemedyDesk(parts: RemedyDeskParts): RemedyDesk {
  const { settings, mayAct, sights, writer, store, clock } = parts
  const rowOf = createAuditRows(parts)
  const busy = new Set<string>()
  const acting: ActNowParts = { ...parts, rowOf }
  const { noted, named, subjectOf, unseen } = createRefusing({ store, sights, rowOf })

  async function weighedFor(act: Act, linkId: string, asker: Asker): ReturnType<typeof weigh> {
    const permission = await mayAct(asker)
    return permission.type === 'refused' ? notAllowed(permission) : weigh(act, linkId, parts)
  }

  /** Authorises again, reads the link live, and holds the plan against it. */
  async function check(premise: Premise, typed: string, asker: Asker): Promise<Seen | Refused | ShownAsCode> {
    const { act, linkId } = premise
    const seen = await weigh(act, linkId, parts)
    if (seen.type !== 'found') return noted(await unseen(act, linkId, asker), seen)
    const subject = subjectOf(act, seen, asker)
    const { evidence, directory } = seen
    const gone =
      whatChanged(premise, evidence.link) ??
      lessIsLeft(premise, evidence, directory) ??
      isRiskier(premise, evidence, directory)
    if (gone !== null) return noted(subject, premiseGone(gone))
    if (premise.isDryRun && !settings.isDryRun) return noted(subject, refused('premise', NO_DRY_RUN))
    const risk = riskOf(act, evidence, directory)
    const confirmation = confirmationFor(act, evidence.link, risk, seen.hasNamesake)
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
  async function done(subject: Subject, did: string): Promise<Outcome> {
    await store.appendAudit(rowOf(subject, { outcome: 'done' }))
    return {
      type: 'done',
      sentence: did,
      remark: '',
      link: null,
      before: null,
      after: null,
      requestIds: [],
    }
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
      case 'mark_contacted':
      case 'record_ticket':
        await parts.onRecorded(
          link.id,
          await writeDown(act, { linkId: link.id, incidentId, by: asker.member }, parts),
        )
        return done(subject, didText(act, link, directory))
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
      const { evidence, notRead, contact } = sight
      const [permission, known] = await Promise.all([mayAct(asker), sights.recall(linkId)])
      const isSame = known !== null && known.link.status === evidence.link.status
      const offers = offersFor(evidence.link, {
        permission,
        ownedByCode: ownedByCode(evidence, settings.iacTags),
        statusSince: isSame ? known.statusSince : null,
        alerts: parts.alerts,
        mail: mailsFor({ evidence, contact, contacted: null, now: clock.now() }),
        isBeingReordered: await parts.isBeingReordered(linkId),
        isDeletedHere: latestWrite(evidence, 'deletelink') !== undefined,
        missingRight: (act) => writer.missingRight(act, evidence.link.projectId),
        carried: evidence.carried,
      })
      const denied = permission.type === 'refused' ? permission : null
      return { type: 'found', evidence, notRead, denied, ...offers }
    },

    async plan(act, linkId, asker) {
      const seen = await weighedFor(act, linkId, asker)
      if (seen.type !== 'found') return noted(await unseen(act, linkId, asker), seen)
      const plan = planOf(act, seen.evidence, seen.directory, settings.isDryRun, seen)
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

    async mayAsk(act, linkId, asker) {
      const seen = await weighedFor(act, linkId, asker)
      return seen.type === 'refused' ? noted(await unseen(act, linkId, asker), seen) : null
    },

    async noteRefused(type, linkId, asker, sentence) {
      const subject = await unseen({ type }, linkId, asker)
      await store.appendAudit(rowOf(subject, { outcome: 'refused', reason: sentence }))
    },

    async forgetRights(linkId, asker) {
      return forgetRights(await named(linkId), asker, { ...parts, rowOf })
    },

    async undoContacted(linkId, at, asker) {
      const { isDryRun } = settings
      return undoContacted({ link: await named(linkId), at }, asker, { ...parts, isDryRun, rowOf })
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
      } catch (error) {
        parts.onBroken()
        throw error
      } finally {
        busy.delete(linkId)
      }
    },
  }
}
