import { madeWith } from '../../diagnostics/words.ts'
import type { WhoChanged } from '../../domain/transition.ts'
import { code } from '../escape.ts'
import type { Naming } from '../mentions.ts'
import { capital, moment } from '../text.ts'

/** A fact of a card: who made a change, with what, when. As mrkdwn. */
export function whoChangedText(who: WhoChanged, naming: Naming): string {
  return `${capital(whoText(who, naming))}\n${moment(who.at)}`
}

/** The same as a sentence. `gone`: the change was the link's deletion. */
export function whoChangedSentence(who: WhoChanged, gone: boolean, naming: Naming): string {
  return `${gone ? 'Deleted' : 'Changed'} by ${whoText(who, naming)} at ${moment(who.at)}.`
}

/** What this bot did is its operator's doing: the id of its key tells nobody anything. */
function whoText(who: WhoChanged, naming: Naming): string {
  return who.askedBy === undefined
    ? `${code(who.by, 120)}${madeWith(who)}`
    : `this bot, as ${naming(who.askedBy)} asked`
}
