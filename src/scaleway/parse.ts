import { z } from 'zod'
import type { MalformedLink } from '../domain/snapshot.ts'

/** What a parser made of a payload. `problem` names fields and expectations, never values. */
export type Parsed<T> =
  | { readonly type: 'parsed'; readonly value: T }
  | { readonly type: 'malformed'; readonly problem: string }

/** One page of a list, each entry read for itself. An entry that cannot be understood costs nothing but itself. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly malformed: readonly MalformedLink[]
  /** `total_count`: how many there are on all pages, by the API's word. */
  readonly totalCount: number
}

/** A parser of list answers, whose entries are under `key`. */
export function parsePage<T>(key: string, schema: z.ZodType<T>): (body: unknown) => Parsed<Page<T>> {
  // An encoder may write an empty list as null. That is believed only where the count agrees.
  const envelope = z
    .object({ [key]: z.array(z.unknown()).nullable(), total_count: z.number().int().nonnegative() })
    .refine((answer) => answer[key] !== null || answer.total_count === 0, { path: [key] })
  return (body) => {
    const answer = envelope.safeParse(body)
    if (!answer.success) return { type: 'malformed', problem: describe(answer.error) }
    const items: T[] = []
    const malformed: MalformedLink[] = []
    for (const entry of (answer.data[key] as readonly unknown[] | null) ?? []) {
      const parsed = schema.safeParse(entry)
      if (parsed.success) items.push(parsed.data)
      else malformed.push({ id: idOf(entry), problem: describe(parsed.error) })
    }
    return { type: 'parsed', value: { items, malformed, totalCount: answer.data.total_count as number } }
  }
}

/** A parser of an answer that is one thing. */
export function parseOne<T>(schema: z.ZodType<T>): (body: unknown) => Parsed<T> {
  return (body) => {
    const parsed = schema.safeParse(body)
    return parsed.success
      ? { type: 'parsed', value: parsed.data }
      : { type: 'malformed', problem: describe(parsed.error) }
  }
}

function idOf(entry: unknown): string | null {
  const parsed = z.object({ id: z.string().min(1).max(200) }).safeParse(entry)
  return parsed.success ? parsed.data.id : null
}

/** Which fields are wrong and how, at most three. Built from paths and expectations alone: zod may quote values. */
function describe(error: z.ZodError): string {
  const problems = error.issues.slice(0, 3).map((issue) => {
    const field = issue.path.length === 0 ? 'the entry' : issue.path.map(String).join('.')
    if (issue.code === 'invalid_type') return `${field} is missing or no ${issue.expected}`
    return issue.code === 'custom' && issue.path.length > 0
      ? `${field} ${issue.message}`
      : `${field} is not valid`
  })
  const more = error.issues.length - problems.length
  return problems.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
