import type { createAuditRows, Subject } from './audit-rows.ts'
import type { Asker } from './authorise.ts'
import type { AuditRow, ContactRecord, RemedyStore, UndoneContact } from './ports.ts'
import { contactRecordLine } from './records.ts'
import { notesOn } from './refusing.ts'
import { type MayAct, notAllowed, type Refused, refused } from './weigh.ts'

/** What came of taking back that a partner was contacted. `link`: as the audit names it. */
export type ContactUndone =
  | ({ readonly type: 'undone'; readonly link: AuditRow['link'] } & UndoneContact)
  | { readonly type: 'dry_run'; readonly sentence: string }
  | Refused

/** What it takes to take it back. */
export interface UndoContactedParts {
  readonly mayAct: MayAct
  readonly isDryRun: boolean
  readonly store: Pick<RemedyStore, 'undoContact' | 'appendAudit'>
  readonly rowOf: ReturnType<typeof createAuditRows>
  /** As `RemedyDeskParts.onRecorded`. */
  readonly onRecorded: (linkId: string, incidentIds: readonly string[]) => Promise<void>
}

const NOT_THE_LAST =
  'This was undone already, or another contact was recorded since, so nothing was changed: look at the link again.'

/**
 * Takes back that the partner of a link was contacted, as recorded at `at` (ms): the follow-up timers go by what stood
 * before, since they look it up at each poll (`RemedyDesk.undoContacted`).
 */
export async function undoContacted(
  { link, at }: { readonly link: AuditRow['link']; readonly at: number },
  asker: Asker,
  { mayAct, isDryRun, store, rowOf, onRecorded }: UndoContactedParts,
): Promise<ContactUndone> {
  const subject: Subject = {
    act: 'undo_contacted',
    link,
    what: 'The note that the partner was contacted is taken back, and the follow-up timers with it.',
    asker,
  }
  const { note, refuse } = notesOn(subject, { store, rowOf })
  const permission = await mayAct(asker)
  if (permission.type === 'refused') return refuse(notAllowed(permission))
  if (isDryRun) {
    const sentence = 'DRY_RUN is on: the note would be taken back, and was not.'
    await note({ outcome: 'dry_run', reason: sentence })
    return { type: 'dry_run', sentence }
  }
  const taken = await store.undoContact(link.id, at)
  if (taken === null) return refuse(refused('premise', NOT_THE_LAST))
  await note({ outcome: 'done', before: stands(taken.undone), after: stands(taken.left) })
  await onRecorded(link.id, [])
  return { type: 'undone', link, ...taken }
}

/** What is written down of a contact, with whom by. */
function stands(contact: ContactRecord | null): string {
  return contact === null ? 'nobody has recorded a contact' : contactRecordLine(contact).replace(/\.$/u, '')
}
