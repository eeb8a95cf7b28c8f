import type { App } from '@slack/bolt'
import type { Button } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { openStream, type RunningDemo, runningDemo, startBot } from './support.ts'

const ADA = 'U0ADA0001'
const ONCALL = 'C0NETONCALL'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (value: string) => ({ text: plain(`Link ${value}`), value })

function button(id: string): Button {
  return { type: 'button', action_id: id, text: plain(id) }
}

/** The state after everything so far. */
async function stateOf(running: RunningDemo) {
  return (await openStream(running)).next()
}

/** A bot with a Home tab, a window with a select that it fills, the manifest's shortcuts and files. */
function listen(app: App): void {
  const menu = { type: 'external_select' as const, action_id: 'pick', min_query_length: 0 }
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'actions', elements: [button('again'), menu] }] },
    })
  })
  app.action('again', async ({ ack, body, client }) => {
    await client.views.publish({
      user_id: body.user.id,
      view: { type: 'home', blocks: [{ type: 'section', text: plain('Pressed') }] },
    })
    await ack()
  })
  app.options('pick', ({ options, ack }) => ack({ options: [option(`${options.value}-a`)] }))
  app.action('pick', ({ ack }) => ack())
  app.shortcut('ask_about_link', async ({ shortcut, ack, client }) => {
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: 'modal', title: plain('Wait'), blocks: [{ type: 'section', text: plain('…') }] },
    })
    await ack()
  })
  app.shortcut('diagnose_message', async ({ ack, respond }) => {
    await ack()
    await respond('It is well.')
  })
  app.event('app_mention', async ({ event, client }) => {
    const files = [
      { file: Buffer.from('picture'), filename: 'past.png' },
      { file: Buffer.from('a,b'), filename: 'past.csv' },
    ]
    await client.filesUploadV2({ channel_id: event.channel, file_uploads: files })
  })
}

async function demoWithBot(): Promise<RunningDemo> {
  const running = await runningDemo()
  listen(await startBot(running.demo))
  return running
}

describe('the app’s own place', () => {
  test('is asked for when somebody looks, for them alone, and drawn anew when the app publishes', async () => {
    const running = await demoWithBot()
    expect((await stateOf(running)).homes).toEqual({})
    expect(await running.done('home', { userId: ADA })).toEqual({ ok: true })
    await running.demo.slack.waitFor(() => running.demo.slack.home(ADA) !== undefined)
    const { homes } = await stateOf(running)
    expect(Object.keys(homes)).toEqual([ADA])
    const viewId = homes[ADA]?.id
    expect(homes[ADA]?.blocks).toMatchObject([{ type: 'actions' }])

    expect(await running.done('click', { userId: ADA, actionId: 'again', viewId })).toEqual({ ok: true })
    expect((await stateOf(running)).homes[ADA]?.blocks).toMatchObject([{ text: { text: 'Pressed' } }])
  })

  test('has what the app sent to one person, once it sent something', async () => {
    const running = await runningDemo()
    const app = await startBot(running.demo)
    expect((await stateOf(running)).directs).toEqual({})
    await app.client.chat.postMessage({ channel: ADA, text: 'For you' })
    const { directs, channels } = await stateOf(running)
    expect(Object.keys(directs)).toEqual([ADA])
    expect(directs[ADA]).toMatchObject({ name: 'interlink', messages: [{ text: 'For you' }] })
    expect(channels.map(({ name }) => name)).toEqual(['network-oncall', 'random'])
  })
})

describe('a select that the app fills', () => {
  test('is answered with the options to what was typed, and takes one of any answer', async () => {
    const running = await demoWithBot()
    const { slack } = running.demo
    await running.done('home', { userId: ADA })
    await slack.waitFor(() => slack.home(ADA) !== undefined)
    const where = { userId: ADA, actionId: 'pick', viewId: slack.home(ADA)?.id }
    const answer = await running.done('suggest', { ...where, typed: 'paris' })
    expect(answer).toEqual({ ok: true, ack: { options: [option('paris-a')] } })
    await running.done('suggest', { ...where, typed: 'lyon' })
    expect(await running.done('click', { ...where, value: 'paris-a' })).toEqual({ ok: true })
    expect(await running.done('click', { ...where, value: 'nice-a' })).toMatchObject({ ok: false })
    const { homes } = await stateOf(running)
    const held = Object.values(homes[ADA]?.state.values ?? {})
    expect(held).toMatchObject([{ pick: { selected_option: { value: 'paris-a' } } }])
  })

  test('that is not there is refused in a sentence', async () => {
    const running = await runningDemo()
    const asked = { userId: ADA, actionId: 'pick', viewId: 'V0', typed: '' }
    expect(await running.done('suggest', asked)).toMatchObject({
      ok: false,
      message: expect.stringContaining('no menu'),
    })
  })
})

describe('the shortcuts of the manifest', () => {
  test('are told to the page, and reach the bot from anywhere and from a message', async () => {
    const running = await demoWithBot()
    const { slack } = running.demo
    expect((await stateOf(running)).shortcuts).toMatchObject([
      { type: 'message', callbackId: 'diagnose_message', name: 'Diagnose this link' },
      { type: 'global', callbackId: 'ask_about_link', name: 'Ask about a link' },
    ])
    const anywhere = { userId: ADA, callbackId: 'ask_about_link' }
    expect(await running.done('shortcut', anywhere)).toEqual({ ok: true })
    expect(slack.modals(ADA)).toMatchObject([{ view: { title: { text: 'Wait' }, submit: null } }])

    const { ts } = slack.postAs({ userId: ADA, channelId: ONCALL, text: 'paris-a again' })
    const message = { userId: ADA, callbackId: 'diagnose_message', channelId: ONCALL, messageTs: ts }
    expect(await running.done('message-shortcut', message)).toEqual({ ok: true })
    await slack.waitFor(() => slack.ephemerals(ADA).length > 0)
    expect(slack.ephemerals(ADA)).toMatchObject([{ text: 'It is well.', channel: ONCALL }])
    const strange = await running.done('message-shortcut', { ...message, callbackId: 'ask_about_link' })
    expect(strange).toMatchObject({ ok: false })
  })
})

describe('the files of a message', () => {
  async function shared() {
    const running = await demoWithBot()
    const { slack } = running.demo
    await running.done('post', { userId: ADA, channelId: ONCALL, text: '@interlink history' })
    const files = () => slack.messages(ONCALL).flatMap((message) => message.files ?? [])
    await slack.waitFor(() => files().length === 2)
    const fetchFile = (id: string | undefined, token: string) =>
      fetch(`${running.demo.url}files/${id}?token=${token}`)
    return { running, files: files(), fetchFile }
  }

  test('are shown where they are pictures, and handed over as downloads where not', async () => {
    const { running, files, fetchFile } = await shared()
    const picture = await fetchFile(files.find(({ name }) => name === 'past.png')?.id, running.token)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(picture.headers.get('content-disposition')).toBe('inline')
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await picture.text()).toBe('picture')
    const table = await fetchFile(files.find(({ name }) => name === 'past.csv')?.id, running.token)
    expect(table.headers.get('content-type')).toBe('application/octet-stream')
    expect(table.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''past.csv")
    expect(await table.text()).toBe('a,b')
  })

  test('are for the page alone', async () => {
    const { running, files, fetchFile } = await shared()
    expect((await fetchFile(files[0]?.id, 'another')).status).toBe(403)
    expect((await fetchFile('F0', running.token)).status).toBe(404)
  })
})
