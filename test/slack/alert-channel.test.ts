import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import { checkAlertChannel } from '../../src/slack/alert-channel.ts'
import { manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import { aWorkspace, BOT_TOKEN, CHANNEL } from '../support/notifying.ts'
import { listLogger } from './noted.ts'

async function check(apiUrl: string, channel: string = CHANNEL) {
  const logger = listLogger()
  const problem = await checkAlertChannel({
    botToken: BOT_TOKEN,
    apiUrl,
    fetch,
    channel,
    logger,
    timeoutMs: 5_000,
  })
  const warnings = logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  return { problem, warnings }
}

const workspace = (options: Parameters<typeof aWorkspace>[1] = {}) => aWorkspace(manualClock(NOW), options)

test('An alert channel that the bot is in is asked about once, and nothing is said', async () => {
  const slack = await workspace()
  expect(await check(slack.apiUrl)).toEqual({ problem: null, warnings: [] })
  expect(slack.calls().map(({ method }) => method)).toEqual(['conversations.info'])
})

test('An alert channel without the bot is warned of, with the way to invite it', async () => {
  const slack = await workspace()
  slack.setBotMember(CHANNEL, false)
  const { problem, warnings } = await check(slack.apiUrl)
  expect(problem).toMatch(/not a member of ALERT_CHANNEL.*\/invite @interlink/)
  expect(warnings).toEqual([`Alerts will wait, since ${problem}.`])
})

test('An archived alert channel is warned of', async () => {
  const slack = await workspace()
  slack.setArchived(CHANNEL, true)
  const { problem, warnings } = await check(slack.apiUrl)
  expect(problem).toMatch(/^ALERT_CHANNEL is archived: unarchive it/)
  expect(warnings).toHaveLength(1)
})

test('A channel that Slack does not know is warned of', async () => {
  const slack = await workspace()
  const { problem, warnings } = await check(slack.apiUrl, 'C0NOWHERE0')
  expect(problem).toMatch(/^ALERT_CHANNEL is no channel that the bot can see: check the id/)
  expect(warnings).toHaveLength(1)
})

test('A channel shared with other organizations is warned of, and used all the same', async () => {
  const slack = await startSlackWorkspace({
    manifest: readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'),
    botToken: BOT_TOKEN,
    appToken: 'xapp-channel-test',
    clock: manualClock(NOW),
    random: Math.random,
    people: [],
    channels: [{ id: CHANNEL, name: 'shared', members: [], botIsMember: true, isExtShared: true }],
  })
  onTestFinished(() => slack.close())
  const { problem, warnings } = await check(slack.apiUrl)
  expect(problem).toBeNull()
  expect(warnings).toEqual([expect.stringContaining('shared with other organizations')])
})

test.each([
  ['lacks the scope to ask', async () => (await workspace({ without: ['channels:read'] })).apiUrl],
  ['cannot be reached', async () => 'http://127.0.0.1:9/api/'],
])('Where the bot %s, that is warned of and nothing is claimed', async (_, apiUrl) => {
  const { problem, warnings } = await check(await apiUrl())
  expect(problem).toBeNull()
  expect(warnings).toContain('Slack did not say whether ALERT_CHANNEL can be posted to')
})
