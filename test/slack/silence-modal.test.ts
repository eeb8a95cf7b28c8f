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
const SHARED = 'C2'

describe('The silence modal, against a Slack workspace of the simulator', () => {
  let clock: ManualClock
  let slack: SlackWorkspace
  let app: SlackApp
  let desk: ReturnType<typeof notedDesk>
  let logger: ReturnType<typeof listLogger>
  let messageTs: string

  beforeEach(async () => {
    clock = manualClock(NOW)
    desk = notedDesk()
    logger = listLogger()
    const person = (id: string) => ({ id, name: id.toLowerCase(), realName: id, tz: 'Europe/Paris' })
    slack = await startSlackWorkspace({
      manifest: await readFile('manifest.yml', 'utf8'),
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
      clock,
      random: Math.random,
      people: [person('U1'), { ...person('U2'), isRestricted: true }],
      channels: [
        { id: 'C1', name: 'alerts', members: ['U1', 'U2'], botIsMember: true },
        { id: SHARED, name: 'with-partner', members: ['U1'], botIsMember: true, isExtShared: true },
      ],
    })
    app = await createSlackApp({
      botToken: BOT_TOKEN,
      transport: { type: 'socket', appToken: APP_TOKEN },
      apiUrl: slack.apiUrl,
      fetch,
      clock,
      logger,
      questions: notedQuestions(),
      runbooks: notedRunbooks(),
      desk,
      remedies: noRemedies(),
      handled: memoryHandled(),
      stories: noStories,
      drawPng: async () => new Uint8Array(),
      newReference: () => 'REF42',
    })
    await app.start()
    const { text, blocks } = renderAlert(aLinkAlert(), NOW, { mayRepeat: false, story: 'story-1' })
    const client = new WebClient(BOT_TOKEN, { slackApiUrl: slack.apiUrl })
    const posted = await client.chat.postMessage({ channel: 'C1', text, blocks })
    messageTs = posted.ts ?? ''
  })

  afterEach(async () => {
    await app.stop()
    await slack.close()
  })

  const press = (actionId: string, userId = 'U1') =>
    slack.click({ userId, messageTs, channelId: 'C1', actionId })
  const modal = () => slack.modals('U1').at(-1)
  const open = async () => {
    await press('silence_story')
    await slack.waitFor(() => modal() !== undefined)
    return modal()?.view.id ?? ''
  }
  const submit = (viewId: string, state: Record<string, Record<string, string>> = {}) =>
    slack.submitView({ userId: 'U1', viewId, state })

  test('opens with an hour chosen, and what is sent silences the story and answers the person alone', async () => {
    const viewId = await open()
    expect(modal()?.view.title?.text).toBe('Silence alerts')
    await submit(viewId, { silence_reason: { reason: 'new optics' } })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(desk.asked).toEqual([
      [
        'silenceStory',
        'story-1',
        {
          until: { type: 'at', at: clock.now() + 3_600_000 },
          reason: 'new optics',
          by: 'U1',
          channel: 'C1',
        },
      ],
    ])
    expect(slack.ephemerals('U1')[0]).toMatchObject({ channel: 'C1', text: 'Done.' })
    expect(modal()).toBeUndefined()
    expect(slack.messages('C1')).toHaveLength(1)
  })

  test('keeps the form open with what is wrong with it, until it is right', async () => {
    const viewId = await open()
    await submit(viewId, { silence_duration: { duration: 'date' } })
    expect(modal()?.errors).toEqual({ silence_date: 'Pick the date and time at which it ends.' })
    expect(desk.asked).toEqual([])
    const at = Math.floor(NOW / 1000) + 7200
    await submit(viewId, {
      silence_duration: { duration: 'date' },
      silence_date: { date: String(at) },
    })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(desk.asked).toMatchObject([['silenceStory', 'story-1', { until: { type: 'at', at: at * 1000 } }]])
  })

  test('takes "until it recovers"', async () => {
    await submit(await open(), { silence_duration: { duration: 'recovery' } })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(desk.asked).toMatchObject([['silenceStory', 'story-1', { until: { type: 'recovery' } }]])
  })

  test('acts once where its envelope is delivered twice', async () => {
    const viewId = await open()
    slack.faults.redeliver()
    await submit(viewId)
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    await app.stop()
    expect(desk.asked).toHaveLength(1)
  })

  test('that the person closes silences nothing', async () => {
    const viewId = await open()
    await slack.closeView({ userId: 'U1', viewId })
    expect(modal()).toBeUndefined()
    expect(desk.asked).toEqual([])
  })

  test('that Slack refuses to open says so to the person', async () => {
    slack.faults.failWith({ method: 'views.open', error: 'expired_trigger_id' })
    await press('silence_story')
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(slack.ephemerals('U1')[0]?.text).toContain('could not be opened in time')
  })

  test('whose answer Slack does not take was still acted on, and the log says so', async () => {
    const viewId = await open()
    slack.faults.failWith({ method: 'chat.postEphemeral', error: 'invalid_arguments' })
    await submit(viewId)
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    expect(desk.asked).toHaveLength(1)
    expect(slack.ephemerals('U1')[0]?.text).toContain('was done, but the answer could not be shown')
    expect(logger.lines.some(({ level }) => level === 'error')).toBe(true)
  })

  test('is not opened for a guest', async () => {
    await press('silence_story', 'U2')
    await slack.waitFor(() => slack.ephemerals('U2').length === 1)
    expect(slack.modals('U2')).toEqual([])
  })

  test('a channel shared with another organization is warned of before it is subscribed', async () => {
    await slack.command({ userId: 'U1', channelId: SHARED, command: '/interlink', text: 'subscribe prod' })
    await slack.waitFor(() => slack.ephemerals('U1').length === 1)
    const [warning] = slack.ephemerals('U1')
    expect(warning?.text).toContain('shared beyond this workspace')
    expect(desk.asked).toEqual([])
    await slack.click({
      userId: 'U1',
      ephemeralId: warning?.ts ?? '',
      channelId: SHARED,
      actionId: 'subscribe_anyway',
    })
    await slack.waitFor(() => slack.ephemerals('U1')[0]?.text === 'Done.')
    expect(desk.asked).toEqual([['subscribe', 'prod', 'U1', SHARED]])
  })
})
