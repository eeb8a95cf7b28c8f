import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import { matchesFilter, parseFilter } from '../../src/queries/filter.ts'
import type { KnownLink } from '../../src/queries/recall.ts'
import { aLink, aSelfHostedLink, PARTNER_ID, VPC_ID } from '../support/links.ts'
import { idOf, known } from './remembered.ts'

const LINKS: readonly Link[] = [
  aLink({ id: idOf(1), name: 'paris-a', tags: ['env:lab', 'team:Réseau'] }),
  aLink({ id: idOf(2), name: 'paris-b', status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }),
  aLink({ id: idOf(3), name: 'order-9', status: 'provisioning', vpcId: null }),
  aLink({
    id: idOf(4),
    name: 'ready-player',
    kind: { type: 'hosted', partnerId: 'gone', layer: 'l3', disapprovedReason: null },
  }),
  aSelfHostedLink({ id: idOf(5), name: 'datacenter-1', status: 'ready', popId: 'elsewhere' }),
  aLink({ id: idOf(6), name: 'leaving', status: 'deprovisioning', vpcId: null, tags: ['partner:acme'] }),
  aLink({ id: idOf(7), name: 'odd one', status: 'hibernating', vpcId: null }),
]

const links = await known(...LINKS)

function namesFor(text: string, among: readonly KnownLink[] = links): readonly string[] {
  const filter = parseFilter(text)
  return among.filter((link) => matchesFilter(filter, link)).map((link) => link.watched.link.name)
}

const ALL = LINKS.map(({ name }) => name)

describe('the words of a filter match', () => {
  test.each([
    ['everything, when there are none', '', ALL],
    ['everything, when there is only white space', ' \n\t ', ALL],
    ['everything, when all are asked for', 'All', ALL],
    ['a part of the name', 'aris-', ['paris-a', 'paris-b']],
    ['the name in any case', 'PARIS-A', ['paris-a']],
    ['the region', 'fr-par', ALL],
    ['the partner', 'franceix', ['paris-a', 'paris-b', 'order-9', 'leaving', 'odd one']],
    ['the name of the PoP', 'th2', ['paris-a', 'paris-b', 'order-9', 'ready-player', 'leaving', 'odd one']],
    ['the display name of the PoP', '"telehouse th2" paris-a', ['paris-a']],
    ['the city of the PoP', 'paris', ['paris-a', 'paris-b', 'order-9', 'ready-player', 'leaving', 'odd one']],
    ['the VPC', 'production', ['paris-a', 'paris-b', 'ready-player', 'datacenter-1']],
    ['a tag, though it looks like a key', 'env:lab', ['paris-a']],
    ['a tag without its accents', 'reseau', ['paris-a']],
    ['a whole id', idOf(5), ['datacenter-1']],
    ['no part of an id', '0000-4000', []],
    ['a status as the API spells it', 'all_down', ['paris-b']],
    ['a status in several words', 'all down', ['paris-b']],
    ['a status as the console spells it', 'Down', ['paris-b']],
    ['a status in French', 'en cours de suppression', ['leaving']],
    ['a status exactly, not as a part of another', 'provisioning', ['order-9']],
    ['the beginning of a status', 'prov', ['order-9']],
    ['a status, and names with that word', 'ready', ['ready-player', 'datacenter-1']],
    ['a status the API did not have before', 'hibernating', ['odd one']],
    ['all of them at once', 'paris production active', ['paris-a', 'ready-player']],
    ['a status among other words', 'production all down paris', ['paris-b']],
    ['nothing, when one of them fits nothing', 'paris nowhere', []],
  ])('%s', (_what, text, names) => {
    expect(namesFor(text)).toEqual(names)
  })
})

describe('a key narrows a word to', () => {
  test.each([
    ['the name', 'name:paris', ['paris-a', 'paris-b']],
    ['the region', 'region:nl-ams', []],
    ['the region, in any case', 'REGION:FR-PAR name:paris-a', ['paris-a']],
    ['the status', 'status:ready', ['datacenter-1']],
    ['a status in several words', 'status:all down', ['paris-b']],
    ['a quoted status', 'status:"all down"', ['paris-b']],
    ['the beginning of a status', 'status:deprov', ['leaving']],
    ['the partner', 'partner:france name:paris', ['paris-a', 'paris-b']],
    ['the partner by id', `partner:${PARTNER_ID} name:paris-a`, ['paris-a']],
    ['a tag of that very look', 'partner:acme', ['leaving']],
    ['the PoP', 'pop:"Telehouse TH2" name:order', ['order-9']],
    ['the VPC', 'vpc:prod name:paris', ['paris-a', 'paris-b']],
    ['the VPC by id', `vpc:${VPC_ID} name:paris-a`, ['paris-a']],
    ['the tags', 'tag:lab', ['paris-a']],
    ['the kind', 'kind:self-hosted', ['datacenter-1']],
    ['the kind as the API spells it', 'kind:self_hosted', ['datacenter-1']],
    ['hosted links', 'kind:hosted name:paris', ['paris-a', 'paris-b']],
    ['the layer of hosted links', 'kind:l3', ['ready-player']],
    ['nothing, when it is left empty', 'region: name:paris-a', ['paris-a']],
    ['words in smart quotes', 'name:“odd one”', ['odd one']],
  ])('%s', (_what, text, names) => {
    expect(namesFor(text)).toEqual(names)
  })
})

describe('whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'status:',
          'kind:',
          'region:fr-par',
          '"',
          '“',
          'all',
          'down',
          ':',
          'name:"a b',
          '\n',
          ' ',
          'é',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  )

  test('it is understood as something, and its own text means the same', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const filter = parseFilter(text)
        expect(parseFilter(filter.text)).toEqual(filter)
        expect(namesFor(filter.text)).toEqual(namesFor(text))
      }),
    )
  })

  test('a pasted novel is no exception', () => {
    expect(namesFor('"'.repeat(100_001))).toEqual(ALL)
    expect(namesFor('once upon a time '.repeat(20_000))).toEqual([])
  })
})
