import { describe, expect, test } from 'vitest'
import { createAuditQuestion } from '../../src/remedies/audit.ts'
import { createAuditRows } from '../../src/remedies/audit-rows.ts'
import { createPermissions } from '../../src/remedies/authorise.ts'
import type { AuditRow } from '../../src/remedies/ports.ts'
import { manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import { ADA, BEN, memoryStore, SETTINGS } from './desk-world.ts'

const DAY = 86_400_000

function aRow(overrides: Partial<AuditRow> = {}): AuditRow {
  return {
    id: 'row-1',
    at: NOW - 60_000,
    by: ADA.member,
    channel: 'C0NETOPS',
    act: 'detach_vpc',
    link: { id: 'link-1', name: 'paris-a', region: 'fr-par' },
    what: 'Detach VPC production from paris-a.',
    outcome: 'done',
    reason: null,
    before: 'VPC production',
    after: 'VPC none',
    requestIds: ['req-1', 'req-2'],
    ...overrides,
  }
}

function audit(rows: readonly AuditRow[]) {
  const store = memoryStore()
  store.rows.push(...rows)
  const groups = { membersOf: async () => null }
  const mayAct = createPermissions({ settings: SETTINGS, groups })
  const clock = manualClock(NOW)
  let ids = 0
  const rowOf = createAuditRows({ clock, newId: () => `noted-${++ids}` })
  return {
    ...createAuditQuestion({ store, mayAct, clock, rowOf }),
    noted: () => store.rows.slice(rows.length),
  }
}

const ROWS = [
  aRow({ id: 'old', at: NOW - 40 * DAY }),
  aRow({
    id: 'refused',
    at: NOW - 2 * DAY,
    by: BEN.member,
    outcome: 'refused',
    reason: 'Only operators may.',
  }),
  aRow({ id: 'lyon', act: 'attach_vpc', link: { id: 'link-2', name: 'lyon', region: 'fr-par' } }),
]
const idsOf = async (words: string) => {
  const answer = await audit(ROWS).page(words, BEN)
  return answer.type === 'found' ? answer.rows.map(({ id }) => id) : answer
}

describe('The audit', () => {
  test.each([
    ['', ['lyon', 'refused']],
    ['since:90d', ['lyon', 'refused', 'old']],
    ['since:1d', ['lyon']],
    ['by:<@U0BEN>', ['refused']],
    ['by:<@U0BEN|ben> refused', ['refused']],
    ['act:attach_vpc', ['lyon']],
    ['"Detach the VPC"', ['refused']],
    ['outcome:refused', ['refused']],
    ['link:LYON', ['lyon']],
    ['link:link-2', ['lyon']],
    ['operators', ['refused']],
    ['req-2', ['lyon', 'refused']],
    ['nothing-like-it', []],
    ['channel:<#C0NETOPS|net>', ['lyon', 'refused']],
  ])('answers “%s”, newest first', async (words, expected) => {
    expect(await idsOf(words)).toEqual(expected)
  })

  test('says what a time has to look like', async () => {
    expect(await idsOf('since:soon')).toMatchObject({
      type: 'problem',
      example: expect.stringContaining('7d'),
    })
  })

  test('shows twenty, and says how many there are and who may have them all', async () => {
    const many = Array.from({ length: 30 }, (_, n) => aRow({ id: `row-${n}` }))
    expect(await audit(many).page('', ADA)).toMatchObject({ total: 30, isWhole: true, mayExport: true })
    expect(await audit(many).page('', BEN)).toMatchObject({ mayExport: false })
    const page = await audit(many).page('', ADA)
    expect(page.type === 'found' ? page.rows.length : 0).toBe(20)
  })
})

describe('The audit as a file', () => {
  test('is for operators alone, and notes who was refused it', async () => {
    const asked = audit(ROWS)
    expect(await asked.file('', BEN)).toMatchObject({ type: 'refused', why: 'not_operator' })
    expect(asked.noted()).toMatchObject([
      {
        act: 'export_audit',
        outcome: 'refused',
        by: BEN.member,
        reason: expect.stringMatching(/Only operators/),
      },
    ])
  })

  test('notes who has had it, and who may not even ask', async () => {
    const asked = audit(ROWS)
    await asked.file('since:1d', ADA)
    await asked.noteRefused(BEN, 'The bot does not answer guests.')
    expect(asked.noted()).toMatchObject([
      { act: 'export_audit', outcome: 'done', by: ADA.member, after: '1 row' },
      { outcome: 'refused', by: BEN.member, reason: 'The bot does not answer guests.' },
    ])
  })

  test('has a line for each row that fits, and no formula', async () => {
    const name = '=HYPERLINK("x")'
    const rows = [aRow({ link: { id: 'link-1', name, region: 'fr-par' } })]
    const file = await audit(rows).file('act:detach_vpc', ADA)
    if (file.type !== 'file') throw new Error('There is no file.')
    expect(file.rows).toBe(1)
    expect(file.csv).toBe(
      [
        'at,by,channel,act,link,link_id,region,what,outcome,reason,before,after,request_ids,id',
        `2026-03-03T08:59:00.000Z,U0ADA,C0NETOPS,detach_vpc,"'=HYPERLINK(""x"")",link-1,fr-par,Detach VPC production from paris-a.,done,,VPC production,VPC none,req-1 req-2,row-1`,
        '',
      ].join('\r\n'),
    )
  })
})
