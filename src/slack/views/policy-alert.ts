import type { Alert } from '../../alerting/alert.ts'
import { alertLevel } from '../../alerting/alert-level.ts'
import { DOCUMENTS } from '../../diagnostics/documents.ts'
import { FAMILY_NAMES } from '../../diagnostics/words.ts'
import { consoleButton } from '../actions.ts'
import { clip, code, plainName, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { actions, context, divider, fitMessage, header, LIMITS, section } from '../limits.ts'
import { count, moment } from '../text.ts'
import { entryLineIn } from './entry-line.ts'
import { handlingButtons, handlingLines, handlingOf, handlingWords } from './handling.ts'
import { listedLines } from './listed-lines.ts'
import { SHARED_RUNBOOKS, storyRunbookButton } from './runbook-press.ts'
import type { Voice } from './voice.ts'
import { impactLines, impactSections } from './vpc-impact.ts'
import { whoChangedSentence } from './who-changed.ts'
import { LEVEL_MARKS } from './words.ts'

type PolicyAlert = Extract<Alert, { type: 'policy' }>

const PREFIXES_NAMED = 10
const LINKS_NAMED = 10

/** An edit of a routing policy: which prefixes, in which direction, and every link that shares it. */
export function renderPolicyAlert(alert: PolicyAlert, voice: Voice): RenderedMessage {
  const { incident, policy, edit, links, entries } = alert
  const handling = handlingOf([incident], entries)
  const handled = handlingLines(handling, voice)
  const { mark, word: level } = LEVEL_MARKS[alertLevel(alert)]
  const word = `${level}${handlingWords(handling)}`
  const lines = listedLines(entries.map(entryLineIn(voice)), 6000)
  const changes = [
    prefixes('No longer accepted from outside', edit.removedIn),
    prefixes('No longer announced to outside', edit.removedOut),
    prefixes('Now accepted from outside', edit.addedIn),
    prefixes('Now announced to outside', edit.addedOut),
  ].filter((line) => line !== '')
  const named = links.slice(0, LINKS_NAMED).map(({ name }) => code(name, 60))
  const more = links.length > named.length ? ` and ${links.length - named.length} more` : ''
  const story = `${prose(incident.reason)}\nAttached to ${count(links.length, 'link')}: ${named.join(', ')}${more}.`
  const who = alert.changedBy
  const by = who === undefined ? [] : [whoChangedSentence(who, false, voice.naming)]
  const ask = who === undefined ? 'Ask who edited it.' : 'Ask them whether it was planned.'
  const step = `*What to do next*\n1. ${ask} If nobody meant to, put the prefixes back: that takes effect on every link named here.\n2. Look at the routes on your router, in and out, for these prefixes.`
  const blocks = fitMessage(
    [
      header(`${mark} ${word} · policy ${plainName(policy.name, 80)} was edited`),
      ...impactSections(alert.impact),
      section([story, ...by, ...handled].join('\n')),
      section(changes.join('\n')),
      section(step),
      ...(lines.length === 0 ? [] : [divider(), ...lines]),
    ],
    [
      actions([
        ...handlingButtons(handling, voice),
        storyRunbookButton(voice, { link: null, runbook: SHARED_RUNBOOKS.policy }),
        consoleButton(DOCUMENTS.links),
      ]),
      context([
        `${FAMILY_NAMES[policy.family]} policy in ${code(alert.region, 40)}, id ${code(policy.id, 60)}. Seen ${moment(alert.at)}; told once.`,
      ]),
    ],
  )
  const text = [
    `${mark} ${word}: routing policy ${code(policy.name, 80)} was edited.`,
    ...impactLines(alert.impact),
    story,
    ...by,
    ...changes,
    step,
    ...handled,
    ...entries.map(entryLineIn(voice)),
  ]
  return { text: clip(text.join('\n'), LIMITS.fallbackText), blocks }
}

function prefixes(label: string, list: readonly string[]): string {
  if (list.length === 0) return ''
  const named = list.slice(0, PREFIXES_NAMED).map((prefix) => code(prefix, 50))
  const more = list.length > named.length ? ` and ${list.length - named.length} more` : ''
  return `*${label}:* ${named.join(', ')}${more}`
}
