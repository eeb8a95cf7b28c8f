import { describe, expect, test } from 'vitest'
import { createRunbookLibrary } from '../../src/runbooks/library.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'
import { aRunbook } from './runbooks.ts'

const builtIn = (await loadRunbooks(BUILTIN_RUNBOOKS)).all
const library = createRunbookLibrary(builtIn)

describe('which runbook is for a link', () => {
  const names = (link: Parameters<typeof library.forLink>[0], from = library) =>
    from.forLink(link).map(({ name }) => name)
  const finding = (id: string, weight: 'cause' | 'risk' | 'note' = 'cause') => ({ id, weight })

  test('its findings say first, in their order; its status last; each runbook once', () => {
    const findings = [
      finding('no_vpc'),
      finding('empty_filter_in_ipv4'),
      finding('no_policy'),
      finding('redundancy_left', 'risk'),
    ]
    expect(names({ status: 'active', tags: [], findings })).toEqual([
      'dark_by_change',
      'filters',
      'redundancy_lost',
      'active',
    ])
  })

  test('what is only noted asks for no runbook', () => {
    const findings = [finding('redundancy_left', 'note'), finding('all_well', 'note')]
    expect(names({ status: 'active', tags: [], findings })).toEqual(['active'])
  })

  test('its tags come between findings and status, globs too', () => {
    const own = aRunbook('paris', 'tags: ["site:*"]', undefined, 'team')
    const mixed = createRunbookLibrary(builtIn, [own])
    const link = { status: 'all_down', tags: ['Site:Paris'], findings: [finding('peer_asn')] }
    expect(names(link, mixed)).toEqual(['peer_asn', 'paris', 'all_down'])
    expect(names({ ...link, tags: ['offsite:paris'] }, mixed)).toEqual(['peer_asn', 'all_down'])
  })

  test('a status and a finding of a newer version fall back to what is known', () => {
    expect(names({ status: 'hibernating', tags: [], findings: [finding('new_rule')] })).toEqual([
      'unknown_link_status',
    ])
  })
})

describe("a team's own runbook", () => {
  test('replaces the built-in one of its name, and serves what that served', () => {
    const own = aRunbook('All_Down', 'tags: ["x"]', undefined, 'team')
    const mixed = createRunbookLibrary(builtIn, [own])
    expect(mixed.byName('all_down')).toBe(own)
    expect(mixed.byStatus('all_down')).toBe(own)
    expect(mixed.byFinding('all_families_down')).toBe(own)
    expect(mixed.all).toHaveLength(builtIn.length)
  })

  test('of a new name takes the statuses and findings it says from the built-in ones, which stay to be read', () => {
    const own = aRunbook('ours', 'statuses: [locked]\nfindings: [flapping]', undefined, 'team')
    const mixed = createRunbookLibrary(builtIn, [own])
    expect(mixed.byStatus('locked')).toBe(own)
    expect(mixed.byFinding('flapping')).toBe(own)
    expect(mixed.byName('flapping')?.origin).toBe('built_in')
    expect(mixed.byFinding('maintenance')?.name).toBe('maintenance')
  })
})
