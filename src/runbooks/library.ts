import { distance } from 'fastest-levenshtein'
import { linkStatus } from '../domain/status.ts'
import type { Runbook } from './runbook.ts'

/** All runbooks of this bot, read at start. */
export interface RunbookLibrary {
  /** By title. */
  readonly all: readonly Runbook[]
  /** By file name without its ending, in any case. */
  byName(name: string): Runbook | null
  /** By raw API status; a status this version does not know has the runbook of `unknown_link_status`. */
  byStatus(status: string): Runbook | null
  /** Those whose name or title comes nearest to `words`, the nearest first, at most three. */
  nearest(words: string): readonly Runbook[]
}

const NEAREST = 3

/** Names longer than this are not told apart: it keeps the distance of a pasted novel cheap. */
const MAX_WORDS_LENGTH = 100

/** A library of `runbooks`. Of two that serve the same status or bear the same name, the first counts. */
export function createRunbookLibrary(runbooks: readonly Runbook[]): RunbookLibrary {
  const all = runbooks.toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
  const names = new Map<string, Runbook>()
  const statuses = new Map<string, Runbook>()
  for (const runbook of runbooks) {
    if (!names.has(runbook.name.toLowerCase())) names.set(runbook.name.toLowerCase(), runbook)
    for (const status of runbook.statuses) if (!statuses.has(status)) statuses.set(status, runbook)
  }
  return {
    all,
    byName: (name) => names.get(name.trim().toLowerCase()) ?? null,
    byStatus: (status) => statuses.get(status) ?? statuses.get(linkStatus(status)) ?? null,
    nearest(words) {
      const wanted = plain(words)
      return all
        .map((runbook) => ({ runbook, score: nearness(wanted, runbook) }))
        .sort((a, b) => a.score - b.score)
        .slice(0, NEAREST)
        .map(({ runbook }) => runbook)
    },
  }
}

/** 0 where the words stand in the name or title, else how many letters lie between them and the nearest of its words. */
function nearness(wanted: string, runbook: Runbook): number {
  const labels = [plain(runbook.name), plain(runbook.title)]
  if (labels.some((label) => label.includes(wanted))) return 0
  const targets = labels.flatMap((label) => [label, ...label.split(' ')])
  return Math.min(...targets.map((target) => distance(wanted, target)))
}

function plain(text: string): string {
  return text
    .slice(0, MAX_WORDS_LENGTH)
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}
