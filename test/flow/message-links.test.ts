import { afterEach, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { HOUR, linkId, payload, pollUntil, words } from '../support/over-time.ts'
import { messagesIn, type } from '../support/pressing.ts'
import { errorsOf, expectDone, expectSlackTakesIt, seen } from '../support/slack-doors.ts'

const TEAM = 'C0TEAM0001'
const FOUR = Date.parse('2026-11-21T04:00:00Z')

let bot: Bot
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const messageOf = (channel: string, kind: string): StoredMessage => {
  const message = messagesIn(bot, channel).find((one) => payload(one)?.kind === kind)
  if (message === undefined) throw new Error(`No ${kind} stands in ${channel}.`)
  return message
}

/** The address that Slack itself gives of a message. */
async function permalinkOf(channel: string, kind: string): Promise<string> {
  const { ts } = messageOf(channel, kind)
  const url = `${bot.slack.apiUrl}chat.getPermalink?channel=${channel}&message_ts=${ts}`
  const response = await fetch(url, { headers: { authorization: `Bearer ${bot.env().SLACK_BOT_TOKEN}` } })
  const { permalink } = (await response.json()) as { permalink: string }
  return permalink
}

test('Answers about an incident lead to its messages in Slack, and a digest to that of its own channel', async () => {
  bot = await startBot({
    env: NO_REMINDERS,
    channels: [{ id: TEAM, name: 'team', members: [ADA], botIsMember: true }],
  })
  await type(bot, 'subscribe amsterdam digest 04:00 UTC', { channelId: TEAM })
  bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
  await bot.poll()
  await bot.settle()
  const [alerts, team] = [await permalinkOf(ALERT_CHANNEL, 'link'), await permalinkOf(TEAM, 'link')]
  const first = `<#${ALERT_CHANNEL}> (<${alerts}|message>)`
  const both = `${first}, <#${TEAM}> (<${team}|message>)`
  const names = [`<#${ALERT_CHANNEL}>`, `<#${TEAM}>`, `<@${ADA}>`]

  for (const [asked, leads] of [
    ['incidents', `Told in ${both}.`],
    ['why amsterdam-prod', `Told in ${both}.`],
    ['status amsterdam-prod', `*Told in*\n${both}`],
    ['history amsterdam-prod', `Told in ${first}.`],
  ] as const) {
    const answer = await type(bot, asked)
    expect(words(answer), asked).toContain(leads)
    expectSlackTakesIt(answer, { names })
  }
  expectDone(await bot.slack.openHome({ userId: ADA }))
  const { blocks } = await seen(bot, () => bot.slack.home(ADA))
  expect(words({ text: '', blocks })).toContain(`told in ${first}`)

  await pollUntil(bot, FOUR, 2 * HOUR)
  const digest = messageOf(TEAM, 'digest')
  expect(words(digest)).toContain(`(<${team}|message>)`)
  expect(words(digest)).not.toContain(alerts)
  expectSlackTakesIt(digest, { names })
})
