import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import type { SendOutcome } from '../watch/outbox.ts'

/** What a call that failed means for the message it carried. */
export type SendFailure =
  | Exclude<SendOutcome, { type: 'sent' }>
  | { readonly type: 'unrenderable'; readonly error: string }

interface Mendable {
  /** What cannot be told until somebody has mended it. */
  readonly scope: Extract<SendOutcome, { type: 'rejected' }>['scope']
  readonly advice: string
}

const CHANNEL_MISSING = 'check ALERT_CHANNEL, and invite the bot to the channel'
const INVITE = 'invite the bot to the channel (/invite @interlink)'
const ARCHIVED = 'unarchive the channel, or set ALERT_CHANNEL to another one'
const TOKEN = 'check SLACK_BOT_TOKEN'
const NO_POSTING =
  'a preference of the channel or workspace keeps the bot from posting here: ask an administrator'

/** The chat's errors that a person has to mend, with how (docs.slack.dev, errors of chat.postMessage and chat.update). */
const MENDABLE: ReadonlyMap<string, Mendable> = new Map(
  Object.entries<Mendable>({
    channel_not_found: { scope: 'channel', advice: CHANNEL_MISSING },
    not_in_channel: { scope: 'channel', advice: INVITE },
    no_permission: { scope: 'channel', advice: INVITE },
    is_archived: { scope: 'channel', advice: ARCHIVED },
    is_inactive: { scope: 'channel', advice: ARCHIVED },
    restricted_action: { scope: 'channel', advice: NO_POSTING },
    restricted_action_read_only_channel: { scope: 'channel', advice: NO_POSTING },
    restricted_action_thread_only_channel: { scope: 'channel', advice: NO_POSTING },
    invalid_auth: { scope: 'workspace', advice: TOKEN },
    not_authed: { scope: 'workspace', advice: TOKEN },
    account_inactive: {
      scope: 'workspace',
      advice: 'SLACK_BOT_TOKEN belongs to a removed app or user: install the app again',
    },
    token_revoked: { scope: 'workspace', advice: 'SLACK_BOT_TOKEN was revoked: install the app again' },
    token_expired: { scope: 'workspace', advice: 'SLACK_BOT_TOKEN has expired: install the app again' },
    missing_scope: {
      scope: 'workspace',
      advice: 'install the app again with the scopes of manifest.yml',
    },
    access_denied: { scope: 'workspace', advice: 'ask an administrator whether the app is still allowed' },
    org_login_required: {
      scope: 'workspace',
      advice: 'the workspace is being moved to an Enterprise organization: wait until that is done',
    },
    team_access_not_granted: {
      scope: 'workspace',
      advice: 'the app is not approved for this workspace: ask an administrator',
    },
    ekm_access_denied: { scope: 'workspace', advice: 'an administrator has suspended posting' },
  }),
)

/** What an error of tomorrow is about cannot be known: it may hold up the one message it was said of, and no more. */
const NEVER_HEARD_OF: Mendable = {
  scope: 'message',
  advice: 'look the error up in the documentation of chat.postMessage',
}

const RATE_LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])
/** The message to edit or to reply to is gone, or takes no edit or reply any more: the alert needs one of its own. */
const GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
])
/**
 * Errors about the message, and not about token, channel or rights: the same alert may go through in a plainer form.
 * Besides these, Slack has families of them, `invalid_blocks_format` and `metadata_too_large` among them.
 */
const UNRENDERABLE = new Set([
  'no_text',
  'block_mismatch',
  'markdown_text_conflict',
  'too_many_attachments',
  'attachment_payload_limit_exceeded',
  'invalid_attachments',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_form_data',
  'invalid_json',
  'json_not_object',
])
const UNRENDERABLE_FAMILIES = /^(?:invalid_blocks|invalid_metadata|metadata_)|^msg_.*too_long$/u
const MAY_HAVE_ACTED = new Set(['fatal_error', 'internal_error', 'request_timeout'])
const NOT_YET_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
/** Slack's errors are words such as `not_in_channel`. */
const ERROR_WORD = /^[\w.:-]+$/u

/** The chat's errors about the token: while they last, nothing can be sent at all. */
export const TOKEN_ERRORS: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
])

/** Sorts what a WebClient threw by whether the message may have arrived. Anything unknown counts as "may have". */
export function sendFailure(error: unknown): SendFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { type: 'rate_limited', afterMs: error.retryAfter * 1_000 }
  if (error instanceof WebAPIPlatformError) return platformFailure(error.data.error)
  if (error instanceof WebAPIHTTPError) {
    const text = `Slack answered ${error.statusCode}`
    return error.statusCode >= 500 ? { type: 'unknown', error: text } : { type: 'unavailable', error: text }
  }
  if (error instanceof WebAPIRequestError) {
    const code = causeCode(error.original)
    const text = `Slack could not be reached (${code ?? error.original.name})`
    return code !== null && NOT_YET_SENT.has(code)
      ? { type: 'unavailable', error: text }
      : { type: 'unknown', error: text }
  }
  // The client has no class of its own for a 429 without a valid Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout')) {
    return { type: 'rate_limited', afterMs: null }
  }
  return { type: 'unknown', error: error instanceof Error ? error.message : String(error) }
}

function platformFailure(error: string | undefined): SendFailure {
  // The client takes a body that is no JSON, a proxy's page, for the name of an error.
  if (error === undefined || !ERROR_WORD.test(error)) {
    return { type: 'unknown', error: "Slack's answer could not be read" }
  }
  if (RATE_LIMITED.has(error)) return { type: 'rate_limited', afterMs: null }
  if (GONE.has(error)) return { type: 'parent_gone' }
  if (UNRENDERABLE.has(error) || UNRENDERABLE_FAMILIES.test(error)) return { type: 'unrenderable', error }
  if (MAY_HAVE_ACTED.has(error)) return { type: 'unknown', error }
  if (error === 'service_unavailable') return { type: 'unavailable', error }
  return { type: 'rejected', error, ...(MENDABLE.get(error) ?? NEVER_HEARD_OF) }
}

/** The system's word for a connection that failed, which fetch hides in a chain of causes. */
function causeCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at instanceof AggregateError) return causeCode(at.errors[0])
  }
  return null
}
