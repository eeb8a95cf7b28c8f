import { actLabel } from '../../remedies/acts.ts'
import { contactRecordLine } from '../../remedies/records.ts'
import type { ContactUndone } from '../../remedies/undo-contacted.ts'
import { clip, code } from '../escape.ts'
import { LIMITS, type RenderedMessage, section } from '../limits.ts'
import { byMention } from '../mentions.ts'
import { moment } from '../text.ts'
import { RECOVERED } from './words.ts'
import { CONTACT_WORDS } from './written-down.ts'

/** That it was taken back that a partner was contacted, with what stands now, for the one who had it done. */
export function renderContactUndone({
  link,
  undone,
  left,
}: Extract<ContactUndone, { readonly type: 'undone' }>): RenderedMessage {
  const name = code(link.name || link.id, 120)
  const number = undone.reference === null ? '' : `, with the order number ${code(undone.reference, 100)}`
  const now =
    left === null
      ? `The partner of ${name} counts as not contacted any more.`
      : `What was recorded for ${name} before stands again. ${contactRecordLine(left, CONTACT_WORDS)}`
  const text = [
    `${RECOVERED.mark} *Done: ${actLabel('undo_contacted')}.* ${now}`,
    `Taken back is what ${byMention(undone.by)} had recorded at ${moment(undone.at)}${number}. The follow-up timers go by what stands now.`,
  ].join('\n')
  return { text: clip(text, LIMITS.fallbackText), blocks: [section(text)] }
}
