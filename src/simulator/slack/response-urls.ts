import { z } from 'zod'
import { isEmpty, isRefusal, type Refusal, readContent } from './content.ts'
import { type MessageContent, present } from './messages.ts'
import type { World } from './world.ts'

/**
 * Response URLs "can be used up to 5 times within 30 minutes of receiving the payload":
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export const MOST_USES = 5
export const LIFE_MS = 30 * 60_000

/** What the interaction came from. Only a message that somebody pressed something in can be replaced or deleted. */
export type Source = { readonly ephemeralTs: string } | { readonly messageTs: string } | undefined

export interface Origin {
  readonly kind: 'commands' | 'actions' | 'app'
  readonly userId: string
  readonly channelId: string
  readonly source?: Source
}

export interface ResponseUrls {
  issue(origin: Origin): string
  /** Handles a POST to `path`; bodies are JSON. */
  receive(path: string, body: string): { readonly status: number; readonly body: string }
  /** Shows what an acknowledgement carries, as if it had come to a response URL. */
  respond(origin: Origin, body: unknown): Refusal | undefined
}

const reply = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  response_type: z.enum(['in_channel', 'ephemeral']).optional(),
  replace_original: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  delete_original: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  thread_ts: z.string().optional(),
  metadata: z.unknown().optional(),
  mrkdwn: z.boolean().optional(),
  parse: z.string().optional(),
  link_names: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
})

type Reply = z.infer<typeof reply>

export function makeResponseUrls(world: World, baseUrl: () => string): ResponseUrls {
  const issued = new Map<string, { readonly origin: Origin; readonly at: number; uses: number }>()

  const respond = (origin: Origin, body: unknown): Refusal | undefined => {
    const parsed = reply.safeParse(body)
    if (!parsed.success) return { error: 'invalid_payload' }
    const read = parsed.data
    if (isTrue(read.delete_original)) return removeSource(world, origin.source, origin.channelId)
    const content = readContent(read, world.ids)
    if (isRefusal(content)) return content
    if (isEmpty(content)) return { error: 'no_text' }
    // A slash command's URL has no original: Slack then posts a new message (slackapi/bolt-js issue 2287).
    if (isTrue(read.replace_original) && origin.source !== undefined) {
      return replaceSource(world, origin.source, origin.channelId, content)
    }
    show(world, origin, read, content, 'response_url')
    return undefined
  }

  return {
    issue(origin) {
      const path = `/hooks/${origin.kind}/${world.directory.teamId}/${world.ids.digits(13)}/${world.ids.secret()}`
      issued.set(path, { origin, at: world.clock.now(), uses: 0 })
      return baseUrl() + path
    },
    receive(path, body) {
      const known = issued.get(path)
      const gone = (error: string) => ({ status: 404, body: JSON.stringify({ ok: false, error }) })
      if (!known) return gone('no_service')
      if (world.clock.now() - known.at > LIFE_MS) return gone('expired_url')
      if (known.uses >= MOST_USES) return gone('used_url')
      known.uses += 1
      const refused = respond(known.origin, parse(body))
      return refused === undefined
        ? { status: 200, body: known.origin.kind === 'commands' ? 'ok' : JSON.stringify({ ok: true }) }
        : { status: 400, body: JSON.stringify({ ok: false, error: refused.error, ...refused.extra }) }
    },
    respond(origin, body) {
      const parsed = reply.safeParse(body)
      if (!parsed.success) return { error: 'invalid_payload' }
      const content = readContent(parsed.data, world.ids)
      if (isRefusal(content)) return content
      if (!isEmpty(content)) show(world, origin, parsed.data, content, 'ack')
      return undefined
    },
  }
}

const isTrue = (flag: boolean | 'true' | 'false' | undefined) => flag === true || flag === 'true'

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** "By default … an ephemeral message"; `in_channel` shows it to everybody, whether or not the bot is a member. */
function show(
  world: World,
  origin: Origin,
  read: Reply,
  content: MessageContent,
  madeBy: 'ack' | 'response_url',
) {
  if (read.response_type === 'in_channel') {
    const message = world.messages.post({
      ...content,
      channel: origin.channelId,
      user: world.directory.botUserId,
      team: world.directory.teamId,
      bot_id: world.directory.botId,
      app_id: world.directory.appId,
      thread_ts: read.thread_ts,
    })
    world.events.posted(message)
    return
  }
  world.ephemerals.add(
    present({
      channel: origin.channelId,
      user: origin.userId,
      text: content.text ?? '',
      blocks: content.blocks,
      thread_ts: read.thread_ts,
      madeBy,
    }),
  )
}

function replaceSource(
  world: World,
  source: NonNullable<Source>,
  channel: string,
  content: MessageContent,
): Refusal | undefined {
  if ('ephemeralTs' in source) {
    if (!world.ephemerals.find(source.ephemeralTs)) return { error: 'message_not_found' }
    world.ephemerals.replace(source.ephemeralTs, { text: content.text ?? '', blocks: content.blocks })
    return undefined
  }
  const message = world.messages.find(channel, source.messageTs)
  if (!message) return { error: 'message_not_found' }
  const edited = world.messages.edit(
    message,
    present({
      text: content.text,
      blocks: content.blocks ?? null,
      metadata: content.metadata,
      editor: world.directory.botUserId,
    }),
  )
  world.events.changed(edited, message)
  return undefined
}

function removeSource(world: World, source: Source, channel: string): Refusal | undefined {
  if (source === undefined) return { error: 'message_not_found' }
  if ('ephemeralTs' in source) {
    world.ephemerals.remove(source.ephemeralTs)
    return undefined
  }
  const message = world.messages.find(channel, source.messageTs)
  if (!message) return { error: 'message_not_found' }
  world.messages.remove(message.channel, message.ts)
  world.events.deleted(message)
  return undefined
}
