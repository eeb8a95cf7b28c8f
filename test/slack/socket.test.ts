import { readFile } from 'node:fs/promises'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import type { SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import type { SlackApp } from '../../src/slack/connection.ts'
import { createSlackApp } from '../../src/slack/connection.ts'
import { renderAlert } from '../../src/slack/views/alert.ts'
import { aLinkAlert } from '../support/alerts.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { NOW } from '../support/links.ts'
import {
  listLogger,
  memoryHandled,
  noRemedies,
  noStories,
  notedDesk,
  notedQuestions,
  notedRunbooks,
} from './noted.ts'

const BOT_TOKEN = 'xoxb-not-a-real-token'
const APP_TOKEN = 'xapp-not-a-real-token'

function person(id: string, more: { readonly isRestricted?: boolean; readonly teamId?: string } = {}) {
  return { id, name: id.toLowerCase(), realName: id, tz: 'Europe/Paris', ...more }
}

describe('Over Socket Mode, against a Slack workspace of the simulator', () => {
  let clock: ManualClock
  let slack: SlackWorkspace
  let app: SlackApp
  let questions: ReturnType<typeof notedQuestions>
  let desk: ReturnType<typeof notedDesk>
  let logger: ReturnType<typeof listLogger>

  const build = (overrides: { readonly botToken?: string; readonly appToken?: string } = {}) =>
    createSlackApp({
      botToken: overrides.botToken ?? BOT_TOKEN,
      transport: { type: 'socket', appToken: overrides.appToken ?? APP_TOKEN },
      apiUrl: slack.apiUrl,
      fetch,
      clock,
      logger,
      questions,
      runbooks: notedRunbooks(),
      desk,
      remedies: noRemedies(),
      handled: memoryHandled(),
      stories: noStories,
      drawPng: async () => new Uint8Array(),
      newReference: () => 'REF42',
    })

  beforeEach(async () => {
    clock = manualClock(NOW)
    questions = notedQuestions()
    desk = notedDesk()
    logger = listLogger()
    slack = await startSlackWorkspace({
      manifest: await readFile('manifest.yml', 'utf8'),
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
      clock,
      random: Math.random,
      people: [person('U1'), person('U2', { isRestricted: true }), person('U3', { teamId: 'T999' })],
      channels: [{ id: 'C1', name: 'alerts', members: ['U1', 'U2', 'U3'], botIsMember: true }],
    })
    app = await build()
    await app.start()
  })

  afterEach(async () => {
    await app.stop()
    await slack.close()
  })

  const ask = (text: string, userId = 'U1') =>
    slack.command({ userId, channelId: 'C1', command: '/interlink', text })

  test('a command is acknowledged and answered to its person alone', async () => {
    expect(app.connected()).toBe(true)
    expect(await ask('status paris-a')).toMatchObject({ ok: true })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(slack.ephemerals('U1')[0]?.text).toContain('`paris-a` is up')
    expect(slack.messages('C1')).toEqual([])
  })

  test('Refresh on that answer replaces it', async () => {
    await ask('status paris-a')
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    const ephemeralId = slack.ephemerals('U1')[0]?.ts ?? ''
    await slack.click({ userId: 'U1', ephemeralId, channelId: 'C1', actionId: 'refresh_link' })
    await slack.waitFor(() => slack.ephemerals('U1')[0]?.replaced === 1)
    expect(JSON.stringify(slack.ephemerals('U1')[0]?.blocks)).toContain('Read live at')
  })

  test('Refresh on an alert leaves it as it is', async () => {
    const { text, blocks } = renderAlert(aLinkAlert(), NOW, { mayRepeat: false })
    await new WebClient(BOT_TOKEN, { slackApiUrl: slack.apiUrl }).chat.postMessage({
      channel: 'C1',
      text,
      blocks,
    })
    const [before] = slack.messages('C1')
    await slack.click({
      userId: 'U1',
      messageTs: before?.ts ?? '',
      channelId: 'C1',
      actionId: 'refresh_link',
    })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(slack.messages('C1')).toEqual([before])
  })

  test('an envelope delivered twice is acted on once', async () => {
    slack.faults.redeliver()
    await ask('list fr-par')
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    await ask('list nl-ams')
    await slack.waitFor(() => slack.ephemerals('U1').length === 2)
    expect(questions.asked).toEqual(['list fr-par', 'list nl-ams'])
  })

  test('guests are refused', async () => {
    await ask('list', 'U2')
    await slack.waitFor(() => slack.ephemerals('U2').length === 1)
    expect(slack.ephemerals('U2')[0]?.text).toContain('not guests')
    expect(questions.asked).toEqual([])
  })

  test('a button that opens a page brings no warning', async () => {
    await ask('status paris-a')
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    const ephemeralId = slack.ephemerals('U1')[0]?.ts ?? ''
    const outcome = await slack.click({
      userId: 'U1',
      ephemeralId,
      channelId: 'C1',
      actionId: 'open_console',
    })
    expect(outcome).toMatchObject({ ok: true })
  })

  test('wrong tokens are refused with a sentence that names the variable', async () => {
    await expect(build({ botToken: 'xoxb-wrong' })).rejects.toThrow('SLACK_BOT_TOKEN')
    await expect(build({ appToken: 'xapp-wrong' })).rejects.toThrow('SLACK_APP_TOKEN')
  })

  test('a connection that is cut shows at once', async () => {
    slack.faults.cutSockets()
    await slack.waitFor(() => !slack.connected())
    while (app.connected()) await new Promise((resolve) => setImmediate(resolve))
    expect(app.connected()).toBe(false)
  })

  test('after the stop nothing is connected, and no token was logged', async () => {
    await app.stop()
    expect(app.connected()).toBe(false)
    expect(JSON.stringify(logger.lines)).not.toMatch(/not-a-real-token/u)
  })
})
