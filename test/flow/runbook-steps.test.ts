import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { openStepsButton } from '../../src/slack/actions.ts'
import { actions } from '../../src/slack/limits.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId, MINUTE, pollAfter, restart, words } from '../support/over-time.ts'
import { GUEST, messageAt, OLU } from '../support/pressing.ts'
import { startWithSix, storiesOf } from '../support/six-links.ts'
import {
  answered,
  botPosts,
  errorsOf,
  expectSlackTakesIt,
  press,
  seen,
  told,
} from '../support/slack-doors.ts'

let bot: Bot
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlink-runbooks-'))
  write('1. Look at the lamp.', '2. Call the desk.')
  bot = await startBot({ env: { RUNBOOK_DIR: folder } })
})
afterEach(async () => {
  await bot.close()
  rmSync(folder, { recursive: true, force: true })
  expect(errorsOf(bot)).toEqual([])
})

/** The team's own file in place of the built-in one for a link that is down. */
function write(...steps: readonly string[]): void {
  const text = ['---', 'title: Dark', 'statuses: [all_down]', '---', '', '## Do', '', ...steps, '']
  writeFileSync(join(folder, 'all_down.md'), text.join('\n'))
}

/** A message that offers the runbook of a story, and its place. */
async function offer(): Promise<{ messageTs: string; channelId: string }> {
  const value = { story: 'story-1', link: linkId(bot, 'amsterdam-prod'), runbook: 'all_down' }
  const { ts } = await botPosts(bot, [actions([openStepsButton(value)])])
  return { messageTs: ts, channelId: ALERT_CHANNEL }
}

/** The runbook, opened in the thread of a message. */
async function opened(): Promise<StoredMessage> {
  const place = await offer()
  return told(bot, () => press(bot, place, 'open_steps'))
}

/** Presses the button of a step (counted from 1), and returns the message as it then is. */
async function mark(sheet: StoredMessage, act: 'step_done' | 'step_undo', step: number, userId = ADA) {
  const now = messageAt(bot, sheet.ts)
  const blockId = (now?.blocks ?? []).filter(({ accessory }) => accessory !== undefined)[step - 1]?.block_id
  const edited = now?.edited?.ts
  await press(bot, { messageTs: sheet.ts, channelId: ALERT_CHANNEL }, act, {
    userId,
    ...(blockId === undefined ? {} : { blockId }),
  })
  return seen(bot, () => {
    const next = messageAt(bot, sheet.ts)
    return next?.edited?.ts === edited ? undefined : next
  })
}

const accessories = (message: StoredMessage | undefined) =>
  (message?.blocks ?? []).flatMap(({ accessory }) =>
    accessory === undefined ? [] : [(accessory as { action_id: string }).action_id],
  )

describe('"Work through it"', () => {
  test('opens the runbook in the thread, for all, with a button at each step', async () => {
    const place = await offer()
    const sheet = await told(bot, () => press(bot, place, 'open_steps'))
    expect(sheet.thread_ts).toBe(place.messageTs)
    expect(words(sheet)).toMatch(
      /Dark[\s\S]*☐ \*1\.\* Look at the lamp[\s\S]*☐ \*2\.\*[\s\S]*0 of 2 steps done/,
    )
    expect(accessories(sheet)).toEqual(['step_done', 'step_done'])
    expectSlackTakesIt(sheet)
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test('is offered by an alert, in whose thread it opens', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await bot.poll()
    const alert = bot.channel()[1]?.ts ?? ''
    const place = { messageTs: alert, channelId: ALERT_CHANNEL }
    const sheet = await told(bot, () => press(bot, place, 'open_steps'))
    expect(sheet.thread_ts).toBe(alert)
    expect(words(sheet)).toMatch(/Dark[\s\S]*for `amsterdam-prod`/)
    expect(words(await mark(sheet, 'step_done', 2))).toContain('1 of 2 steps done')
  })

  test('pressed again shows it to whoever pressed, as it is now', async () => {
    const place = await offer()
    const sheet = await told(bot, () => press(bot, place, 'open_steps'))
    await mark(sheet, 'step_done', 1)
    const answer = await answered(bot, () => press(bot, place, 'open_steps', { userId: OLU }), OLU)
    expect(words(answer)).toContain('☑ *1.* Look at the lamp')
    expect(bot.thread(place.messageTs)).toHaveLength(1)
  })

  test('is refused to a guest', async () => {
    const place = await offer()
    const answer = await answered(bot, () => press(bot, place, 'open_steps', { userId: GUEST }), GUEST)
    expect(words(answer)).toMatch(/not guests/)
    expect(bot.thread(place.messageTs)).toEqual([])
  })

  test('for which there is no runbook says so', async () => {
    const value = { story: 'story-1', link: null, runbook: null }
    const { ts } = await botPosts(bot, [actions([openStepsButton(value)])])
    const place = { messageTs: ts, channelId: ALERT_CHANNEL }
    expect(words(await answered(bot, () => press(bot, place, 'open_steps')))).toContain(
      'No runbook is for this',
    )
    expect(bot.thread(ts)).toEqual([])
  })

  test('opens a built-in runbook with the facts of the link', async () => {
    const value = { story: 'story-2', link: linkId(bot, 'amsterdam-prod'), runbook: 'limited_connectivity' }
    const { ts } = await botPosts(bot, [actions([openStepsButton(value)])])
    const sheet = await told(bot, () => press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'open_steps'))
    expect(words(sheet)).toContain('amsterdam-prod')
    expectSlackTakesIt(sheet)
  })
})

