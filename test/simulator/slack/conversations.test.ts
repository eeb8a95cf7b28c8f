import { describe, expect, test } from 'vitest'
import { ANN, BEN, LOBBY, manifest, OLD, OPS, PRIVATE, refusalCode, SECRET, stage } from './support.ts'

const metadata = { event_type: 'a', event_payload: { key: 'k1' } }

describe('conversations.history', () => {
  test('answers parents and broadcast replies, newest first, without metadata unless asked', async () => {
    const { client } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'parent', metadata })
    await client.chat.postMessage({ channel: OPS, text: 'reply', thread_ts: ts })
    await client.chat.postMessage({ channel: OPS, text: 'told', thread_ts: ts, reply_broadcast: true })
    const plain = await client.conversations.history({ channel: OPS })
    expect(plain.messages?.map((message) => message.text)).toEqual(['told', 'parent'])
    expect(plain.messages?.[1]).toMatchObject({ reply_count: 2, thread_ts: ts })
    expect(plain.messages?.[1]).not.toHaveProperty('metadata')
    const full = await client.conversations.history({ channel: OPS, include_all_metadata: true })
    expect(full.messages?.[1]).toMatchObject({ metadata })
  })

  test('keeps to oldest and latest, which count only when inclusive', async () => {
    const { client } = await stage()
    const stamps: string[] = []
    for (const text of ['a', 'b', 'c']) {
      stamps.push((await client.chat.postMessage({ channel: OPS, text })).ts ?? '')
    }
    const texts = async (args: object) => {
      const answer = await client.conversations.history({ channel: OPS, ...args })
      return answer.messages?.map((message) => message.text)
    }
    const [first = '', , last = ''] = stamps
    expect(await texts({ oldest: first, latest: last })).toEqual(['b'])
    expect(await texts({ oldest: first, latest: last, inclusive: true })).toEqual(['c', 'b', 'a'])
    expect(await texts({ oldest: '0' })).toEqual(['c', 'b', 'a'])
  })

  test('pages with a cursor until there is no more', async () => {
    const { client } = await stage()
    for (const text of ['a', 'b', 'c']) await client.chat.postMessage({ channel: OPS, text })
    const first = await client.conversations.history({ channel: OPS, limit: 2 })
    expect(first).toMatchObject({ has_more: true })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await client.conversations.history({ channel: OPS, limit: 2, cursor })
    expect(second.messages?.map((message) => message.text)).toEqual(['a'])
    expect(second.has_more).toBe(false)
    expect(second.response_metadata?.next_cursor ?? '').toBe('')
  })

  test('refuses bad cursors, bounds and limits, and channels that the bot is not in', async () => {
    const { client } = await stage()
    const history = (args: object) =>
      refusalCode(client.apiCall('conversations.history', { channel: OPS, ...args }))
    expect(await history({ cursor: 'nonsense' })).toBe('invalid_cursor')
    expect(await history({ oldest: 'now' })).toBe('invalid_ts_oldest')
    expect(await history({ latest: 'now' })).toBe('invalid_ts_latest')
    expect(await history({ limit: 1000 })).toBe('invalid_limit')
    expect(await history({ channel: LOBBY })).toBe('not_in_channel')
    expect(await history({ channel: SECRET })).toBe('channel_not_found')
    expect(await history({ channel: 'C0NONE' })).toBe('channel_not_found')
  })
})

