import { madeWith } from '../../diagnostics/words.ts'
import type { WhoChanged } from '../../domain/transition.ts'
import { code } from '../escape.ts'
import { moment } from '../text.ts'

/** A fact of a card: who made a change, with what, when. As mrkdwn. */
export function whoChangedText(who: WhoChanged): string {
  return `${code(who.by, 120)}${madeWith(who)}\n${moment(who.at)}`
}

/** The same as a sentence. `gone`: the change was the link's deletion. */
export function whoChangedSentence(who: WhoChanged, gone: boolean): string {
  return `${gone ? 'Deleted' : 'Changed'} by ${code(who.by, 120)}${madeWith(who)} at ${moment(who.at)}.`
}
