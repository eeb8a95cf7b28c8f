import { oneLine } from '../../diagnostics/words.ts'
import { utcMinute } from '../../domain/utc.ts'
import { actLabel } from '../../remedies/acts.ts'
import type { RenderedMessage } from '../limits.ts'
import { type UndoContactedValue, undoContactedValue } from '../remedy-actions.ts'
import { renderContactUndone } from '../views/contact-undone.ts'
import { renderDeed, renderOutcome } from '../views/plan.ts'
import { renderRefusal } from '../views/remedy-words.ts'
import { jsonOf } from './form-values.ts'
import type { Helpers } from './helpers.ts'
import type { Pressed, TurnedAway } from './press.ts'
import { withNext } from './remedy-acts.ts'
import { named, tellDeed } from './remedy-telling.ts'
import { askerOf, noteOtherVersion } from './remedy-window.ts'

/** Takes back that the partner of a link was contacted, and tells it where others follow the link. */
export async function undoContact(
  { link: linkId, at, channel }: UndoContactedValue,
  pressed: Pick<Pressed, 'by' | 'channel'>,
  helpers: Helpers,
): Promise<RenderedMessage> {
  const asker = askerOf(pressed, channel)
  const answer = await helpers.remedies.desk.undoContacted(linkId, at, asker)
  if (answer.type === 'refused') return renderRefusal(answer)
  if (answer.type === 'dry_run')
    return renderOutcome({ ...answer, calls: [] }, actLabel('undo_contacted'), [])
  const { by, at: recordedAt, reference } = answer.undone
  const who = await named(asker.member, helpers)
  const recorder = (await helpers.people.names([by])).get(by) ?? by
  const more = `It was recorded by ${oneLine(recorder)} at ${utcMinute(recordedAt)}.`
  const { name } = answer.link
  const deed = {
    act: 'undo_contacted',
    outcome: 'done',
    link: name || linkId,
    about: reference,
    more,
  } as const
  await tellDeed(renderDeed(deed, who), linkId, asker, helpers)
  return withNext(renderContactUndone(answer), linkId, asker.channel)
}

/** Notes that somebody pressed it who may not use the bot. */
export async function undoTurnedAway(pressed: TurnedAway, reason: string, helpers: Helpers): Promise<void> {
  const value = undoContactedValue.safeParse(jsonOf(pressed.value))
  if (!value.success) return noteOtherVersion(pressed, reason, helpers)
  const { link, channel } = value.data
  await helpers.remedies.desk.noteRefused('undo_contacted', link, askerOf(pressed, channel), reason)
}
