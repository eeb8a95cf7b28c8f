import { describe, expect, test } from 'vitest'
import {
  ANN,
  LOBBY,
  lines,
  manifest,
  OLD,
  OPS,
  PRIVATE,
  refusal,
  refusalCode,
  SECRET,
  section,
  stage,
} from './support.ts'

const metadata = { event_type: 'link_changed', event_payload: { id: 'a', links: [{ id: 'x', from: 'up' }] } }

describe('chat.postMessage', () => {
  test('stores the text as it was sent and answers the message without its metadata', async () => {
    const { client, workspace } = await stage()
    const text = 'a & b <not a mention> *x* <!channel>'
    const answer = await client.chat.postMessage({ channel: OPS, text, metadata, unfurl_links: false })
    const [message] = workspace.messages(OPS)
    expect(message).toMatchObject({ text, metadata, user: workspace.botUserId, channel: OPS, ts: answer.ts })
    expect(answer).toMatchObject({ channel: OPS, message: { text, bot_id: workspace.botId } })
    expect(answer.message).not.toHaveProperty('metadata')
  })

  test('gives ids to blocks and elements that have none, and keeps those that have', async () => {
    const { client, workspace } = await stage()
    const button = { type: 'button', text: { type: 'plain_text', text: 'x' } }
    await client.chat.postMessage({
      channel: OPS,
      text: 'x',
      blocks: [{ type: 'divider', block_id: 'mine' }, { type: 'actions', elements: [button] } as never],
    })
    const [divider, actions] = workspace.messages(OPS)[0]?.blocks ?? []
    expect(divider?.block_id).toBe('mine')
    expect(actions?.block_id).toMatch(/^\w{5}$/)
    expect(actions?.elements).toEqual([{ ...button, action_id: expect.stringMatching(/^\w{5}$/) }])
  })

  test('timestamps are unique and increase while the clock stands still', async () => {
    const { client, workspace } = await stage()
    for (const text of ['1', '2', '3']) await client.chat.postMessage({ channel: OPS, text })
    const stamps = workspace.messages(OPS).map((message) => message.ts)
    expect(stamps).toEqual([...new Set(stamps)].sort())
    expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/)
  })

  test('posts to a channel by name and to a person by id', async () => {
    const { client, workspace } = await stage()
    expect((await client.chat.postMessage({ channel: '#ops', text: 'x' })).channel).toBe(OPS)
    const direct = await client.chat.postMessage({ channel: ANN, text: 'x' })
    expect(direct.channel).toMatch(/^D/)
    expect(workspace.messages(direct.channel ?? '')).toHaveLength(1)
  })

  test('refuses channels that are unknown, foreign, archived or not its own', async () => {
    const { client } = await stage()
    const post = (channel: string) => refusalCode(client.chat.postMessage({ channel, text: 'x' }))
    expect(await post('C0NONE')).toBe('channel_not_found')
    expect(await post(SECRET)).toBe('channel_not_found')
    expect(await post(LOBBY)).toBe('not_in_channel')
    expect(await post(OLD)).toBe('is_archived')
    expect(await post('U0GONE')).toBe('channel_not_found')
  })

  test('posts to a public channel that it is not in with chat:write.public', async () => {
    const { client, workspace } = await stage({
      manifest: manifest({ scopes: ['commands', 'chat:write', 'chat:write.public'] }),
    })
    await client.chat.postMessage({ channel: LOBBY, text: 'x' })
    expect(workspace.messages(LOBBY)).toHaveLength(1)
  })

  test('refuses a name of its own without chat:write.customize', async () => {
    const { client } = await stage()
    const answer = await refusal(client.chat.postMessage({ channel: OPS, text: 'x', username: 'other' }))
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'chat:write.customize' })
  })

  test('refuses to say nothing, too much, and markdown beside text', async () => {
    const { client } = await stage()
    const post = (args: object) => refusalCode(client.apiCall('chat.postMessage', { channel: OPS, ...args }))
    expect(await post({})).toBe('no_text')
    expect(await post({ text: '' })).toBe('no_text')
    expect(await post({ blocks: [] })).toBe('no_text')
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long')
    expect(await post({ text: 'x', markdown_text: 'y' })).toBe('markdown_text_conflict')
    expect(await post({ markdown_text: 'x'.repeat(12_001) })).toBe('msg_too_long')
    expect(await post({ text: 'x', as_user: true })).toBe('as_user_not_supported')
  })

  test('refuses blocks whose text sums up to more than a message holds', async () => {
    const { client } = await stage()
    const blocks = (characters: number) =>
      Array.from({ length: 10 }, () => section('x'.repeat(characters / 10))) as never
    expect(
      await refusalCode(client.chat.postMessage({ channel: OPS, text: 'x', blocks: blocks(13_210) })),
    ).toBe('msg_blocks_too_long')
    expect(await client.chat.postMessage({ channel: OPS, text: 'x', blocks: blocks(13_200) })).toMatchObject({
      ok: true,
    })
  })

  test('replies go into threads, broadcast ones into the channel as well', async () => {
    const { client, workspace } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'parent' })
    await client.chat.postMessage({ channel: OPS, text: 'reply', thread_ts: ts })
    await client.chat.postMessage({ channel: OPS, text: 'told', thread_ts: ts, reply_broadcast: true })
    expect(workspace.messages(OPS).map((each) => [each.text, each.thread_ts, each.reply_broadcast])).toEqual([
      ['parent', undefined, undefined],
      ['reply', ts, undefined],
      ['told', ts, true],
    ])
    expect(workspace.messages(OPS)[2]?.subtype).toBe('thread_broadcast')
  })

  test('refuses replies to nothing, to a reply and to what is no timestamp', async () => {
    const { client } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'parent' })
    const reply = await client.chat.postMessage({ channel: OPS, text: 'reply', thread_ts: ts })
    const post = (thread_ts: string) =>
      refusalCode(client.chat.postMessage({ channel: OPS, text: 'x', thread_ts }))
    expect(await post('1000000000.000001')).toBe('thread_not_found')
    expect(await post(reply.ts ?? '')).toBe('cannot_reply_to_message')
    expect(await post('yesterday')).toBe('invalid_thread_ts')
  })

  test('refuses metadata of another shape, and too much of it', async () => {
    const { client } = await stage()
    const post = (value: unknown) =>
      refusal(client.apiCall('chat.postMessage', { channel: OPS, text: 'x', metadata: value }))
    expect((await post('{')).error).toBe('invalid_metadata_format')
    expect((await post({ event_type: 'a' })).error).toBe('invalid_metadata_schema')
    expect((await post({ event_type: 'not alphanumeric!', event_payload: {} })).error).toBe(
      'invalid_metadata_schema',
    )
    expect((await post({ event_type: 'a', event_payload: { deep: { er: { est: 1 } } } })).error).toBe(
      'invalid_metadata_schema',
    )
    expect((await post({ event_type: 'a', event_payload: { text: 'x'.repeat(8000) } })).error).toBe(
      'metadata_too_large',
    )
  })
})

