import { describe, expect, test } from 'vitest'
import { ANN, manifest, OPS, SECRET, stage } from './support.ts'

const SCOPES = ['commands', 'chat:write', 'files:write', 'links:read', 'links:write', 'users:read']
const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe])

async function upload(client: Awaited<ReturnType<typeof stage>>['client'], channel: string) {
  return client.filesUploadV2({
    channel_id: channel,
    initial_comment: 'How it was',
    file_uploads: [{ filename: 'a.png', title: 'A', file: PICTURE }],
  })
}

describe('Files that the official client uploads', () => {
  test('stand in the channel with their comment, byte by byte as they were sent', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    await upload(client, OPS)
    const message = workspace.messages(OPS).at(-1)
    expect(message).toMatchObject({ text: 'How it was', files: [{ name: 'a.png', title: 'A' }] })
    const id = message?.files?.[0]?.id ?? ''
    expect(workspace.file(id)?.content).toEqual(PICTURE)
    const served = await fetch(`${workspace.apiUrl.replace('/api/', '/files/')}${id}`)
    expect(Buffer.from(await served.arrayBuffer()).equals(PICTURE)).toBe(true)
  })

  test('are refused without the scope, and where the app is not', async () => {
    const without = await stage({ manifest: manifest({ scopes: ['commands', 'chat:write'] }) })
    await expect(upload(without.client, OPS)).rejects.toThrow('missing_scope')
    const { client, workspace } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    await expect(upload(client, SECRET)).rejects.toThrow('channel_not_found')
    expect(workspace.messages(SECRET)).toEqual([])
  })

  test('are not shared, without an error, where they came with alt text', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    const announced = await client.apiCall('files.getUploadURLExternal', {
      filename: 'a.png',
      length: PICTURE.length,
      alt_txt: 'A line that goes down',
    })
    const { upload_url: url, file_id: id } = announced as unknown as { upload_url: string; file_id: string }
    await fetch(url, { method: 'POST', body: new Uint8Array(PICTURE) })
    const done = await client.files.completeUploadExternal({ files: [{ id, title: 'A' }], channel_id: OPS })
    expect(done.ok).toBe(true)
    expect(workspace.messages(OPS)).toEqual([])
  })

  test('are not there before their bytes are', async () => {
    const { client } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    const { file_id: id = '' } = await client.files.getUploadURLExternal({ filename: 'a.png', length: 7 })
    await expect(
      client.files.completeUploadExternal({ files: [{ id, title: 'A' }], channel_id: OPS }),
    ).rejects.toThrow('file_not_found')
  })
})

describe('Previews of addresses', () => {
  const url = 'https://console.scaleway.com/interlink/links/1'
  const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'A card' } }]

  test('stand under the message that held the address', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    const { ts } = workspace.postAs({ userId: ANN, channelId: OPS, text: `look: ${url}` })
    await client.chat.unfurl({ channel: OPS, ts, unfurls: { [url]: { blocks } } })
    expect(workspace.messages(OPS)[0]).toMatchObject({
      text: `look: <${url}>`,
      attachments: [{ from_url: url, blocks: [{ type: 'section' }] }],
    })
    expect(workspace.messages(OPS)[0]?.edited).toBeUndefined()
  })

  test('of an address that the message does not hold are refused', async () => {
    const { workspace, client } = await stage({ manifest: manifest({ scopes: SCOPES }) })
    const { ts } = workspace.postAs({ userId: ANN, channelId: OPS, text: 'look' })
    await expect(client.chat.unfurl({ channel: OPS, ts, unfurls: { [url]: { blocks } } })).rejects.toThrow(
      'cannot_unfurl_url',
    )
  })
})

test('A manifest that subscribes to an event without its scope is not importable', async () => {
  const without = manifest({ scopes: ['commands', 'chat:write'], events: ['app_mention'] })
  await expect(stage({ manifest: without })).rejects.toThrow('app_mentions:read')
})

describe('What people start beside commands and buttons', () => {
  const features = {
    unfurl_domains: ['console.scaleway.com'],
    shortcuts: [
      { name: 'Ask', type: 'global', callback_id: 'ask', description: 'Ask' },
      { name: 'Look', type: 'message', callback_id: 'look', description: 'Look' },
    ],
  }

  /** An app over HTTP that keeps what it is sent. */
  async function listening(scopes: readonly string[]) {
    const heard: Record<string, unknown>[] = []
    const { workspace } = await stage({
      manifest: manifest({ scopes, events: ['link_shared'], features }),
      events: {
        kind: 'http',
        requestUrl: 'http://app.example/slack/events',
        signingSecret: 'secret',
        fetch: async (_url, init) => {
          const body = String(init?.body)
          const form = new URLSearchParams(body).get('payload')
          heard.push(JSON.parse(form ?? body) as Record<string, unknown>)
          return new Response('', { status: 200 })
        },
      },
    })
    return { workspace, heard }
  }

  test('a global shortcut carries a trigger, and one on a message that message with a response URL', async () => {
    const { workspace, heard } = await listening(SCOPES)
    const { ts } = workspace.postAs({ userId: ANN, channelId: OPS, text: 'paris-a is slow' })
    await workspace.shortcut({ userId: ANN, callbackId: 'ask' })
    await workspace.messageShortcut({ userId: ANN, callbackId: 'look', channelId: OPS, messageTs: ts })
    expect(heard).toMatchObject([
      { type: 'shortcut', callback_id: 'ask', user: { id: ANN }, trigger_id: expect.any(String) },
      {
        type: 'message_action',
        callback_id: 'look',
        channel: { id: OPS },
        message: { text: 'paris-a is slow', ts },
        response_url: expect.stringContaining('/hooks/'),
      },
    ])
  })

  test('a shortcut that the manifest does not declare, or declares for elsewhere, is not offered', async () => {
    const { workspace } = await listening(SCOPES)
    const { ts } = workspace.postAs({ userId: ANN, channelId: OPS, text: 'x' })
    const at = { userId: ANN, channelId: OPS, messageTs: ts }
    expect((await workspace.shortcut({ userId: ANN, callbackId: 'look' })).ok).toBe(false)
    expect((await workspace.messageShortcut({ ...at, callbackId: 'ask' })).ok).toBe(false)
  })

  test('an address of a declared domain is told wherever it is posted, other addresses are not', async () => {
    const { workspace, heard } = await listening(SCOPES)
    workspace.postAs({
      userId: ANN,
      channelId: SECRET,
      text: 'https://console.scaleway.com/interlink/links/1',
    })
    workspace.postAs({ userId: ANN, channelId: SECRET, text: 'https://example.com/ and more' })
    await Promise.resolve()
    expect(heard.map(({ event }) => event)).toMatchObject([
      {
        type: 'link_shared',
        channel: SECRET,
        is_bot_user_member: false,
        links: [{ domain: 'console.scaleway.com', url: 'https://console.scaleway.com/interlink/links/1' }],
      },
    ])
  })
})
