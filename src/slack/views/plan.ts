import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { shortId } from '../../remedies/confirmation.ts'
import type { Performed } from '../../remedies/desk.ts'
import type { Plan } from '../../remedies/plan.ts'
import type { ShownAsCode } from '../../remedies/weigh.ts'
import { clip, code, escapeText, plainName, prose } from '../escape.ts'
import { context, header, LIMITS, plainText, type RenderedMessage, section } from '../limits.ts'
import { type Deed, deedInWords } from './deeds.ts'
import { fenced } from './fenced.ts'
import { formWindow } from './window.ts'
import { CLOSED, RECOVERED, UNREAD_MARK } from './words.ts'

/** The window that asks whether to go on: its callback id, and its one input, where something has to be typed. */
export const PLAN_WINDOW = { callbackId: 'remedy_plan', typed: 'remedy_typed' } as const

/** Sections of a window that a plan may fill. */
const MOST_BLOCKS = 60

/** Exactly what will happen, to be confirmed. `more` are further sentences, as mrkdwn; `metadata` comes back with it. */
export function planWindow(plan: Plan, metadata: string, more: readonly string[] = []): ModalView {
  const { link, names, confirmation, isDryRun } = plan
  const warnings = plan.warnings.map((warning) => `${UNREAD_MARK} ${prose(warning, names)}`)
  const blocks: KnownBlock[] = [
    header(`${plan.title}: ${plainName(link.name, 80)}${plan.hasNamesake ? ` (${shortId(link)})` : ''}`),
    section(
      ['*What will happen*', ...plan.steps.map((step, index) => `${index + 1}. ${prose(step, names)}`)].join(
        '\n',
      ),
    ),
    ...(more.length === 0 ? [] : [section(more.join('\n'))]),
    ...(warnings.length === 0 ? [] : [section(['*What breaks, or may*', ...warnings].join('\n'))]),
    ...(isDryRun ? [section('*DRY_RUN is on:* nothing is done, the calls are shown.')] : []),
    ...(plan.calls.length === 0 ? [] : [context(['The calls to the API:']), ...fenced(plan.calls)]),
  ]
  return formWindow({
    callbackId: PLAN_WINDOW.callbackId,
    metadata,
    title: 'Please confirm',
    submit: isDryRun ? 'Show only' : 'Do it',
    blocks: [
      ...blocks.slice(0, MOST_BLOCKS),
      ...(confirmation.type === 'press' ? [] : [typedInput(confirmation.why, confirmation.accepts)]),
    ],
  })
}

function typedInput(why: string, accepts: readonly string[]): InputBlock {
  return {
    type: 'input',
    block_id: PLAN_WINDOW.typed,
    label: plainText('Type it to confirm', LIMITS.sectionText),
    hint: plainText(why, 2_000),
    element: {
      type: 'plain_text_input',
      action_id: PLAN_WINDOW.typed,
      max_length: 300,
      placeholder: plainText(accepts.map((text) => plainName(text, 60)).join('  or  '), LIMITS.placeholder),
    },
  }
}

/** What to write into code instead. */
export function renderAsCode({ reason, code: lines }: ShownAsCode): RenderedMessage {
  const blocks = [
    section(prose(reason)),
    ...(lines.hcl.length === 0 ? [] : [section('*Terraform*'), ...fenced(lines.hcl)]),
    ...(lines.scw.length === 0 ? [] : [section('*scw*'), ...fenced(lines.scw)]),
    ...(lines.notes.length === 0 ? [] : [section(lines.notes.map((note) => `• ${prose(note)}`).join('\n'))]),
  ]
  const text = [prose(reason), ...[...lines.hcl, ...lines.scw].map(escapeText)].join('\n')
  return { text: clip(text, LIMITS.fallbackText), blocks }
}

type Ended = Extract<Performed, { type: 'done' | 'failed' | 'unknown' | 'dry_run' }>

const MARKS: Readonly<Record<Ended['type'], string>> = {
  done: RECOVERED.mark,
  failed: '🔴',
  unknown: UNREAD_MARK,
  dry_run: CLOSED.mark,
}

/** What came of an act, for the one who did it. `names` are foreign names in it; `title` is the act as on its button. */
export function renderOutcome(ended: Ended, title: string, names: readonly string[]): RenderedMessage {
  const opening = ended.type === 'done' ? `Done: ${title}.` : `${title}.`
  const sentence = `${MARKS[ended.type]} *${prose(opening)}* ${prose(ended.sentence, names)}`
  const ids = 'requestIds' in ended ? ended.requestIds : []
  return {
    text: clip(sentence, LIMITS.fallbackText),
    blocks: [
      section(sentence),
      ...(ended.type === 'dry_run' ? fenced(ended.calls) : []),
      ...(ids.length === 0
        ? []
        : [
            context([
              `Request ${ids.length === 1 ? 'id' : 'ids'} for Scaleway's support: ${ids.map((id) => code(id, 80)).join(', ')}`,
            ]),
          ]),
    ],
  }
}

/** The same for all who read the thread. `who` is mrkdwn that names without pinging. */
export function renderDeed(deed: Deed, who: string): RenderedMessage {
  const names = [deed.link, ...(deed.about === null ? [] : [deed.about])]
  const text = `${MARKS[deed.outcome]} ${who} ${prose(deedInWords(deed), names)}`
  return { text: clip(text, LIMITS.fallbackText), blocks: [section(text)] }
}
