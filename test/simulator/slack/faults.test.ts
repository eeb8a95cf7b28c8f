import { describe, expect, test } from 'vitest'
import { ANN, LOBBY, OPS, PRIVATE, rawApp, refusalCode, stage, webClient } from './support.ts'

const failure = (
  call: Promise<unknown>,
): Promise<{ code?: string; message: string; retryAfter?: number; statusCode?: number }> =>
  call.then(
    () => {
      throw new Error('The call went through.')
    },
    (error) => error,
  )

describe('faults of Web API calls', () => {
  test('a rate limit is told with Retry-After, and hits as often as asked', async () => {
    const { client, workspace } = await stage()
    workspace.faults.rateLimit({ method: 'chat.postMessage', times: 2, retryAfterS: 7 })
    const post = () => client.chat.postMessage({ channel: OPS, text: 'x' })
    expect(await failure(post())).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 })
    await failure(post())
    await post()
    expect(workspace.messages(OPS)).toHaveLength(1)
    expect(workspace.calls().map((call) => [call.status, call.fault])).toEqual([
      [429, 'rateLimit'],
      [429, 'rateLimit'],
      [200, undefined],
    ])
  })

  test('a rate limit may come without Retry-After and without a body', async () => {
    const { workspace } = await stage()
    workspace.faults.rateLimit({ retryAfterS: null, emptyBody: true })
    const response = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' })
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      null,
      '',
    ])
  })

  test('a fault for one channel or method leaves the others alone', async () => {
    const { client, workspace } = await stage()
    workspace.faults.failWith({ channel: PRIVATE, error: 'internal_error' })
    workspace.faults.failWith({ method: 'chat.update', error: 'update_failed' })
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'x' })
    expect(await refusalCode(client.chat.update({ channel: OPS, ts, text: 'y' }))).toBe('update_failed')
    expect(await refusalCode(client.chat.postMessage({ channel: PRIVATE, text: 'x' }))).toBe('internal_error')
    expect(workspace.messages(PRIVATE)).toEqual([])
    expect(workspace.messages(OPS)).toMatchObject([{ text: 'x' }])
  })

  test('a lost answer: the message is there, but the caller cannot know', async () => {
    const { client, workspace } = await stage()
    workspace.faults.loseAnswer({ method: 'chat.postMessage' })
    const lost = await failure(client.chat.postMessage({ channel: OPS, text: 'x' }))
    expect(lost.code).toBe('slack_webapi_request_error')
    expect(workspace.messages(OPS)).toHaveLength(1)
    expect(workspace.calls()[0]).toMatchObject({ fault: 'loseAnswer', answer: { ok: true } })
  })

  test('HTML pages and server errors come instead of answers, and nothing happens', async () => {
    const { client, workspace } = await stage()
    workspace.faults.htmlError({ status: 200 })
    workspace.faults.htmlError()
    workspace.faults.failWith({ status: 500 })
    const post = () => failure(client.chat.postMessage({ channel: OPS, text: 'x' }))
    expect((await post()).message).toContain('<!DOCTYPE html>')
    expect(await post()).toMatchObject({ code: 'slack_webapi_http_error', statusCode: 503 })
    expect(await post()).toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 })
    expect(workspace.messages(OPS)).toEqual([])
  })

  test('a call that hangs is answered by nothing, until it is let go', async () => {
    const { client, workspace } = await stage()
    const { release } = workspace.faults.hang({ method: 'chat.postMessage' })
    const hung = failure(client.chat.postMessage({ channel: OPS, text: 'x' }))
    await workspace.waitFor(() => workspace.calls().length === 1)
    expect(workspace.calls()[0]).toMatchObject({ fault: 'hang', answer: null })
    release()
    expect((await hung).code).toBe('slack_webapi_request_error')
    expect(workspace.messages(OPS)).toEqual([])
  })

  test('a call may hang after it has taken effect', async () => {
    const { client, workspace } = await stage()
    const { release } = workspace.faults.hang({ method: 'chat.postMessage', afterActing: true })
    const hung = failure(client.chat.postMessage({ channel: OPS, text: 'x' }))
    await workspace.waitFor(() => workspace.calls().length === 1)
    expect(workspace.messages(OPS)).toHaveLength(1)
    release()
    expect((await hung).code).toBe('slack_webapi_request_error')
  })

  test('clear forgets what has not happened yet', async () => {
    const { client, workspace } = await stage()
    workspace.faults.failWith({ error: 'internal_error', times: 9 })
    workspace.faults.clear()
    expect(await client.auth.test()).toMatchObject({ ok: true })
  })
})

describe('faults of envelopes', () => {
  const tries = { userId: ANN, channelId: LOBBY, command: '/try' }

  test('a redelivered envelope carries the same payload, and both answers are shown', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    app.answer = () => ({ text: 'x' })
    workspace.faults.redeliver()
    await workspace.command(tries)
    const [first, second] = app.envelopes
    expect(second?.payload).toEqual(first?.payload)
    expect(second?.envelope_id).not.toBe(first?.envelope_id)
    expect(workspace.ephemerals(ANN)).toHaveLength(2)
    await workspace.command(tries)
    expect(app.envelopes).toHaveLength(3)
  })

  test('a lost acknowledgement leaves the person with a time-out though the app did its work', async () => {
    const { workspace, clock } = await stage()
    const app = await rawApp(workspace)
    app.answer = () => ({ text: 'done' })
    workspace.faults.loseAck()
    const outcome = workspace.command(tries)
    await app.heard(1)
    await clock.advance(3000)
    expect(await outcome).toMatchObject({ error: 'operation_timeout' })
    expect(workspace.ephemerals()).toEqual([])
  })

  test('connections can be refused with an error of choice', async () => {
    const { workspace } = await stage()
    const client = webClient(workspace, 'xapp-stand-in')
    workspace.faults.refuseConnections('internal_error')
    expect(await refusalCode(client.apps.connections.open({}))).toBe('internal_error')
    workspace.faults.refuseConnections(null)
    expect(await client.apps.connections.open({})).toMatchObject({ ok: true })
  })
})
