import { describe, expect, test } from 'vitest'
import { ANN, BEN, buttons, lastPayload, OPS, plain, rawApp, stage } from './support.ts'

describe('pressing in messages', () => {
  test('a button sends the message, the channel, its value and a way to respond', async () => {
    const { workspace, client } = await stage()
    const app = await rawApp(workspace)
    const { ts = '' } = (await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [buttons('go')],
    })) as { ts?: string }
    expect(
      await workspace.click({ userId: BEN, channelId: OPS, messageTs: ts, actionId: 'go' }),
    ).toMatchObject({ ok: true })
    expect(app.envelopes[0]).toMatchObject({ type: 'interactive', accepts_response_payload: true })
    expect(lastPayload(app)).toMatchObject({
      type: 'block_actions',
      user: { id: BEN, username: 'ben', team_id: workspace.teamId },
      team: { id: workspace.teamId },
      channel: { id: OPS, name: 'ops' },
      container: { type: 'message', message_ts: ts, channel_id: OPS, is_ephemeral: false },
      message: { ts, text: 'x', bot_id: workspace.botId, blocks: [{ block_id: 'buttons' }] },
      actions: [
        { type: 'button', action_id: 'go', block_id: 'buttons', value: 'go-value', text: plain('go') },
      ],
      state: { values: {} },
      response_url: expect.any(String),
      trigger_id: expect.any(String),
      api_app_id: workspace.appId,
      is_enterprise_install: false,
    })
  })

  test('a choice in a message is remembered in its state; one that is not offered is refused', async () => {
    const { workspace, client } = await stage()
    const app = await rawApp(workspace)
    const options = ['a', 'b'].map((value) => ({ text: plain(value), value }))
    const pick = {
      type: 'actions',
      block_id: 'b',
      elements: [
        { type: 'static_select', action_id: 'pick', options },
        { type: 'overflow', action_id: 'more', options },
      ],
    }
    const { ts = '' } = (await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [pick],
    })) as { ts?: string }
    const click = (actionId: string, value?: string) =>
      workspace.click({
        userId: ANN,
        channelId: OPS,
        messageTs: ts,
        actionId,
        ...(value === undefined ? {} : { value }),
      })
    expect(await click('pick', 'z')).toMatchObject({ ok: false, error: 'refused' })
    expect(await click('pick')).toMatchObject({ ok: false, error: 'refused' })
    expect(app.envelopes).toEqual([])
    await click('pick', 'b')
    expect(lastPayload(app).actions).toMatchObject([
      { type: 'static_select', selected_option: { value: 'b' } },
    ])
    await click('more', 'a')
    expect(lastPayload(app)).toMatchObject({
      actions: [{ type: 'overflow', selected_option: { value: 'a' } }],
      state: { values: { b: { pick: { type: 'static_select', selected_option: { value: 'b' } } } } },
    })
  })

  test('an ephemeral message is pressed by its reader only, and its payload carries no message', async () => {
    const { workspace, client } = await stage()
    const app = await rawApp(workspace)
    await client.apiCall('chat.postEphemeral', {
      channel: OPS,
      user: ANN,
      text: 'x',
      blocks: [buttons('go')],
    })
    const ephemeralId = workspace.ephemerals(ANN)[0]?.ts ?? ''
    expect(await workspace.click({ userId: BEN, ephemeralId, actionId: 'go' })).toMatchObject({
      error: 'refused',
    })
    await workspace.click({ userId: ANN, ephemeralId, actionId: 'go' })
    expect(lastPayload(app)).toMatchObject({ container: { is_ephemeral: true, message_ts: ephemeralId } })
    expect(lastPayload(app)).not.toHaveProperty('message')
  })

  test('a late acknowledgement of a press is shown as a time-out', async () => {
    const { workspace, client, clock } = await stage()
    const app = await rawApp(workspace)
    app.answer = () => undefined
    const { ts = '' } = (await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [buttons('go')],
    })) as { ts?: string }
    const outcome = workspace.click({ userId: ANN, channelId: OPS, messageTs: ts, actionId: 'go' })
    await app.heard(1)
    await clock.advance(3000)
    expect(await outcome).toMatchObject({
      error: 'operation_timeout',
      shown: expect.stringContaining('3 seconds'),
    })
  })

  test('an external select asks the app, and takes only what it offered', async () => {
    const { workspace, client } = await stage()
    const app = await rawApp(workspace)
    const menu = {
      type: 'actions',
      block_id: 'b',
      elements: [{ type: 'external_select', action_id: 'find', min_query_length: 1 }],
    }
    const { ts = '' } = (await client.apiCall('chat.postMessage', {
      channel: OPS,
      text: 'x',
      blocks: [menu],
    })) as { ts?: string }
    const place = { userId: ANN, channelId: OPS, messageTs: ts, actionId: 'find' }
    app.answer = ({ payload }) =>
      payload.type === 'block_suggestion' ? { options: [{ text: plain('One'), value: '1' }] } : {}
    expect(await workspace.click({ ...place, value: '1' })).toMatchObject({ error: 'refused' })
    expect(await workspace.suggest({ ...place, typed: 'on' })).toMatchObject({ ok: true })
    expect(lastPayload(app)).toMatchObject({
      type: 'block_suggestion',
      value: 'on',
      action_id: 'find',
      block_id: 'b',
    })
    expect(await workspace.click({ ...place, value: '1' })).toMatchObject({ ok: true })
    app.answer = () => ({
      options: Array.from({ length: 101 }, (_, index) => ({ text: plain('x'), value: `${index}` })),
    })
    expect(await workspace.suggest({ ...place, typed: 'on' })).toMatchObject({ error: 'invalid_ack' })
  })
})
