import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  addCase,
  addOtherV6,
  BARE,
  CASES,
  type Case,
  DOCUMENTED,
  nameOf,
  type Status,
} from '../support/every-remedy.ts'
import { words } from '../support/over-time.ts'
import { OLU } from '../support/pressing.ts'
import { fix, OPERATORS, offered } from '../support/remedies.ts'
import { errorsOf, expectSlackTakesIt } from '../support/slack-doors.ts'

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false, env: { ...OPERATORS, ...NO_REMINDERS } })
  for (const { id } of bot.interlink.world.links()) bot.interlink.world.removeLink(id)
  addOtherV6(bot)
  for (const one of CASES) {
    addCase(bot, one)
    addCase(bot, one, 'bare', BARE)
  }
  for (const status of STATUSES) addCase(bot, { status, kind: 'self_hosted' }, 'odd')
  for (const status of STATUSES) addCase(bot, { status, kind: 'hosted' }, 'nobody', { partner: null })
  await bot.start()
  // A link that is listed as deleted was never there for a bot that has not known it before.
  for (const { id, name } of bot.interlink.world.links())
    if (name.startsWith('deleted-')) bot.interlink.world.setStatus(id, 'deleted')
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const STATUSES = Object.keys(DOCUMENTED) as readonly Status[]

/** Their sessions are up, so there is nothing to ask the partner. */
const HEALTHY: readonly Status[] = ['active', 'unknown_link_status', 'hibernating']

const TO_CHANGE = [
  'set_policy:ipv4',
  'set_policy:ipv6',
  'create_policy:',
  'disable_propagation:',
  'detach_policy:ipv4',
  'detach_policy:ipv6',
  'detach_vpc:',
] as const
const TO_SET_UP = ['attach_vpc:', 'set_policy:ipv4', 'set_policy:ipv6', 'create_policy:'] as const

/** What of a card stands under the way out, and what stands below. */
function remediesOf(card: { readonly blocks?: readonly unknown[] }) {
  const blocks = card.blocks ?? []
  const second = blocks.findIndex((block) => JSON.stringify(block).includes('*What else can be done*'))
  const remedies = (some: readonly unknown[]) =>
    offered({ blocks: some })
      .filter((id) => id.startsWith('remedy:'))
      .map((id) => id.slice('remedy:'.length))
  const end = second === -1 ? blocks.length : second
  return { wayOut: remedies(blocks.slice(0, end)), also: remedies(blocks.slice(end)) }
}

const whole = (remedies: readonly string[]) => remedies.map((remedy) => `${remedy}:`)
const tickets = ({ status }: Case) => (status === 'deleted' ? [] : ['open_ticket:', 'record_ticket:'])

/** All that an operator is offered, in no order. */
function everything(one: Case, configuring: readonly string[]): readonly string[] {
  const wayOut = one.kind === 'hosted' ? one.wayOut : one.wayOut.filter((id) => id !== 'contact_partner')
  return [
    ...new Set([
      ...whole(wayOut),
      ...(one.kind === 'hosted' ? whole(one.partner) : []),
      ...tickets(one),
      ...(one.fixed === null ? configuring : []),
      ...(one.kept === null ? ['delete_link:', 'reorder_link:'] : []),
    ]),
  ].sort()
}

describe('/interlink fix offers an operator what the documents say, and says why not', () => {
  test.each(CASES)('$status, $kind', async (one) => {
    const card = await fix(bot, nameOf(one))
    const shown = remediesOf(card)
    const wayOut = one.kind === 'hosted' ? one.wayOut : one.wayOut.filter((id) => id !== 'contact_partner')
    expect(shown.wayOut).toEqual(whole(wayOut))
    expect([...shown.wayOut, ...shown.also].sort()).toEqual(everything(one, TO_CHANGE))
    const said = words(card)
    if (one.wait !== null) expect(said).toMatch(one.wait)
    else expect(said).not.toMatch(/\bWait (?:for|until)/)
    expect(
      offered(card).some((id) => id.startsWith('say_here:router ')),
      'offers the router',
    ).toBe(one.device !== undefined)
    if (one.device !== undefined) expect(said).toMatch(one.device)
    if (one.status === 'deleted') expect(said).toMatch(/Nothing is left to be done/)
    else if (one.fixed !== null) {
      expect(said).toMatch(/_Not offered:_ [^\n]*Replace the IPv4 routing policy/)
      expect(said).toMatch(one.fixed)
    }
    if (one.kind === 'hosted' && HEALTHY.includes(one.status))
      expect(said).toMatch(/_Not offered:_ Contact the partner\.\n[^\n]*nothing to ask the partner/)
    if (one.kept !== null && one.status !== 'deleted')
      expect(said).toMatch(/_Not offered:_ [^\n]*Delete the link/)
    expectSlackTakesIt(card)
  })

  test('asks for what the path lacks first, where it can be configured, and says what comes before propagation', async () => {
    for (const one of CASES) {
      const card = await fix(bot, nameOf(one, 'bare'))
      const { wayOut, also } = remediesOf(card)
      // No session is meant to be up, so none is down that the partner could be asked about.
      const isDown = /^(?:limited|all)/.test(one.status)
      const wanted = everything(one, TO_SET_UP).filter((id) => !isDown || id !== 'contact_partner:')
      expect([...wayOut, ...also].sort(), one.status).toEqual(wanted)
      if (one.fixed !== null) continue
      expect(wayOut, one.status).toEqual(expect.arrayContaining([...TO_SET_UP]))
      expect(words(card), one.status).toMatch(
        /_Not offered:_ Turn route propagation on\.\n[^\n]*No VPC is attached that routes could go to/,
      )
    }
  })

  test('offers nothing of a partner where there is none, whatever the status', async () => {
    for (const status of STATUSES) {
      const card = await fix(bot, nameOf({ status, kind: 'self_hosted' }, 'odd'))
      expect(
        offered(card).filter((id) => /partner|pairing|contacted/.test(id)),
        status,
      ).toEqual([])
    }
  })

  test('offers no order where the API names neither partner nor connection, and says why', async () => {
    for (const status of STATUSES) {
      const card = await fix(bot, nameOf({ status, kind: 'hosted' }, 'nobody'))
      expect(offered(card), status).not.toContain('remedy:reorder_link:')
      if (DOCUMENTED[status].kept === null)
        expect(words(card), status).toMatch(
          /Delete and order again[^\n]*\n[^\n]*neither a partner nor a connection/,
        )
    }
  })
})

describe('/interlink fix offers somebody who is no operator', () => {
  test('drafts, which change nothing, and names deletion only where it is the way out', async () => {
    for (const one of CASES) {
      const card = await fix(bot, nameOf(one), OLU)
      const { wayOut, also } = remediesOf(card)
      const drafts = [
        ...(one.kind === 'hosted' && one.mail !== null ? ['contact_partner:'] : []),
        ...(one.status === 'deleted' ? [] : ['open_ticket:']),
      ]
      expect([...wayOut, ...also].sort(), one.status).toEqual(drafts.sort())
      const isWayOut = one.wayOut.includes('delete_link')
      expect(/Delete the link/i.test(words(card)), `${one.status} names deletion`).toBe(isWayOut)
      if (one.status !== 'deleted') expect(words(card), one.status).toMatch(/Only operators may do this/)
    }
  })
})
