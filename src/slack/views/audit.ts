import type { GrammarProblem } from '../../alerting/grammar.ts'
import { actLabel } from '../../remedies/acts.ts'
import type { AuditPage } from '../../remedies/audit.ts'
import type { AuditRow } from '../../remedies/ports.ts'
import { clip, code, prose } from '../escape.ts'
import {
  actions,
  context,
  fitMessage,
  header,
  LIMITS,
  lineSections,
  type RenderedMessage,
  section,
} from '../limits.ts'
import type { Naming } from '../mentions.ts'
import { channelText } from '../mentions.ts'
import { auditFileButton } from '../remedy-actions.ts'
import { count, moment } from '../text.ts'
import { renderProblem } from './problem.ts'

const OUTCOMES: Readonly<Record<AuditRow['outcome'], string>> = {
  refused: '⛔ refused',
  begun: '▶ begun',
  done: '🟢 done',
  failed: '🔴 failed',
  unknown: '⚠️ unknown',
  dry_run: '⚪ dry run',
}

const ROOM = 9_000

/** What was done and refused with the bot, newest first. */
export function renderAudit(page: AuditPage | GrammarProblem, naming: Naming): RenderedMessage {
  if (page.type === 'problem')
    return renderProblem(
      prose(page.problem),
      page.example === null ? null : `For example ${code(`/interlink ${page.example}`)}.`,
    )
  const { rows, total, since, filter, isWhole } = page
  const lines = rows.map((row) => rowLine(row, naming))
  const { blocks, left } = lineSections(lines, ROOM)
  const shown = rows.length - left
  const opening = `${count(total, 'row')} since ${moment(since)}${filter === '' ? '' : `, with ${code(filter, 200)}`}.`
  const more = [
    ...(total > shown ? [`The latest ${shown} are shown.`] : []),
    ...(isWhole ? [] : ['There are older rows that were not looked through.']),
  ]
  return {
    text: clip([opening, ...lines].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [header('Audit'), section([opening, ...more].join(' ')), ...blocks],
      [
        ...(page.mayExport && total > 0 ? [actions([auditFileButton(filter)])] : []),
        context(['What was refused is noted, too. Nothing in the audit can be changed.']),
      ],
    ),
  }
}

function rowLine(
  { at, by, channel, act, link, what, outcome, reason, before, after }: AuditRow,
  naming: Naming,
): string {
  const where = channel === null ? '' : ` in ${channelText(channel)}`
  const change = before === null && after === null ? '' : ` ${prose(`${before ?? '–'} → ${after ?? '–'}`)}.`
  const why = reason === null ? '' : ` ${prose(reason, [link.name])}`
  const about = link.name || link.id
  const subject = about === '' ? '' : ` · ${code(about, 80)}`
  return `${moment(at)} *${OUTCOMES[outcome]}* ${prose(actLabel(act))}${subject} · ${naming(by)}${where}\n${prose(what, [link.name])}${change}${why}`
}
