import { describe, expect, test } from 'vitest'
import type { Level } from '../../../src/domain/incident.ts'
import type { ListAnswer } from '../../../src/queries/answers.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderList } from '../../../src/slack/views/list.ts'
import { aLink, NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'
import { all, aRow, expectFit, failure, fresh } from './answering.ts'
import { HOSTILE_NAMES } from './hostile.ts'

function pageButtons(message: RenderedMessage) {
  return message.blocks.flatMap((block) =>
    block.type !== 'actions'
      ? []
      : block.elements.map((element) =>
          element.type === 'button' ? [element.action_id, JSON.parse(element.value ?? 'null')] : [],
        ),
  )
}

describe('The list', () => {
  const list = (overrides: Partial<ListAnswer>): ListAnswer => ({
    rows: [],
    filter: '',
    scopes: [fresh],
    ...overrides,
  })

  test('has one line a link, with level as mark and word, in the order given', () => {
    const down = aLink({ name: 'paris-b', status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } })
    const rows = [aRow('x', { link: down, level: 'critical' }), aRow('paris-a')]
    const message = renderList(list({ rows }), NOW)
    expect(all(message)).toContain(
      '🔴 *Critical* `paris-b` · Down · IPv4 down, IPv6 down · `fr-par` · `TH2` · `FranceIX`\n🟢 `paris-a` · Active',
    )
    expect(all(message)).toContain('🔴 1 critical · 🟢 1 up')
  })

  test('marks a link that polls cannot read any more, counts it, and says why', () => {
    const rows = [aRow('paris-b', { unreadSince: NOW - 600_000 }), aRow('paris-a')]
    const message = renderList(list({ rows, scopes: [{ ...fresh, unread: 1 }] }), NOW)
    expect(all(message)).toMatch(
      /⚠️ `paris-b` · \*not read since <!date\^1772527800.+\*, before that · Active/u,
    )
    expect(all(message)).toContain('⚠️ 1 not read · 🟢 1 up')
    expect(all(message)).toContain('*Not up to date*\n1 link could not be read with the rest of the region')
    expect(message.text).toContain('1 link could not be read with the rest of the region')
    expect(all(message)).toContain('`fr-par`: 3 links, read 20 s ago, but for 1 link')
  })

  test('says when an order that waits for its partner expires, or that it has, and so of no other link', () => {
    const order = aLink({ name: 'lyon', status: 'requested', createdAt: Date.UTC(2026, 2, 1, 9) })
    const rows = [aRow('x', { link: order }), aRow('paris-a')]
    const at = (now: number) => all(renderList(list({ rows }), now))
    expect(at(NOW)).toMatch(
      /`lyon` · Requesting · expires in \d+ days, <!date\^\d+\^[^|]+\|2026-03-11 09:00:00 UTC> ·/u,
    )
    expect(at(Date.UTC(2026, 2, 13, 9))).toMatch(
      /`lyon` · Requesting · expired 2 days ago, <!date\^\d+\^[^|]+\|2026-03-11 09:00:00 UTC> ·/u,
    )
    expect(at(NOW).match(/expire/gu)).toHaveLength(1)
  })

  test('keeps the level of a link that polls cannot read any more', () => {
    const row = aRow('paris-b', { unreadSince: NOW - 600_000, level: 'critical' })
    expect(all(renderList(list({ rows: [row] }), NOW))).toMatch(
      /🔴 1 critical · ⚠️ 1 not read\n🔴 \*Critical\* `paris-b` · \*not read since/u,
    )
  })

  test('does not mark a link as up whose path is not complete, as its card does not', () => {
    const missing = { id: 'vpc_networks', state: 'missing', text: 'The VPC has no Private Network' } as const
    const message = renderList(list({ rows: [aRow('paris-a', { missing })] }), NOW)
    expect(all(message)).toContain('⚪ `paris-a` · Active · IPv4 up, IPv6 up · path not complete')
    expect(all(message)).toContain('⚪ 1 path not complete')
    const session = { id: 'session_ipv6', state: 'missing', text: 'The IPv6 session is down' } as const
    const half = renderList(list({ rows: [aRow('paris-a', { missing: session })] }), NOW)
    expect(all(half)).toContain('🟢 `paris-a`')
  })

  test('tells the age of each region and names those that cannot be read', () => {
    const scopes = [
      fresh,
      {
        scope: { id: 'm', region: 'it-mil' },
        source: { type: 'snapshot', at: null, failure },
        links: 0,
        unread: 0,
      } as const,
    ]
    const message = renderList(list({ rows: [aRow('a')], scopes }), NOW)
    expect(all(message)).toContain('`fr-par`: 3 links, read 20 s ago')
    expect(all(message)).toContain('`it-mil` was never read so far: Scaleway did not answer within 10 s.')
  })

  test('of 300 links comes in pages, each with a button to those beside it', () => {
    const rows = Array.from({ length: 300 }, (_, index) => aRow(`link-${index}`))
    const pages = [1, 2, 10].map((page) => renderList(list({ rows, filter: 'x y' }), NOW, page))
    for (const message of pages) expectFit(message)
    expect(pages.map((message) => textsOf(message.blocks)[0])).toEqual([
      '300 links, page 1 of 10',
      '300 links, page 2 of 10',
      '300 links, page 10 of 10',
    ])
    expect(
      pages.map((message) =>
        all(message)
          .match(/`link-\d+`/gu)
          ?.at(0),
      ),
    ).toEqual(['`link-0`', '`link-30`', '`link-270`'])
    expect(pages.map(pageButtons)).toEqual([
      [['list_page', { filter: 'x y', page: 2 }]],
      [
        ['list_page_back', { filter: 'x y', page: 1 }],
        ['list_page', { filter: 'x y', page: 3 }],
      ],
      [['list_page_back', { filter: 'x y', page: 9 }]],
    ])
    for (const page of pages) expect(page.text).toContain('300 links for `x y`')
  })

  test('shows each of its links on exactly one page', () => {
    const rows = Array.from({ length: 61 }, (_, index) => aRow(`link-${index}`))
    const shown = [1, 2, 3].flatMap(
      (page) => all(renderList(list({ rows }), NOW, page)).match(/link-\d+/gu) ?? [],
    )
    expect(shown).toEqual(rows.map(({ link }) => link.name))
  })

  test('answers a page that is not there any more with the last one', () => {
    const rows = Array.from({ length: 40 }, (_, index) => aRow(`link-${index}`))
    expect(textsOf(renderList(list({ rows }), NOW, 9).blocks)[0]).toBe('40 links, page 2 of 2')
    expect(textsOf(renderList(list({ rows }), NOW, -1).blocks)[0]).toBe('40 links, page 1 of 2')
  })

  test('of one page has no buttons, and one whose filter no button can hold says how to narrow it', () => {
    const rows = Array.from({ length: 31 }, (_, index) => aRow(`link-${index}`))
    expect(pageButtons(renderList(list({ rows: rows.slice(0, 30) }), NOW))).toEqual([])
    const long = renderList(list({ rows, filter: 'x'.repeat(2500) }), NOW)
    expectFit(long)
    expect(pageButtons(long)).toEqual([])
    expect(all(long)).toContain('narrow it with `/interlink list &lt;filter&gt;`')
  })

  test('with nothing in it says what a filter looks at', () => {
    expect(renderList(list({ filter: 'down <x>' }), NOW).text).toContain('No link fits `down &lt;x&gt;`')
  })

  test('fits with 300 hostile names in 300 regions', () => {
    const levels: (Level | null)[] = ['critical', 'error', 'warning', 'info', null]
    for (const name of HOSTILE_NAMES) {
      const rows = Array.from({ length: 300 }, (_, index) => ({
        link: aLink({ name, region: name, status: name }),
        popName: name,
        partnerName: name,
        level: levels[index % 5] ?? null,
        missing: null,
        unreadSince: index % 3 === 0 ? NOW : null,
      }))
      const source = { type: 'snapshot', at: NOW, failure: { ...failure, message: name } } as const
      const scopes = Array.from({ length: 300 }, () => ({
        scope: { id: name, region: name },
        source,
        links: 1,
        unread: 1,
      }))
      expectFit(renderList({ rows, filter: name, scopes }, NOW))
    }
  })
})
