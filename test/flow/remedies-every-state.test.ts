import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { LinkRow } from '../../src/simulator/interlink/rows.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { addCase, addOtherV6, BARE, CASES, nameOf, OTHER_V6 } from '../support/every-remedy.ts'
import {
  ACTS,
  type ActButton,
  boardOf,
  CONFIGURING,
  expectOpened,
  expectRefused,
  expectSentInVain,
  planAfter,
  windowFor,
} from '../support/refusals.ts'
import { OPERATORS } from '../support/remedies.ts'
import { errorsOf } from '../support/slack-doors.ts'

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false, env: { ...OPERATORS, ...NO_REMINDERS } })
  addOtherV6(bot)
  const active = { status: 'active', kind: 'hosted' } as const
  for (const one of CASES) addCase(bot, { status: 'active', kind: one.kind }, nameOf(one, 'state'))
  for (const purpose of ['whole', 'lost', 'unread']) addCase(bot, active, purpose)
  addCase(bot, active, 'bare', BARE)
  addCase(bot, active, 'open', { ...BARE, vpc_id: demoIds.vpcs.prod })
  for (const remedy of ACTS)
    for (const purpose of ['change', 'gone']) {
      const { status, more } = startOf(remedy)
      addCase(bot, { status, kind: 'hosted' }, purposeOf(purpose, remedy), more)
    }
  const { id: vpc_id } = bot.interlink.world.addVpc({ name: 'of two' })
  addCase(bot, active, 'one', { vpc_id })
  addCase(bot, active, 'two', { vpc_id, pop_id: demoIds.pops.dc3 })
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** A link that nothing else uses, and the buttons of all acts on it. */
async function linkOf(purpose: string): Promise<{ readonly row: LinkRow; readonly board: StoredMessage }> {
  const row = bot.interlink.world.links().find(({ name }) => name.endsWith(`-${purpose}`))
  if (row === undefined) throw new Error(`No link is for ${purpose}.`)
  return { row, board: await boardOf(bot, row.id) }
}

describe('A button of an older message is refused', () => {
  test.each(CASES.map((one) => [`${one.status}, ${one.kind}`, one] as const))(
    'where the state of the link is against it by now: %s',
    async (_, one) => {
      const { row, board } = await linkOf(nameOf(one, 'state'))
      bot.interlink.world.setStatus(row.id, one.status)
      const refuse = (remedy: ActButton, says: RegExp) => expectRefused(bot, { board, remedy }, says)
      if (one.fixed !== null) for (const remedy of CONFIGURING) await refuse(remedy, one.fixed)
      if (one.kept !== null)
        for (const remedy of ['delete_link:', 'reorder_link:'] as const) await refuse(remedy, one.kept)
      for (const remedy of ['reveal_pairing_key', 'mark_contacted'] as const) {
        if (one.kind !== 'hosted') await refuse(`${remedy}:`, /not over a partner/)
        else if (!one.partner.includes(remedy))
          await refuse(`${remedy}:`, /does not (?:need this|wait for that)/)
      }
      if (one.status === 'deleted') await refuse('record_ticket:', /does not need this/)
      else await expectOpened(bot, { board, remedy: 'record_ticket:' })
    },
  )

  test('where the path has what it would give, or lacks what it would take', async () => {
    const whole = await linkOf('whole')
    const bare = await linkOf('bare')
    const noPolicy = await linkOf('open')
    const cases: readonly (readonly [StoredMessage, ActButton, RegExp])[] = [
      [whole.board, 'attach_vpc:', /A VPC is attached already/],
      [whole.board, 'enable_propagation:', /Route propagation is on already/],
      [bare.board, 'detach_vpc:', /No VPC is attached/],
      [bare.board, 'detach_policy:ipv4', /No IPv4 routing policy is attached/],
      [bare.board, 'detach_policy:ipv6', /No IPv6 routing policy is attached/],
      [bare.board, 'disable_propagation:', /Route propagation is off already/],
      [bare.board, 'enable_propagation:', /No VPC is attached that routes could go to/],
      [noPolicy.board, 'enable_propagation:', /Without a routing policy every route is blocked/],
    ]
    for (const [board, remedy, says] of cases) await expectRefused(bot, { board, remedy }, says)
  })

  test('where the link is gone from Scaleway', async () => {
    const { row, board } = await linkOf('lost')
    bot.interlink.world.removeLink(row.id)
    for (const remedy of ACTS) await expectRefused(bot, { board, remedy }, /gone from Scaleway \(404\)/)
  })

  test('where the link cannot be read just now', async () => {
    const { row, board } = await linkOf('unread')
    for (const remedy of ACTS) {
      bot.interlink.faults.next({ match: { path: new RegExp(row.id) }, times: 1, answer: '401' })
      await expectRefused(bot, { board, remedy }, /could not be read just now, so nothing was done/)
    }
  })
})

