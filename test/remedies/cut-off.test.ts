import { describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/link.ts'
import type { LinkReading } from '../../src/domain/snapshot.ts'
import type { ConfiguringAct } from '../../src/remedies/acts.ts'
import { createCutOffs } from '../../src/remedies/cut-off.ts'
import type { AuditRow, OpenAct } from '../../src/remedies/ports.ts'
import { manualClock } from '../support/clock.ts'
import { aLink, NOW, VPC_ID } from '../support/links.ts'
import { ATTACH, CREATE, DETACH } from './desk-acts.ts'
import { ADA, failure, SCOPE } from './desk-world.ts'

const BEGUN: AuditRow = {
  id: 'begun-1',
  at: NOW,
  by: ADA.member,
  channel: ADA.channel,
  act: 'attach_vpc',
  link: { id: aLink().id, name: 'paris-a', region: 'fr-par' },
  what: 'Attach VPC production to paris-a.',
  outcome: 'begun',
  reason: null,
  before: null,
  after: null,
  requestIds: [],
}

/** An act that was begun `ageMs` ago and then cut off, and a link that can be read, or not. */
function cutOff(act: ConfiguringAct, reading: LinkReading, ageMs = 60_000) {
  const clock = manualClock(NOW + ageMs)
  const open: OpenAct[] = [{ row: { ...BEGUN, act: act.type }, act }]
  const ends: AuditRow[] = []
  const told: AuditRow[] = []
  const troubles: unknown[] = []
  const audit: AuditRow[] = []
  const world = { clock, open, ends, told, troubles, audit, reading, storeIsBroken: false }
  const cutOffs = createCutOffs({
    store: {
      async openActs() {
        if (world.storeIsBroken) throw new Error('The store is gone.')
        return [...open]
      },
      async endAct(row) {
        if (world.storeIsBroken) throw new Error('The store is gone.')
        open.length = 0
        ends.push(row)
      },
      audit: async () => audit.toReversed(),
      appendAudit: async (row) => void audit.push(row),
    },
    scopes: [SCOPE],
    readLink: async () => world.reading,
    clock,
    newId: () => 'end-1',
    onEnded: async (row) => void told.push(row),
    onTrouble: (error) => void troubles.push(error),
  })
  return Object.assign(world, { cutOffs })
}

const found = (link: Partial<Link>): LinkReading => ({ type: 'found', link: aLink(link) })
const unread: LinkReading = { type: 'failed', failure: failure('network') }
const outcomes = ({ ends }: { readonly ends: readonly AuditRow[] }) => ends.map(({ outcome }) => outcome)

describe('An act that was cut off by the end of the process', () => {
  test.each<[string, ConfiguringAct, LinkReading, AuditRow['outcome'], RegExp]>([
    ['as done where the link shows it', ATTACH, found({ vpcId: VPC_ID }), 'done', /shows that it is done/],
    [
      'as failed where it shows that it is not',
      DETACH,
      found({ vpcId: VPC_ID }),
      'failed',
      /shows that it is not/,
    ],
    ['as unknown where the link is gone', ATTACH, { type: 'absent' }, 'unknown', /before it knew/],
    [
      'as unknown where a policy was made whose id nobody knows',
      CREATE,
      found({}),
      'unknown',
      /before it knew/,
    ],
  ])('ends %s', async (_how, act, reading, outcome, words) => {
    const world = cutOff(act, reading)
    await world.cutOffs.start()
    await world.clock.advance(0)
    expect(world.ends).toEqual([
      {
        ...BEGUN,
        act: act.type,
        id: 'end-1',
        at: NOW + 60_000,
        outcome,
        reason: expect.stringMatching(words),
      },
    ])
    expect(world.told).toEqual(world.ends)
  })

  test('is not said to have failed while what was sent may still be acted on', async () => {
    const world = cutOff(ATTACH, found({ vpcId: null }), 1_000)
    await world.cutOffs.start()
    await world.clock.advance(9_000)
    expect(world.ends).toEqual([])
    world.reading = found({ vpcId: VPC_ID })
    await world.clock.advance(10_000)
    expect(outcomes(world)).toEqual(['done'])
  })

  test('is unknown where the link cannot be read until its lease is over', async () => {
    const world = cutOff(ATTACH, unread, 1_000)
    await world.cutOffs.start()
    await world.clock.advance(80_000)
    expect(world.ends).toEqual([])
    await world.clock.advance(15_000)
    expect(outcomes(world)).toEqual(['unknown'])
  })

  test('has no second end where another act has taken its place', async () => {
    const world = cutOff(ATTACH, found({ vpcId: null }), 1_000)
    await world.cutOffs.start()
    world.open.length = 0
    await world.clock.advance(60_000)
    expect(world.ends).toEqual([])
  })

  test('gets its end in the next life where this one ends first', async () => {
    const world = cutOff(ATTACH, unread, 1_000)
    await world.cutOffs.start()
    await world.cutOffs.stop()
    await world.clock.advance(300_000)
    expect(world.ends).toEqual([])
  })
})

describe('An act that broke while the process goes on', () => {
  test('ends once its lease is over', async () => {
    const world = cutOff(ATTACH, found({ vpcId: VPC_ID }), 0)
    world.cutOffs.broke()
    await world.clock.advance(60_000)
    expect(world.ends).toEqual([])
    await world.clock.advance(120_000)
    expect(outcomes(world)).toEqual(['done'])
  })

  test('ends once the store answers again', async () => {
    const world = cutOff(ATTACH, found({ vpcId: VPC_ID }), 0)
    world.storeIsBroken = true
    world.cutOffs.broke()
    await world.clock.advance(300_000)
    expect(world.troubles.length).toBeGreaterThan(1)
    world.storeIsBroken = false
    await world.clock.advance(60_000)
    expect(outcomes(world)).toEqual(['done'])
  })
})

describe('A ticket that was cut off while it was sent', () => {
  const ticket = (id: string, outcome: AuditRow['outcome'], more: Partial<AuditRow> = {}): AuditRow => ({
    ...BEGUN,
    act: 'record_ticket',
    id,
    outcome,
    ...more,
  })
  async function endsOf(...rows: readonly AuditRow[]) {
    const world = cutOff(ATTACH, unread)
    world.open.length = 0
    world.audit.push(...rows)
    await world.cutOffs.start()
    await world.clock.advance(0)
    return { world, ends: world.audit.slice(rows.length) }
  }

  test('ends as unknown, once, and is told', async () => {
    const { world, ends } = await endsOf(
      ticket('old', 'begun'),
      ticket('old-end', 'done'),
      ticket('t', 'begun'),
    )
    const end = {
      id: 't:end',
      at: NOW + 60_000,
      outcome: 'unknown',
      reason: expect.stringMatching(/look for it/),
    }
    expect(ends).toEqual([{ ...ticket('t', 'begun'), ...end }])
    expect(world.told).toEqual(ends)
    await world.cutOffs.start()
    expect(world.audit).toHaveLength(4)
  })

  test('has its end already where it was sent again by the same person', async () => {
    const again = [ticket('a', 'begun'), ticket('b', 'begun'), ticket('c', 'unknown')]
    expect((await endsOf(...again)).ends).toEqual([])
    const byAnother = [...again.slice(0, 2), ticket('c', 'done', { by: 'U0BEN' })]
    expect((await endsOf(...byAnother)).ends.map(({ id }) => id)).toEqual(['b:end', 'a:end'])
  })

  test('is not mistaken for what was only refused, or for another act', async () => {
    const { ends } = await endsOf(
      ticket('t', 'begun'),
      ticket('no', 'refused'),
      ticket('vpc', 'done', { act: 'attach_vpc' }),
    )
    expect(ends.map(({ id }) => id)).toEqual(['t:end'])
  })
})