describe('conversations.replies', () => {
  test('answers the parent and its replies, oldest first, with metadata when asked', async () => {
    const { client } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'parent' })
    await client.chat.postMessage({ channel: OPS, text: 'one', thread_ts: ts, metadata })
    await client.chat.postMessage({ channel: OPS, text: 'two', thread_ts: ts })
    const answer = await client.conversations.replies({ channel: OPS, ts, include_all_metadata: true })
    expect(answer.messages?.map((message) => message.text)).toEqual(['parent', 'one', 'two'])
    expect(answer.messages?.[1]).toMatchObject({ metadata, thread_ts: ts })
    const page = await client.conversations.replies({ channel: OPS, ts, limit: 1 })
    expect(page).toMatchObject({ has_more: true, messages: [{ text: 'parent' }] })
  })

  test('a message without replies stands alone, a missing one is thread_not_found', async () => {
    const { client } = await stage()
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'alone' })
    expect((await client.conversations.replies({ channel: OPS, ts })).messages).toHaveLength(1)
    const missing = client.conversations.replies({ channel: OPS, ts: '1000000000.000001' })
    expect(await refusalCode(missing)).toBe('thread_not_found')
  })
})

describe('conversations and people', () => {
  test('conversations.info shows what Slack Connect and membership make of a channel', async () => {
    const { client } = await stage()
    const { channel } = await client.conversations.info({ channel: OPS, include_num_members: true })
    expect(channel).toMatchObject({ name: 'ops', is_member: true, is_ext_shared: true, num_members: 4 })
    expect((await client.conversations.info({ channel: LOBBY })).channel).toMatchObject({ is_member: false })
    expect(await refusalCode(client.conversations.info({ channel: SECRET }))).toBe('channel_not_found')
  })

  test('conversations.members pages through people and the bot', async () => {
    const { client, workspace } = await stage()
    const first = await client.conversations.members({ channel: OPS, limit: 3 })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await client.conversations.members({ channel: OPS, limit: 3, cursor })
    expect([...(first.members ?? []), ...(second.members ?? [])]).toEqual([
      ANN,
      BEN,
      'U0FAR',
      workspace.botUserId,
    ])
  })

  test('conversations.list shows public channels, and private ones that the bot is in', async () => {
    const { client } = await stage()
    const ids = async (args: object) =>
      (await client.conversations.list(args)).channels?.map((each) => each.id)
    expect(await ids({})).toEqual([OPS, LOBBY, OLD])
    expect(await ids({ exclude_archived: true })).toEqual([OPS, LOBBY])
    expect(await ids({ types: 'public_channel,private_channel', exclude_archived: true })).toEqual([
      OPS,
      PRIVATE,
      LOBBY,
    ])
    expect(await refusalCode(client.conversations.list({ types: 'all' }))).toBe('invalid_types')
  })

  test('conversations.open opens a direct conversation once, and needs im:write', async () => {
    const { client } = await stage()
    const first = await client.conversations.open({ users: ANN })
    expect(first.channel?.id).toMatch(/^D/)
    expect(await client.conversations.open({ users: ANN })).toMatchObject({
      already_open: true,
      channel: first.channel,
    })
    expect(await refusalCode(client.conversations.open({ users: 'U0NONE' }))).toBe('user_not_found')
    const other = await stage({ manifest: manifest({ scopes: ['commands', 'groups:write'] }) })
    expect(await refusalCode(other.client.conversations.open({ users: ANN }))).toBe('missing_scope')
  })

  test('users.info tells guests, strangers, zones and the deleted apart', async () => {
    const { client } = await stage()
    const user = async (id: string) => (await client.users.info({ user: id })).user
    expect(await user(ANN)).toMatchObject({
      tz: 'Europe/Paris',
      tz_offset: 3600,
      is_admin: true,
      is_restricted: false,
    })
    expect(await user(BEN)).toMatchObject({ tz_offset: -18_000 })
    expect(await user('U0GUEST')).toMatchObject({ is_restricted: true })
    expect(await user('U0FAR')).toMatchObject({ team_id: 'T0FAR', is_stranger: true })
    expect(await user('U0GONE')).toMatchObject({ deleted: true })
    expect(await refusalCode(client.users.info({ user: 'U0NONE' }))).toBe('user_not_found')
  })

  test('usergroups.users.list resolves a group', async () => {
    const { client } = await stage()
    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users).toEqual([ANN, BEN])
    expect(await refusalCode(client.usergroups.users.list({ usergroup: 'S0NONE' }))).toBe('no_such_subteam')
  })
})
