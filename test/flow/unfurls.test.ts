import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { GUEST, messageAt } from '../support/pressing.ts'
import { botPosts, errorsOf, say, seen } from '../support/slack-doors.ts'

const SHARED = 'C0SHARED01'
const PRIVATE = 'G0PRIVATE1'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({
    channels: [
      { id: SHARED, name: 'with-acme', members: [ADA], botIsMember: true, isExtShared: true },
      { id: PRIVATE, name: 'secret', members: [ADA], botIsMember: false, isPrivate: true },
    ],
  })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const page = (name: string) =>
  `https://console.scaleway.com/interlink/links/fr-par/${/^[0-9a-f-]{36}$/.test(name) ? name : linkId(bot, name)}/overview`

const calls = (wanted: string) => bot.slack.calls().filter(({ method }) => method === wanted)

/** The cards under a message, once there are some. */
async function cards(ts: string, channelId = ALERT_CHANNEL): Promise<readonly { blocks: unknown }[]> {
  const found = await seen(bot, () => messageAt(bot, ts, channelId)?.attachments)
  return found as unknown as readonly { blocks: unknown }[]
}

/** Lets another address become a card, so that what was said before it has been looked at, and finishes. */
async function afterAnother(): Promise<void> {
  await cards(say(bot, page('paris-prod-b')).ts)
  await bot.stop()
}

describe('An address of the console', () => {
  test('that holds the id of a known link becomes its card, read live, without buttons', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'paris-prod-a'), 'all_down')
    const { ts } = say(bot, `look at ${page('paris-prod-a')} please`)
    const [card, ...others] = await cards(ts)
    expect(others).toEqual([])
    expect(words({ text: '', blocks: card?.blocks })).toMatch(/paris-prod-a[\s\S]*Down/)
    expect(JSON.stringify(card?.blocks)).not.toContain('"actions"')
    expect(calls('chat.unfurl')).toHaveLength(1)
  })

  test('in a thread becomes a card there', async () => {
    const parent = say(bot, 'hm')
    const { ts } = say(bot, page('paris-prod-a'), { threadTs: parent.ts })
    expect(await cards(ts)).toHaveLength(1)
  })

  test('shows the last poll where the link cannot be read live', async () => {
    bot.interlink.faults.regionDown('fr-par', '403')
    const { ts } = say(bot, page('paris-prod-a'))
    const [card] = await cards(ts)
    expect(words({ text: '', blocks: card?.blocks })).toMatch(/paris-prod-a[\s\S]*ago/)
  })

  test.each([
    ['of a link that nobody knows', () => page('5a1e9c04-ffff-4fff-8fff-ffffffffffff')],
    ['of no link', () => 'https://console.scaleway.com/interlink/links'],
    ['of another site', () => `https://example.com/${linkId(bot, 'paris-prod-a')}`],
  ])('%s stays as it is', async (_what, address) => {
    const { ts } = say(bot, address())
    await afterAnother()
    expect(messageAt(bot, ts)?.attachments).toBeUndefined()
    expect(calls('chat.unfurl')).toHaveLength(1)
  })

  test.each([
    ['where the bot is not in the channel', 'C0RANDOM01'],
    ['in a private channel that the bot is not in', PRIVATE],
    ['where another organization reads', SHARED],
  ])('%s stays as it is', async (_where, channelId) => {
    const { ts } = say(bot, page('paris-prod-a'), { channelId })
    await afterAnother()
    expect(messageAt(bot, ts, channelId)?.attachments).toBeUndefined()
    expect(bot.slack.ephemerals()).toEqual([])
  })

  test('by a guest stays as it is, and nobody is told why', async () => {
    const { ts } = say(bot, page('paris-prod-a'), { userId: GUEST })
    await afterAnother()
    expect(messageAt(bot, ts)?.attachments).toBeUndefined()
    expect(bot.slack.ephemerals()).toEqual([])
    expect(calls('chat.postEphemeral')).toEqual([])
  })

  test('is not looked at where Slack does not say who reads it', async () => {
    bot.slack.faults.failWith({ method: 'conversations.info', error: 'missing_scope', times: 1 })
    const refused = say(bot, page('paris-prod-a'))
    await seen(bot, () => calls('conversations.info').at(-1)?.fault)
    bot.slack.faults.failWith({ method: 'conversations.info', status: 503, times: 1 })
    const failed = say(bot, page('paris-prod-a'))
    await afterAnother()
    for (const { ts } of [refused, failed]) expect(messageAt(bot, ts)?.attachments).toBeUndefined()
    expect(bot.log.filter((line) => line.includes('did not say who reads'))).toHaveLength(1)
  })

  test('of one message become three cards at most', async () => {
    const names = ['paris-prod-a', 'paris-prod-b', 'amsterdam-prod', 'marseille-backup', 'warsaw-recovery']
    const { ts } = say(bot, names.map(page).join(' '))
    expect(await cards(ts)).toHaveLength(3)
  })

  test('next to others becomes a card where theirs do not', async () => {
    const { ts } = say(bot, `${page('5a1e9c04-ffff-4fff-8fff-ffffffffffff')} ${page('amsterdam-prod')}`)
    const [card, ...others] = await cards(ts)
    expect(others).toEqual([])
    expect(words({ text: '', blocks: card?.blocks })).toContain('amsterdam-prod')
  })

  test('that the bot itself writes never becomes a card', async () => {
    const { ts } = await botPosts(bot, [
      { type: 'section', text: { type: 'mrkdwn', text: `<${page('paris-prod-a')}>` } },
    ])
    await afterAnother()
    expect(messageAt(bot, ts)?.attachments).toBeUndefined()
  })

  test('that Slack tells of twice becomes a card once', async () => {
    bot.slack.faults.redeliver()
    const { ts } = say(bot, page('paris-prod-a'))
    await cards(ts)
    await afterAnother()
    expect(calls('chat.unfurl')).toHaveLength(2)
  })

  test('whose card Slack does not take is let be', async () => {
    bot.slack.faults.failWith({ method: 'chat.unfurl', error: 'cannot_unfurl_url' })
    say(bot, page('paris-prod-a'))
    await seen(bot, () => calls('chat.unfurl').at(0))
    await afterAnother()
    expect(bot.log.filter((line) => line.includes('did not take the card'))).toHaveLength(1)
  })
})

test('A workspace that left the cards out has everything else', async () => {
  await bot.close()
  bot = await startBot({
    manifest: (text) => text.replace(/^ +- (?:links:(?:read|write)|link_shared)\b.*$/gm, ''),
  })
  const { ts } = say(bot, page('paris-prod-a'))
  expect(words(await bot.say('status paris-prod-a'))).toContain('paris-prod-a is up')
  await bot.stop()
  expect(messageAt(bot, ts)?.attachments).toBeUndefined()
})