/** What somebody else changes while the window is open, and what the refusal then says. */
interface Change {
  readonly remedy: ActButton
  readonly to: Partial<LinkRow>
  readonly says: RegExp
}

const CHANGES: readonly Change[] = [
  { remedy: 'attach_vpc:', to: { vpc_id: demoIds.vpcs.prod }, says: /A VPC is attached already/ },
  {
    remedy: 'set_policy:ipv4',
    to: { routing_policy_v4_id: null },
    says: /no IPv4 routing policy is attached any more/i,
  },
  {
    remedy: 'set_policy:ipv6',
    to: { routing_policy_v6_id: OTHER_V6 },
    says: /another IPv6 routing policy|is attached already/i,
  },
  { remedy: 'create_policy:', to: { name: 'renamed' }, says: /is called renamed now/i },
  { remedy: 'detach_vpc:', to: { vpc_id: demoIds.vpcs.staging }, says: /another VPC is attached now/i },
  {
    remedy: 'detach_policy:ipv4',
    to: { routing_policy_v6_id: null },
    says: /no IPv6 routing policy is attached any more/i,
  },
  {
    remedy: 'detach_policy:ipv6',
    to: { routing_policy_v6_id: OTHER_V6 },
    says: /another IPv6 routing policy is attached now/i,
  },
  { remedy: 'enable_propagation:', to: { routing_policy_v6_id: OTHER_V6 }, says: /another IPv6/i },
  { remedy: 'disable_propagation:', to: { vpc_id: demoIds.vpcs.staging }, says: /another VPC/i },
  { remedy: 'delete_link:', to: { status: 'all_down' }, says: /the status of the link is all_down now/i },
  { remedy: 'reorder_link:', to: { bandwidth_mbps: 500 }, says: /the bandwidth[^.]* is another now/i },
  { remedy: 'reveal_pairing_key:', to: { status: 'provisioning' }, says: /does not wait for that/ },
  { remedy: 'mark_contacted:', to: { status: 'expired' }, says: /does not need this/ },
]

const purposeOf = (purpose: string, remedy: ActButton) => `${purpose}-${remedy.replace(':', '-')}`

/** As what a link begins to which an act can be done. */
function startOf(remedy: ActButton) {
  if (remedy === 'attach_vpc:') return { status: 'requested', more: BARE } as const
  if (/^(?:reveal|mark)/.test(remedy)) return { status: 'requested', more: {} } as const
  if (remedy === 'enable_propagation:')
    return { status: 'active', more: { enable_route_propagation: false } } as const
  return { status: 'active', more: {} } as const
}

describe('What was opened is refused when it is sent', () => {
  test.each(CHANGES)('once what it relies on is another: $remedy', async ({ remedy, to, says }) => {
    const { row, board } = await linkOf(purposeOf('change', remedy))
    const view = await planAfter(bot, await windowFor(bot, { board, remedy }), { board, remedy })
    bot.interlink.world.setLink(row.id, to)
    await expectSentInVain(bot, view, { board, remedy }, says, row.name)
  })

  test('once the link is gone', async () => {
    for (const remedy of ACTS) {
      const { row, board } = await linkOf(purposeOf('gone', remedy))
      const view = await planAfter(bot, await windowFor(bot, { board, remedy }), { board, remedy })
      bot.interlink.world.removeLink(row.id)
      await expectSentInVain(bot, view, { board, remedy }, /gone from Scaleway \(404\)/, row.name)
    }
  })

  test('once less is left of the VPC than was said', async () => {
    const { row, board } = await linkOf('one')
    const pressed = { board, remedy: 'disable_propagation:' } as const
    const other = await linkOf('two')
    const view = await windowFor(bot, pressed)
    bot.interlink.world.setStatus(other.row.id, 'all_down')
    await bot.poll()
    await expectSentInVain(bot, view, pressed, /less is left of IPv/i, row.name)
  })
})
