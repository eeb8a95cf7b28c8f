import type { createAuditRows, Subject } from './audit-rows.ts'
import type { Asker } from './authorise.ts'
import type { AuditRow, KeyRights, LinkSights, RemedyStore } from './ports.ts'
import { notesOn } from './refusing.ts'
import { type MayAct, notAllowed, type Refused, refused } from './weigh.ts'

/** What it takes to have forgotten which rights the API key lacks. */
export interface ForgetRightsParts {
  readonly mayAct: MayAct
  readonly sights: Pick<LinkSights, 'recall'>
  readonly writer: Pick<KeyRights, 'forgetRights'>
  readonly store: Pick<RemedyStore, 'appendAudit'>
  readonly rowOf: ReturnType<typeof createAuditRows>
}

/** Has forgotten what was learned of the key's rights in the project of a link (`RemedyDesk.forgetRights`). */
export async function forgetRights(
  link: AuditRow['link'],
  asker: Asker,
  { mayAct, sights, writer, store, rowOf }: ForgetRightsParts,
): Promise<Refused | null> {
  const subject: Subject = {
    act: 'forget_rights',
    link,
    what: 'What the API key lacks in the project of the link is forgotten, so that Scaleway is asked again.',
    asker,
  }
  const { note, refuse } = notesOn(subject, { store, rowOf })
  const permission = await mayAct(asker)
  if (permission.type === 'refused') return refuse(notAllowed(permission))
  const known = await sights.recall(link.id)
  if (known === null) return refuse(refused('unknown', 'No link with that id can be found.'))
  await writer.forgetRights(known.link.projectId)
  await note({ outcome: 'done' })
  return null
}
