import { describe, expect, test } from 'vitest'
import {
  ANN,
  APP_TOKEN,
  BOT_TOKEN,
  lines,
  manifest,
  OPS,
  refusal,
  refusalCode,
  stage,
  webClient,
} from './support.ts'

const post = (url: string, body: string, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', body, headers })

describe('who may call', () => {
  test('auth.test tells a bot token who it is, and its scopes in the headers', async () => {
    const { client, workspace } = await stage()
    const answer = await client.auth.test()
    expect(answer).toMatchObject({
      ok: true,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      team_id: workspace.teamId,
    })
    expect(answer.response_metadata?.scopes).toContain('chat:write')
  })

  test('a call without a token is not_authed, with a wrong one invalid_auth, with a revoked one account_inactive', async () => {
    const { workspace } = await stage()
    const call = (headers: Record<string, string>) =>
      post(`${workspace.apiUrl}auth.test`, '', headers).then((response) => response.json())
    expect(await call({})).toEqual({ ok: false, error: 'not_authed' })
    expect(await call({ authorization: 'Bearer xoxb-other' })).toEqual({ ok: false, error: 'invalid_auth' })
    workspace.setTokenValid('bot', false)
    expect(await call({ authorization: `Bearer ${BOT_TOKEN}` })).toEqual({
      ok: false,
      error: 'account_inactive',
    })
    workspace.setTokenValid('bot', true)
    expect(await call({ authorization: `Bearer ${BOT_TOKEN}` })).toMatchObject({ ok: true })
  })

  test('each kind of token is refused where the other belongs', async () => {
    const { client, workspace } = await stage()
    expect(await refusalCode(client.apps.connections.open({}))).toBe('not_allowed_token_type')
    const app = webClient(workspace, APP_TOKEN)
    expect(await refusalCode(app.chat.postMessage({ channel: OPS, text: 'x' }))).toBe(
      'not_allowed_token_type',
    )
    expect(await app.apps.connections.open({})).toMatchObject({
      ok: true,
      url: expect.stringMatching(/^ws:/),
    })
  })

  test('an app token is taken from the Authorization header only', async () => {
    const { workspace } = await stage()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await post(`${workspace.apiUrl}apps.connections.open`, `token=${APP_TOKEN}`, form)
    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' })
  })

  test('a scope that the manifest lacks is refused with what is needed and what there is', async () => {
    const { client } = await stage({ manifest: manifest({ scopes: ['commands', 'chat:write'] }) })
    expect(await refusal(client.users.info({ user: ANN }))).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'commands,chat:write',
    })
    expect(await refusal(client.conversations.history({ channel: OPS }))).toMatchObject({
      error: 'missing_scope',
    })
  })

  test('a history scope of the other kind of channel does not do', async () => {
    const { client } = await stage({ manifest: manifest({ scopes: ['commands', 'groups:history'] }) })
    expect(await refusal(client.conversations.history({ channel: OPS }))).toMatchObject({
      needed: 'channels:history',
    })
  })

  test('slash commands in a manifest without the commands scope cannot be installed', async () => {
    await expect(stage({ manifest: manifest({ scopes: ['chat:write'] }) })).rejects.toThrow('`commands`')
  })
})

describe('what may be asked', () => {
  test('an unknown method is refused', async () => {
    const { client } = await stage()
    expect(await refusalCode(client.apiCall('chat.shout', {}))).toBe('unknown_method')
    expect(await refusalCode(client.apiCall('toString', {}))).toBe('unknown_method')
  })

  test('unknown, missing and ill-typed arguments are refused by name', async () => {
    const { client, workspace } = await stage()
    const unknown = await refusal(
      client.apiCall('chat.postMessage', { channel: OPS, text: 'x', colour: 'red' }),
    )
    expect(unknown.error).toBe('invalid_arguments')
    expect(lines(unknown)).toEqual(['[ERROR] invalid additional property: colour'])
    expect(lines(await refusal(client.apiCall('conversations.history', {})))).toEqual([
      '[ERROR] missing required field: channel',
    ])
    const response = await post(
      `${workspace.apiUrl}chat.postMessage`,
      JSON.stringify({ channel: OPS, text: 5, unfurl_links: 'perhaps' }),
      { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' },
    )
    expect(lines((await response.json()) as Record<string, unknown>)).toEqual([
      '[ERROR] must provide a string [json-pointer:/text]',
      '[ERROR] failed to match all allowed schemas [json-pointer:/unfurl_links]',
    ])
    expect(workspace.messages(OPS)).toEqual([])
  })

  test('arguments come as a form with the token inside, or as JSON with the token in the header', async () => {
    const { workspace } = await stage()
    const blocks = encodeURIComponent(JSON.stringify([{ type: 'divider' }]))
    await post(
      `${workspace.apiUrl}chat.postMessage`,
      `token=${BOT_TOKEN}&channel=${OPS}&text=one&blocks=${blocks}`,
      {
        'content-type': 'application/x-www-form-urlencoded',
      },
    )
    await post(
      `${workspace.apiUrl}chat.postMessage`,
      JSON.stringify({ channel: OPS, text: 'two', blocks: [{ type: 'divider' }] }),
      { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json' },
    )
    expect(workspace.messages(OPS).map(({ text, blocks }) => [text, blocks?.[0]?.type])).toEqual([
      ['one', 'divider'],
      ['two', 'divider'],
    ])
  })

  test('bodies that are no JSON, no object or of another type are refused', async () => {
    const { workspace } = await stage()
    const call = async (body: string, type: string) => {
      const headers = { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': type }
      return ((await (await post(`${workspace.apiUrl}auth.test`, body, headers)).json()) as { error: string })
        .error
    }
    expect(await call('{', 'application/json')).toBe('invalid_json')
    expect(await call('[]', 'application/json')).toBe('json_not_object')
    expect(await call('<a/>', 'application/xml')).toBe('invalid_post_type')
  })

  test('every call is logged with its arguments, time and answer, but without the token', async () => {
    const { client, workspace, clock } = await stage()
    await client.chat.postMessage({ channel: OPS, text: 'x', token: BOT_TOKEN })
    const [call] = workspace.calls()
    expect(call).toMatchObject({
      method: 'chat.postMessage',
      at: clock.now(),
      status: 200,
      answer: { ok: true },
    })
    expect(call?.args).toEqual({ channel: OPS, text: 'x' })
    expect(JSON.stringify(workspace.calls())).not.toContain(BOT_TOKEN)
  })
})
