import { z } from 'zod'
import { check, uuid } from './validate.ts'

/** How many items an unsized list holds, as recorded. */
const PAGE_SIZE_DEFAULT = 20

/** The query arguments that every list takes. */
export function pageShape<const Order extends string>(orders: readonly [Order, ...Order[]], sizeMax: number) {
  return {
    order_by: z.enum(orders).default(orders[0]),
    page: z.coerce.number<string>().int().min(1, 'must be greater than or equal to 1').default(1),
    page_size: z.coerce
      .number<string>()
      .int()
      .min(1, 'must be greater than or equal to 1')
      .max(sizeMax, `must be less than or equal to ${sizeMax}`)
      .default(PAGE_SIZE_DEFAULT),
  }
}

/** The filters that lists of things which belong to a project take. */
export const ownedShape = {
  project_id: uuid.optional(),
  organization_id: uuid.optional(),
  name: z.string().optional(),
  tags: z.array(z.string()).optional(),
}

export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true')

/** Query arguments whose key may be repeated. */
const REPEATED: readonly string[] = ['tags', 'pop_ids']

/** The checked query of a request. Empty arguments count as absent, unknown ones are ignored. */
export function checkQuery<Output>(schema: z.ZodType<Output>, request: Request): Output {
  const query = new URL(request.url).searchParams
  const input: Record<string, string | string[]> = {}
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key).filter((value) => value !== '')
    const [first] = values
    if (first !== undefined) input[key] = REPEATED.includes(key) ? values : first
  }
  return check(schema, input)
}

interface Owned {
  readonly name: string
  readonly tags: readonly string[]
  readonly project_id: string
  readonly organization_id: string
}

/** True when `row` passes the filters of `ownedShape`: `name` matches substrings, every tag must be there. */
export function isWanted(
  row: Owned,
  filters: {
    readonly project_id?: string | undefined
    readonly organization_id?: string | undefined
    readonly name?: string | undefined
    readonly tags?: readonly string[] | undefined
  },
): boolean {
  return (
    matches(filters.project_id, row.project_id) &&
    matches(filters.organization_id, row.organization_id) &&
    row.name.includes(filters.name ?? '') &&
    (filters.tags ?? []).every((tag) => row.tags.includes(tag))
  )
}

/** True when there is no filter or the value equals it. */
export function matches<T>(filter: T | undefined, value: T | null | undefined): boolean {
  return filter === undefined || filter === value
}

/** Names are sorted without regard to punctuation: `- Telehouse TH2` was recorded after `DC5`. */
const byName = new Intl.Collator('en', { ignorePunctuation: true })

/** `rows` in the order of an `order_by` argument such as `created_at_desc`. Ids settle ties. */
export function ordered<Row extends { readonly id: string }>(rows: readonly Row[], orderBy: string): Row[] {
  const [, field = 'name', direction = 'asc'] = /^(.+)_(asc|desc)$/.exec(orderBy) ?? []
  const sign = direction === 'desc' ? -1 : 1
  const value = (row: Row): string => String(Reflect.get(row, field) ?? '')
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    const order = field === 'name' ? byName.compare(x, y) : x < y ? -1 : x > y ? 1 : 0
    return sign * order || (a.id < b.id ? -1 : 1)
  })
}

/**
 * One page of `rows`. `shift` moves the start of every page but the first: negative repeats items of the page before,
 * positive skips some, as when things are created or deleted between two calls.
 */
export function onePage<Row>(
  rows: readonly Row[],
  query: { readonly page: number; readonly page_size: number },
  shift = 0,
): Row[] {
  const start = (query.page - 1) * query.page_size + (query.page > 1 ? shift : 0)
  return rows.slice(Math.max(0, start), Math.max(0, start) + query.page_size)
}
