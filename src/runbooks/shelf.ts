import type { Clock } from '../domain/clock.ts'
import { lookAgain } from '../files/look-again.ts'
import { createRunbookLibrary, type RunbookLibrary } from './library.ts'
import type { Runbook } from './runbook.ts'
import { servedTwice } from './served-twice.ts'
import { teamFolder } from './team-folder.ts'

/** All runbooks, the team's own as they are now. */
export interface RunbookShelf extends RunbookLibrary {
  /** What is wrong with the team's files now, one sentence each, with file and line; none where all is well. */
  problems(): readonly string[]
  /** From now on looks every 30 s whether a file was changed. */
  start(): void
  stop(): Promise<void>
}

/**
 * The built-in runbooks with a team's own over them (`folder` is `RUNBOOK_DIR`; null for none). Nothing in that folder takes
 * the bot down: a broken file is named by `problems`, and its last good version, or the built-in of its name, is used.
 * `onChange` hears of every change with the problems then.
 */
export async function openShelf(parts: {
  readonly builtIn: readonly Runbook[]
  readonly folder: string | null
  readonly clock: Clock
  readonly onChange?: (problems: readonly string[]) => void
}): Promise<RunbookShelf> {
  const { builtIn, folder, clock } = parts
  const team = folder === null ? null : teamFolder(folder)
  let library = createRunbookLibrary(builtIn)
  let problems: readonly string[] = []

  const refresh = async (): Promise<boolean> => {
    if (team === null || !(await team.look())) return false
    const own = team.runbooks()
    library = createRunbookLibrary(builtIn, own)
    const where = `RUNBOOK_DIR ${folder}`
    problems = [
      ...team.problems().map(({ file, hasGood, problem }) => {
        if (file === '') return `${where}: ${problem}`
        return `${where}: ${file}: ${problem} ${standIn(file, hasGood, builtIn)}`
      }),
      ...servedTwice(own).map((problem) => `${where}: ${problem}`),
    ]
    return true
  }

  const looking = lookAgain(clock, async () => {
    if (await refresh()) parts.onChange?.(problems)
  })
  await refresh()
  return {
    get all() {
      return library.all
    },
    byName: (name) => library.byName(name),
    byStatus: (status) => library.byStatus(status),
    byFinding: (id) => library.byFinding(id),
    forLink: (link) => library.forLink(link),
    search: (words) => library.search(words),
    nearest: (words) => library.nearest(words),
    problems: () => problems,
    start: () => team !== null && looking.start(),
    stop: looking.stop,
  }
}

/** What is used instead of a broken file. */
function standIn(file: string, hasGood: boolean, builtIn: readonly Runbook[]): string {
  if (hasGood) return 'Its last good version stays in use.'
  const name = file.replace(/\.md$/iu, '').toLowerCase()
  return builtIn.some((runbook) => runbook.name.toLowerCase() === name)
    ? 'The built-in runbook of that name stays in use.'
    : 'It is left out.'
}
