import { z } from 'zod'
import { type Answer, count, invalidArguments, json, method, string } from './arguments.ts'
import { isRefusal, jsonOf } from './content.ts'
import { postable, threadProblem } from './methods-chat.ts'
import type { UploadedFile } from './workspace.ts'

/** files.*: https://docs.slack.dev/reference/methods?family=files */

/** "alt_txt_too_large: Description for the image is longer than the limit of 1000 character" */
const MOST_ALT_TEXT = 1000

const getUploadUrl = method({
  scopes: ['files:write'],
  tier: 4,
  args: { filename: string, length: count, alt_txt: string.optional(), snippet_type: string.optional() },
  handle(world, args): Answer {
    // "missing_argument: … Typically only occurs when the `length` provided is 0."
    if (args.length === 0) return { error: 'missing_argument' }
    if ((args.alt_txt ?? '').length > MOST_ALT_TEXT) return { error: 'alt_txt_too_large' }
    const { file, path } = world.files.announce({
      name: args.filename,
      length: args.length,
      altText: args.alt_txt ?? null,
    })
    return { ok: true, upload_url: world.address(path), file_id: file.id }
  },
})

const filesSchema = z.array(z.looseObject({ id: z.string(), title: z.string().optional() })).min(1)

const completeUpload = method({
  scopes: ['files:write'],
  tier: 4,
  args: {
    files: json,
    channel_id: string.optional(),
    thread_ts: string.optional(),
    initial_comment: string.optional(),
  },
  handle(world, args): Answer {
    const given = filesSchema.safeParse(jsonOf(args.files)?.value)
    if (!given.success)
      return invalidArguments([{ pointer: '/files', message: 'must provide files with ids' }])
    const files: UploadedFile[] = []
    let hasAltText = false
    for (const { id, title } of given.data) {
      const file = world.files.pending(id)
      // A file whose bytes never came is not there: "file_not_found".
      if (file?.content === undefined) return { error: 'file_not_found' }
      hasAltText ||= file.altText !== null
      files.push({ id, name: file.name, title: title ?? file.name, content: file.content })
    }
    const { channel_id: channelId } = args
    const conversation = channelId === undefined ? undefined : world.directory.conversation(channelId)
    if (channelId !== undefined) {
      if (conversation === undefined) return { error: 'channel_not_found' }
      const refused =
        postable(world, conversation) ??
        (args.thread_ts === undefined ? undefined : threadProblem(world, conversation.id, args.thread_ts))
      if (refused !== undefined && isRefusal(refused)) return refused
    }
    for (const file of files) world.files.share(file)
    // Slack answers ok and shares nothing where a file has alt text (slackapi/python-slack-sdk issue 1818).
    if (conversation !== undefined && !hasAltText) {
      const message = world.messages.post({
        channel: conversation.id,
        user: world.directory.botUserId,
        team: world.directory.teamId,
        bot_id: world.directory.botId,
        app_id: world.directory.appId,
        text: args.initial_comment ?? '',
        thread_ts: args.thread_ts,
        files: files.map(({ id, name, title }) => ({ id, name, title })),
      })
      world.events.posted(message)
    }
    return { ok: true, files: files.map(({ id, title }) => ({ id, title })) }
  },
})

export const FILE_METHODS = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
} as const
