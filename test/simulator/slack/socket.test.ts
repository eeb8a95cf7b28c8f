import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ANN, BEN, LOBBY, manifest, OPS, openSocketUrl, PRIVATE, rawApp, stage } from './support.ts'

const tries = { userId: ANN, channelId: OPS, command: '/try' }

describe('Socket Mode', () => {
  test('greets a connection and sends a slash command in an envelope', async () => {
    const { workspace } = await stage()
    expect(workspace.connected()).toBe(false)
    const app = await rawApp(workspace)
    expect(app.others[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: workspace.appId },
    })
    expect(workspace.connected()).toBe(true)
    const outcome = await workspace.command({ ...tries, text: ' status  eu ' })
    expect(outcome).toEqual({ ok: true, ack: {} })
    expect(app.envelopes[0]).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: {
        command: '/try',
        text: 'status  eu',
        user_id: ANN,
        user_name: 'ann',
        channel_id: OPS,
        channel_name: 'ops',
        team_id: workspace.teamId,
        api_app_id: workspace.appId,
        is_enterprise_install: 'false',
        response_url: expect.stringMatching(/^http:.*\/hooks\/commands\//),
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
      },
    })
  })

  test('a ticket opens one connection, once, and not for ever', async () => {
    const { workspace, clock } = await stage()
    const status = (url: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url)
        socket.once('open', () => {
          socket.terminate()
          resolve('open')
        })
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode))
        socket.on('error', () => {})
      })
    const url = await openSocketUrl(workspace)
    expect(await status(url)).toBe('open')
    expect(await status(url)).toBe(401)
    const late = await openSocketUrl(workspace)
    await clock.advance(31_000)
    expect(await status(late)).toBe(401)
  })

  test('a ping is answered with a ping, however long the clock stands still', async () => {
    const { workspace } = await stage()
    const { socket } = await rawApp(workspace)
    for (let n = 0; n < 3; n += 1) {
      // A client that hears none for 30 s of real time gives the connection up.
      const heard = new Promise((resolve) => socket.once('ping', resolve))
      socket.ping()
      expect(await heard).toBeInstanceOf(Buffer)
    }
    expect(workspace.connected()).toBe(true)
  })

  test('without a connection a person sees dispatch_failed at once', async () => {
    const { workspace } = await stage()
    expect(await workspace.command(tries)).toEqual({
      ok: false,
      error: 'dispatch_failed',
      shown: '/try failed with the error "dispatch_failed"',
    })
  })

  test('an acknowledgement after three seconds is too late, and its answer is not shown', async () => {
    const { workspace, clock } = await stage()
    const app = await rawApp(workspace)
    app.answer = () => undefined
    const outcome = workspace.command(tries)
    await app.heard(1)
    await clock.advance(3000)
    expect(await outcome).toEqual({
      ok: false,
      error: 'operation_timeout',
      shown: '/try failed with the error "operation_timeout"',
    })
    app.socket.send(JSON.stringify({ envelope_id: app.envelopes[0]?.envelope_id, payload: { text: 'late' } }))
    app.answer = () => ({ text: 'in time' })
    await workspace.command(tries)
    expect(workspace.ephemerals().map((each) => each.text)).toEqual(['in time'])
  })

  test('what a command acknowledges with is shown to the person alone, or in the channel', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    app.answer = () => ({ text: 'for you' })
    await workspace.command({ ...tries, channelId: LOBBY })
    app.answer = () => ({ text: 'for all', response_type: 'in_channel' })
    await workspace.command({ ...tries, channelId: LOBBY })
    expect(workspace.ephemerals(ANN)).toMatchObject([{ text: 'for you', channel: LOBBY, madeBy: 'ack' }])
    expect(workspace.ephemerals(BEN)).toEqual([])
    expect(workspace.messages(LOBBY)).toMatchObject([{ text: 'for all', user: workspace.botUserId }])
    app.answer = () => ({ blocks: [{ type: 'marquee' }] })
    expect(await workspace.command(tries)).toMatchObject({ ok: false, error: 'invalid_ack' })
  })

  test('several connections share the envelopes, each going to one of them', async () => {
    const { workspace } = await stage()
    const apps = [await rawApp(workspace), await rawApp(workspace)]
    for (let sent = 0; sent < 20; sent += 1) await workspace.command(tries)
    const counts = apps.map((app) => app.envelopes.length)
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(20)
    expect(Math.min(...counts)).toBeGreaterThan(0)
  })

  test('an eleventh connection is told to go', async () => {
    const { workspace } = await stage()
    for (let open = 0; open < 10; open += 1) await rawApp(workspace)
    const last = await rawApp(workspace)
    await workspace.command(tries)
    await last.until(() => last.others.length === 2)
    expect(last.others[1]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' })
  })

  test('a warning precedes the disconnect by ten seconds, and the connection serves until then', async () => {
    const { workspace, clock } = await stage()
    const app = await rawApp(workspace)
    workspace.faults.disconnect({ reason: 'warning' })
    expect(await workspace.command(tries)).toMatchObject({ ok: true })
    expect(app.others.at(-1)).toMatchObject({ type: 'disconnect', reason: 'warning' })
    await clock.advance(10_000)
    expect(await workspace.command(tries)).toMatchObject({ error: 'dispatch_failed' })
    await clock.advance(10_000)
    await app.closed
  })

  test('after refresh_requested nothing new is sent on the old connection', async () => {
    const { workspace } = await stage()
    const old = await rawApp(workspace)
    workspace.faults.disconnect()
    expect(workspace.connected()).toBe(false)
    const fresh = await rawApp(workspace)
    await workspace.command(tries)
    expect([old.envelopes.length, fresh.envelopes.length]).toEqual([0, 1])
    expect(old.others.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' })
  })

  test('cutting the sockets drops them without a word', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    workspace.faults.cutSockets()
    await app.closed
    expect(app.others.map((each) => each.type)).toEqual(['hello'])
  })
})

