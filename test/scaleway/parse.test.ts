import { describe, expect, test } from 'vitest'
import { parsePage } from '../../src/scaleway/parse.ts'
import { linkSchema } from '../../src/scaleway/payload.ts'
import { aWireLink } from '../support/wire.ts'

describe('a page', () => {
  const readPage = parsePage('links', linkSchema)

  test('gives its good links although others are malformed, and names those', () => {
    const { id: _, ...nameless } = aWireLink()
    const parsed = readPage({
      links: [aWireLink(), { ...aWireLink(), id: 'bad', name: 42 }, nameless, 'link'],
      total_count: 4,
    })

    expect(parsed).toMatchObject({
      type: 'parsed',
      value: {
        items: [{ name: 'recorded-link' }],
        malformed: [{ id: 'bad', problem: expect.stringContaining('name') }, { id: null }, { id: null }],
        totalCount: 4,
      },
    })
  })

  test('that is empty may be an empty list, or null', () => {
    const empty = { type: 'parsed', value: { items: [], malformed: [], totalCount: 0 } }

    expect(readPage({ links: [], total_count: 0 })).toEqual(empty)
    expect(readPage({ links: null, total_count: 0 })).toEqual(empty)
  })

  test.each([
    {},
    { links: [] },
    { total_count: 0 },
    { links: null, total_count: 3 },
    { links: {}, total_count: 0 },
    { links: [], total_count: -1 },
    { message: 'ok' },
    [],
    null,
    'links',
  ])('%j is not taken for an empty list', (body) => {
    expect(readPage(body).type).toBe('malformed')
  })
})
