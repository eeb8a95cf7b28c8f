import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ephemeral, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, nextEphemeral, startBot, wordsOf } from '../support/bot.ts'

const GUEST = 'U0GUEST03'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.close())

const linkId = (name: string): string =>
  bot.interlink.world.links().find((candidate) => candidate.name === name)?.id ?? 'missing'

/** Presses a button of a message that everybody sees, and returns what only Ada sees of the answer. */
async function press(message: StoredMessage | undefined, actionId: string): Promise<Ephemeral> {
  const before = new Set(bot.slack.ephemerals(ADA).map(({ ts }) => ts))
  const outcome = await bot.slack.click({
    userId: ADA,
    actionId,
    messageTs: message?.ts ?? '',
    channelId: ALERT_CHANNEL,
  })
  expect(outcome).toMatchObject({ ok: true })
  return nextEphemeral(bot.slack, ADA, before)
}

/** Presses Runbook, whose answer everybody sees. */
const openRunbook = (alert: StoredMessage | undefined) =>
  bot.slack.click({
    userId: ADA,
    actionId: 'open_steps',
    messageTs: alert?.ts ?? '',
    channelId: ALERT_CHANNEL,
  })

async function outage(): Promise<StoredMessage | undefined> {
  bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
  await bot.poll()
  return bot.channel()[1]
}

describe('/interlink', () => {
  test('list shows every link to whoever asked, those that need attention first', async () => {
    await outage()
    const answer = await bot.say('list')
    const text = wordsOf(answer)
    for (const { name } of bot.interlink.world.links()) {
      if (/^[\w-]+$/.test(name)) expect(text).toContain(name)
    }
    expect(text.indexOf('amsterdam-prod')).toBeLessThan(text.indexOf('paris-prod-a'))
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(2)
  })

  test('list with a filter understands how people spell a status', async () => {
    await outage()
    const text = wordsOf(await bot.say('list all down'))
    expect(text).toContain('amsterdam-prod')
    expect(text).not.toContain('paris-prod-a')
  })

  test('status finds a link by name, id and unique prefix, and answers from the last poll with its age', async () => {
    const id = linkId('amsterdam-prod')
    for (const words of [
      'amsterdam-prod',
      'AMSTERDAM-PROD',
      id,
      id.slice(0, 8),
      'amsterdam-p',
      '“amsterdam-prod”',
    ]) {
      expect(wordsOf(await bot.say(`status ${words}`))).toContain(id)
    }
    await bot.clock.advance(90_000)
    const calls = bot.interlink.calls().length
    expect(wordsOf(await bot.say('status amsterdam-prod'))).toMatch(/1 min 30 s ago/)
    expect(bot.interlink.calls()).toHaveLength(calls)
  })

  test('status of an unknown name gets the nearest', async () => {
    expect(wordsOf(await bot.say('status amsterdam-prud'))).toContain('amsterdam-prod')
  })

  test('an unknown command gets the help', async () => {
    expect(wordsOf(await bot.say('dance'))).toContain('/interlink status')
    expect(wordsOf(await bot.say(''))).toContain('/interlink status')
  })

  test('runbook finds a status as people spell it', async () => {
    expect(wordsOf(await bot.say('runbook Limited Connectivity'))).toContain('limited_connectivity')
    expect(wordsOf(await bot.say('runbook'))).toContain('expired')
  })

  test('tells a guest nothing but why', async () => {
    const text = wordsOf(await bot.say('list', GUEST))
    expect(text).not.toContain('amsterdam-prod')
    expect(text).toMatch(/guest/i)
  })

  test('shows the same link name literally, whatever it contains, and pings nobody', async () => {
    const name = '<!channel> *bold* `x` <@U0ADA0001> &amp; \u202Eevil\n> quote'
    bot.interlink.world.setLink(linkId('paris-prod-a'), { name })
    await bot.poll()
    for (const answer of [await bot.say('list'), await bot.say('status <!channel>')]) {
      // Plain text is shown as it is; mrkdwn and the fallback are where Slack looks for mentions.
      const parsed = [
        ...JSON.stringify(answer.blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\\\]|\\\\.)*")/g),
      ]
      const texts = [answer.text, ...parsed.map((match) => JSON.parse(match[1] ?? '""') as string)]
      for (const text of texts) expect(text).not.toMatch(/<!channel>|<@U0ADA0001>/)
      expect(texts.join()).toContain('&lt;!channel&gt;')
    }
  })
})

describe('the buttons of an alert', () => {
  test('Refresh reads the link live and answers the person alone', async () => {
    const alert = await outage()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'active')
    const answer = await press(alert, 'refresh_link')
    expect(wordsOf(answer)).toMatch(/Active/)
    expect(bot.slack.messages(ALERT_CHANNEL).find(({ ts }) => ts === alert?.ts)).toEqual(alert)
  })

  test('Refresh falls back to the last poll, and says why', async () => {
    const alert = await outage()
    bot.interlink.faults.regionDown('nl-ams', '403')
    const text = wordsOf(await press(alert, 'refresh_link'))
    expect(text).toContain('amsterdam-prod')
    expect(text).toMatch(/ago/)
    expect(text).toMatch(/right|permission|refus/i)
  })

  test('Runbook opens what to do in the thread of the alert, with the facts of the link, to be worked through', async () => {
    const alert = await outage()
    await openRunbook(alert)
    await bot.slack.waitFor(() => bot.thread(alert?.ts ?? '').length > 0)
    const [sheet] = bot.thread(alert?.ts ?? '')
    expect(sheet?.text).toContain('Runbook `all_down` for `amsterdam-prod`')
    expect(JSON.stringify(sheet?.blocks)).toContain('"action_id":"step_done"')
  })

  test('Runbook is in the thread once: whoever presses it again is shown it alone', async () => {
    const alert = await outage()
    await openRunbook(alert)
    await bot.slack.waitFor(() => bot.thread(alert?.ts ?? '').length > 0)
    const { length } = bot.thread(alert?.ts ?? '')
    await bot.clock.advance(5_000)
    expect(wordsOf(await press(alert, 'open_steps'))).toContain('Runbook `all_down`')
    expect(bot.thread(alert?.ts ?? '')).toHaveLength(length)
  })
})

describe('what arrives twice acts once', () => {
  test('a redelivered command', async () => {
    bot.slack.faults.redeliver()
    await bot.say('help')
    await bot.say('list')
    expect(bot.slack.ephemerals(ADA)).toHaveLength(2)
  })

  test('a double click', async () => {
    const alert = await outage()
    const first = press(alert, 'refresh_link')
    await bot.slack.click({
      userId: ADA,
      actionId: 'refresh_link',
      messageTs: alert?.ts ?? '',
      channelId: ALERT_CHANNEL,
    })
    await first
    await bot.say('help')
    expect(bot.slack.ephemerals(ADA)).toHaveLength(2)
  })
})
