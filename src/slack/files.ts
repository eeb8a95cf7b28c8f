import type { WebClient } from '@slack/web-api'
import { prose } from './escape.ts'
import { sendFailure } from './send-errors.ts'

/** A file that belongs to an answer, made in memory. */
export interface AnswerFile {
  readonly name: string
  /** What is on it, for those who cannot see it, as plain text; empty where its text is there to be read. */
  readonly alt: string
  readonly content: Uint8Array
}

/** Where files go: into a channel or one of its threads. `comment` is mrkdwn. */
export interface FilePlace {
  readonly channel: string
  readonly threadTs: string | null
  readonly comment: string
}

/**
 * Uploads files and shows them in a channel (`files.getUploadURLExternal`, `files.completeUploadExternal`; scope
 * files:write). What is on them goes into the comment in words: a file uploaded with `alt_txt` may be left unshared
 * without an error (slackapi/python-slack-sdk issue 1818). Null when they are there; else one sentence for a person, as
 * mrkdwn. Throws what is nobody's to mend.
 */
export async function uploadFiles(
  client: WebClient,
  files: readonly AnswerFile[],
  { channel, threadTs, comment }: FilePlace,
): Promise<string | null> {
  try {
    await client.filesUploadV2({
      channel_id: channel,
      initial_comment: [comment, ...files.map(({ alt }) => prose(alt))]
        .filter((line) => line !== '')
        .join('\n'),
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
      file_uploads: files.map(({ name, content }) => ({
        filename: name,
        title: name,
        file: Buffer.from(content),
      })),
    })
    return null
  } catch (error) {
    const sentence = uploadProblem(error)
    if (sentence === null) throw error
    return sentence
  }
}

function uploadProblem(error: unknown): string | null {
  const failure = sendFailure(error)
  switch (failure.type) {
    case 'rejected':
      if (failure.error === 'missing_scope')
        return 'The file was not sent: the bot lacks the scope `files:write`. Install it again with the manifest.'
      if (failure.error === 'not_in_channel' || failure.error === 'channel_not_found')
        return 'The file was not shown: the bot is not in this channel. Invite it (`/invite @interlink`), then press again.'
      return `The file was not sent: Slack answered \`${failure.error}\`.`
    case 'rate_limited':
    case 'unavailable':
    case 'unknown':
      return 'Slack did not take the file just now. Press again in a minute.'
    case 'parent_gone':
    case 'unrenderable':
      return null
  }
}
