import { describe, expect, test } from 'vitest'
import { pickedWords } from '../../../src/slack/actions.ts'
import { renderStatusAnswer } from '../../../src/slack/views/which-link.ts'
import { aLink, NOW } from '../../support/links.ts'
import { textsOf } from '../../support/slack-limits.ts'
import { all, aRow, expectFit, failure, fresh } from './answering.ts'
import { HOSTILE_NAMES } from './hostile.ts'

describe('Which link is meant', () => {
  test('an ambiguous name gets the candidates, with a menu of them', () => {
    const candidates = [aRow('paris-a'), aRow('paris-b')]
    const message = renderStatusAnswer(
      { type: 'ambiguous', words: 'par', candidates, total: 12, scopes: [fresh] },
      NOW,
    )
    expect(textsOf(message.blocks)[0]).toBe('12 links fit `par`. Which one is meant?')
    expect(message.blocks[2]).toMatchObject({
      type: 'actions',
      block_id: 'pick_link:status',
      elements: [
        {
          type: 'static_select',
          action_id: 'pick_link',
          options: [
            { text: { text: 'paris-a · Active · fr-par' }, value: 'id-paris-a' },
            { value: 'id-paris-b' },
          ],
        },
      ],
    })
    expect(all(message)).toContain('and 10 more')
    expect(all(message)).toContain('`fr-par`: 3 links, read 20 s ago')
  })

  test('candidates of one name are told apart by the beginning of their ids, in the list and in the menu', () => {
    const twin = (id: string) => ({ ...aRow('twin'), link: aLink({ id, name: 'twin' }) })
    const candidates = [twin('11111111-aaaa'), twin('22222222-bbbb'), aRow('twin-b')]
    const message = renderStatusAnswer(
      { type: 'ambiguous', words: 'twin', candidates, total: 3, scopes: [] },
      NOW,
    )
    const [, lines = ''] = textsOf(message.blocks)
    expect(lines.split('\n').map((line) => /`([0-9a-f]{8})`/.exec(line)?.[1])).toEqual([
      '11111111',
      '22222222',
      undefined,
    ])
    const menu = JSON.stringify(message.blocks.find(({ type }) => type === 'actions'))
    expect(menu).toMatch(/twin[^"]*\(11111111\)[\s\S]*twin[^"]*\(22222222\)/)
    expect(menu).not.toMatch(/twin-b[^"]*\(/)
  })

  test('of more candidates than a menu holds, they are looked up by what is typed', () => {
    const candidates = Array.from({ length: 100 }, (_, index) => aRow(`paris-${index}`))
    const menu = (total: number) =>
      renderStatusAnswer({ type: 'ambiguous', words: 'par', candidates, total, scopes: [] }, NOW).blocks.find(
        ({ type }) => type === 'actions',
      )
    expect(menu(100)).toMatchObject({ elements: [{ type: 'static_select' }] })
    expect(menu(101)).toMatchObject({ elements: [{ type: 'external_select', min_query_length: 0 }] })
  })

  test('what is picked goes on with the command that was typed, and nothing else does', () => {
    const candidates = [aRow('paris-a'), aRow('paris-b')]
    const answer = { type: 'ambiguous', words: 'par', candidates, total: 2, scopes: [] } as const
    const block = renderStatusAnswer(answer, NOW, 'whatif down').blocks[2]
    expect(pickedWords(block?.block_id ?? '', 'id-paris-b')).toBe('whatif down id-paris-b')
    const after = renderStatusAnswer(answer, NOW, 'history', 'last month').blocks[2]
    expect(pickedWords(after?.block_id ?? '', 'id-paris-b')).toBe('history id-paris-b last month')
    expect(pickedWords(`pick_link:history:${'x'.repeat(101)}`, 'x')).toBeNull()
    expect(pickedWords('pick_link:histories', 'x')).toBeNull()
    expect(pickedWords('pick_link:unsilence', 'x')).toBeNull()
    expect(pickedWords('pick_link:status', undefined)).toBeNull()
    expect(pickedWords('pick_link:status', 'x'.repeat(76))).toBeNull()
  })

  test('an unknown name gets the nearest, and the regions that could hide it', () => {
    const scopes = [
      {
        scope: { id: 'm', region: 'it-mil' },
        source: { type: 'snapshot', at: null, failure },
        links: 0,
        unread: 0,
      } as const,
    ]
    const message = renderStatusAnswer(
      { type: 'unknown', words: 'pariz', nearest: [aRow('paris-a')], scopes },
      NOW,
    )
    expect(message.text).toContain('No link is called `pariz`. These are the nearest:')
    expect(message.text).toContain('It may be in `it-mil`, which cannot be read now.')
  })

  test('a link that is gone is said to be gone', () => {
    const message = renderStatusAnswer({ type: 'gone', link: aLink(), at: NOW }, NOW)
    expect(message.text).toContain('`paris-a` no longer exists at Scaleway')
  })

  test('a link that polls found gone is said to be gone, with the way to its past', () => {
    const message = renderStatusAnswer({ type: 'vanished', link: aLink(), at: NOW - 60_000 }, NOW, 'diagnose')
    expect(message.text).toMatch(
      /^`paris-a` is gone: the poll at .*2026-03-03 08:59:00 UTC.* It was in `fr-par`\./,
    )
    expect(message.text).toContain(`/interlink history ${aLink().id}`)
    expect(message.text).toContain('runbook deleted')
    expect(message.text).not.toContain('nearest')
  })

  test('fits for hostile names', () => {
    for (const name of HOSTILE_NAMES) {
      const rows = Array.from({ length: 30 }, () => aRow(name, { popName: name, partnerName: name }))
      const scopes = [
        {
          ...fresh,
          scope: { id: name, region: name },
          source: { type: 'snapshot', at: null, failure },
        } as const,
      ]
      expectFit(
        renderStatusAnswer({ type: 'ambiguous', words: name, candidates: rows, total: 30, scopes }, NOW),
      )
      expectFit(renderStatusAnswer({ type: 'unknown', words: name.repeat(10), nearest: rows, scopes }, NOW))
      expectFit(renderStatusAnswer({ type: 'gone', link: aLink({ name }), at: NOW }, NOW))
      expectFit(renderStatusAnswer({ type: 'vanished', link: aLink({ name }), at: NOW }, NOW))
    }
  })
})
