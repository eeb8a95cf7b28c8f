import { afterEach, describe, expect, test } from 'vitest'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import {
  linkId,
  MINUTE,
  onlyInService,
  payload,
  pollAfter,
  pollFor,
  pollUntold,
  SECOND,
  TUESDAY,
  words,
} from '../support/over-time.ts'
import { type } from '../support/pressing.ts'

let bot: Bot
afterEach(() => bot.close())

const TEAM = { id: 'C0AMSTERDAM', name: 'amsterdam', members: ['U0ADA0001'], botIsMember: true }

async function start(): Promise<void> {
  bot = await startBot({ now: TUESDAY, env: NO_REMINDERS, started: false, channels: [TEAM] })
  onlyInService(bot)
  await bot.start()
}
const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const isAlert = (message: StoredMessage) => payload(message)?.kind !== 'baseline'
const alerts = () => bot.channel().filter(isAlert)
const alertOf = (name: string) => alerts().find((message) => payload(message)?.link_id === linkId(bot, name))
const linesUnder = (message: StoredMessage | undefined) => bot.thread(message?.ts ?? '')
const mentions = (message: StoredMessage | undefined) => JSON.stringify([message?.text, message?.blocks])
const get = async (path: string) => (await fetch(`http://127.0.0.1:${bot.app().port}${path}`)).text()

function slackGoes(): void {
  for (const method of ['chat.postMessage', 'chat.update'])
    bot.slack.faults.failWith({ method, status: 503, times: 100_000 })
}
const slackComes = () => bot.slack.faults.clear()

describe('once Slack is back after an hour', () => {
  test('each incident is one message that is up to date, in the order they began, with what happened so far', async () => {
    await start()
    slackGoes()
    // One loses a family and then the other, one goes and stays, one recovers.
    bot.interlink.world.setLink(linkId(bot, 'amsterdam-prod'), {
      status: 'limited_connectivity',
      bgp_v6_status: 'down',
    })
    await pollUntold(bot, 0)
    await pollUntold(bot, 10 * MINUTE)
    set('paris-prod-a', 'all_down')
    await pollUntold(bot, 0)
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, 10 * MINUTE)
    set('dc5-own-port-staging', 'all_down')
    await pollUntold(bot, 0)
    await pollUntold(bot, 10 * MINUTE)
    set('dc5-own-port-staging', 'active')
    await pollUntold(bot, 0)
    await pollUntold(bot, 2 * MINUTE)
    await pollUntold(bot, 28 * MINUTE)
    expect(alerts()).toEqual([])

    slackComes()
    await pollAfter(bot, MINUTE)
    expect(alerts().map((message) => payload(message)?.link_id)).toEqual(
      ['amsterdam-prod', 'paris-prod-a', 'dc5-own-port-staging'].map((name) => linkId(bot, name)),
    )
    const worsened = alertOf('amsterdam-prod')
    expect(words(worsened)).toMatch(/What happened so far\*.*\n• .*bad: .*Limited.*\n• .*worse: /)
    expect(linesUnder(worsened)).toEqual([])
    const recovered = alertOf('dc5-own-port-staging')
    expect(words(recovered)).toContain('Recovered · dc5-own-port-staging is up')
    expect(words(recovered)).toMatch(/• .*bad.*\n• .*up again.*\n• .*over/)
    expect(linesUnder(recovered)).toEqual([])
    // None of it is told again, and the stories go on.
    await pollFor(bot, 5 * MINUTE)
    expect(alerts()).toHaveLength(3)
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    expect(alerts()).toHaveLength(3)
    expect(words(alertOf('amsterdam-prod'))).toMatch(/Recovered/)
  })

  test('whoever wanted to be pinged is, for what is still bad, and not for what is over', async () => {
    await start()
    await type(bot, 'subscribe mention @here')
    slackGoes()
    for (const name of ['amsterdam-prod', 'dc5-own-port-staging']) set(name, 'all_down')
    await pollUntold(bot, 0)
    set('dc5-own-port-staging', 'active')
    await pollUntold(bot, MINUTE)
    await pollUntold(bot, 3 * MINUTE)
    slackComes()
    await pollAfter(bot, MINUTE)
    expect(words(alertOf('dc5-own-port-staging'))).toContain('Recovered · dc5-own-port-staging is up')
    expect(mentions(alertOf('dc5-own-port-staging'))).not.toContain('<!here>')
    expect(mentions(alertOf('amsterdam-prod'))).toContain('<!here>')
  })

  test('what is over of a region or of many links pings nobody either', async () => {
    await start()
    await type(bot, 'subscribe mention @here from warning')
    slackGoes()
    const { world, faults } = bot.interlink
    const { id: _id, vlan: _vlan, ...like } = world.link(linkId(bot, 'amsterdam-prod')) ?? {}
    const ids = [1, 2, 3].map((n) => world.addLink({ ...like, name: `link-${n}` }).id)
    await pollUntold(bot, 0)
    for (const id of [...ids, linkId(bot, 'amsterdam-prod')]) world.setStatus(id, 'all_down')
    await pollUntold(bot, 0)
    for (const id of [...ids, linkId(bot, 'amsterdam-prod')]) world.setStatus(id, 'active')
    await pollUntold(bot, MINUTE)
    await pollUntold(bot, 3 * MINUTE)
    faults.regionDown('pl-waw', '401')
    await pollUntold(bot, MINUTE)
    await pollUntold(bot, MINUTE)
    faults.regionDown('pl-waw', null)
    await pollUntold(bot, MINUTE)
    slackComes()
    await pollAfter(bot, MINUTE)
    expect(alerts().map((message) => payload(message)?.kind)).toEqual(['group', 'scope'])
    for (const message of alerts()) {
      expect(words(message)).toMatch(/Recovered/)
      expect(mentions(message)).not.toContain('<!here>')
    }
  })

  test('a link that is gone for good pings, since nothing brings it back', async () => {
    await start()
    await type(bot, 'subscribe mention @here')
    slackGoes()
    const id = linkId(bot, 'amsterdam-prod')
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, 0)
    bot.interlink.world.removeLink(id)
    await pollUntold(bot, MINUTE)
    slackComes()
    await pollAfter(bot, MINUTE)
    expect(alerts().map((message) => payload(message)?.link_id)).toEqual([id])
    expect(mentions(alerts()[0])).toContain('<!here>')
  })
})

