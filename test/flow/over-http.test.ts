import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ephemeral } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, nextEphemeral, startBot, wordsOf } from '../support/bot.ts'
import { onlyInService } from '../support/over-time.ts'

const SIGNING_SECRET = '5160c0de5160c0de5160c0de5160c0de'

interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

let bot: Bot
/** What Slack sent, in the order in which it was answered. */
let sent: (SlackRequest & { readonly status: number })[]
/** Stands between Slack and the bot. */
let tamper: (request: SlackRequest) => SlackRequest

const post = async (url: string, { headers, body }: SlackRequest): Promise<Response> => {
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
  sent.push({ headers, body, status: response.status })
  return response
}

/** As Slack signs it: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const signed = (request: SlackRequest, secret: string, atMs: number): SlackRequest => {
  const timestamp = String(Math.floor(atMs / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${request.body}`).digest('hex')
  const proof = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
  return { ...request, headers: { ...request.headers, ...proof } }
}

beforeEach(async () => {
  sent = []
  tamper = (request) => request
  bot = await startBot({
    started: false,
    // Bolt compares the time of a signature with the wall clock.
    now: Date.now(),
    overHttp: {
      signingSecret: SIGNING_SECRET,
      fetch: (url, init) =>
        post(
          String(url),
          tamper({ headers: Object.fromEntries(new Headers(init?.headers)), body: String(init?.body) }),
        ),
    },
  })
  // In working hours, orders would be told besides what these tests let happen.
  onlyInService(bot)
  await bot.start()
})
afterEach(() => bot.close())

const requestUrl = () => `http://127.0.0.1:${bot.app().port}/slack/events`

const linkId = (name: string): string =>
  bot.interlink.world.links().find((candidate) => candidate.name === name)?.id ?? 'missing'

async function outage(): Promise<string> {
  bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
  await bot.poll()
  return bot.channel()[1]?.ts ?? 'missing'
}

type Place = { readonly messageTs: string; readonly channelId: string } | { readonly ephemeralId: string }
const inChannel = (messageTs: string): Place => ({ messageTs, channelId: ALERT_CHANNEL })

async function press(actionId: string, place: Place): Promise<Ephemeral> {
  const before = new Set(bot.slack.ephemerals(ADA).map(({ ts }) => ts))
  const outcome = await bot.slack.click({ userId: ADA, actionId, ...place })
  expect(outcome).toMatchObject({ ok: true })
  return nextEphemeral(bot.slack, ADA, before)
}

const ask = (text: string) =>
  bot.slack.command({ userId: ADA, channelId: ALERT_CHANNEL, command: '/interlink', text })

/** What Ada has been answered, once the bot has finished all it took in. */
async function allAnswers(): Promise<readonly Ephemeral[]> {
  await bot.stop()
  return bot.slack.ephemerals(ADA)
}

