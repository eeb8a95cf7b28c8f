import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type FilterFacts,
  filterOf,
  matchesEverything,
  matchesFilter,
  matchesRegion,
  parseFilter,
} from '../../src/diagnostics/filter.ts'
import type { Link } from '../../src/domain/link.ts'
import { aLink, anEvidence, aSelfHostedLink, aVpc, PARTNER_ID, VPC_ID } from '../support/links.ts'

const idOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`

const LAB_PROJECT = '66666666-6666-4666-8666-00000000001a'

const LINKS: readonly Link[] = [
  aLink({ id: idOf(1), name: 'paris-a', tags: ['env:lab', 'team:Réseau'] }),
  aLink({ id: idOf(2), name: 'paris-b', status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }),
  aLink({ id: idOf(3), name: 'order-9', status: 'provisioning', vpcId: null }),
  aLink({
    id: idOf(4),
    name: 'ready-player',
    projectId: LAB_PROJECT,
    kind: { type: 'hosted', partnerId: 'gone', layer: 'l3', disapprovedReason: null },
  }),
  aSelfHostedLink({ id: idOf(5), name: 'datacenter-1', status: 'ready', popId: 'elsewhere' }),
  aLink({ id: idOf(6), name: 'leaving', status: 'deprovisioning', vpcId: null, tags: ['partner:acme'] }),
  aLink({ id: idOf(7), name: 'odd one', status: 'hibernating', vpcId: null }),
]

/** The partner of one and the PoP of another cannot be read. */
const links: readonly FilterFacts[] = LINKS.map((link) => ({
  ...anEvidence({ link }),
  ...(link.id === idOf(4) ? { partner: null } : {}),
  ...(link.id === idOf(5) ? { pop: null } : {}),
}))

function namesFor(text: string): readonly string[] {
  const filter = parseFilter(text)
  return links.filter((facts) => matchesFilter(filter, facts)).map(({ link }) => link.name)
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
    ['the link by its whole name', 'link:paris-a', ['paris-a']],
    ['the link by its name in any case', 'link:"Odd One"', ['odd one']],
    ['the link by its id', `link:${idOf(5)}`, ['datacenter-1']],
    ['no link by a part of its name', 'link:paris', []],
    ['no link by the id of what it refers to', `link:${VPC_ID}`, []],
    ['the project by its id', `project:${LAB_PROJECT}`, ['ready-player']],
    ['no project by a part of its id', 'project:66666666', []],
    ['words in smart quotes', 'name:“odd one”', ['odd one']],
  ])('%s', (_what, text, names) => {
    expect(namesFor(text)).toEqual(names)
  })
})

describe('a glob', () => {
  test.each([
    ['fits a name from its beginning', 'name:paris-*', ['paris-a', 'paris-b']],
    ['fits the whole of a name', 'name:aris-*', []],
    ['fits in the middle of a name', 'name:d*r-1', ['datacenter-1']],
    ['has one letter for a question mark', 'name:paris-?', ['paris-a', 'paris-b']],
    ['has no less than one letter for a question mark', 'name:paris-a?', []],
    ['needs no key', '*-player', ['ready-player']],
    ['fits names, not what a name is a part of', 'paris-*', ['paris-a', 'paris-b']],
    ['fits names in any case', 'PARIS-*', ['paris-a', 'paris-b']],
    ['fits a quoted name with a space', 'name:"odd *"', ['odd one']],
    ['fits the link', 'link:*-a', ['paris-a']],
    ['fits the region', 'region:fr-* name:odd', ['odd one']],
    ['fits the partner', 'partner:france* name:odd', ['odd one']],
    ['fits a tag', 'tag:env:*', ['paris-a']],
    ['fits a tag that looks like a key', 'partner:ac*', ['leaving']],
    ['fits a tag without its key', 'env:l?b', ['paris-a']],
    ['fits a status', 'status:*sioning', ['order-9', 'leaving']],
    ['fits the kind', 'kind:self*', ['datacenter-1']],
    ['fits together with other words', '*-? down', ['paris-b']],
  ])('%s', (_what, text, names) => {
    expect(namesFor(text)).toEqual(names)
  })

  test('stars that are letters of a name fit that name as they always did', () => {
    const facts = anEvidence({ link: aLink({ name: 'odd **name?** x' }) })
    expect(matchesFilter(parseFilter('**name?**'), facts)).toBe(true)
  })
})

describe('a filter and a whole region', () => {
  test.each([
    ['everything concerns it', '', true],
    ['all concerns it', 'all', true],
    ['its own name concerns it', 'region:fr-par', true],
    ['a part of its name concerns it', 'par', true],
    ['a glob of its name concerns it', 'region:fr-*', true],
    ['another region does not', 'region:nl-ams', false],
    ['a name does not', 'name:fr-par', false],
    ['a condition that only links meet does not', 'fr-par partner:acme', false],
    ['a status does not', 'down', false],
    ['a project does not', `project:${LAB_PROJECT}`, false],
  ])('%s', (_what, text, concerns) => {
    expect(matchesRegion(parseFilter(text), 'fr-par')).toBe(concerns)
  })
})

describe('a filter leaves no link out', () => {
  test.each(['', 'all', '*', 'name:*', 'region:** *', 'status:'])('as %j', (text) => {
    expect(matchesEverything(parseFilter(text))).toBe(true)
    expect(namesFor(text)).toEqual(ALL)
  })

  test.each(['paris', 'tag:*', 'vpc:*', '* paris', '?', '"all"'])('but not as %j', (text) => {
    expect(matchesEverything(parseFilter(text))).toBe(false)
  })
})

test('a link that was taken out of its VPC is still meant by that VPC, where it is missed', () => {
  const left = { id: VPC_ID, vpc: aVpc({ name: 'production' }) }
  const facts = { ...anEvidence({ link: aLink({ vpcId: null }), vpc: null }), leftVpc: left }
  for (const text of ['vpc:prod', 'production', `vpc:${VPC_ID}`])
    expect(matchesFilter(parseFilter(text), facts)).toBe(true)
  expect(matchesFilter(parseFilter('vpc:staging'), facts)).toBe(false)
  expect(matchesFilter(parseFilter(`vpc:${VPC_ID}`), { ...facts, leftVpc: { ...left, vpc: null } })).toBe(
    true,
  )
})

test('what keeps a filter as text has that filter, however often it is asked', () => {
  const [one, other] = [{ filter: 'name:paris-*' }, { filter: 'down' }]
  for (const owner of [one, other, one, { ...one, filter: 'all' }])
    expect(filterOf(owner)).toEqual(parseFilter(owner.filter))
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
          'link:',
          '*',
          'p?',
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
