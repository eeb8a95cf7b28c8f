import type { RemedyStore } from '../remedies/ports.ts'
import type { LinkRecord } from '../remedies/records.ts'
import type { Logger } from './logger.ts'
import { redact } from './logger.ts'

/** What people have written down of links, by the links' ids; links without any of it are left out. */
export type Records = ReadonlyMap<string, LinkRecord>

/** Where it is kept. */
export type RecordSource = Pick<RemedyStore, 'contactsOf' | 'ticketsOf'>

/** Where nobody looked, or nothing is written down. */
export const NO_RECORDS: Records = new Map()

/** Looks up what is written down of links. Never throws: what is told does without as well. */
export async function recordsOfLinks(
  linkIds: readonly string[],
  { records, logger }: { readonly records: RecordSource; readonly logger: Logger },
): Promise<Records> {
  if (linkIds.length === 0) return NO_RECORDS
  try {
    const [contacts, tickets] = await Promise.all([records.contactsOf(linkIds), records.ticketsOf(linkIds)])
    return new Map(
      [...new Set([...contacts.keys(), ...tickets.keys()])].map((id) => [
        id,
        { contacted: contacts.get(id) ?? null, tickets: tickets.get(id) ?? [] },
      ]),
    )
  } catch (error) {
    logger.warn({ error: redact(String(error)) }, 'What is written down of links was not found')
    return NO_RECORDS
  }
}