describe('a bot that Slack reaches over HTTP', () => {
  test('is ready without Socket Mode', async () => {
    const answer = await fetch(`http://127.0.0.1:${bot.app().port}/readyz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ checks: { slack: { ok: true } } })
    expect(bot.env()).not.toHaveProperty('SLACK_APP_TOKEN')
    expect(bot.slack.calls().map(({ method }) => method)).not.toContain('apps.connections.open')
  })

  test('tells an outage in the channel, and its end in the same message', async () => {
    const ts = await outage()
    expect(bot.channel()).toHaveLength(2)
    expect(bot.channel()[1]?.metadata?.event_payload).toMatchObject({
      kind: 'link',
      severity: 'critical',
      to: 'all_down',
    })
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'active')
    await bot.poll()
    await bot.stable()
    expect(bot.channel()).toHaveLength(2)
    expect(wordsOf(bot.channel()[1] ?? { text: '' })).toMatch(/Recovered/)
    expect(bot.thread(ts)).toHaveLength(1)
    expect(sent).toEqual([])
  })

  test('answers list and status to whoever asked, after an empty acknowledgement', async () => {
    await outage()
    const list = wordsOf(await bot.say('list'))
    expect(list).toContain('amsterdam-prod')
    expect(list).toContain('paris-prod-a')
    const status = await bot.say('status amsterdam-prod')
    expect(wordsOf(status)).toContain(linkId('amsterdam-prod'))
    expect(status.madeBy).toBe('response_url')
    expect(sent.map((request) => request.status)).toEqual([200, 200])
    expect(await ask('help')).toEqual({ ok: true, ack: '' })
    expect(bot.channel()).toHaveLength(2)
  })

  test('reads the link live when Refresh is pressed on the alert', async () => {
    const ts = await outage()
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'active')
    expect(wordsOf(await press('refresh_link', inChannel(ts)))).toMatch(/Active/)
  })

  test('shows what to do when Runbook is pressed on the alert', async () => {
    const ts = await outage()
    await bot.slack.click({ userId: ADA, actionId: 'open_steps', ...inChannel(ts) })
    await bot.slack.waitFor(() => bot.thread(ts).length > 0)
    expect(bot.thread(ts)[0]?.text).toContain('Runbook `all_down` for `amsterdam-prod`')
  })

  test('renews its own answer when Refresh is pressed there', async () => {
    const card = await bot.say('status amsterdam-prod')
    bot.interlink.world.setStatus(linkId('amsterdam-prod'), 'all_down')
    await bot.slack.click({ userId: ADA, actionId: 'refresh_link', ephemeralId: card.ts })
    const [renewed, ...rest] = await allAnswers()
    expect(rest).toEqual([])
    expect(renewed).toMatchObject({ ts: card.ts, replaced: 1 })
    expect(wordsOf(renewed ?? { text: '' })).toContain('amsterdam-prod is down')
  })
})

describe('a request that Slack did not sign just now', () => {
  const ago = (ms: number) => Date.now() - ms
  const withoutHeaders = (request: SlackRequest, ...names: readonly string[]): SlackRequest => ({
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !names.includes(name))),
  })
  const forgeries: readonly (readonly [string, typeof tamper])[] = [
    ['signed with another secret', (request) => signed(request, 'f'.repeat(32), ago(0))],
    ['whose body was changed on the way', ({ headers, body }) => ({ headers, body: `${body}&text=help` })],
    ['whose time was changed on the way', (request) => withTime(request, ago(60_000))],
    ['signed more than five minutes ago', (request) => signed(request, SIGNING_SECRET, ago(302_000))],
    ['without a signature', (request) => withoutHeaders(request, 'x-slack-signature')],
    ['without a time', (request) => withoutHeaders(request, 'x-slack-request-timestamp')],
  ]
  const withTime = (request: SlackRequest, atMs: number): SlackRequest => ({
    ...request,
    headers: { ...request.headers, 'x-slack-request-timestamp': String(Math.floor(atMs / 1000)) },
  })

  test.each(forgeries)('%s gets 401 and does nothing', async (_, forge) => {
    const before = bot.slack.calls().length
    const genuine: SlackRequest[] = []
    tamper = (request) => {
      genuine.push(request)
      return forge(request)
    }
    expect(await ask('list')).toMatchObject({ ok: false, error: 'dispatch_failed' })
    expect(sent.map(({ status }) => status)).toEqual([401])

    // Slack's own request was not used up by it, and is the only one that is answered.
    const [request] = genuine
    if (request === undefined) throw new Error('Slack sent nothing.')
    const answer = nextEphemeral(bot.slack, ADA, new Set())
    expect((await post(requestUrl(), request)).status).toBe(200)
    expect(wordsOf(await answer)).toContain('amsterdam-prod')
    expect(await allAnswers()).toHaveLength(1)
    expect(bot.slack.calls().slice(before)).toMatchObject([{ method: 'users.info' }])
    expect(bot.log.filter((line) => line.includes('Failed to parse and verify'))).toHaveLength(1)
    expect(bot.log.join()).not.toContain(SIGNING_SECRET)
  })

  test('reads no link when it is a pressed button', async () => {
    const ts = await outage()
    const before = bot.interlink.calls().length
    tamper = (request) => signed(request, 'f'.repeat(32), ago(0))
    const outcome = await bot.slack.click({ userId: ADA, actionId: 'refresh_link', ...inChannel(ts) })
    expect(outcome).toMatchObject({ ok: false, shown: 'This app responded with Status Code 401.' })
    expect(await allAnswers()).toEqual([])
    expect(bot.interlink.calls()).toHaveLength(before)
  })

  test('is still answered when it took less than five minutes to arrive', async () => {
    tamper = (request) => signed(request, SIGNING_SECRET, ago(240_000))
    expect(wordsOf(await bot.say('list'))).toContain('amsterdam-prod')
  })

  test('gets nothing done under cover of a certificate check, which is never signed', async () => {
    tamper = (request) => ({
      ...withoutHeaders(request, 'x-slack-signature', 'x-slack-request-timestamp'),
      body: `ssl_check=1&${request.body}`,
    })
    expect(await ask('list')).toMatchObject({ ok: true })
    expect(await allAnswers()).toEqual([])
  })
})

describe('an envelope that is delivered again', () => {
  test('acts once, be it a command or a pressed button', async () => {
    const ts = await outage()
    bot.slack.faults.redeliver(2)
    await ask('list')
    await bot.slack.click({ userId: ADA, actionId: 'refresh_link', ...inChannel(ts) })
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(sent.map(({ body }) => body)).size).toBe(2)
    const answers = (await allAnswers()).map(wordsOf)
    expect(answers).toHaveLength(2)
    expect(answers.filter((text) => text.includes('paris-prod-a'))).toHaveLength(1)
  })

  test('acts once when all of it arrives at the same time', async () => {
    const copies: Promise<Response>[] = []
    tamper = (request) => {
      for (let copy = 0; copy < 4; copy += 1) copies.push(post(requestUrl(), request))
      return request
    }
    expect(await ask('list')).toMatchObject({ ok: true })
    await Promise.all(copies)
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await allAnswers()).toHaveLength(1)
  })

  test('acts once over a restart, in which Slack says that the app cannot be reached', async () => {
    await bot.say('list')
    const [request] = sent
    if (request === undefined) throw new Error('Slack sent nothing.')
    await bot.stop()
    expect(await ask('help')).toMatchObject({ ok: false, error: 'dispatch_failed' })
    await bot.start()
    expect((await post(requestUrl(), request)).status).toBe(200)
    expect(wordsOf(await bot.say('help'))).toContain('/interlink status')
    expect(await allAnswers()).toHaveLength(2)
  })
})
