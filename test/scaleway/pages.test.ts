import { describe, expect, test } from 'vitest'
import { createPager, type ReadPage } from '../../src/scaleway/pages.ts'
import { failed, type Item, idsOf, items, ok, pageOf, read, server, slice } from './paging.ts'

describe('a list', () => {
  test('that fits on one page costs one request of 1000', async () => {
    const sizes: number[] = []
    const listing = await read(async (_, pageSize) => {
      sizes.push(pageSize)
      return ok(pageOf(items(3), 3))
    })

    expect(listing).toEqual({ items: items(3), malformed: [], doubt: null, requestId: 'req-1' })
    expect(sizes).toEqual([1000])
  })

  test('that is empty costs one request', async () => {
    const { readPage, asked } = server(1000, () => [])

    expect(await read(readPage)).toMatchObject({ items: [], doubt: null })
    expect(asked).toEqual([1])
  })

  test.each([20, 100, 1000])('of 2,500 is read whole and in order where pages hold %i', async (cap) => {
    const { readPage, asked } = server(cap, () => items(2500))
    const listing = await read(readPage)

    expect(idsOf(listing)).toEqual(items(2500).map(({ id }) => id))
    expect(listing.doubt).toBeNull()
    expect(asked.length).toBe(2500 / cap + 2 + (cap === 1000 ? 0.5 : 0))
  })

  test('has its other pages read in parallel, four at once', async () => {
    const { readPage, mostAtOnce } = server(100, () => items(2500))
    await read(readPage)

    expect(mostAtOnce()).toBe(4)
  })

  test('whose server refuses pages of 1000 is asked for pages of 100, and from then on at once', async () => {
    const sizes: number[] = []
    const pager = createPager()
    const readPage: ReadPage<Item> = async (page, pageSize) => {
      sizes.push(pageSize)
      return pageSize > 100 ? failed(400) : ok(pageOf(slice(items(150), page, pageSize), 150))
    }

    expect(await pager(readPage)).toMatchObject({ data: { items: items(150), doubt: null } })
    expect(sizes.filter((size) => size > 100)).toHaveLength(1)
    await pager(readPage)
    expect(sizes.filter((size) => size > 100)).toHaveLength(1)
  })

  test('read beside another by a server that refuses pages of 1000 is read whole, too', async () => {
    const pager = createPager()
    const readPage: ReadPage<Item> = async (page, pageSize) => {
      await new Promise((resolve) => setImmediate(resolve))
      return pageSize > 100 ? failed(400) : ok(pageOf(slice(items(150), page, pageSize), 150))
    }
    const lists = await Promise.all([pager(readPage), pager(readPage), pager(readPage)])

    expect(lists.map(({ type }) => type)).toEqual(['ok', 'ok', 'ok'])
  })

  test('that refuses any page size fails', async () => {
    expect(await createPager()(async () => failed(400))).toMatchObject({
      type: 'failed',
      failure: { status: 400 },
    })
  })

  test('one page of which fails is failed, and no more pages are asked for', async () => {
    let asked = 0
    const result = await createPager()<Item>(async (page) => {
      asked += 1
      return page === 3 ? failed(500) : ok(pageOf(slice(items(2000), page, 20), 2000))
    })

    expect(result).toMatchObject({ type: 'failed', failure: { status: 500 } })
    expect(asked).toBeLessThan(10)
  })

  test('shows an entry once, as it was read last', async () => {
    let asked = 0
    const listing = await read(async (page) => {
      asked += 1
      const version = asked
      const list = slice(items(4), page, 2).map((item) => ({ ...item, version }))
      return ok(pageOf(page === 2 ? [...list, { id: 'i0', version }] : list, 4))
    })

    const first = listing.items.find(({ id }) => id === 'i0')
    expect(listing.items).toHaveLength(4)
    expect(first?.version).toBe(asked)
  })

  test('keeps malformed entries once each, also those without an id', async () => {
    const result = await createPager()<Item>(async (page) =>
      ok({
        items: slice(items(2), page, 1),
        malformed: [
          { id: `bad${page}`, problem: 'x' },
          { id: null, problem: 'y' },
        ],
        totalCount: 6,
      }),
    )

    const malformed = result.type === 'ok' ? result.data.malformed : []
    expect(malformed.map(({ id }) => id).sort()).toEqual(['bad1', 'bad2', null, null])
    expect(result).toMatchObject({ data: { doubt: null } })
  })
})

describe('a count that is not true', () => {
  test('that is too high is found out and said, in a bounded number of requests', async () => {
    const { readPage, asked } = server(20, () => items(50), 1_000_000_000)
    const listing = await read(readPage)

    expect(listing.items).toHaveLength(50)
    expect(listing.doubt).toBe('the API counts 1000000000 but lists 50')
    expect(asked.length).toBeLessThan(30)
  })

  test('that is too low does not hide what is on later pages', async () => {
    const { readPage } = server(20, () => items(50), 5)
    const listing = await read(readPage)

    expect(listing.items).toHaveLength(50)
    expect(listing.doubt).toBe('its pages and its count did not agree while it was read')
  })

  test('above an empty first page is said', async () => {
    const listing = await read(server(20, () => [], 7).readPage)

    expect(listing).toMatchObject({ items: [], doubt: 'the API counts 7 but lists 0' })
  })

  test('over pages that a server does not turn is found out in a few requests', async () => {
    let asked = 0
    const listing = await read(async () => {
      asked += 1
      return ok(pageOf(items(20), 2500))
    })

    expect(listing).toMatchObject({ items: items(20), doubt: 'the API counts 2500 but lists 20' })
    expect(asked).toBeLessThan(20)
  })

  test('over pages without an end comes to an end', async () => {
    let asked = 0
    await read(async (page) => {
      asked += 1
      return ok(pageOf([{ id: `p${page}` }], 2 * page))
    })

    expect(asked).toBeLessThan(1100)
  })
})
