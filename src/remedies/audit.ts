import type { GrammarProblem } from '../alerting/grammar.ts'
import type { Clock } from '../domain/clock.ts'
import { type Cell, csv } from '../domain/csv.ts'
import { parseAuditFilter } from './audit-filter.ts'
import { type createAuditRows, NO_LINK, type Noted } from './audit-rows.ts'
import type { Asker } from './authorise.ts'
import type { AuditRow, RemedyStore } from './ports.ts'
import { type MayAct, notAllowed, type Refused } from './weigh.ts'

/** What was done and refused, newest first. */
export interface AuditPage {
  readonly type: 'found'
  /** What was asked for, as understood. */
  readonly filter: string
  /** From when on (ms). */
  readonly since: number
  /** At most as many as a message shows; `total` fit. */
  readonly rows: readonly AuditRow[]
  readonly total: number
  /** False where there are more rows than are looked through: those before the oldest looked at are left out. */
  readonly isWhole: boolean
  /** Whether the one who asks may have it as a file. */
  readonly mayExport: boolean
}

/** The answers about the audit. */
export interface AuditQuestion {
  page(words: string, asker: Asker): Promise<AuditPage | GrammarProblem>
  /** All rows that fit as CSV: for operators alone, in the channels where they may act. */
  file(
    words: string,
    asker: Asker,
  ): Promise<
    | { readonly type: 'file'; readonly csv: string; readonly rows: number; readonly isWhole: boolean }
    | GrammarProblem
    | Refused
  >
  /** Notes that somebody asked for the file who may not use the bot at all, and was told so in this sentence. */
  noteRefused(asker: Asker, sentence: string): Promise<void>
}

const MOST_SHOWN = 20
const MOST_READ = 5_000

/** Makes the answers to "what was done with this bot, by whom". */
export function createAuditQuestion(parts: {
  readonly store: Pick<RemedyStore, 'audit' | 'appendAudit'>
  readonly mayAct: MayAct
  readonly clock: Clock
  readonly rowOf: ReturnType<typeof createAuditRows>
}): AuditQuestion {
  const { store, mayAct, clock, rowOf } = parts

  const note = (asker: Asker, noted: Noted) =>
    store.appendAudit(
      rowOf({ act: 'export_audit', link: NO_LINK, what: 'The audit is sent as a CSV file.', asker }, noted),
    )

  async function find(words: string) {
    const filter = parseAuditFilter(words)
    if (filter.type === 'problem') return filter
    const since = clock.now() - filter.sinceMs
    const read = await store.audit(since, MOST_READ)
    const rows = read.filter(filter.fits)
    return { type: 'ok', text: filter.text, since, rows, isWhole: read.length < MOST_READ } as const
  }

  return {
    async page(words, asker) {
      const found = await find(words)
      if (found.type === 'problem') return found
      const { text, since, rows, isWhole } = found
      const { type } = await mayAct(asker)
      return {
        type: 'found',
        filter: text,
        since,
        rows: rows.slice(0, MOST_SHOWN),
        total: rows.length,
        isWhole,
        mayExport: type === 'allowed',
      }
    },

    async file(words, asker) {
      const permission = await mayAct(asker)
      if (permission.type === 'refused') {
        const answer = notAllowed(permission)
        await note(asker, { outcome: 'refused', reason: answer.sentence })
        return answer
      }
      const found = await find(words)
      if (found.type === 'problem') return found
      const { rows, isWhole } = found
      await note(asker, { outcome: 'done', after: `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}` })
      return { type: 'file', csv: auditCsv(rows), rows: rows.length, isWhole }
    },

    noteRefused: (asker, sentence) => note(asker, { outcome: 'refused', reason: sentence }),
  }
}

/** The audit as a table, a row for each of its rows. Times are UTC. */
export function auditCsv(rows: readonly AuditRow[]): string {
  const head = [
    'at',
    'by',
    'channel',
    'act',
    'link',
    'link_id',
    'region',
    'what',
    'outcome',
    'reason',
    'before',
    'after',
    'request_ids',
    'id',
  ]
  const lines = rows.map((row): readonly Cell[] => [
    new Date(row.at).toISOString(),
    row.by,
    row.channel,
    row.act,
    row.link.name,
    row.link.id,
    row.link.region,
    row.what,
    row.outcome,
    row.reason,
    row.before,
    row.after,
    row.requestIds.join(' '),
    row.id,
  ])
  return csv([head, ...lines])
}
