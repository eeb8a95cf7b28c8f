import type { MalformedLink } from '../domain/snapshot.ts'
import type { CallResult } from './attempt.ts'
import type { Page } from './parse.ts'

/** Everything a list holds, as far as it could be read. */
export interface Listing<T> {
  readonly items: readonly T[]
  readonly malformed: readonly MalformedLink[]
  /** Why something may be missing, in a few words; null when the list was read whole. */
  readonly doubt: string | null
  readonly requestId: string | null
}

/** Asks for one page. Pages count from 1. */
export type ReadPage<T> = (page: number, pageSize: number) => Promise<CallResult<Page<T>>>

/** What every entry of a list has. */
interface Entry {
  readonly id: string
}

export type Pager = <T extends Entry>(readPage: ReadPage<T>) => Promise<CallResult<Listing<T>>>

/** Sources disagree on the API's greatest page size. A server that refuses the first is asked for the second. */
const PAGE_SIZES = [1000, 100] as const
const PAGES_AT_ONCE = 4
/** An end for lists whose count or pages have none. At a server's 20 a page these are still 10 000 entries. */
const MAX_PAGES = 500
const PASSES = 2

interface Reading<T> {
  readonly number: number
  readonly page: Page<T>
}

interface Pass<T> {
  readonly type: 'ok'
  /** In the order in which they came back. */
  readonly readings: readonly Reading<T>[]
  readonly steady: boolean
  /** By the last page that was read. */
  readonly totalCount: number
}

type Failed = Extract<CallResult<unknown>, { type: 'failed' }>

/**
 * A pager that lists everything. One page is whole by itself. Several are read while the list may change, and an entry
 * may shift from a page not yet read to one already read. So the last page is read before the others and once more
 * after them: whatever is added or removed in front of it shifts its entries too. A pass that was not steady, or came
 * short of `total_count`, is followed by a second one; what is in doubt after that is said in the listing.
 */
export function createPager(): Pager {
  let pageSize: number = PAGE_SIZES[0]

  return async <T extends Entry>(readPage: ReadPage<T>): Promise<CallResult<Listing<T>>> => {
    let size = pageSize
    let first = await readPage(1, size)
    if (first.type === 'failed' && first.failure.status === 400 && size > PAGE_SIZES[1]) {
      size = PAGE_SIZES[1]
      first = await readPage(1, size)
      if (first.type === 'ok') pageSize = size
    }
    const readings: Reading<T>[] = []
    for (let pass = 1; ; pass++) {
      if (pass > 1) first = await readPage(1, size)
      if (first.type === 'failed') return first
      const read = await readPass(first.data, (number) => readPage(number, size))
      if (read.type === 'failed') return read
      const one = collect(read.readings, first.requestId, read)
      if (one.doubt === null) return { type: 'ok', data: one, requestId: first.requestId }
      readings.push(...read.readings)
      if (pass < PASSES) continue
      return { type: 'ok', data: collect(readings, first.requestId, read), requestId: first.requestId }
    }
  }
}

async function readPass<T extends Entry>(
  first: Page<T>,
  read: (number: number) => Promise<CallResult<Page<T>>>,
): Promise<Pass<T> | Failed> {
  const readings: Reading<T>[] = [{ number: 1, page: first }]
  let end = Number.POSITIVE_INFINITY
  let totalCount = first.totalCount

  async function readOne(number: number): Promise<Failed | null> {
    const result = await read(number)
    if (result.type === 'failed') return result
    readings.push({ number, page: result.data })
    totalCount = result.data.totalCount
    // A server that does not turn pages shows the first one for ever.
    const isEnd =
      number > 1 && (entriesOf(result.data) === 0 || fingerprint(result.data) === fingerprint(first))
    if (isEnd) end = Math.min(end, number)
    return null
  }

  const perPage = countUnique(readings)
  const last = perPage === 0 ? 1 : Math.min(MAX_PAGES, Math.max(1, Math.ceil(first.totalCount / perPage)))
  let steady = true
  if (last > 1) {
    const failed = (await readOne(last)) ?? (await readRange(1, last - 1)) ?? (await readOne(last))
    if (failed !== null) return failed
    const [before, after] = readings.filter((reading) => reading.number === last)
    // An empty page shows no shift.
    steady = last < end && fingerprint(before?.page) === fingerprint(after?.page)
  }
  // The count may be too low, or pages shorter than the first: an empty page is the end that cannot lie. Whatever is
  // found this way was read without the guard above.
  for (let number = last + 1; perPage > 0 && number < end && number <= MAX_PAGES; number++) {
    if (countUnique(readings) === totalCount) break
    const failed = await readOne(number)
    if (failed !== null) return failed
    steady &&= number >= end
  }
  return { type: 'ok', readings, steady, totalCount }

  async function readRange(from: number, to: number): Promise<Failed | null> {
    let next = from
    let failure: Failed | null = null
    const readSome = async () => {
      while (failure === null && next <= to && next < end) {
        const number = next++
        failure = (await readOne(number)) ?? failure
      }
    }
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, readSome))
    return failure
  }
}

function entriesOf(page: Page<Entry>): number {
  return page.items.length + page.malformed.length
}

function fingerprint(page: Page<Entry> | undefined): string {
  const ids = [...(page?.items ?? []), ...(page?.malformed ?? [])].map((entry) => entry.id)
  return JSON.stringify([page?.totalCount, ids])
}

function countUnique(readings: readonly Reading<Entry>[]): number {
  const { items, malformed } = merge(readings)
  return items.length + malformed.length
}

/** Every entry once: of several readings the later wins, and a good one wins over a malformed one. */
function merge<T extends Entry>(readings: readonly Reading<T>[]) {
  const latestPages = new Map(readings.map(({ number, page }) => [number, page]))
  const latestItems = new Map(
    readings.flatMap(({ page }) => page.items.map((item) => [item.id, item] as const)),
  )
  const inOrder = [...readings].sort((a, b) => a.number - b.number)
  const items = new Map<string, T>()
  const malformed = new Map<string, MalformedLink>()
  for (const { page } of inOrder) {
    for (const { id } of page.items) items.set(id, latestItems.get(id) as T)
    for (const bad of page.malformed) if (bad.id !== null) malformed.set(bad.id, bad)
  }
  const nameless = [...latestPages.values()].flatMap((page) => page.malformed.filter(({ id }) => id === null))
  const named = [...malformed.values()].filter(({ id }) => id !== null && !items.has(id))
  return { items: [...items.values()], malformed: [...named, ...nameless] }
}

function collect<T extends Entry>(
  readings: readonly Reading<T>[],
  requestId: string | null,
  { steady, totalCount }: Pick<Pass<T>, 'steady' | 'totalCount'>,
): Listing<T> {
  const { items, malformed } = merge(readings)
  const found = items.length + malformed.length
  const doubt =
    found < totalCount
      ? `the API counts ${totalCount} but lists ${found}`
      : steady
        ? null
        : 'its pages and its count did not agree while it was read'
  return { items, malformed, doubt, requestId }
}
