import { summaryOf } from './act-words.ts'
import { type Act, actLabel, type NotedAct } from './acts.ts'
import type { createAuditRows, Noted, Subject } from './audit-rows.ts'
import type { Asker } from './authorise.ts'
import type { AuditRow, LinkSights, RemedyStore } from './ports.ts'
import { auditLink, type Refused, type Seen, type ShownAsCode } from './weigh.ts'

/** Notes what is not done, and whose act it would have been on which link. */
export interface Refusing {
  /** Notes that nothing was done, and answers so. */
  noted<T extends Refused | ShownAsCode>(subject: Subject, answer: T): Promise<T>
  /** The link for an audit row, without asking anybody who may be denied to. */
  named(linkId: string): Promise<AuditRow['link']>
  /** Of an act on a link that was read. */
  subjectOf(act: Act, seen: Seen, asker: Asker): Subject
  /** The same where it was not. */
  unseen(act: { readonly type: NotedAct }, linkId: string, asker: Asker): Promise<Subject>
}

/** Makes it. What the store throws comes through. */
export function createRefusing(parts: {
  readonly store: Pick<RemedyStore, 'appendAudit'>
  readonly sights: Pick<LinkSights, 'recall'>
  readonly rowOf: ReturnType<typeof createAuditRows>
}): Refusing {
  const { store, sights, rowOf } = parts

  async function named(linkId: string): Promise<AuditRow['link']> {
    const known = await sights.recall(linkId)
    return { id: linkId, name: known?.link.name ?? '', region: known?.link.region ?? '' }
  }

  return {
    async noted(subject, answer) {
      const reason = answer.type === 'refused' ? answer.sentence : answer.reason
      await store.appendAudit(rowOf(subject, { outcome: 'refused', reason }))
      return answer
    },
    named,
    subjectOf(act, { evidence, directory }, asker) {
      const what = summaryOf(act, evidence.link, directory)
      return { act: act.type, link: auditLink(evidence), what, asker }
    },
    async unseen(act, linkId, asker) {
      return { act: act.type, link: await named(linkId), what: `${actLabel(act.type)}.`, asker }
    },
  }
}

/** How what becomes of one thing that is asked for is noted; `refuse` notes a refusal, and answers with it. */
export function notesOn(
  subject: Subject,
  parts: {
    readonly store: Pick<RemedyStore, 'appendAudit'>
    readonly rowOf: ReturnType<typeof createAuditRows>
  },
) {
  const note = (noted: Noted): Promise<void> => parts.store.appendAudit(parts.rowOf(subject, noted))
  return {
    note,
    async refuse(answer: Refused): Promise<Refused> {
      await note({ outcome: 'refused', reason: answer.sentence })
      return answer
    },
  }
}
