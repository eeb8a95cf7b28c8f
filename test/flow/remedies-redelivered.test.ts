import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import {
  auditOf,
  fix,
  OPERATORS,
  openRemedy,
  plan,
  saidBy,
  stateOf,
  windowSaying,
  writes,
} from '../support/remedies.ts'
import { errorsOf } from '../support/slack-doors.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: OPERATORS })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Slack waits so long for an acknowledgement (ms), and delivers once more then. */
const UNTIL_REDELIVERED_MS = 3_000

/**
 * Sends a window whose acknowledgement is lost, and has Slack deliver it again once the outcome is shown: what the window
 * says then. `meanwhile` is done before that.
 */
async function sentTwice(
  view: View,
  typed: Readonly<Record<string, string>>,
  outcome: RegExp,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<string> {
  bot.slack.faults.loseAck()
  bot.slack.faults.redeliver()
  const sending = bot.slack.submitView({ userId: ADA, viewId: view.id, state: stateOf(typed) })
  await windowSaying(bot, outcome)
  await meanwhile()
  await bot.clock.advance(UNTIL_REDELIVERED_MS)
  await sending
  return saidBy(bot.slack.modals(ADA).at(-1)?.view)
}

describe('A window that Slack delivers again once its outcome is shown', () => {
  test('still shows the outcome, and nothing is done again', async () => {
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    const typed = { remedy_typed: 'paris-prod-a' }
    expect(await sentTwice(shown, typed, /Done: /)).toMatch(/Done: /)
    expect(writes(bot)).toHaveLength(1)

    const form = await openRemedy(bot, await fix(bot, 'paris-prod-a'), 'record_ticket:', /Link/)
    expect(await sentTwice(form, { remedy_reference: 'T-1' }, /ticket `?T-1/)).toMatch(/ticket `?T-1/)
    const tickets = (await auditOf(bot)).filter(({ act }) => act === 'record_ticket')
    expect(tickets.map(({ outcome }) => outcome)).toEqual(['done'])
  })

  test('does not show a pairing key again: it is kept nowhere', async () => {
    const shown = await openRemedy(
      bot,
      await fix(bot, 'marseille-backup'),
      'reveal_pairing_key:',
      /What will happen/,
    )
    expect(await sentTwice(shown, {}, /This is the pairing key/)).toMatch(/sent before, and is done once/)
    expect((await auditOf(bot)).map(({ act }) => act)).toEqual(['reveal_pairing_key'])
  })

  test('says where to look where the bot was started anew meanwhile', async () => {
    const shown = await plan(bot, 'paris-prod-a', 'disable_propagation:')
    const again = async () => {
      await bot.stop()
      await bot.start()
    }
    const said = await sentTwice(shown, { remedy_typed: 'paris-prod-a' }, /Done: /, again)
    await windowSaying(bot, /sent before, and is done once only/)
    expect(said).not.toMatch(/Done: /)
    expect(writes(bot)).toHaveLength(1)
  })
})