describe('chat.update', () => {
  test('replaces text and blocks, marks the message as edited and keeps its metadata', async () => {
    const { client, workspace, clock } = await stage()
    const { ts = '' } = await client.chat.postMessage({
      channel: OPS,
      text: 'before',
      blocks: [section('before')] as never,
      metadata,
    })
    await clock.advance(1000)
    await client.chat.update({
      channel: OPS,
      ts,
      text: 'after',
      blocks: [section('after')] as never,
    } as never)
    const [message] = workspace.messages(OPS)
    expect(message).toMatchObject({ ts, text: 'after', metadata, edited: { user: workspace.botUserId } })
    expect(message?.blocks).toMatchObject([section('after')])
    expect(Number(message?.edited?.ts)).toBeGreaterThan(Number(ts))
  })

  test('text without blocks takes the blocks away, an empty metadata object the metadata', async () => {
    const { client, workspace } = await stage()
    const { ts = '' } = await client.chat.postMessage({
      channel: OPS,
      text: 'a',
      blocks: [section('a')] as never,
      metadata,
    })
    await client.apiCall('chat.update', { channel: OPS, ts, text: 'b', metadata: {} })
    expect(workspace.messages(OPS)[0]).not.toHaveProperty('blocks')
    expect(workspace.messages(OPS)[0]).not.toHaveProperty('metadata')
  })

  test('refuses what is not there, not its own, archived, too long or empty', async () => {
    const { client, workspace } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'a' })
    const theirs = workspace.postAs({ userId: ANN, channelId: OPS, text: 'mine' })
    const update = (args: object) =>
      refusalCode(client.apiCall('chat.update', { channel: OPS, ts, text: 'b', ...args }))
    expect(await update({ ts: '1000000000.000001' })).toBe('message_not_found')
    expect(await update({ ts: theirs.ts })).toBe('cant_update_message')
    expect(await update({ channel: SECRET })).toBe('channel_not_found')
    expect(await update({ text: 'x'.repeat(4001) })).toBe('msg_too_long')
    expect(await update({ text: '' })).toBe('no_text')
    workspace.setArchived(OPS, true)
    expect(await update({})).toBe('is_inactive')
    expect(workspace.messages(OPS)[0]?.text).toBe('a')
  })

  test('broadcasts a reply later, but not together with new content', async () => {
    const { client, workspace } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'parent' })
    const reply = await client.chat.postMessage({ channel: OPS, text: 'reply', thread_ts: ts })
    const update = (args: object) =>
      client.apiCall('chat.update', { channel: OPS, reply_broadcast: true, ...args })
    expect(await refusalCode(update({ ts: reply.ts, text: 'x' }))).toBe('no_dual_broadcast_content_update')
    expect(await refusalCode(update({ ts }))).toBe('cant_broadcast_message')
    await update({ ts: reply.ts })
    expect(workspace.messages(OPS)[1]).toMatchObject({ reply_broadcast: true, text: 'reply' })
  })
})

