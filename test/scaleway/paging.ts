import type { CallResult } from '../../src/scaleway/attempt.ts'
import { createPager, type Listing, type ReadPage } from '../../src/scaleway/pages.ts'
import type { Page } from '../../src/scaleway/parse.ts'

export interface Item {
  readonly id: string
  readonly version?: number
}

export const items = (count: number): readonly Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: `i${index}` }))

export const ok = <T>(data: T): CallResult<T> => ({ type: 'ok', data, requestId: 'req-1' })

export const failed = (status: number | null): CallResult<never> => ({
  type: 'failed',
  failure: { reason: 'refused', message: 'refused', status, requestId: null, retryable: false },
})

export const pageOf = (list: readonly Item[], totalCount: number): Page<Item> => ({
  items: list,
  malformed: [],
  totalCount,
})

export const slice = (list: readonly Item[], page: number, size: number) =>
  list.slice((page - 1) * size, page * size)

/** A server with pages of `cap` at most, which counts what it was asked for and how many at once. */
export function server(cap: number, list: (request: number) => readonly Item[], count?: number) {
  const asked: number[] = []
  let atOnce = 0
  let mostAtOnce = 0
  const readPage: ReadPage<Item> = async (page, pageSize) => {
    asked.push(page)
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    const now = list(asked.length)
    atOnce -= 1
    return ok(pageOf(slice(now, page, Math.min(cap, pageSize)), count ?? now.length))
  }
  return { readPage, asked, mostAtOnce: () => mostAtOnce }
}

export async function read(readPage: ReadPage<Item>): Promise<Listing<Item>> {
  const result = await createPager()(readPage)
  if (result.type === 'failed') throw new Error(result.failure.message)
  return result.data
}

export const idsOf = (listing: Listing<Item>) => listing.items.map(({ id }) => id)