describe('slash commands', () => {
  test('names and control characters are escaped where the manifest asks for it, else sent as typed', async () => {
    const text = 'tell @ben in #ops that A&B <x> @nobody'
    const escaped = await stage()
    const app = await rawApp(escaped.workspace)
    await escaped.workspace.command({ ...tries, text })
    expect(app.envelopes[0]?.payload.text).toBe(
      `tell <@${BEN}|ben> in <#${OPS}|ops> that A&amp;B &lt;x&gt; @nobody`,
    )
    const raw = await stage({ manifest: manifest({ escape: false }) })
    const other = await rawApp(raw.workspace)
    await raw.workspace.command({ ...tries, text })
    expect(other.envelopes[0]?.payload.text).toBe(text)
  })

  test('a command that the manifest lacks, or a stranger to the channel, gets no further than Slack', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    expect(await workspace.command({ ...tries, command: '/other' })).toMatchObject({ error: 'refused' })
    expect(await workspace.command({ ...tries, userId: BEN, channelId: PRIVATE })).toMatchObject({
      error: 'refused',
    })
    expect(app.envelopes).toEqual([])
  })
})

describe('events', () => {
  const events = ['app_mention', 'message.channels', 'app_home_opened']

  test('messages and mentions reach an app that subscribes to them and is a member', async () => {
    const { workspace } = await stage({ manifest: manifest({ events }) })
    const app = await rawApp(workspace)
    workspace.postAs({ userId: ANN, channelId: LOBBY, text: 'not heard' })
    const message = workspace.postAs({ userId: ANN, channelId: OPS, text: `<@${workspace.botUserId}> hi` })
    await app.heard(2)
    expect(app.envelopes.map((each) => each.payload.event)).toMatchObject([
      {
        type: 'message',
        channel: OPS,
        channel_type: 'channel',
        text: message.text,
        ts: message.ts,
        user: ANN,
      },
      { type: 'app_mention', channel: OPS, ts: message.ts },
    ])
    expect(app.envelopes[0]).toMatchObject({ type: 'events_api', accepts_response_payload: false })
    expect(app.envelopes[0]?.payload).toMatchObject({ type: 'event_callback', team_id: workspace.teamId })
  })

  test('an event that is not acknowledged comes again, with the same id and the reason', async () => {
    const { workspace, clock } = await stage({ manifest: manifest({ events }) })
    const app = await rawApp(workspace)
    app.answer = () => undefined
    workspace.postAs({ userId: ANN, channelId: OPS, text: 'x' })
    await app.heard(1)
    await clock.advance(3000)
    await app.heard(2)
    app.answer = () => ({})
    await clock.advance(3000)
    await clock.advance(60_000)
    await app.heard(3)
    await clock.advance(600_000)
    expect(app.envelopes.map((each) => [each.retry_attempt, each.retry_reason])).toEqual([
      [undefined, undefined],
      [1, 'timeout'],
      [2, 'timeout'],
    ])
    expect(new Set(app.envelopes.map((each) => each.payload.event_id)).size).toBe(1)
  })

  test('opening the Home tab is told, with what was published', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ events }) })
    const app = await rawApp(workspace)
    await client.views.publish({ user_id: ANN, view: { type: 'home', blocks: [{ type: 'divider' }] } })
    expect(await workspace.openHome({ userId: ANN })).toMatchObject({ ok: true })
    expect(app.envelopes[0]?.payload.event).toMatchObject({
      type: 'app_home_opened',
      user: ANN,
      tab: 'home',
      view: { id: workspace.home(ANN)?.id },
    })
  })

  test('edits and deletions are told to subscribers', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ events }) })
    const app = await rawApp(workspace)
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'a' })
    await client.chat.update({ channel: OPS, ts, text: 'b' })
    workspace.deleteMessage(OPS, ts)
    await app.heard(3)
    expect(app.envelopes.map((each) => (each.payload.event as { subtype?: string }).subtype)).toEqual([
      undefined,
      'message_changed',
      'message_deleted',
    ])
  })
})
