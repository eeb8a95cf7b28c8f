import type { Asker } from '../../remedies/authorise.ts'
import { draftMail } from '../../remedies/mails/draft.ts'
import { type MailFacts, mailsFor } from '../../remedies/mails/kinds.ts'
import { contactRecordLine } from '../../remedies/records.ts'
import { prose } from '../escape.ts'
import type { MailValue } from '../remedy-actions.ts'
import { renderKey, renderMail } from '../views/mail.ts'
import { renderDeed } from '../views/plan.ts'
import { renderProblem } from '../views/problem.ts'
import { renderStatusAnswer } from '../views/which-link.ts'
import { CONTACT_WORDS } from '../views/written-down.ts'
import type { Helpers } from './helpers.ts'
import type { Confirming } from './remedy-acts.ts'
import { named, tellDeed } from './remedy-telling.ts'
import type { Shown } from './remedy-window.ts'

/** The mail that fits a link as it is now, or the one that was chosen; or why there is none. */
export async function mailShown(
  linkId: string,
  chosen: Pick<MailValue, 'kind' | 'language'> | null,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const answer = await factsOf(linkId, helpers)
  if ('blocks' in answer) return answer
  const choice = mailsFor(answer)
  if (choice.type === 'none') return renderProblem(prose(choice.why))
  const kind = choice.kinds.find((one) => one === chosen?.kind) ?? choice.kinds[0]
  const language = chosen?.language ?? 'en'
  const draft = draftMail(
    answer,
    kind === 'provision' ? { kind, language, pairingKey: null } : { kind, language },
  )
  const { contacted, evidence } = answer
  const permission = await helpers.remedies.mayAct(asker)
  return renderMail(draft, {
    link: evidence.link,
    channel: asker.channel,
    kinds: choice.kinds,
    contacted: contacted === null ? null : contactRecordLine(contacted, CONTACT_WORDS),
    denied: permission.type === 'refused' ? permission : null,
  })
}

/** The pairing key, with the mails that it goes into: in the window of the operator who asked, and nowhere else. */
export async function keyShown(
  revealed: { readonly key: string; readonly sentence: string },
  { premise, name }: Confirming,
  asker: Asker,
  helpers: Helpers,
): Promise<Shown> {
  const who = await named(asker.member, helpers)
  const more = 'It is to be given to the partner.'
  const deed = { act: 'reveal_pairing_key', outcome: 'done', link: name, about: null, more } as const
  await tellDeed(renderDeed(deed, who), premise.linkId, asker, helpers)
  const answer = await factsOf(premise.linkId, helpers)
  // The key belongs into a mail about its own link alone, whatever else goes by that name.
  if ('blocks' in answer || answer.evidence.link.id !== premise.linkId)
    return renderKey(revealed, [], name, null)
  const drafts = (['en', 'fr'] as const).map((language) =>
    draftMail(answer, { kind: 'provision', language, pairingKey: revealed.key }),
  )
  return renderKey(revealed, drafts, name, { link: answer.evidence.link, channel: asker.channel })
}

async function factsOf(linkId: string, { questions, remedies, clock }: Helpers): Promise<MailFacts | Shown> {
  const answer = await questions.diagnose(linkId)
  if (answer.type !== 'found') return renderStatusAnswer(answer, clock.now())
  const { evidence, contact } = answer
  const contacted = (await remedies.records.contactsOf([linkId])).get(linkId) ?? null
  return { evidence, contact, contacted, now: clock.now() }
}
