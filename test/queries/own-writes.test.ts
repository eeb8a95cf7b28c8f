import { describe, expect, test } from 'vitest'
import { ownWritesIn } from '../../src/queries/own-writes.ts'
import type { AuditRow } from '../../src/remedies/ports.ts'

const AT = Date.UTC(2026, 3, 20, 12, 0, 0)

const aRow = (outcome: AuditRow['outcome'], at: number, overrides: Partial<AuditRow> = {}): AuditRow => ({
  id: `${outcome} ${at}`,
  at,
  by: 'U0ADA',
  channel: null,
  act: 'detach_vpc',
  link: { id: 'l1', name: 'one', region: 'fr-par' },
  what: 'Detach VPC prod.',
  outcome,
  reason: null,
  before: null,
  after: null,
  requestIds: [],
  ...overrides,
})

/** The rows are written oldest first here, and read newest first. */
const written = (...rows: readonly AuditRow[]) => ownWritesIn(rows.toReversed())
const begun = aRow('begun', AT)
const detached = { methods: ['detachvpc'], askedBy: 'U0ADA', from: AT, until: AT + 2_000, made: 'DetachVpc' }

describe('What the bot wrote to a link, by its audit', () => {
  test('is what was begun and done, with who had asked, from then until then', () => {
    expect(written(begun, aRow('done', AT + 2_000))).toEqual([detached])
  })

  test('is not certain to have been made while it is under way, and where nobody knows what came of it', () => {
    expect(written(begun)).toEqual([{ ...detached, until: AT + 90_000, made: null }])
    expect(written(begun, aRow('unknown', AT + 600_000))).toEqual([
      { ...detached, until: AT + 90_000, made: null },
    ])
  })

  test.each(['refused', 'failed'] as const)('is nothing where it came out as %s', (outcome) => {
    expect(written(begun, aRow(outcome, AT + 2_000))).toEqual([])
  })

  test('is what was done, also where the same person pressed twice and was refused meanwhile', () => {
    expect(written(begun, aRow('refused', AT + 1_000), aRow('done', AT + 2_000))).toEqual([detached])
    expect(written(begun, aRow('done', AT + 2_000), aRow('refused', AT + 3_000))).toEqual([detached])
  })

  test('takes each end for that of the act before it, and of nobody else', () => {
    const second = { at: AT + 10_000, by: 'U0OLU' }
    const rows = [
      begun,
      aRow('failed', AT + 1_000),
      aRow('begun', second.at, second),
      aRow('refused', AT + 11_000),
      aRow('done', AT + 12_000, { by: second.by }),
    ]
    expect(written(...rows)).toEqual([{ ...detached, askedBy: 'U0OLU', from: second.at, until: AT + 12_000 }])
  })

  test('is nothing where an act only writes something down, or only shows what would be done', () => {
    const noted = { act: 'mark_contacted' } as const
    expect(written(aRow('begun', AT, noted), aRow('done', AT + 1_000, noted))).toEqual([])
    expect(written(aRow('dry_run', AT))).toEqual([])
  })

  test('is a policy that was attached, and the making of that policy, where both were asked for', () => {
    const made = { act: 'create_policy' } as const
    expect(written(aRow('begun', AT, made), aRow('done', AT + 2_000, made))).toMatchObject([
      { methods: ['createroutingpolicy'], made: null },
      { methods: ['attachroutingpolicy', 'setroutingpolicy'], made: 'AttachRoutingPolicy' },
    ])
  })
})
