import { distance } from 'fastest-levenshtein'
import type { FindingWeight } from '../diagnostics/diagnosis.ts'
import { fold } from '../diagnostics/fold.ts'
import { matchesGlob } from '../diagnostics/glob.ts'
import { linkStatus } from '../domain/status.ts'
import type { Runbook } from './runbook.ts'
import { type RunbookHit, searchRunbooks } from './search.ts'

/** What decides which runbooks are for a link. */
export interface ServedLink {
  readonly status: string
  readonly tags: readonly string[]
  /** As the diagnosis orders them. */
  readonly findings: readonly { readonly id: string; readonly weight: FindingWeight }[]
}

/** All runbooks of this bot. */
export interface RunbookLibrary {
  /** By title. */
  readonly all: readonly Runbook[]
  /** By file name without its ending, in any case. */
  byName(name: string): Runbook | null
  /** By raw API status; a status this version does not know has the runbook of `unknown_link_status`. */
  byStatus(status: string): Runbook | null
  /** By the id of a finding or a situation. */
  byFinding(id: string): Runbook | null
  /**
   * Those that are for a link, each once, the first being the one to follow: by its findings (causes and risks; notes ask for
   * nothing), then by its tags, then by its status.
   */
  forLink(link: ServedLink): readonly Runbook[]
  /** Those in which the words stand, the best first, at most ten. */
  search(words: string): readonly RunbookHit[]
  /** Those whose name or title comes nearest to `words`, the nearest first, at most three. */
  nearest(words: string): readonly Runbook[]
}

const NEAREST = 3

/** Names longer than this are not told apart: it keeps the distance of a pasted novel cheap. */
const MAX_WORDS_LENGTH = 100

/**
 * A library of `builtIn` runbooks and a `team`'s own. One of the team's replaces the built-in of the same name, and takes
 * over what that served; what else it says that it serves is taken from the built-in ones too. Of two that serve the same,
 * the first counts.
 */
export function createRunbookLibrary(
  builtIn: readonly Runbook[],
  team: readonly Runbook[] = [],
): RunbookLibrary {
  const names = new Map<string, Runbook>()
  for (const runbook of [...team, ...builtIn]) {
    const name = keyOf(runbook.name)
    if (!names.has(name)) names.set(name, runbook)
  }
  const all = [...names.values()].toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
  const statuses = new Map<string, Runbook>()
  const findings = new Map<string, Runbook>()
  for (const claim of [...team, ...builtIn]) {
    const holder = names.get(keyOf(claim.name)) ?? claim
    for (const status of claim.statuses) if (!statuses.has(status)) statuses.set(status, holder)
    for (const id of claim.findings) if (!findings.has(id)) findings.set(id, holder)
  }
  const byStatus = (status: string) => statuses.get(status) ?? statuses.get(linkStatus(status)) ?? null
  const byFinding = (id: string) => findings.get(id) ?? null
  return {
    all,
    byName: (name) => names.get(keyOf(name)) ?? null,
    byStatus,
    byFinding,
    forLink(link) {
      const noticed = link.findings.filter(({ weight }) => weight !== 'note')
      const fitting = [
        ...noticed.map(({ id }) => byFinding(id)),
        ...all.filter((runbook) => servesTag(runbook, link.tags)),
        byStatus(link.status),
      ]
      return [...new Set(fitting.filter((runbook) => runbook !== null))]
    },
    search: (words) => searchRunbooks(all, words),
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

function keyOf(name: string): string {
  return name.trim().toLowerCase()
}

function servesTag(runbook: Runbook, tags: readonly string[]): boolean {
  return runbook.tags.some((wanted) => tags.some((tag) => matchesGlob(fold(wanted), fold(tag))))
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
