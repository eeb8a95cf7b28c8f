import type { AddressInfo } from 'node:net'
import { App, SocketModeReceiver } from '@slack/bolt'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { SlackWorkspace } from '../../../src/simulator/slack/workspace.ts'
import {
  ANN,
  APP_TOKEN,
  BOT_TOKEN,
  buttons,
  LOBBY,
  manifest,
  OPS,
  plain,
  section,
  silent,
  stage,
} from './support.ts'

const SIGNING_SECRET = 'a secret of this test'
const tries = { userId: ANN, channelId: LOBBY, command: '/try' }

/** An app as its author would write it for Slack: nothing in it knows of the stand-in. */
function listenTo(app: App): void {
  app.command('/try', async ({ ack, command }) => {
    await ack({ text: `You said ${command.text}`, blocks: [section('x'), buttons('form')] as never })
  })
  app.action('form', async ({ ack, body, client }) => {
    await ack()
    const { trigger_id } = body as { trigger_id: string }
    await client.views.open({
      trigger_id,
      view: {
        type: 'modal',
        callback_id: 'form',
        title: plain('A form'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'name',
            label: plain('Name'),
            element: { type: 'plain_text_input', action_id: 'value' },
          },
        ],
      },
    })
  })
  app.view('form', async ({ ack, view, client }) => {
    await ack()
    await client.chat.postMessage({ channel: OPS, text: `Hello ${view.state.values.name?.value?.value}` })
  })
  app.event('app_mention', async ({ event, say, context }) => {
    await say({ text: `Again ${context.retryNum ?? 0}`, thread_ts: event.ts })
  })
}

/** A workspace that signs with `signingSecret` what it sends to the app over HTTP. */
async function overHttp(
  options: Parameters<typeof stage>[0],
  signingSecret = SIGNING_SECRET,
): Promise<SlackWorkspace> {
  let port = 0
  const requestUrl = () => `http://127.0.0.1:${port}/slack/events`
  // Bolt holds the signature's time against the real clock.
  const { workspace } = await stage(
    { ...options, events: { kind: 'http', requestUrl, signingSecret, fetch } },
    Date.now(),
  )
  const app = new App({
    token: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    clientOptions: { slackApiUrl: workspace.apiUrl },
    logger: silent,
  })
  listenTo(app)
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.stop().then(() => {}))
  port = ((server as { address(): unknown }).address() as AddressInfo).port
  return workspace
}

/** Walks through the app as a person does. */
async function walkThrough(workspace: SlackWorkspace): Promise<void> {
  expect(await workspace.command({ ...tries, text: 'hi' })).toMatchObject({ ok: true })
  const [answer] = workspace.ephemerals(ANN)
  expect(answer).toMatchObject({ text: 'You said hi', channel: LOBBY })
  await workspace.click({ userId: ANN, ephemeralId: answer?.ts ?? '', actionId: 'form' })
  await workspace.waitFor(() => workspace.modals(ANN).length === 1)
  const viewId = workspace.modals(ANN)[0]?.view.id ?? ''
  await workspace.submitView({ userId: ANN, viewId, state: { name: { value: 'Ann' } } })
  await workspace.waitFor(() => workspace.messages(OPS).length === 1)
  expect(workspace.modals(ANN)).toEqual([])
  expect(workspace.messages(OPS)).toMatchObject([{ text: 'Hello Ann' }])
  const { ts } = workspace.postAs({ userId: ANN, channelId: OPS, text: `<@${workspace.botUserId}>` })
  await workspace.waitFor(() => workspace.messages(OPS).length === 3)
  expect(workspace.messages(OPS)[2]).toMatchObject({ text: 'Again 0', thread_ts: ts })
}

const events = ['app_mention']

describe('an unmodified Bolt app', () => {
  test('connects over Socket Mode, answers, opens a modal and takes its form', async () => {
    const { workspace } = await stage({ manifest: manifest({ events }) })
    const app = new App({
      token: BOT_TOKEN,
      appToken: APP_TOKEN,
      socketMode: true,
      clientOptions: { slackApiUrl: workspace.apiUrl },
      logger: silent,
    })
    listenTo(app)
    await app.start()
    onTestFinished(() => app.stop().then(() => {}))
    expect(workspace.connected()).toBe(true)
    await walkThrough(workspace)
  })

  test('reconnects by itself after a disconnect', async () => {
    const { workspace } = await stage()
    const receiver = new SocketModeReceiver({
      appToken: APP_TOKEN,
      clientPingTimeout: 10,
      installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl } },
      logger: silent,
    })
    const app = new App({
      token: BOT_TOKEN,
      receiver,
      clientOptions: { slackApiUrl: workspace.apiUrl },
      logger: silent,
    })
    listenTo(app)
    await app.start()
    onTestFinished(() => app.stop().then(() => {}))
    workspace.faults.disconnect()
    expect(workspace.connected()).toBe(false)
    await workspace.waitForConnection()
    expect(await workspace.command(tries)).toMatchObject({ ok: true })
  })

  test('takes signed requests over HTTP and answers them the same way', async () => {
    const workspace = await overHttp({ manifest: manifest({ events }) })
    await walkThrough(workspace)
  })

  test('with another signing secret the app refuses, and the person sees dispatch_failed', async () => {
    const workspace = await overHttp({}, 'another secret')
    expect(await workspace.command(tries)).toMatchObject({ ok: false, error: 'dispatch_failed' })
    expect(workspace.ephemerals()).toEqual([])
  })
})
