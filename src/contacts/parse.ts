import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { type ContactBook, type ContactEntry, EMPTY_BOOK } from './contact.ts'

/** What became of the contacts file, or all that is wrong with it, one sentence each, with its line. */
export type ParsedContacts =
  | { readonly type: 'parsed'; readonly book: ContactBook }
  | { readonly type: 'broken'; readonly problems: readonly string[] }

const MAX_TEXT = 500

/** One address without a display name: enough to find a phone number in the wrong line. */
const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/u

const text = z
  .string('must be text in quotes, since YAML reads bare digits as a number and drops leading zeros')
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_TEXT, `must not be longer than ${MAX_TEXT} characters`)

const FIELDS = {
  noc_phone: text.optional(),
  noc_email: text.regex(EMAIL, 'must be one e-mail address').optional(),
  circuit_id: text.optional(),
  contract: text.optional(),
  account_manager: text.optional(),
  escalation: z
    .union([text.transform((one) => [one]), z.array(text).max(20, 'must not hold more than 20 entries')], {
      error: 'must be text, or a list of texts',
    })
    .optional(),
  notes: text.optional(),
}

const NOT_AN_ENTRY = 'must be fields with their values'
const entry = z.strictObject(FIELDS, { error: NOT_AN_ENTRY })
const entries = z.record(z.string(), entry, { error: 'must be names with an entry each' }).nullish()
const partner = z.strictObject({ ...FIELDS, pops: entries }, { error: NOT_AN_ENTRY })

const fileSchema = z
  .strictObject(
    {
      partners: z.record(z.string(), partner, { error: 'must be names with an entry each' }).nullish(),
      pops: entries,
      connections: entries,
      links: entries,
    },
    { error: 'must be "partners", "pops", "connections" and "links", each with names under it' },
  )
  .nullable()

/**
 * Reads the contacts file: YAML with `partners` (each may have `pops` of its own), `pops`, `connections` and `links`, by
 * name or id (globs for links), each with `noc_phone`, `noc_email`, `circuit_id`, `contract`, `account_manager`,
 * `escalation` (a text or a list) and `notes`. Problems name line and key, and never what stands there: it may be somebody's
 * phone number.
 */
export function parseContacts(yaml: string): ParsedContacts {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false, merge: false })
  if (document.errors.length > 0) {
    return {
      type: 'broken',
      problems: document.errors.map(
        ({ pos, message }) =>
          `Line ${lines.linePos(pos[0]).line}: It is not YAML: ${firstSentence(message)}.`,
      ),
    }
  }
  let value: unknown
  try {
    value = document.toJS()
  } catch {
    return { type: 'broken', problems: ['Line 1: It has more aliases than a file of contacts needs.'] }
  }
  const parsed = fileSchema.safeParse(value)
  if (parsed.success) return { type: 'parsed', book: arrange(parsed.data) }
  const problems = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== 'symbol')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `Line ${lineOf(document, lines, [...path, key])}: "${shown([...path, key])}" is not known.`,
      )
    }
    const subject = path.length === 0 ? 'The file' : `"${shown(path)}"`
    return [`Line ${lineOf(document, lines, path)}: ${subject} ${issue.message}.`]
  })
  return { type: 'broken', problems }
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.:]\s*$/u, '')
}

/** A path within the file, as it would be said. */
function shown(path: readonly (string | number)[]): string {
  return path.map((key) => String(key).slice(0, 80)).join(' › ')
}

/** The line that a key stands in; of what has none, that of what it belongs to. From 1. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  const holder = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  const last = path.at(-1)
  if (isMap(holder)) {
    const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
    if (isNode(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line
  }
  const node = document.getIn(path, true)
  if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  return path.length === 0 ? 1 : lineOf(document, lines, path.slice(0, -1))
}

type ParsedEntry = z.infer<typeof entry>

function arrange(file: z.infer<typeof fileSchema>): ContactBook {
  if (file === null) return EMPTY_BOOK
  const partners = Object.entries(file.partners ?? {}).map(
    ([name, { pops, ...fields }]) => [name, { ...contactEntry(fields), pops: book(pops) }] as const,
  )
  return {
    partners: new Map(partners),
    pops: book(file.pops),
    connections: book(file.connections),
    links: book(file.links),
  }
}

function book(all: z.infer<typeof entries>): ReadonlyMap<string, ContactEntry> {
  return new Map(Object.entries(all ?? {}).map(([name, fields]) => [name, contactEntry(fields)]))
}

function contactEntry(fields: ParsedEntry): ContactEntry {
  const { noc_phone, noc_email, circuit_id, contract, account_manager, escalation, notes } = fields
  return {
    ...(noc_phone === undefined ? {} : { nocPhone: noc_phone }),
    ...(noc_email === undefined ? {} : { nocEmail: noc_email }),
    ...(circuit_id === undefined ? {} : { circuitId: circuit_id }),
    ...(contract === undefined ? {} : { contract }),
    ...(account_manager === undefined ? {} : { accountManager: account_manager }),
    ...(escalation === undefined ? {} : { escalation }),
    ...(notes === undefined ? {} : { notes }),
  }
}
