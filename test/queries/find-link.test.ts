import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLink } from '../../src/queries/find-link.ts'
import { aLink } from '../support/links.ts'
import { idOf, known } from './remembered.ts'

const NAMES = [
  'paris-a',
  'paris-a-backup',
  'Paris-B',
  'London Docklands',
  '-- lab',
  'l’agence',
  '"quoted" link',
]
const links = await known(...NAMES.map((name, n) => aLink({ id: idOf(0xabc00000 + n * 0x1000), name })))

/** What was found, by name: one, several, or nothing. */
function namesFor(words: string, among = links): readonly string[] | string {
  const match = findLink(words, among)
  switch (match.type) {
    case 'one':
      return match.item.watched.link.name
    case 'several':
      return match.items.map((link) => link.watched.link.name)
    case 'none':
      return []
  }
}

function nearestTo(words: string): readonly string[] {
  const match = findLink(words, links)
  return match.type === 'none' ? match.nearest.map((link) => link.watched.link.name) : []
}

describe('a link is found', () => {
  test.each([
    ['by its id', idOf(0xabc00000), 'paris-a'],
    ['by its id in capitals', idOf(0xabc00000).toUpperCase(), 'paris-a'],
    ['by its exact name, though another begins with it', 'paris-a', 'paris-a'],
    ['by its name in any case', 'PARIS-B', 'Paris-B'],
    ['by the beginning of its name', 'lond', 'London Docklands'],
    ['by the beginning of its id', 'abc03', 'London Docklands'],
    ['by a name with a space in it', 'london docklands', 'London Docklands'],
    ['by a name with too many spaces in it', 'london   docklands', 'London Docklands'],
    ['by a name with leading dashes', '-- lab', '-- lab'],
    ['with white space around it', '  paris-a\t', 'paris-a'],
    ['with quotes around it', '"London Docklands"', 'London Docklands'],
    ['with smart quotes around it', '“London Docklands”', 'London Docklands'],
    ['with single quotes around it', "'paris-a'", 'paris-a'],
    ['with French quotes around it', '« paris-a »', 'paris-a'],
    ['with code quotes around it', '`paris-a`', 'paris-a'],
    ['by a name that has quotes of its own', '"quoted" link', '"quoted" link'],
    ['with a straight apostrophe for a smart one', "l'agence", 'l’agence'],
  ])('%s', (_way, words, name) => {
    expect(namesFor(words)).toBe(name)
  })

  test('by its exact name first, where another has it in another case', async () => {
    const twins = await known(aLink({ id: idOf(1), name: 'Core' }), aLink({ id: idOf(2), name: 'core' }))
    expect(namesFor('core', twins)).toBe('core')
    expect(namesFor('CORE', twins)).toEqual(['Core', 'core'])
  })
})

describe('a link has to be chosen', () => {
  test('when several names begin with the words', () => {
    expect(namesFor('paris')).toEqual(['paris-a', 'paris-a-backup', 'Paris-B'])
  })

  test('when two links have the same name', async () => {
    const twins = await known(aLink({ id: idOf(1), name: 'core' }), aLink({ id: idOf(2), name: 'core' }))
    expect(namesFor('core', twins)).toEqual(['core', 'core'])
  })

  test('when several ids begin with the words', () => {
    expect(namesFor('abc0')).toHaveLength(NAMES.length)
  })

  test('when nothing was said', () => {
    expect(namesFor('')).toHaveLength(NAMES.length)
    expect(namesFor('""')).toHaveLength(NAMES.length)
  })
})

describe('no link is found', () => {
  test('by fewer than four characters of its id', () => {
    expect(namesFor('abc')).toEqual([])
  })

  test('by the middle of its name, but it comes first among the nearest', () => {
    expect(namesFor('docklands')).toEqual([])
    expect(nearestTo('docklands')[0]).toBe('London Docklands')
  })

  test('and the nearest names are told, at most five', () => {
    expect(nearestTo('pariz-a')[0]).toBe('paris-a')
    expect(nearestTo('Lodnon')[0]).toBe('London Docklands')
    expect(nearestTo('something else')).toHaveLength(5)
  })

  test('where there are no links', () => {
    expect(findLink('paris', [])).toEqual({ type: 'none', nearest: [] })
    expect(findLink('', [])).toEqual({ type: 'none', nearest: [] })
  })
})

describe('whatever is typed', () => {
  test('an answer comes, and a name always finds its link', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.string({ unit: 'binary' }),
        async (names, words) => {
          const some = await known(...names.map((name, n) => aLink({ id: idOf(n), name })))
          expect(['one', 'several', 'none']).toContain(findLink(words, some).type)
          for (const name of names) {
            const match = findLink(name, some)
            const fitting = match.type === 'one' ? [match.item] : match.type === 'several' ? match.items : []
            expect(fitting.map((link) => link.watched.link.name.trim())).toContain(name.trim())
          }
        },
      ),
    )
  })
})
