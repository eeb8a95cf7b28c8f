import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS } from '../../src/domain/incident.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import type { LinkRow } from '../../src/queries/answers.ts'
import { compareRows } from '../../src/queries/order.ts'
import { aLink } from '../support/links.ts'
import { idOf } from './remembered.ts'

const aRow = (name: string, status = 'active', level: LinkRow['level'] = null, id = idOf(1)): LinkRow => ({
  link: aLink({ id, name, status }),
  popName: null,
  partnerName: null,
  level,
  missing: null,
  unreadSince: null,
})

const ordered = (...rows: readonly LinkRow[]) => [...rows].sort(compareRows).map(({ link }) => link.name)

describe('links that need attention come first:', () => {
  test('by the level of their open incident, whatever their status', () => {
    expect(
      ordered(
        aRow('quiet', 'all_down'),
        aRow('info', 'all_down', 'info'),
        aRow('critical', 'active', 'critical'),
        aRow('warning', 'all_down', 'warning'),
        aRow('error', 'active', 'error'),
      ),
    ).toEqual(['critical', 'error', 'warning', 'info', 'quiet'])
  })

  test('those that cannot be read are looked at with the warnings, or with worse where they are worse', () => {
    const unread = (row: LinkRow): LinkRow => ({ ...row, unreadSince: 1 })
    expect(
      ordered(
        aRow('quiet', 'all_down'),
        aRow('info', 'all_down', 'info'),
        unread(aRow('unread', 'active')),
        aRow('warning', 'all_down', 'warning'),
        unread(aRow('unread and critical', 'active', 'critical')),
        aRow('error', 'active', 'error'),
      ),
    ).toEqual(['unread and critical', 'error', 'warning', 'unread', 'info', 'quiet'])
  })

  test('then by status', () => {
    expect(
      ordered(
        aRow('gone', 'deleted'),
        aRow('well', 'active'),
        aRow('under way', 'requested'),
        aRow('newer', 'hibernating'),
        aRow('half', 'limited_connectivity'),
        aRow('down', 'all_down'),
      ),
    ).toEqual(['down', 'half', 'newer', 'under way', 'well', 'gone'])
  })

  test('what is active in vain waits for a person, and comes before what is under way', () => {
    const missing = { id: 'propagation', state: 'missing', text: 'Route propagation is off' } as const
    expect(
      ordered(
        aRow('well', 'active'),
        aRow('under way', 'requested'),
        { ...aRow('in vain', 'active'), missing },
        aRow('half', 'limited_connectivity'),
      ),
    ).toEqual(['half', 'in vain', 'under way', 'well'])
  })

  test('then by name, as people count', () => {
    expect(ordered(aRow('link-10'), aRow('Link-2'), aRow('link-1'), aRow('élan'))).toEqual([
      'élan',
      'link-1',
      'Link-2',
      'link-10',
    ])
  })

  test('and always the same way, whatever order they came in', () => {
    const rows = fc.array(
      fc
        .tuple(
          fc.constantFrom('a', 'A', 'a1', 'a10', 'a2'),
          fc.constantFrom(...LINK_STATUSES, 'newer'),
          fc.constantFrom(null, ...LEVELS),
          fc.nat(1000),
        )
        .map(([name, status, level, n]) => aRow(name, status, level, idOf(n))),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(rows, (some) => {
        const ids = (sorted: readonly LinkRow[]) =>
          sorted.map(({ link, level }) => [link.id, link.status, level])
        const distinct = [...new Map(some.map((row) => [row.link.id, row])).values()]
        expect(ids([...distinct].reverse().sort(compareRows))).toEqual(ids([...distinct].sort(compareRows)))
      }),
    )
  })
})
