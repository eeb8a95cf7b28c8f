import { z } from 'zod'
import { type Answer, bool, json, method, string } from './arguments.ts'
import { isRefusal, jsonOf, readContent } from './content.ts'
import type { Json } from './workspace.ts'

const unfurlsSchema = z.record(z.string(), z.looseObject({ blocks: z.array(z.unknown()).optional() }))

/** "Provide rich previews … when a user shares a URL": https://docs.slack.dev/reference/methods/chat.unfurl */
export const unfurl = method({
  scopes: ['links:write'],
  tier: 3,
  args: {
    channel: string.optional(),
    ts: string.optional(),
    unfurl_id: string.optional(),
    source: string.optional(),
    unfurls: json,
    user_auth_required: bool.optional(),
  },
  handle(world, args): Answer {
    const known = args.unfurl_id === undefined ? undefined : world.unfurls.get(args.unfurl_id)
    const { channel, ts } = known ?? { channel: args.channel, ts: args.ts }
    if (channel === undefined || ts === undefined) return { error: 'missing_unfurl_id' }
    if (!world.directory.conversation(channel)?.botIsMember) return { error: 'cannot_find_channel' }
    const message = world.messages.find(channel, ts)
    if (!message) return { error: 'cannot_find_message' }
    const given = unfurlsSchema.safeParse(jsonOf(args.unfurls)?.value)
    if (!given.success || Object.keys(given.data).length === 0) return { error: 'missing_unfurls' }
    const attachments: Json[] = []
    for (const [url, { blocks = [] }] of Object.entries(given.data)) {
      if (!message.text.includes(url)) return { error: 'cannot_unfurl_url' }
      const read = readContent({ blocks }, world.ids)
      if (isRefusal(read)) return read
      attachments.push({ from_url: url, app_unfurl_url: url, is_app_unfurl: true, blocks: read.blocks ?? [] })
    }
    const edited = world.messages.attach(message, attachments)
    world.events.changed(edited, message)
    return { ok: true }
  },
})