describe('Done and Undo', () => {
  test('show all who did it and when, in the very message', async () => {
    const sheet = await opened()
    const done = await mark(sheet, 'step_done', 1)
    expect(words(done)).toMatch(new RegExp(`☑ \\*1\\.\\* Look at the lamp[\\s\\S]*Done by_ <@${ADA}>, `))
    expect(words(done)).toContain('1 of 2 steps done')
    expect(accessories(done)).toEqual(['step_undo', 'step_done'])
    const undone = await mark(sheet, 'step_undo', 1, OLU)
    expect(words(undone)).toContain('☐ *1.* Look at the lamp')
    expect(words(undone)).not.toContain('Done by')
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test('of two people: the first mark stands, and the second is told whose it is', async () => {
    const sheet = await opened()
    const place = { messageTs: sheet.ts, channelId: ALERT_CHANNEL }
    // Neither has seen the other's mark when they press.
    await Promise.all(
      [ADA, OLU].map((userId) => bot.slack.click({ userId, actionId: 'step_done', ...place })),
    )
    const second = await seen(bot, () => bot.slack.ephemerals().at(0))
    expect(words(second)).toMatch(/Step 1 was done already, by <@U0/)
    expect(second.thread_ts).toBe(sheet.thread_ts)
    await bot.stop()
    expect(words(messageAt(bot, sheet.ts)).match(/Done by/g)).toHaveLength(1)
  })

  test('pressed twice in a row marks once', async () => {
    const sheet = await opened()
    const place = { messageTs: sheet.ts, channelId: ALERT_CHANNEL }
    await bot.clock.advance(3_000)
    await Promise.all([
      bot.slack.click({ userId: ADA, actionId: 'step_done', ...place }),
      bot.slack.click({ userId: ADA, actionId: 'step_done', ...place }),
    ])
    await seen(bot, () => messageAt(bot, sheet.ts)?.edited)
    await bot.stop()
    expect(bot.slack.ephemerals()).toEqual([])
    expect(words(messageAt(bot, sheet.ts))).toContain('1 of 2 steps done')
  })

  test('outlive a restart of the bot', async () => {
    const sheet = await opened()
    await mark(sheet, 'step_done', 1)
    await restart(bot)
    const done = await mark(sheet, 'step_done', 2, OLU)
    expect(words(done)).toMatch(new RegExp(`Done by_ <@${ADA}>[\\s\\S]*Done by_ <@${OLU}>`))
    expect(words(done)).toContain('2 of 2 steps done')
  })

  test('follow an alert whose story moves into the message of another', async () => {
    await bot.close()
    bot = await startWithSix({ ...NO_REMINDERS, RUNBOOK_DIR: folder })
    const fail = async (name: string) => {
      bot.interlink.world.setStatus(linkId(bot, name), 'all_down')
      await pollAfter(bot, 30_000)
    }
    await fail('ams-1')
    await fail('ams-2')
    const [first, second] = storiesOf(bot)
    const open = (alert: StoredMessage | undefined) =>
      told(bot, () => press(bot, { messageTs: alert?.ts ?? '', channelId: ALERT_CHANNEL }, 'open_steps'))
    const [kept, moving] = [await open(first), await open(second)]
    await mark(moving, 'step_done', 1)
    await fail('ams-3')
    expect(words(messageAt(bot, second?.ts ?? ''))).toContain('Told with others from now on')
    expect(words(await mark(kept, 'step_done', 2, OLU))).toMatch(
      new RegExp(`Done by_ <@${ADA}>[\\s\\S]*Done by_ <@${OLU}>[\\s\\S]*2 of 2 steps done`),
    )
    expect(words(await mark(moving, 'step_undo', 1))).toMatch(
      /☐ \*1\.\*[\s\S]*☑ \*2\.\*[\s\S]*1 of 2 steps done/,
    )
  })

  test('of a step that reads differently by now mark nothing, say so, and show how it reads', async () => {
    const sheet = await opened()
    await mark(sheet, 'step_done', 2)
    write('1. Look at the other lamp.', '2. Call the desk.')
    await bot.clock.advance(2 * MINUTE)
    await restart(bot)
    const answer = await answered(bot, () => mark(sheet, 'step_done', 1))
    expect(words(answer)).toContain('The runbook was changed since this message was written')
    expect(words(messageAt(bot, sheet.ts))).toMatch(
      /☐ \*1\.\* Look at the other lamp[\s\S]*☑ \*2\.\* Call the desk/,
    )
  })

  test('of a runbook that was taken away say so, and leave the message', async () => {
    writeFileSync(join(folder, 'own.md'), '---\ntitle: Own\ntags: [x]\n---\n\n## Do\n\n1. Wave.\n')
    await restart(bot)
    const value = { story: 's', link: null, runbook: 'own' }
    const { ts } = await botPosts(bot, [actions([openStepsButton(value)])])
    const sheet = await told(bot, () => press(bot, { messageTs: ts, channelId: ALERT_CHANNEL }, 'open_steps'))
    rmSync(join(folder, 'own.md'))
    await restart(bot)
    const place = { messageTs: sheet.ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () => press(bot, place, 'step_done'))
    expect(words(answer)).toMatch(/There is no runbook.*own.*any more/)
    expect(words(messageAt(bot, sheet.ts))).toBe(words(sheet))
  })

  test('are refused to a guest', async () => {
    const sheet = await opened()
    const place = { messageTs: sheet.ts, channelId: ALERT_CHANNEL }
    const answer = await answered(bot, () => press(bot, place, 'step_done', { userId: GUEST }), GUEST)
    expect(words(answer)).toMatch(/not guests/)
    expect(words(messageAt(bot, sheet.ts))).toBe(words(sheet))
  })
})