describe('what was told before Slack went away', () => {
  /** Told at once, then a while without Slack in which three reminders fall due. */
  async function reminded(): Promise<void> {
    bot = await startBot({ now: TUESDAY, started: false, env: { ALERT_TIMERS: 'remindCritical=1m/2m/2m' } })
    onlyInService(bot)
    await bot.start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    slackGoes()
    for (const seconds of [70, 60, 120]) await pollUntold(bot, seconds * SECOND)
  }

  test('and is over meanwhile is told as over, without the reminders that nobody needs any more', async () => {
    await reminded()
    set('amsterdam-prod', 'active')
    await pollUntold(bot, 0)
    await pollUntold(bot, 2 * MINUTE)
    slackComes()
    await pollAfter(bot, MINUTE)
    expect(alerts()).toHaveLength(1)
    expect(words(alerts()[0])).toContain('Recovered')
    expect(linesUnder(alerts()[0]).map((line) => payload(line)?.kind)).toEqual(['link_line'])
  })

  test('and is still bad is reminded of once', async () => {
    await reminded()
    slackComes()
    await pollAfter(bot, 30 * SECOND)
    const [, reminder, ...more] = alerts()
    expect(more).toEqual([])
    expect(words(reminder)).toContain('reminder 3.')
  })
})

describe('a message that was deleted in Slack', () => {
  test('is posted anew at the next change of its incident, with its history so far, and goes on from there', async () => {
    await start()
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    const first = alertOf('amsterdam-prod')
    bot.slack.deleteMessage(ALERT_CHANNEL, first?.ts ?? '')
    await pollFor(bot, 2 * MINUTE)
    expect(alerts()).toEqual([])

    set('amsterdam-prod', 'active')
    await pollAfter(bot, MINUTE)
    const anew = alertOf('amsterdam-prod')
    expect(alerts()).toEqual([anew])
    expect(words(anew)).toMatch(/What happened so far\*\n• .*bad.*\n• .*up again/)
    await bot.stable()
    expect(alerts()).toHaveLength(1)
    expect(words(alertOf('amsterdam-prod'))).toMatch(/Recovered/)
    expect(linesUnder(anew).map((line) => payload(line)?.kind)).toEqual(['link_line'])
  })
})

describe('a subscribed channel that is archived', () => {
  test('is told of once where everything is told, and gets what waited when it is back', async () => {
    await start()
    await type(bot, 'subscribe region:nl-ams', { channelId: TEAM.id })
    bot.slack.setArchived(TEAM.id, true)
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, 0)
    for (let minute = 0; minute < 10; minute += 1) await pollUntold(bot, MINUTE)
    expect(alerts().map((message) => payload(message)?.kind)).toEqual(['link', 'stuck'])
    const stuck = alerts()[1]
    expect(words(stuck)).toContain(`<#${TEAM.id}>`)
    expect(words(stuck)).toContain('is_archived')
    expect(words(stuck)).toContain('Unarchive the channel')
    expect(await get('/readyz')).toContain('is_archived')
    expect(await get('/metrics')).toMatch(/interlink_bot_outbox_waiting [1-9]/)
    expect(await get('/metrics')).toMatch(/interlink_bot_outbox_oldest_seconds 6\d\d/)

    bot.slack.setArchived(TEAM.id, false)
    await pollAfter(bot, MINUTE)
    const told = bot.slack.messages(TEAM.id)
    expect(told.map((message) => payload(message)?.link_id)).toEqual([linkId(bot, 'amsterdam-prod')])
    expect(await get('/readyz')).not.toContain('is_archived')
    expect(alerts()).toHaveLength(2)
  })
})

describe('without the right to read the channel', () => {
  test('a message whose answer was lost is posted again, and says that it may repeat', async () => {
    await start()
    bot.slack.faults.failWith({ method: 'conversations.history', error: 'missing_scope', times: 100 })
    bot.slack.faults.loseAnswer({ method: 'chat.postMessage' })
    set('amsterdam-prod', 'all_down')
    await pollUntold(bot, 0)
    await pollUntold(bot, 30 * SECOND)
    const [lost, again, ...more] = alerts()
    expect(more).toEqual([])
    expect(words(lost)).not.toContain('may repeat')
    expect(words(again)).toContain('This may repeat an earlier message')
    // What follows is told under the one that the bot knows of.
    set('amsterdam-prod', 'active')
    await bot.poll()
    await bot.stable()
    expect(linesUnder(lost)).toEqual([])
    expect(linesUnder(again)).toHaveLength(1)
    expect(words(alerts()[1])).toMatch(/Recovered/)
  })
})
