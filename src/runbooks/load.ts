import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRunbookLibrary, type RunbookLibrary } from './library.ts'
import { parseRunbook } from './parse.ts'
import type { Runbook } from './runbook.ts'
import { servedTwice } from './served-twice.ts'

/** Where the built-in runbooks lie: next to this file, in `src` as in `dist`. */
export const BUILTIN_RUNBOOKS: string = fileURLToPath(new URL('./builtin/', import.meta.url))

/** A runbook folder that cannot be used. The message names every broken file with what is wrong in it, line by line. */
export class RunbookError extends Error {
  override readonly name = 'RunbookError'
}

/**
 * Reads every `.md` file of `folder`. Throws RunbookError when the folder cannot be read or holds no runbook, when a
 * file is broken, and when two files serve the same status or finding.
 */
export async function loadRunbooks(folder: string): Promise<RunbookLibrary> {
  const runbooks: Runbook[] = []
  const problems: string[] = []
  for (const file of await runbookFiles(folder)) {
    const parsed = parseRunbook(file, await readFile(join(folder, file), 'utf8'))
    if (parsed.type === 'parsed') runbooks.push(parsed.runbook)
    else problems.push(...parsed.problems.map((problem) => `${file}: ${problem}`))
  }
  problems.push(...servedTwice(runbooks))
  if (problems.length > 0) {
    throw new RunbookError([`The runbooks in ${folder} cannot be used.`, ...problems].join('\n'))
  }
  return createRunbookLibrary(runbooks)
}

async function runbookFiles(folder: string): Promise<readonly string[]> {
  let entries: string[]
  try {
    entries = await readdir(folder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RunbookError(`The runbook folder ${folder} cannot be read: ${reason}`)
  }
  const files = entries.filter((entry) => entry.toLowerCase().endsWith('.md')).sort()
  if (files.length === 0) throw new RunbookError(`The runbook folder ${folder} holds no .md file.`)
  return files
}
