import type { Alert, Note } from '../../alerting/alert.ts'
import { someInWords } from '../../diagnostics/words.ts'
import type { Level } from '../../domain/incident.ts'
import { acknowledgeButton } from '../actions.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, fitMessage, LIMITS, section } from '../limits.ts'
import { ago, count, duration, moment } from '../text.ts'
import type { Voice } from './voice.ts'
import { CLOSED, LEVEL_MARKS, RECOVERED } from './words.ts'

type NoteAlert = Extract<Alert, { type: 'note' }>

const NAMED = 5

/** What happened to a story besides its links, as a line of its thread. It is read alone where it is broadcast. */
export function renderNote(alert: NoteAlert, voice: Voice): RenderedMessage {
  const text = noteText(alert, voice)
  const asked = alert.note.type === 'reminder' || alert.note.type === 'acknowledgement_expired'
  const press = asked && voice.story !== null ? [actions([acknowledgeButton(voice.story)])] : []
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage([section(text)], [...press, context([`Told ${moment(alert.at)}`])]),
  }
}

function noteText(alert: NoteAlert, { naming }: Voice): string {
  const { note, about, level } = alert
  const { mark, word } = LEVEL_MARKS[level]
  const names = aboutText(alert)
  switch (note.type) {
    case 'reminder':
      return `${mark} *${word}: reminder ${note.number}.* ${names}: bad for ${duration(alert.at - note.badSince)}, since ${moment(note.badSince)}, and nobody has acknowledged it.`
    case 'acknowledgement_expired':
      return `${mark} *${word}: the acknowledgement of ${naming(note.by)} has expired.* ${names}: still bad, since ${since(note.badSince)}. Acknowledge it again, or reminders go on.`
    case 'flapping':
      return flappingText(note, names, level)
    case 'deadline':
      return `${mark} *${word}: deadline.* ${prose(note.sentence, about)}`
    case 'replaced':
      return `${CLOSED.mark} *Replaced.* ${names}: replaced by ${code(note.by, 60)} (${prose(note.same)}), which ${note.carries ? 'carries already' : 'does not carry yet'}.`
    case 'told_after_all':
      if (note.by === '')
        return `${mark} *${word}: told after all.* ${names}: what held it back is gone, and it is still bad.`
      return `${mark} *${word}: told after all.* ${names}: ${AFTER_ALL[note.why](isPerson(note.by) ? naming(note.by) : code(note.by, 60))}`
  }
}

const AFTER_ALL: Readonly<Record<Extract<Note, { type: 'told_after_all' }>['why'], (by: string) => string>> =
  {
    silence_over: (by) => `silenced by ${by} until now, and still bad.`,
    worse_than_silenced: (by) => `silenced by ${by}, and worse now than what was silenced.`,
  }

/** What holds back may be a person's silence or a link's tag. */
const isPerson = (by: string) => /^[UW][A-Z0-9]+$/u.test(by)

function flappingText(note: Extract<Note, { type: 'flapping' }>, names: string, level: Level): string {
  const { mark, word } = LEVEL_MARKS[level]
  const up = `${Math.round(Math.min(1, Math.max(0, note.upShare)) * 100)} %`
  const sum = `${count(note.changes, 'change')} in ${duration(note.spanMs)}, up ${up} of it`
  switch (note.event) {
    case 'began':
      return `${mark} *${word}: flapping.* ${names}: ${sum}. Each change is no longer told; they are summed up here. Changes between two polls are not seen. Drain the link before anything else, then look at optics and port.`
    case 'goes_on':
      return `${mark} *${word}: still flapping.* ${names}: ${sum}.`
    case 'ended':
      return `${RECOVERED.mark} *Steady again.* ${names}: flapping is over, after ${sum}. Changes are told as usual.`
  }
}

function since(ms: number): string {
  return `${moment(ms)}, ${ago(ms)}`
}

function aboutText({ about, count: all }: NoteAlert): string {
  if (about.length === 0) return count(all, 'link')
  const names = about.map((name) => code(name, 60))
  return someInWords(names, NAMED, Math.max(all, about.length))
}
