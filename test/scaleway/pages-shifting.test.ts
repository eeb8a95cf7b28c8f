import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idsOf, items, ok, pageOf, read, server, slice } from './paging.ts'

describe('pages that shift', () => {
  test('as one entry goes and another comes, so that the count stays, are noticed and read again', async () => {
    const before = items(60)
    const after = [...before.slice(1), { id: 'new' }]
    // Requests: page 1, page 3, pages 1 and 2. The entry goes before page 2 is looked at.
    const { readPage } = server(20, (request) => (request <= 3 ? before : after))
    const listing = await read(readPage)

    expect(idsOf(listing)).toEqual(expect.arrayContaining(before.slice(1).map(({ id }) => id)))
    expect(listing.doubt).toBeNull()
  })

  test('all the time are said to', async () => {
    const { readPage } = server(20, (request) => items(100).slice(request % 10))

    expect((await read(readPage)).doubt).toBe('its pages and its count did not agree while it was read')
  })

  test('that skip entries each time leave a doubt', async () => {
    const listing = await read(async (page) => {
      const start = page === 1 ? 0 : (page - 1) * 20 + 3
      return ok(pageOf(items(50).slice(start, start + 20), 50))
    })

    expect(listing.doubt).toBe('the API counts 50 but lists 47')
  })

  test('under any removals, additions and doublings never lose what was there throughout unless a doubt is said, and never loop', async () => {
    const change = fc.record({
      request: fc.integer({ min: 1, max: 30 }),
      remove: fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined }),
      add: fc.integer({ min: 0, max: 3 }),
      double: fc.option(fc.integer({ min: 0, max: 80 }), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 25 }),
        fc.array(change, { maxLength: 6 }),
        async (size, cap, changes) => {
          const removed = new Set<string>()
          let list = [...items(size)]
          let requests = 0
          let fresh = 0
          const listing = await read(async (page) => {
            await new Promise((resolve) => setImmediate(resolve))
            requests += 1
            for (const step of changes.filter(({ request }) => request === requests)) {
              const gone = step.remove === undefined ? undefined : list[step.remove]
              if (gone !== undefined) removed.add(gone.id)
              list = list.filter((item) => item !== gone)
              for (let count = 0; count < step.add; count++) list.push({ id: `new${fresh++}` })
            }
            const shown = slice(list, page, cap)
            const twice = changes.find(({ request }) => request === requests)?.double
            const doubled = twice === undefined ? undefined : shown[twice % Math.max(1, shown.length)]
            return ok(pageOf(doubled === undefined ? shown : [...shown, doubled], list.length))
          })

          const found = new Set(idsOf(listing))
          expect(found.size).toBe(listing.items.length)
          expect(requests).toBeLessThan(600)
          if (listing.doubt === null) {
            for (const { id } of items(size)) expect(found.has(id) || removed.has(id)).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('that settle after some changes end without a doubt', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 80 }),
        fc.integer({ min: 1, max: 25 }),
        async (size, cap) => {
          const { readPage } = server(cap, (request) => (request <= 2 ? items(size) : items(size).slice(1)))
          const listing = await read(readPage)

          expect(listing.doubt).toBeNull()
          expect(idsOf(listing)).toEqual(
            expect.arrayContaining(
              items(size)
                .slice(1)
                .map(({ id }) => id),
            ),
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})
