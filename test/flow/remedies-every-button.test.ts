import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { actions, button } from '../../src/slack/limits.ts'
import {
  askRightsAgainButton,
  auditFileButton,
  fixButton,
  giveUpButton,
  mailButton,
  REMEDY_ACTION_IDS,
  remedyButton,
  resumeButton,
  undoContactedButton,
} from '../../src/slack/remedy-actions.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { addCase, closeWindows } from '../support/every-remedy.ts'
import { linkId, restart, words } from '../support/over-time.ts'
import { GUEST, OLU } from '../support/pressing.ts'
import { STRANGER, traces } from '../support/refusals.ts'
import { auditOf, fix, OPERATORS, openRemedy, submit } from '../support/remedies.ts'
import { answered, botPosts, errorsOf, expectSlackTakesIt, press, replaced } from '../support/slack-doors.ts'

const ROOM = 'C0REMEDY01'
const ORDER = 'refused-h-fix'

let bot: Bot
let reorderId = ''
let board: StoredMessage
beforeAll(async () => {
  bot = await startBot({
    started: false,
    env: { ...OPERATORS, ...NO_REMINDERS },
    people: [STRANGER],
    channels: [
      {
        id: ROOM,
        name: 'remedies',
        members: [ADA, OLU, GUEST, STRANGER.id],
        botIsMember: true,
        isExtShared: true,
      },
    ],
  })
  addCase(bot, { status: 'refused', kind: 'hosted' })
  bot.interlink.world.setPolicy(demoIds.policies.prodV4, {
    prefix_filter_in: prefixes(10),
    prefix_filter_out: prefixes(11),
  })
  addCase(bot, { status: 'expired', kind: 'hosted' }, 'over')
  await bot.start()
  reorderId = await stoppedOrder()
  board = await botPosts(bot, [actions(buttons())], { channelId: ROOM })
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Orders a link again, which Scaleway refuses: it has stopped, and can be resumed or given up. */
async function stoppedOrder(): Promise<string> {
  bot.interlink.faults.next({
    match: ({ method, path }) => method === 'POST' && path.endsWith('/links'),
    times: 99,
    answer: '403',
  })
  const form = await openRemedy(bot, await fix(bot, ORDER), 'reorder_link:', /What is to be different/)
  const plan = await submit(bot, form, {}, /What will happen/)
  await submit(bot, plan, { remedy_typed: ORDER }, /It has begun/)
  await closeWindows(bot)
  const stopped = () => bot.slack.messages(ALERT_CHANNEL).some((one) => /It has stopped/.test(words(one)))
  for (let turn = 0; turn < 60 && !stopped(); turn += 1) {
    await bot.clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const [open] = await bot.store().unfinishedReorders()
  return open?.id ?? ''
}

/** Every other button of remedies, as older messages have them. */
function buttons() {
  const link = linkId(bot, 'marseille-backup')
  const mail = { link, kind: 'provision', language: 'en', channel: null } as const
  return [
    remedyButton({ link, remedy: 'contact_partner', family: null, channel: null }, 'Contact'),
    remedyButton({ link, remedy: 'open_ticket', family: null, channel: null }, 'Ticket'),
    mailButton(mail),
    askRightsAgainButton(link, null),
    resumeButton(reorderId, 'Resume'),
    giveUpButton(reorderId),
    auditFileButton(''),
    undoContactedButton({ link, at: 0, channel: null }),
    fixButton(link),
  ]
}

/** What of the buttons would do or hand out something, and under which act a refusal of it is noted. */
const NOTED = [
  ['remedy:contact_partner:', 'contact_partner'],
  ['remedy:open_ticket:', 'open_ticket'],
  ['remedy_mail:provision:en', 'contact_partner'],
  ['ask_rights_again', 'forget_rights'],
  ['reorder_resume', 'reorder_link'],
  ['reorder_give_up', 'reorder_link'],
  ['audit_file', 'export_audit'],
  ['undo_contacted', 'undo_contacted'],
] as const

const prefixes = (first: number) => Array.from({ length: 250 }, (_, n) => `${first}.${n}.0.0/16`)

const inRoom = () => ({ messageTs: board.ts, channelId: ROOM })

/** Presses a button, and proves that whoever pressed is refused alone, with a row, and that nothing came of it. */
async function expectTurnedAway(id: string, act: string, userId: string, says: RegExp): Promise<void> {
  const before = traces(bot)
  const rows = (await auditOf(bot)).length
  const answer = await answered(bot, () => press(bot, inRoom(), id, { userId }), userId)
  expect(words(answer), id).toMatch(says)
  const audit = await auditOf(bot)
  expect(audit.length - rows, id).toBe(1)
  expect(audit[0], id).toMatchObject({ act, by: userId, channel: ROOM, outcome: 'refused' })
  expect(audit[0]?.reason, id).toMatch(says)
  expect(bot.slack.modals(userId), id).toEqual([])
  expect(traces(bot), id).toEqual(before)
}

describe('Every button around the remedies is refused', () => {
  test('to a guest', async () => {
    for (const [id, act] of NOTED) await expectTurnedAway(id, act, GUEST, /not guests/)
  })

  test('to somebody of another workspace', async () => {
    for (const [id, act] of NOTED)
      await expectTurnedAway(id, act, STRANGER.id, /members of its own workspace only/)
  })

  test('where it would do something, to a member who is no operator', async () => {
    for (const [id, act] of NOTED.slice(3)) await expectTurnedAway(id, act, OLU, /Only operators may do this/)
  })

  test('that another version of the bot has made, with a row that names no link', async () => {
    const { remedy, mail, reorderLeaveOut, undoContacted } = REMEDY_ACTION_IDS
    const ids = [remedy, mail, reorderLeaveOut, undoContacted]
    const old = await botPosts(bot, [actions(ids.map((id) => button(id, 'Old', '{"v":0}')))])
    const presses = [
      ...ids.map((id) => [id, OLU, /nothing was done/] as const),
      // What a guest presses of an order is noted as that order's, whatever its button carries.
      ...[remedy, mail, undoContacted].map((id) => [id, GUEST, /not guests/] as const),
    ]
    for (const [id, userId, says] of presses) {
      await bot.clock.advance(3_000)
      const rows = (await auditOf(bot)).length
      const answer = await answered(
        bot,
        () => press(bot, { messageTs: old.ts, channelId: ALERT_CHANNEL }, id, { userId }),
        userId,
      )
      expect(words(answer), id).toMatch(says)
      const audit = await auditOf(bot)
      expect(audit.length - rows, id).toBe(1)
      expect(audit[0], id).toMatchObject({ act: 'other_version', by: userId, outcome: 'refused' })
      expect(audit[0]?.link, id).toEqual({ id: '', name: '', region: '' })
    }
  })

  test('to a guest who only asks what can be done, which is noted nowhere', async () => {
    const rows = (await auditOf(bot)).length
    const answer = await answered(bot, () => press(bot, inRoom(), 'fix_link', { userId: GUEST }), GUEST)
    expect(words(answer)).toMatch(/not guests/)
    expect(await auditOf(bot)).toHaveLength(rows)
  })

  describe.each([
    [{ REMEDY_CHANNELS: ALERT_CHANNEL }, { REMEDY_CHANNELS: '' }, /only be done in the channels/],
    [{ REMEDIES: 'off' }, { REMEDIES: 'on' }, /remedies are turned off/],
    [{ OPERATORS: '' }, OPERATORS, /Nobody may change anything from here yet/],
  ])('with %j', (env, before, says) => {
    beforeAll(() => restart(bot, env))
    afterAll(() => restart(bot, before))

    test('where it would go on with an order, or ask for rights anew', async () => {
      for (const [id, act] of NOTED.slice(3, 6)) await expectTurnedAway(id, act, ADA, says)
    })
  })
})

describe('Resume and Give up', () => {
  test('on a message of an order that has ended are refused, and noted', async () => {
    // The refused order has shown that the key lacks a right: that is in memory only.
    await restart(bot)
    const { id } = linkFor('expired-h-over')
    const plan = await openRemedy(bot, await fix(bot, id), 'delete_link:', /What will happen/)
    await submit(bot, plan, { remedy_typed: 'expired-h-over' }, /It has begun/)
    await closeWindows(bot)
    const isOver = async () => (await bot.store().reordersOf(id))[0]?.standing.type === 'ended'
    for (let turn = 0; turn < 60 && !(await isOver()); turn += 1) {
      await bot.clock.advance(5_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const isTold = () =>
      bot.slack.messages(ALERT_CHANNEL).some((one) => /`expired-h-over` \*is done/.test(words(one)))
    await bot.slack.waitFor(isTold)
    const [over] = await bot.store().reordersOf(id)
    const old = await botPosts(bot, [
      actions([resumeButton(over?.id ?? '', 'Resume'), giveUpButton(over?.id ?? '')]),
    ])
    const place = { messageTs: old.ts, channelId: ALERT_CHANNEL }
    for (const button of ['reorder_resume', 'reorder_give_up']) {
      const rows = (await auditOf(bot)).length
      const answer = await answered(bot, () => press(bot, place, button))
      expect(words(answer)).toMatch(/has ended already, so nothing was done/)
      expect((await auditOf(bot)).length - rows).toBe(1)
      expect((await auditOf(bot))[0]).toMatchObject({ act: 'delete_link', by: ADA, outcome: 'refused' })
    }
  })
})

function linkFor(name: string) {
  const known = bot.interlink.world.links().find((one) => one.name === name)
  if (known === undefined) throw new Error(`No link is called ${name}.`)
  return known
}

describe('The parts of a router template', () => {
  test('follow one another in place, as often as one is pressed, and are refused to guests', async () => {
    const first = await bot.say('router paris-prod-a ios')
    const place = { ephemeralId: first.ts }
    let shown = first
    let parts = 1
    while (JSON.stringify(shown.blocks).includes('"router_part"')) {
      shown = await replaced(bot, first, () => press(bot, place, 'router_part'))
      parts += 1
      expect(words(shown)).toMatch(new RegExp(`Router for paris-prod-a: [^\\n]*part ${parts} of`))
      expectSlackTakesIt(shown)
    }
    expect(parts).toBeGreaterThan(2)
    const shared = await botPosts(bot, first.blocks ?? [])
    const pressed = { messageTs: shared.ts, channelId: ALERT_CHANNEL }
    const refused = await answered(bot, () => press(bot, pressed, 'router_part', { userId: GUEST }), GUEST)
    expect(words(refused)).toMatch(/not guests/)
  })
})
