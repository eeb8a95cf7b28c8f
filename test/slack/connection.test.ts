import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { fakeSlackApi } from '../support/fake-receiver.ts'
import { aCommand, BOT_TOKEN, harness } from './app.ts'

const APP_TOKEN = 'xapp-not-a-real-token'
const socket = { type: 'socket', appToken: APP_TOKEN } as const

async function refusal(answer: {
  status?: number
  headers?: Record<string, string>
  body: unknown
}): Promise<string> {
  const api = fakeSlackApi()
  api.answer('auth.test', answer)
  return harness({ api }).then(
    () => 'not refused',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

describe('The bot token is checked before anything starts', () => {
  test.each([
    ['invalid_auth', 'Slack does not know SLACK_BOT_TOKEN'],
    ['account_inactive', 'SLACK_BOT_TOKEN is no longer valid (account_inactive)'],
    ['token_revoked', 'SLACK_BOT_TOKEN is no longer valid (token_revoked)'],
    ['not_allowed_token_type', 'SLACK_BOT_TOKEN holds a token of the wrong type'],
    ['internal_error', 'Slack refuses SLACK_BOT_TOKEN (internal_error)'],
  ])('%s becomes a sentence that names the variable', async (error, sentence) => {
    const said = await refusal({ body: { ok: false, error } })
    expect(said).toContain('SlackSetupError')
    expect(said).toContain(sentence)
    expect(said).toContain('xoxb-…')
    expect(said).not.toContain(BOT_TOKEN)
  })

  test('missing scopes are named', async () => {
    const said = await refusal({
      headers: { 'x-oauth-scopes': 'chat:write' },
      body: { ok: true, team_id: 'T1', user_id: 'U', bot_id: 'B' },
    })
    expect(said).toContain('SLACK_BOT_TOKEN lacks the scopes commands, users:read')
  })

  test('a token of a person is refused', async () => {
    expect(await refusal({ body: { ok: true, team_id: 'T1', user_id: 'U' } })).toContain(
      'a token of a person',
    )
  })

  test('an unreachable Slack is told as such, with the host', async () => {
    const api = fakeSlackApi()
    api.answer('auth.test', () => {
      throw new TypeError('fetch failed')
    })
    await expect(harness({ api })).rejects.toThrow(
      /Slack \(slack\.example\) cannot be reached.*fetch failed/u,
    )
    expect(api.calls('auth.test')).toBe(1)
  })

  test.each([
    ['HTTP 503', { status: 503, body: '<html>' }, 'answers HTTP 503'],
    ['too many requests', { status: 429, headers: { 'retry-after': '7' }, body: '' }, 'asks to wait 7 s'],
  ])('%s is not waited for', async (_what, answer, words) => {
    expect(await refusal(answer)).toContain(words)
  })

  test('what it says about the bot is kept', async () => {
    const { app, api } = await harness()
    expect(app.identity).toEqual({ teamId: 'T1', botUserId: 'UBOT', botId: 'B1', workspaceUrl: null })
    expect(api.calls('auth.test')).toBe(1)
  })
})

test.each([
  ['invalid_auth', 'Slack does not know SLACK_APP_TOKEN'],
  ['not_allowed_token_type', 'SLACK_APP_TOKEN holds a token of the wrong type'],
  ['missing_scope', 'SLACK_APP_TOKEN lacks a scope'],
])('A wrong app token (%s) is found before Socket Mode is started', async (error, sentence) => {
  const api = fakeSlackApi()
  api.answer('apps.connections.open', { body: { ok: false, error } })
  await expect(harness({ api, transport: socket })).rejects.toThrow(sentence)
})

test('Nothing arrives before the start, and nothing after the stop', async () => {
  const { app, receiver } = await harness()
  expect([app.connected(), receiver.started()]).toEqual([false, false])
  await app.start()
  expect([app.connected(), receiver.started()]).toEqual([true, true])
  await app.stop()
  expect([app.connected(), receiver.started()]).toEqual([false, false])
})

describe('Over HTTP', () => {
  const signingSecret = 'not-a-real-signing-secret'
  const closers: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  async function served(start = true) {
    const made = await harness({ transport: { type: 'http', signingSecret } })
    const { app } = made
    if (start) await app.start()
    if (app.requestListener === undefined) throw new Error('no request listener')
    const server = createServer(app.requestListener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    return { ...made, url: `http://127.0.0.1:${port}/slack/events` }
  }

  function signed(body: string, secret: string): RequestInit {
    // Bolt compares with the wall clock: Slack signs the time of sending.
    const timestamp = String(Math.floor(Date.now() / 1000))
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
    return {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${digest}`,
      },
    }
  }

  const form = () => new URLSearchParams(aCommand('list') as Record<string, string>).toString()

  test('a signed command is acknowledged and answered', async () => {
    const { url, questions, app } = await served()
    const response = await fetch(url, signed(form(), signingSecret))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    await app.stop()
    expect(questions.asked).toEqual(['list '])
  })

  test('a command with another signature is refused', async () => {
    const { url, questions } = await served()
    const response = await fetch(url, signed(form(), 'another-secret'))
    expect(response.status).toBe(401)
    expect(questions.asked).toEqual([])
  })

  test.each([
    ['payload=null', 'application/x-www-form-urlencoded'],
    ['payload=5', 'application/x-www-form-urlencoded'],
    ['null', 'application/json'],
    ['[]', 'application/json'],
  ])(
    'a signed body that is JSON and no object (%s) is refused, and the next is answered',
    async (body, type) => {
      const { url, questions, app, logger } = await served()
      const request = signed(body, signingSecret)
      const response = await fetch(url, { ...request, headers: { ...request.headers, 'content-type': type } })
      expect(response.status).toBe(400)
      expect(logger.lines.at(-1)).toMatchObject({
        level: 'warn',
        message: expect.stringContaining('no JSON object'),
      })
      expect((await fetch(url, signed(form(), signingSecret))).status).toBe(200)
      await app.stop()
      expect(questions.asked).toEqual(['list '])
    },
  )

  test('a body that is no JSON, or far too large, is refused', async () => {
    const { url } = await served()
    expect((await fetch(url, signed('payload={', signingSecret))).status).toBe(400)
    const large = new URLSearchParams({ payload: 'x'.repeat(5 * 1024 * 1024) }).toString()
    expect((await fetch(url, signed(large, signingSecret))).status).toBe(413)
  })

  test('other paths and methods are not found', async () => {
    const { url } = await served()
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch(url.replace('events', 'other'), { method: 'POST' })).status).toBe(404)
  })

  test('nothing is taken in before the start', async () => {
    const { url } = await served(false)
    expect((await fetch(url, signed(form(), signingSecret))).status).toBe(503)
  })
})
