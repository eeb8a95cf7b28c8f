import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRouter } from '../../src/queries/router.ts'
import { aLink, aSelfHostedLink, PARTNER_ID } from '../support/links.ts'
import { queriesOver } from './asking.ts'
import { aScopeState, idOf, POLLED_AT } from './remembered.ts'

const LINKS = [
  aSelfHostedLink({ id: idOf(1), name: 'paris-a' }),
  aSelfHostedLink({ id: idOf(2), name: 'paris-b' }),
  aSelfHostedLink({ id: idOf(3), name: 'lab' }),
  aSelfHostedLink({ id: idOf(4), name: 'lab frr' }),
  aSelfHostedLink({ id: idOf(5), name: 'Main Office' }),
  aSelfHostedLink({ id: idOf(6), name: 'new one', customerPeer: null }),
  aLink({
    id: idOf(7),
    name: 'hosted',
    kind: { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null },
  }),
]

const { queries } = queriesOver([aScopeState(LINKS)])
const router = createRouter({ status: queries.status })

/** The link and router that are answered for, and the word that was not understood. */
async function asked(words: string) {
  const answer = await router(words)
  if (answer.type !== 'template') return answer.type
  return [answer.link.name, answer.template.vendor, answer.unknownVendor]
}

describe('/interlink router <link> [vendor]', () => {
  test.each([
    ['paris-a', ['paris-a', 'frr', null]],
    ['paris-a bird', ['paris-a', 'bird', null]],
    ['paris-a Cisco', ['paris-a', 'ios_xe', null]],
    ['paris-a ios-xe', ['paris-a', 'ios_xe', null]],
    ['paris-a IOS XE', ['paris-a', 'ios_xe', null]],
    ['paris-a bird 2', ['paris-a', 'bird', null]],
    ['paris-a   juniper ', ['paris-a', 'junos', null]],
    ['"Main Office" mikrotik', ['Main Office', 'routeros', null]],
    ['main office', ['Main Office', 'frr', null]],
    ['main office routeros', ['Main Office', 'routeros', null]],
    [`${idOf(2)} ios_xe`, ['paris-b', 'ios_xe', null]],
    ['main junos', ['Main Office', 'junos', null]],
  ])('`%s` is understood', async (words, expected) => {
    expect(await asked(words)).toEqual(expected)
  })

  test.each([
    ['lab frr', ['lab frr', 'frr', null]],
    ['lab frr bird', ['lab frr', 'bird', null]],
    ['lab bird', ['lab', 'bird', null]],
  ])('a link whose name ends like a router is still found: `%s`', async (words, expected) => {
    expect(await asked(words)).toEqual(expected)
  })

  test('a router that there is no template for is said, with another template', async () => {
    expect(await asked('paris-a huawei')).toEqual(['paris-a', 'frr', 'huawei'])
  })

  test('a beginning of two names asks which is meant, and keeps the router for the one that is picked', async () => {
    const answer = { type: 'ambiguous', words: 'paris', total: 2 }
    expect(await router('paris bird')).toMatchObject({ ...answer, after: 'bird' })
    expect(await router('paris ios xe')).toMatchObject({ ...answer, after: 'ios_xe' })
    expect(await router('paris')).toMatchObject({ ...answer, after: '' })
  })

  test('a link that nobody knows is asked back with all its words', async () => {
    expect(await router('nowhere at all')).toMatchObject({ type: 'unknown', words: 'nowhere at all' })
    expect(await router('nowhere bird')).toMatchObject({ type: 'unknown', words: 'nowhere' })
  })

  test('an L3-hosted link has none, and the partner is named', async () => {
    expect(await router('hosted bird')).toMatchObject({ type: 'partner_speaks', partner: 'FranceIX' })
  })

  test('a link without peers has none, and says what is missing', async () => {
    expect(await router('new one')).toMatchObject({
      type: 'missing',
      reasons: [expect.stringMatching(/no BGP peer on your side/)],
    })
  })

  test('says how old what it is made of is', async () => {
    expect(await router('paris-a')).toMatchObject({ source: { type: 'snapshot', at: POLLED_AT } })
  })

  test('never throws, whatever is typed', async () => {
    const piece = fc.constantFrom('paris', '-a', ' ', 'bird', 'ios xe', '"', '\n', 'frr', '(', '\\', 'é')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        async (words) => {
          expect(['template', 'missing', 'partner_speaks', 'ambiguous', 'unknown']).toContain(
            (await router(words)).type,
          )
        },
      ),
    )
  })
})
