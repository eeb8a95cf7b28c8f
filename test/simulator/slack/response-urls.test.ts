import { describe, expect, test } from 'vitest'
import { tries } from './forms.ts'
import { ANN, buttons, LOBBY, lastPayload, OPS, rawApp, stage } from './support.ts'

describe('response URLs', () => {
  const post = async (url: string, body: unknown) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }

  test('serve five times', async () => {
    const setting = await stage()
    const app = await rawApp(setting.workspace)
    await setting.workspace.command({ ...tries, channelId: LOBBY })
    const { response_url: url } = lastPayload(app)
    for (let use = 0; use < 5; use += 1) expect((await post(url, { text: `${use}` })).status).toBe(200)
    expect(await post(url, { text: 'six' })).toEqual({ status: 404, text: '{"ok":false,"error":"used_url"}' })
    expect(setting.workspace.ephemerals(ANN).map((each) => each.text)).toEqual(['0', '1', '2', '3', '4'])
  })

  test('serve for thirty minutes', async () => {
    const { workspace, clock } = await stage()
    const app = await rawApp(workspace)
    await workspace.command(tries)
    const { response_url: url } = lastPayload(app)
    await clock.advance(30 * 60_000)
    expect((await post(url, { text: 'x' })).status).toBe(200)
    await clock.advance(1)
    expect(await post(url, { text: 'x' })).toEqual({
      status: 404,
      text: '{"ok":false,"error":"expired_url"}',
    })
    expect((await post(url.replace(/\w+$/, 'guess'), { text: 'x' })).status).toBe(404)
  })

  test('refuse what a message could not hold', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    await workspace.command(tries)
    const { response_url: url } = lastPayload(app)
    expect((await post(url, { blocks: [{ type: 'marquee' }] })).text).toContain('invalid_blocks')
    expect(await post(url, {})).toEqual({ status: 400, text: '{"ok":false,"error":"no_text"}' })
    expect(await post(url, { text: 'x', colour: 'red' })).toMatchObject({ status: 400 })
    expect(workspace.ephemerals()).toEqual([])
  })

  test("a command's URL has no original to replace: it posts anew", async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    await workspace.command(tries)
    const { response_url: url } = lastPayload(app)
    await post(url, { text: 'first' })
    await post(url, { text: 'second', replace_original: true })
    expect(workspace.ephemerals(ANN).map((each) => each.text)).toEqual(['first', 'second'])
  })

  test('replace and delete the ephemeral message that was pressed', async () => {
    const { workspace } = await stage()
    const app = await rawApp(workspace)
    app.answer = ({ type }) => (type === 'slash_commands' ? { text: 'old', blocks: [buttons('go')] } : {})
    await workspace.command(tries)
    const ephemeralId = workspace.ephemerals(ANN)[0]?.ts ?? ''
    await workspace.click({ userId: ANN, ephemeralId, actionId: 'go' })
    await post(lastPayload(app).response_url, {
      text: 'new',
      replace_original: true,
      blocks: [buttons('again')],
    })
    expect(workspace.ephemerals(ANN)).toMatchObject([{ ts: ephemeralId, text: 'new', replaced: 1 }])
    await workspace.click({ userId: ANN, ephemeralId, actionId: 'again' })
    await post(lastPayload(app).response_url, { delete_original: true })
    expect(workspace.ephemerals(ANN)).toEqual([])
  })

  test('replace and delete the message that was pressed', async () => {
    const { workspace, client } = await stage()
    const app = await rawApp(workspace)
    const { ts = '' } = (await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [buttons('go')],
    })) as { ts?: string }
    await workspace.click({ userId: ANN, channelId: OPS, messageTs: ts, actionId: 'go' })
    const { response_url: url } = lastPayload(app)
    await post(url, { text: 'y', replace_original: true })
    expect(workspace.messages(OPS)).toMatchObject([{ ts, text: 'y', edited: {} }])
    await post(url, { delete_original: true })
    expect(workspace.messages(OPS)).toEqual([])
  })
})
