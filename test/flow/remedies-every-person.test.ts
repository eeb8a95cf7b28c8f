import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import type { StoredMessage, View } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { addCase, addOtherV6, BARE, closeWindows } from '../support/every-remedy.ts'
import { linkId, MINUTE, restart } from '../support/over-time.ts'
import { GUEST, OLU } from '../support/pressing.ts'
import {
  ACTS,
  type ActButton,
  boardOf,
  expectOpened,
  expectRefused,
  expectSentInVain,
  planAfter,
  STRANGER,
  windowFor,
} from '../support/refusals.ts'
import { auditOf, fix, OPERATORS, offered, windowSaying, writes } from '../support/remedies.ts'
import { errorsOf, press, seen } from '../support/slack-doors.ts'

const ROOM = 'C0REMEDY01'
const LINK = 'paris-prod-a'
/** Whom the user group of operators holds: Slack is asked each time it is not believed any more. */
const group: string[] = []
/** Somebody who becomes a guest. */
const leaver = { id: 'U0LEAVER5', name: 'lea', realName: 'Lea', tz: 'UTC', isUltraRestricted: false }

let bot: Bot
beforeAll(async () => {
  bot = await startBot({
    env: { ...OPERATORS, ...NO_REMINDERS },
    started: false,
    people: [STRANGER, leaver],
    channels: [
      {
        id: ROOM,
        name: 'remedies',
        members: [ADA, OLU, GUEST, STRANGER.id, leaver.id],
        botIsMember: true,
        isExtShared: true,
      },
    ],
    userGroups: [{ id: 'S0OPERATORS', handle: 'operators', users: group }],
  })
  addOtherV6(bot)
  addCase(bot, { status: 'active', kind: 'hosted' })
  addCase(bot, { status: 'active', kind: 'hosted' }, 'quiet', { enable_route_propagation: false })
  addCase(bot, { status: 'requested', kind: 'hosted' }, 'fix', {
    ...BARE,
    routing_policy_v4_id: demoIds.policies.prodV4,
  })
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const board = (channelId: string = ROOM) => boardOf(bot, linkId(bot, LINK), channelId)

describe('Each remedy is refused to', () => {
  test('a member who is no operator, with whom to ask', async () => {
    const message = await board()
    for (const remedy of ACTS)
      await expectRefused(bot, { board: message, remedy, userId: OLU }, /Only operators may do this/)
    await press(bot, { messageTs: message.ts, channelId: ROOM }, 'remedy:detach_vpc:', { userId: OLU })
    await windowSaying(bot, /Operators: <@U0ADA0001>/, OLU)
    await closeWindows(bot, OLU)
  })

  test('a guest', async () => {
    const message = await board()
    for (const remedy of ACTS)
      await expectRefused(bot, { board: message, remedy, userId: GUEST }, /not guests/)
  })

  test('somebody of another workspace', async () => {
    const message = await board()
    for (const remedy of ACTS)
      await expectRefused(
        bot,
        { board: message, remedy, userId: STRANGER.id },
        /members of its own workspace only/,
      )
  })
})

/** Starts the bot with other settings for the tests of a group, and takes them back. */
function withSettings(env: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): void {
  beforeAll(() => restart(bot, env))
  afterAll(() => restart(bot, before))
}

describe('Where REMEDY_CHANNELS names channels, each remedy', () => {
  withSettings({ REMEDY_CHANNELS: ROOM }, { REMEDY_CHANNELS: '' })

  test('is refused in any other, with where to ask', async () => {
    const message = await board(ALERT_CHANNEL)
    for (const remedy of ACTS)
      await expectRefused(
        bot,
        { board: message, remedy },
        /only be done in the channels that REMEDY_CHANNELS/,
      )
    await press(bot, { messageTs: message.ts, channelId: ALERT_CHANNEL }, 'remedy:detach_vpc:')
    await windowSaying(bot, /Channels: <#C0REMEDY01>/)
    await closeWindows(bot)
    expect(offered(await fix(bot, LINK))).not.toContain('remedy:disable_propagation:')
  })

  test('is open there', async () => {
    const message = await board()
    for (const remedy of ['disable_propagation:', 'set_policy:ipv4', 'record_ticket:'])
      await expectOpened(bot, { board: message, remedy })
  })

  test('is refused in the window of the Home tab, which is in no channel, and not offered in a new one', async () => {
    await restart(bot, { REMEDY_CHANNELS: '' })
    const old = await fixFromHome(/The way out|What else can be done/)
    const button = offered(old).find((id) => id.startsWith('remedy:record_ticket'))
    await restart(bot, { REMEDY_CHANNELS: ROOM })
    const before = writes(bot).length
    await press(bot, { viewId: old.id }, button ?? 'no button')
    await windowSaying(bot, /only be done in the channels that REMEDY_CHANNELS/)
    expect((await auditOf(bot))[0]).toMatchObject({ act: 'record_ticket', channel: null, outcome: 'refused' })
    expect(writes(bot)).toHaveLength(before)
    await closeWindows(bot)
    const fresh = await fixFromHome(/only be done in the channels that REMEDY_CHANNELS/)
    expect(offered(fresh).filter((id) => /^remedy:(?!contact_partner|open_ticket)/.test(id))).toEqual([])
    await closeWindows(bot)
  })
})

/** Opens what can be done about a link from the Home tab. */
async function fixFromHome(says: RegExp): Promise<View> {
  await bot.slack.openHome({ userId: ADA })
  const home = await seen(bot, () => bot.slack.home(ADA))
  await press(bot, { viewId: home.id }, 'diagnose_link')
  const diagnosis = await windowSaying(bot, /Next|move/i)
  await press(bot, { viewId: diagnosis.id }, 'fix_link')
  return windowSaying(bot, says)
}

describe.each([
  [{ REMEDIES: 'off' }, { REMEDIES: 'on' }, /remedies are turned off/],
  [{ OPERATORS: '' }, OPERATORS, /Nobody may change anything from here yet/],
])('With %j each remedy', (env, before, says) => {
  withSettings(env, before)

  test('is refused, and says which variable allows it', async () => {
    const message = await board()
    for (const remedy of ACTS) await expectRefused(bot, { board: message, remedy }, says)
  })
})

describe('A user group in OPERATORS', () => {
  withSettings({ OPERATORS: 'S0OPERATORS' }, OPERATORS)

  test('lets in whom it holds, and out whom it does not hold any more, once Slack is asked anew after five minutes', async () => {
    const message = await board()
    const pressed = { board: message, remedy: 'detach_vpc:', userId: OLU }
    group.splice(0, group.length, OLU)
    await bot.clock.advance(5 * MINUTE)
    await expectOpened(bot, pressed)
    await expectRefused(bot, { board: message, remedy: 'detach_vpc:' }, /Only operators may do this/)
    group.splice(0, group.length, ADA)
    await expectOpened(bot, pressed)
    await bot.clock.advance(5 * MINUTE)
    await expectRefused(bot, pressed, /Only operators may do this/)
    await expectOpened(bot, { board: message, remedy: 'detach_vpc:' })
  })

  test('that cannot be read lets nobody in', async () => {
    group.splice(0, group.length, OLU)
    await bot.clock.advance(5 * MINUTE)
    const message = await board()
    bot.slack.faults.failWith({ method: 'usergroups.users.list', error: 'internal_error', times: 99 })
    for (const remedy of ACTS)
      await expectRefused(
        bot,
        { board: message, remedy, userId: OLU },
        /does not say just now who is in the user/,
      )
    bot.slack.faults.clear()
    await expectOpened(bot, { board: message, remedy: 'detach_vpc:', userId: OLU })
  })
})

/** Links on which each act can be done: one whose path is whole, one without propagation, and an order without a path. */
const SUBJECTS = ['active-h-fix', 'active-h-quiet', 'requested-h-fix'] as const

function subjectOf(remedy: ActButton): (typeof SUBJECTS)[number] {
  if (/^(detach|disable)/.test(remedy)) return 'active-h-fix'
  return remedy === 'enable_propagation:' ? 'active-h-quiet' : 'requested-h-fix'
}

describe('What was opened by somebody who may, and is sent when they', () => {
  const boards = new Map<string, StoredMessage>()
  withSettings({ OPERATORS: `S0OPERATORS,${leaver.id}` }, OPERATORS)
  beforeAll(async () => {
    for (const name of SUBJECTS) boards.set(name, await boardOf(bot, linkId(bot, name), ROOM))
  })
  const pressOf = (remedy: ActButton, userId: string) => {
    const message = boards.get(subjectOf(remedy))
    if (message === undefined) throw new Error('There is no such board.')
    return { board: message, remedy, userId }
  }

  test('are no operator any more is refused', async () => {
    for (const remedy of ACTS) {
      group.splice(0, group.length, OLU)
      await bot.clock.advance(5 * MINUTE)
      const pressed = pressOf(remedy, OLU)
      const plan = await planAfter(bot, await windowFor(bot, pressed), pressed)
      group.splice(0, group.length, ADA)
      await bot.clock.advance(5 * MINUTE)
      await expectSentInVain(bot, plan, pressed, /Only operators may do this/)
    }
  })

  test('are a guest by now is refused', async () => {
    for (const remedy of ACTS) {
      leaver.isUltraRestricted = false
      await bot.clock.advance(5 * MINUTE)
      const pressed = pressOf(remedy, leaver.id)
      const view = await windowFor(bot, pressed)
      leaver.isUltraRestricted = true
      await bot.clock.advance(5 * MINUTE)
      await expectSentInVain(bot, view, pressed, /not guests/)
    }
  })
})
