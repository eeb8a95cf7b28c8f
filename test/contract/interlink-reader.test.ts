import { afterEach, describe, expect, test } from 'vitest'
import { demoWorld, emptyWorld } from '../../src/simulator/interlink/world.ts'
import { closeApis, manyLinks, NOW, paris, seen, setUp, uuid } from './interlink-reading.ts'

afterEach(closeApis)

const firstLink = 'paris-prod-a'

describe('a scope of the stand-in', () => {
  test('that is empty is seen as empty', async () => {
    const { readScope } = await setUp(emptyWorld())

    expect(await readScope()).toEqual({
      type: 'seen',
      scope: paris,
      at: NOW,
      links: [],
      malformed: [],
      directory: { partners: [], pops: [], connections: [], vpcs: [], policies: [] },
      unread: [],
    })
  })

  test.each([
    ['fr-par', 5],
    ['nl-ams', 2],
    ['pl-waw', 1],
  ])('of the demo in %s shows %i links, with all that they refer to', async (region, count) => {
    const { readScope } = await setUp()
    const { links, malformed, directory, unread } = seen(await readScope(region))
    const has = (items: readonly { readonly id: string }[] | null, id: string | null) =>
      id === null || items?.some((item) => item.id === id)

    expect(links).toHaveLength(count)
    expect([malformed, unread]).toEqual([[], []])
    for (const link of links) {
      expect(has(directory.pops, link.popId)).toBe(true)
      expect(has(directory.vpcs, link.vpcId)).toBe(true)
      expect(has(directory.policies, link.policies.ipv4)).toBe(true)
      expect(has(directory.policies, link.policies.ipv6)).toBe(true)
      if (link.kind.type === 'hosted') expect(has(directory.partners, link.kind.partnerId)).toBe(true)
      if (link.kind.type === 'self_hosted') {
        expect(has(directory.connections, link.kind.connectionId)).toBe(true)
      }
    }
  })

  test('tells L2-hosted, L3-hosted and self-hosted links apart', async () => {
    const { readScope } = await setUp()
    const links = [...seen(await readScope()).links, ...seen(await readScope('nl-ams')).links]
    const kindOf = (name: string) => links.find((link) => link.name === name)?.kind

    expect(kindOf('paris-prod-b')).toMatchObject({ type: 'hosted', layer: 'l2' })
    expect(kindOf('amsterdam-prod')).toMatchObject({ type: 'hosted', layer: 'l3' })
    expect(kindOf('paris-prod-a')).toMatchObject({ type: 'hosted', layer: null })
    expect(kindOf('dc5-own-port-staging')).toMatchObject({ type: 'self_hosted' })
  })

  test('is the same with null in place of absent fields', async () => {
    const { api, readScope } = await setUp()
    const absent = seen(await readScope())
    api.faults.sendNulls(true)

    expect(seen(await readScope()).links).toEqual(absent.links)
  })

  test.each([100, 1000])('of 2,500 links on pages of %i is read whole', async (pageSizeMax) => {
    const { readScope, events } = await setUp(manyLinks(2500), { pageSizeMax })
    const { links, malformed } = seen(await readScope())

    expect(new Set(links.map(({ id }) => id)).size).toBe(2500)
    expect(links).toHaveLength(2500)
    expect(malformed).toEqual([])
    expect(events.filter(({ operation }) => operation === 'list_links').length).toBeLessThan(31)
  })

  test('shows each link once where pages repeat and double entries', async () => {
    const { api, readScope } = await setUp(manyLinks(250), { pageSizeMax: 100 })
    api.faults.shiftPages(-7)
    api.faults.duplicateLink(uuid(3))
    const { links, malformed } = seen(await readScope())

    expect(new Set(links.map(({ id }) => id)).size).toBe(250)
    expect(links).toHaveLength(250)
    expect(malformed.filter(({ id }) => id !== null)).toEqual([])
  })

  test('says that links may be missing where pages skip entries', async () => {
    const { api, readScope } = await setUp(manyLinks(250), { pageSizeMax: 100 })
    api.faults.shiftPages(7)
    const { links, malformed } = seen(await readScope())

    expect(links).toHaveLength(243)
    expect(malformed).toMatchObject([{ id: null, problem: expect.stringContaining('may be missing') }])
  })

  test('loses no link that was there throughout when another is deleted between two pages', async () => {
    const { api, readScope } = await setUp(manyLinks(250), { pageSizeMax: 100 })
    let pages = 0
    api.faults.next({
      match: (call) => {
        if (call.path.endsWith('/links') && call.query.page_size?.[0] === '100') pages += 1
        if (pages === 3) {
          api.world.removeLink(uuid(0))
          pages += 1
        }
        return false
      },
      answer: 'refused',
    })
    const { links, malformed } = seen(await readScope())
    const ids = new Set(links.map(({ id }) => id))

    expect(pages).toBeGreaterThan(3)
    expect(
      manyLinks(250)
        .links.slice(1)
        .every(({ id }) => ids.has(id)),
    ).toBe(true)
    expect(malformed).toEqual([])
  })

  test.each([
    'id_missing',
    'name_is_number',
    'status_missing',
    'tags_is_text',
    'created_at_is_nonsense',
    'partner_is_text',
    'not_an_object',
  ] as const)('with one link broken by %s shows the others and reports that one', async (how) => {
    const { api, readScope } = await setUp()
    const whole = seen(await readScope()).links
    const broken = whole.find(({ name }) => name === firstLink)?.id ?? ''
    api.faults.malformedLink(broken, how)
    const { links, malformed } = seen(await readScope())

    expect(links).toEqual(whole.filter(({ id }) => id !== broken))
    expect(malformed).toHaveLength(1)
    expect(malformed[0]?.id).toBe(how === 'id_missing' || how === 'not_an_object' ? null : broken)
  })
})

describe('one link of the stand-in', () => {
  const id = uuid(0)

  test('is found, as in the list', async () => {
    const { reader, readScope, signal } = await setUp(manyLinks(1))
    const { links } = seen(await readScope())

    expect(await reader.readLink(paris, id, signal)).toEqual({ type: 'found', link: links[0] })
  })

  test('is absent once it is gone', async () => {
    const { api, reader, signal } = await setUp(manyLinks(1))
    api.world.removeLink(id)

    expect(await reader.readLink(paris, id, signal)).toEqual({ type: 'absent' })
  })

  test.each(['404_untyped', 'http_500_html', '429_empty', 'html_200'] as const)(
    'is not absent on %s',
    async (fault) => {
      const { api, reader, signal } = await setUp(manyLinks(1))
      api.faults.next({ times: 10, answer: fault })

      expect(await reader.readLink(paris, id, signal)).toMatchObject({ type: 'failed' })
    },
  )
})

describe('pairing keys of the stand-in', () => {
  test('appear in nothing that is read or reported', async () => {
    const world = demoWorld(NOW)
    const keys = world.links.flatMap(({ partner }) => (partner === null ? [] : [partner.pairing_key]))
    const { api, readScope, events } = await setUp(world)
    const reported: unknown[] = [await readScope(), await readScope('nl-ams'), await readScope('pl-waw')]
    for (const { id } of world.links) api.faults.malformedLink(id, 'tags_is_text')
    reported.push(await readScope(), await readScope('nl-ams'), events)
    const text = JSON.stringify(reported)

    expect(keys.length).toBeGreaterThan(4)
    expect(text).toContain(firstLink)
    for (const key of keys) expect(text).not.toContain(key)
  })
})
