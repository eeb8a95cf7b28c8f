import { describe, expect, test } from 'vitest'
import { createRunbookLibrary } from '../../src/runbooks/library.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'
import { aRunbook } from './runbooks.ts'

const library = await loadRunbooks(BUILTIN_RUNBOOKS)
const found = (words: string) => library.search(words).map(({ runbook }) => runbook.name)

describe('searching the runbooks', () => {
  test.each([
    ['flap', 'flapping'],
    ['empty prefix list', 'filters'],
    ['terraform apply propagation', 'dark_by_change'],
    ['ROUTING off VPC', 'vpc_problem'],
    ['401 api key', 'bot_blind'],
    ['maintenance silence', 'maintenance'],
    ['verrouillé', 'locked'],
    ['en panne', 'all_down'],
    ['expirée', 'expired'],
  ])('"%s" finds %s first', (words, name) => {
    expect(found(words)[0]).toBe(name)
  })

  test('shows the place, with the number of its step', () => {
    const [hit] = library.search('tcpdump')
    expect(hit).toMatchObject({ runbook: { name: 'ready' } })
    expect(hit?.step).toBeGreaterThan(1)
    expect(hit?.excerpt).toContain('tcpdump')
    expect(hit?.excerpt).toContain('‹VLAN: see the card›')
    expect(hit?.excerpt).not.toMatch(/[`*]/)
    expect(hit?.excerpt.length).toBeLessThanOrEqual(170)
  })

  test('wants all words, and settles for most of them', () => {
    expect(found('mtr mtu')).toEqual(['active'])
    expect(found('mtr mtu unicorn')).toEqual(['active'])
    expect(found('mtr unicorn')).toEqual([])
  })

  test('finds nothing for what stands nowhere, and takes any words', () => {
    expect(found('unicorn')).toEqual([])
    expect(found('')).toEqual([])
    expect(found('… — !')).toEqual([])
    expect(found('x'.repeat(100_000))).toEqual([])
    expect(found('the link is down').length).toBeGreaterThan(0)
  })

  test('looks at names, tags and headings of a team too', () => {
    const own = aRunbook('vpn_failover', 'tags: ["site:lyon"]', '## Fail over\n\n1. Wait.\n', 'team')
    const mixed = createRunbookLibrary(library.all, [own])
    for (const words of ['vpn failover', 'site:lyon', 'fail over']) {
      expect(mixed.search(words)[0]?.runbook).toBe(own)
    }
  })
})
