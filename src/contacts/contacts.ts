import type { Clock } from '../domain/clock.ts'
import { lookAgain } from '../files/look-again.ts'
import { readTextFile } from '../files/read-text.ts'
import { signatureOf } from '../files/signature.ts'
import { type ContactBook, type ContactSource, contactOf, EMPTY_BOOK } from './contact.ts'
import { parseContacts } from './parse.ts'

/** The team's contacts, as their file last made sense. */
export interface Contacts extends ContactSource {
  /** What is wrong with the file now, one sentence each, with its line; none where all is well. */
  problems(): readonly string[]
  /** From now on looks every 30 s whether the file was changed. */
  start(): void
  stop(): Promise<void>
}

/**
 * Reads the contacts file at `path` (`CONTACTS_FILE`; null for none). A file that is broken or cannot be read takes nothing
 * down: it is named by `problems`, and what it last said while it was good is used on. `onChange` hears of every change with
 * the problems then. Never throws.
 */
export async function openContacts(parts: {
  readonly path: string | null
  readonly clock: Clock
  readonly onChange?: (problems: readonly string[]) => void
}): Promise<Contacts> {
  const { path, clock } = parts
  let book: ContactBook = EMPTY_BOOK
  let hasBeenGood = false
  let problems: readonly string[] = []
  let signature: string | null = null

  const look = async (): Promise<void> => {
    if (path === null) return
    const found = await signatureOf(path)
    if (found === signature) return
    const isFirst = signature === null
    signature = found
    const file = await readTextFile(path)
    const parsed =
      file.type === 'read'
        ? parseContacts(file.text)
        : ({ type: 'broken', problems: [file.problem] } as const)
    if (parsed.type === 'parsed') {
      book = parsed.book
      hasBeenGood = true
      problems = []
    } else {
      const rest = hasBeenGood ? ' What it said before is used on.' : ' No contacts are shown.'
      problems = parsed.problems.map((problem) => `CONTACTS_FILE ${path}: ${problem}${rest}`)
    }
    if (!isFirst) parts.onChange?.(problems)
  }

  const looking = lookAgain(clock, look)
  await look()
  return {
    contactOf: (facts) => contactOf(book, facts),
    problems: () => problems,
    start: () => path !== null && looking.start(),
    stop: looking.stop,
  }
}
