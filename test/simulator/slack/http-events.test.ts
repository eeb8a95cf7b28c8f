import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ANN, buttons, LOBBY, manifest, OPS, START, stage } from './support.ts'

interface Heard {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

/** A workspace in HTTP mode whose requests are kept, and answered by `answer`. */
async function httpStage(
  answer: (heard: Heard) => Response | Promise<Response>,
  events: readonly string[] = [],
) {
  const heard: Heard[] = []
  const setting = await stage({
    manifest: manifest({ events }),
    events: {
      kind: 'http',
      requestUrl: 'http://app.test/slack/events',
      signingSecret: 'secret',
      fetch: async (url, init) => {
        const request = { url: String(url), headers: new Headers(init?.headers), body: String(init?.body) }
        heard.push(request)
        return answer(request)
      },
    },
  })
  return { ...setting, heard }
}

const tries = { userId: ANN, channelId: LOBBY, command: '/try' }
const ok = () => new Response('')

describe('HTTP request URLs', () => {
  test('a slash command is a plain form, signed over its time and body', async () => {
    const { workspace, heard } = await httpStage(() => new Response('done'))
    expect(await workspace.command({ ...tries, text: 'a b' })).toEqual({ ok: true, ack: 'done' })
    const [request] = heard
    expect(request?.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toMatchObject({
      command: '/try',
      text: 'a b',
    })
    const timestamp = String(START / 1000)
    expect(request?.headers.get('x-slack-request-timestamp')).toBe(timestamp)
    const expected = createHmac('sha256', 'secret').update(`v0:${timestamp}:${request?.body}`).digest('hex')
    expect(request?.headers.get('x-slack-signature')).toBe(`v0=${expected}`)
    expect(workspace.ephemerals(ANN)).toMatchObject([{ text: 'done', madeBy: 'ack' }])
  })

  test('an interaction is a form with one field', async () => {
    const { workspace, heard, client } = await httpStage(ok)
    const posted = await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [buttons('go')],
    })
    const messageTs = (posted as { ts?: string }).ts ?? ''
    await workspace.click({ userId: ANN, channelId: OPS, messageTs, actionId: 'go' })
    const form = new URLSearchParams(heard[0]?.body)
    expect([...form.keys()]).toEqual(['payload'])
    expect(JSON.parse(form.get('payload') ?? '')).toMatchObject({
      type: 'block_actions',
      actions: [{ action_id: 'go' }],
    })
  })

  test('an event is JSON, and comes again with its number and reason when it fails', async () => {
    const { workspace, heard, clock } = await httpStage(
      () => new Response('', { status: 500 }),
      ['message.channels'],
    )
    workspace.postAs({ userId: ANN, channelId: OPS, text: 'x' })
    for (const pause of [0, 1, 60_000, 300_000, 600_000]) await clock.advance(pause)
    expect(
      heard.map(({ headers }) => [headers.get('x-slack-retry-num'), headers.get('x-slack-retry-reason')]),
    ).toEqual([
      [null, null],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
    expect(heard[0]?.headers.get('content-type')).toBe('application/json')
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1)
  })

  test('an error status or no server is dispatch_failed, silence for three seconds operation_timeout', async () => {
    const failing = await httpStage(() => new Response('', { status: 404 }))
    expect(await failing.workspace.command(tries)).toMatchObject({ error: 'dispatch_failed' })
    const gone = await httpStage(() => Promise.reject(new TypeError('fetch failed')))
    expect(await gone.workspace.command(tries)).toMatchObject({ error: 'dispatch_failed' })
    const silent = await httpStage(() => new Promise<Response>(() => {}))
    const outcome = silent.workspace.command(tries)
    await silent.clock.advance(3000)
    expect(await outcome).toMatchObject({ error: 'operation_timeout' })
  })
})
