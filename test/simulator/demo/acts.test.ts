import type { App } from '@slack/bolt'
import { describe, expect, test } from 'vitest'
import { openStream, readLinks, runningDemo, START, startBot } from './support.ts'

const ADA = 'U0ADA0001'
const ONCALL = 'C0NETONCALL'
const RANDOM = 'C0RANDOM01'

const plain = (text: string) => ({ type: 'plain_text' as const, text })

function listen(app: App): void {
  app.command('/interlink', async ({ ack, command }) => {
    await ack({
      text: `${command.user_id} said ${command.text}`,
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'ask', text: plain('Ask') }] }],
    })
  })
  app.action('ask', async ({ ack, body, client }) => {
    await client.views.open({
      trigger_id: (body as { trigger_id: string }).trigger_id,
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
    await ack()
  })
  app.view('form', async ({ ack, view, client }) => {
    await client.chat.postMessage({ channel: ONCALL, text: `Hello ${view.state.values.name?.value?.value}` })
    await ack()
  })
}

describe('what a person does on the page', () => {
  test('reaches the bot as real envelopes: a command, a button, a form', async () => {
    const running = await runningDemo()
    const { slack } = running.demo
    listen(await startBot(running.demo))
    const command = { userId: ADA, channelId: RANDOM, command: '/interlink', text: 'help' }
    expect(await running.done('command', command)).toEqual({ ok: true })
    const [answer] = slack.ephemerals(ADA)
    expect(answer).toMatchObject({ text: `${ADA} said help`, channel: RANDOM })
    const click = { userId: ADA, actionId: 'ask', ephemeralId: answer?.ts, channelId: RANDOM }
    expect(await running.done('click', click)).toEqual({ ok: true })
    const viewId = slack.modals(ADA)[0]?.view.id ?? ''
    const submit = { userId: ADA, viewId, state: { name: { value: 'Ada' } } }
    expect(await running.done('submit-view', submit)).toEqual({ ok: true })
    expect(slack.messages(ONCALL)).toMatchObject([{ text: 'Hello Ada' }])
    expect(slack.modals(ADA)).toEqual([])
  })

  test('is answered as Slack would when the bot is not there or knows no such command', async () => {
    const running = await runningDemo()
    const command = { userId: ADA, channelId: ONCALL, text: '' }
    const nobody = await running.done('command', { ...command, command: '/interlink' })
    expect(nobody).toMatchObject({ ok: false, message: expect.stringMatching(/./) })
    const unknown = await running.done('command', { ...command, command: '/nothing' })
    expect(unknown).toMatchObject({ ok: false, message: expect.stringContaining('/nothing') })
  })

  test('posts, deletes, closes a modal and dismisses an ephemeral', async () => {
    const running = await runningDemo()
    const { slack } = running.demo
    listen(await startBot(running.demo))
    await running.done('post', { userId: ADA, channelId: ONCALL, text: 'hello' })
    const [message] = slack.messages(ONCALL)
    expect(message).toMatchObject({ text: 'hello', user: ADA })
    await running.done('delete-message', { channelId: ONCALL, ts: message?.ts })
    expect(slack.messages(ONCALL)).toEqual([])

    await running.done('command', { userId: ADA, channelId: ONCALL, command: '/interlink', text: '' })
    const ephemeralId = slack.ephemerals(ADA)[0]?.ts
    await running.done('click', { userId: ADA, actionId: 'ask', ephemeralId })
    expect(slack.modals(ADA)).toHaveLength(1)
    await running.done('close-view', { userId: ADA, viewId: slack.modals(ADA)[0]?.view.id })
    expect(slack.modals(ADA)).toEqual([])
    await running.done('dismiss', { ephemeralId })
    expect(slack.ephemerals(ADA)).toEqual([])
  })
})

describe('the hand that moves the world', () => {
  test('changes a link: a status with its sessions, one session alone, its configuration', async () => {
    const running = await runningDemo()
    const { world } = running.demo.interlink
    const link = () => world.links().find((each) => each.name === 'paris-prod-a')
    const id = link()?.id ?? ''
    await running.done('link', { id, patch: { status: 'all_down' } })
    expect(link()).toMatchObject({ status: 'all_down', bgp_v4_status: 'down', bgp_v6_status: 'down' })
    await running.done('link', { id, patch: { bgp_v4_status: 'up' } })
    expect(link()).toMatchObject({ status: 'all_down', bgp_v4_status: 'up', bgp_v6_status: 'down' })
    await running.done('link', { id, patch: { vpc_id: null, enable_route_propagation: false } })
    expect(link()).toMatchObject({ vpc_id: null, enable_route_propagation: false })
    expect((await running.act('link', { id, patch: { hidden: {} } })).status).toBe(400)
    await running.done('remove-link', { id })
    expect(link()).toBeUndefined()
    const gone = await running.act('link', { id, patch: { status: 'active' } })
    expect(await gone.json()).toEqual({ ok: false, message: 'This link is gone.' })
  })

  test('lets a partner delete its side, which ends a deletion that Scaleway began', async () => {
    const running = await runningDemo()
    const { world } = running.demo.interlink
    const named = (name: string) => world.links().find((each) => each.name === name)?.id ?? ''
    const waiting = async () =>
      (await (await openStream(running)).next()).world.links.filter((each) => each.waitsForPartner)
    expect(await waiting()).toEqual([])
    const id = named('paris-prod-a')
    await running.done('link', { id, patch: { status: 'deprovisioning' } })
    expect(await waiting()).toMatchObject([{ id }])
    await running.done('partner-deletes', { id })
    expect(world.link(id)).toBeUndefined()

    const other = named('paris-prod-b')
    await running.done('partner-deletes', { id: other })
    expect(world.link(other)).toMatchObject({ status: 'deprovisioning' })
    expect(await waiting()).toEqual([])
    const own = await running.act('partner-deletes', { id: named('dc5-own-port-staging') })
    expect(await own.json()).toEqual({ ok: false, message: 'This link is over no partner.' })
  })

  test('sets the clock of both stand-ins and the page forward', async () => {
    const running = await runningDemo()
    const stream = await openStream(running)
    expect((await stream.next()).skippedMs).toBe(0)
    await running.done('skip', { ms: 900_000 })
    await running.real.advance(100)
    const state = await stream.next()
    expect(state).toMatchObject({ skippedMs: 900_000 })
    expect(state.now).toBeGreaterThanOrEqual(START + 900_000)
    const { ts } = running.demo.slack.postAs({ userId: ADA, channelId: ONCALL, text: 'later' })
    expect(Number(ts) * 1000).toBeGreaterThanOrEqual(START + 900_000)
  })

  test('takes a region away for a while: it answers with error pages, and comes back by itself', async () => {
    const running = await runningDemo()
    await running.done('away', { what: 'fr-par', ms: 20_000 })
    expect(await readLinks(running.demo)).toEqual([500, 200, 200])
    await running.real.advance(20_000)
    expect(await readLinks(running.demo)).toEqual([200, 200, 200])
  })

  test('takes Slack away until it is brought back', async () => {
    const running = await runningDemo()
    const { slack, env } = running.demo
    const probe = () =>
      fetch(`${slack.apiUrl}auth.test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${env.SLACK_BOT_TOKEN}` },
      })
    await running.done('away', { what: 'slack', ms: 20_000 })
    expect((await probe()).status).toBe(503)
    expect((await probe()).status).toBe(503)
    await running.done('away', { what: 'slack', ms: 0 })
    expect(await (await probe()).json()).toMatchObject({ ok: true })
  })

  test('plays one story at a time, whose steps go on when the bot has polled', async () => {
    const running = await runningDemo()
    const stream = await openStream(running)
    const refused = async () => (await stream.next()).stories.find((each) => each.name === 'refused')
    expect(await refused()).toMatchObject({
      playing: false,
      steps: [{ state: 'waiting' }, { state: 'waiting' }],
      yourTurn: [],
    })
    expect(await running.done('story', { name: 'refused' })).toEqual({ ok: true })
    expect(await running.done('story', { name: 'outage' })).toMatchObject({ ok: false })
    await running.real.advance(100)
    expect(await refused()).toMatchObject({ playing: true, steps: [{ state: 'now' }, { state: 'waiting' }] })

    await readLinks(running.demo)
    await running.real.advance(200)
    expect(await refused()).toMatchObject({ playing: true, steps: [{ state: 'done' }, { state: 'now' }] })
    await readLinks(running.demo)
    await running.real.advance(200)
    expect(await refused()).toMatchObject({
      playing: false,
      steps: [{ state: 'done' }, { state: 'done' }],
      yourTurn: expect.arrayContaining([expect.stringContaining('Delete and order again…')]),
    })
  })

  test('stops a story in which no bot polls, and says so', async () => {
    const running = await runningDemo()
    await running.done('story', { name: 'outage' })
    await running.real.advance(25_000)
    const state = await (await openStream(running)).next()
    const outage = state.stories.find((story) => story.name === 'outage')
    expect(outage).toMatchObject({ playing: false, problem: expect.stringContaining('Is it running?') })
  })
})