describe('the rest of chat', () => {
  test('chat.delete removes its own messages only', async () => {
    const { client, workspace } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'a' })
    const theirs = workspace.postAs({ userId: ANN, channelId: OPS, text: 'mine' })
    expect(await refusalCode(client.chat.delete({ channel: OPS, ts: theirs.ts }))).toBe('cant_delete_message')
    await client.chat.delete({ channel: OPS, ts })
    expect(await refusalCode(client.chat.delete({ channel: OPS, ts }))).toBe('message_not_found')
    expect(workspace.messages(OPS).map((message) => message.text)).toEqual(['mine'])
  })

  test('chat.postEphemeral is seen by one member and is no message of the channel', async () => {
    const { client, workspace } = await stage()
    const answer = await client.chat.postEphemeral({ channel: PRIVATE, user: ANN, text: 'psst' })
    expect(workspace.ephemerals(ANN)).toMatchObject([
      { ts: answer.message_ts, text: 'psst', channel: PRIVATE, madeBy: 'chat.postEphemeral' },
    ])
    expect(workspace.messages(PRIVATE)).toEqual([])
    const stranger = client.chat.postEphemeral({ channel: PRIVATE, user: 'U0GUEST', text: 'x' })
    expect(await refusalCode(stranger)).toBe('user_not_in_channel')
  })

  test('chat.getPermalink leads to a message, in its thread where it has one', async () => {
    const { client } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'a' })
    const reply = await client.chat.postMessage({ channel: OPS, text: 'b', thread_ts: ts })
    const { permalink } = await client.chat.getPermalink({ channel: OPS, message_ts: reply.ts ?? '' })
    expect(permalink).toContain(`/archives/${OPS}/p${reply.ts?.replace('.', '')}?thread_ts=${ts}`)
    expect(await refusalCode(client.chat.getPermalink({ channel: OPS, message_ts: '1.2' }))).toBe(
      'message_not_found',
    )
  })

  test('api.test echoes the error that it is given', async () => {
    const { client } = await stage()
    expect(await refusalCode(client.api.test({ error: 'my_error' }))).toBe('my_error')
  })

  test('blocks.validate says where and what, and wants exactly one payload', async () => {
    const { client } = await stage()
    const answer = await refusal(client.apiCall('blocks.validate', { blocks: [section('')] }))
    expect(answer).toMatchObject({
      error: 'invalid_blocks',
      errors: [
        { pointer: '/0/text/text', code: 'failed_constraint', message: 'must be more than 0 characters' },
      ],
    })
    expect(await client.apiCall('blocks.validate', { message: { blocks: [section('x')] } })).toMatchObject({
      ok: true,
    })
    expect(await refusalCode(client.apiCall('blocks.validate', { view: { type: 'modal' } }))).toBe(
      'invalid_view',
    )
    expect(lines(await refusal(client.apiCall('blocks.validate', {})))).toEqual([
      '[ERROR] must provide exactly one of blocks, view, or message',
    ])
  })
})
