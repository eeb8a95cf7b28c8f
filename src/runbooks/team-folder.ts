import { readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { readTextFile } from '../files/read-text.ts'
import { signatureOf } from '../files/signature.ts'
import { systemReason } from '../files/system-reason.ts'
import { parseRunbook } from './parse.ts'
import type { Runbook } from './runbook.ts'

/** A team's own runbooks, each as it last made sense. */
export interface TeamFolder {
  /** By file name. */
  runbooks(): readonly Runbook[]
  /** What is wrong, by file; the folder's own trouble under an empty name. Each without what follows from it. */
  problems(): readonly { readonly file: string; readonly hasGood: boolean; readonly problem: string }[]
  /** Looks for changes by modification times, and reads what changed. True where anything did. Never rejects. */
  look(): Promise<boolean>
}

/** A folder with more than this holds something else by mistake, and looking at it would not be cheap. */
const MAX_FILES = 300

interface KnownFile {
  readonly signature: string
  readonly good: Runbook | null
  readonly problems: readonly string[]
}

/**
 * The `.md` files of `folder` itself; folders in it are not entered, links out of it not followed. A file that broke is used
 * as it last was good; one that is gone is gone; while the folder cannot be read, all stay as they were.
 */
export function teamFolder(folder: string): TeamFolder {
  let files: ReadonlyMap<string, KnownFile> = new Map()
  let trouble: string | null = null

  async function readAll(): Promise<ReadonlyMap<string, KnownFile>> {
    const inside = await realpath(folder)
    const entries = (await readdir(inside)).filter((name) => /\.md$/iu.test(name)).sort()
    trouble =
      entries.length > MAX_FILES
        ? `It holds ${entries.length} .md files: the first ${MAX_FILES} are read.`
        : null
    const next = new Map<string, KnownFile>()
    for (const name of entries.slice(0, MAX_FILES)) {
      const path = join(inside, name)
      const known = files.get(name)
      const signature = await signatureOf(path)
      next.set(name, known?.signature === signature ? known : await readOne(path, name, inside, signature))
    }
    return next
  }

  async function readOne(path: string, name: string, inside: string, signature: string): Promise<KnownFile> {
    const last = files.get(name)?.good ?? null
    const file = await readTextFile(path, inside)
    if (file.type === 'refused') return { signature, good: last, problems: [file.problem] }
    const parsed = parseRunbook(name, file.text, 'team')
    return parsed.type === 'parsed'
      ? { signature, good: parsed.runbook, problems: [] }
      : { signature, good: last, problems: parsed.problems }
  }

  return {
    runbooks: () => [...files.values()].flatMap(({ good }) => good ?? []),
    problems: () => [
      ...(trouble === null ? [] : [{ file: '', hasGood: false, problem: trouble }]),
      ...[...files].flatMap(([file, { good, problems }]) =>
        problems.map((problem) => ({ file, hasGood: good !== null, problem })),
      ),
    ],
    async look() {
      const before = trouble
      try {
        const next = await readAll()
        const same = next.size === files.size && [...next].every(([name, file]) => files.get(name) === file)
        files = next
        return !same || trouble !== before
      } catch (error) {
        trouble = `It cannot be read (${systemReason(error)}).`
        return trouble !== before
      }
    },
  }
}
