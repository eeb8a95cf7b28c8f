import type { WebClient } from '@slack/web-api'
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { redact } from './logger.ts'

/** Slack cannot be used as configured. The message is one sentence that names the variable to mend. */
export class SlackSetupError extends Error {
  override readonly name = 'SlackSetupError'
}

/** Who the bot is in Slack. */
export interface SlackIdentity {
  readonly teamId: string
  readonly botUserId: string
  readonly botId: string
  /** Where the workspace's addresses begin, as auth.test says; null where it does not. */
  readonly workspaceUrl: string | null
}

/** Scopes without which nothing works. History and channel scopes are wanted too: see the manifest. */
const NEEDED_SCOPES = ['chat:write', 'commands', 'users:read'] as const

const WHERE = {
  SLACK_BOT_TOKEN: 'the "Bot User OAuth Token" (xoxb-…) on the page "OAuth & Permissions" of the app',
  SLACK_APP_TOKEN:
    'an app-level token (xapp-…) with the scope connections:write, from "Basic Information" of the app',
} as const

type TokenVariable = keyof typeof WHERE

/** Slack's error words for tokens, in sentences (auth.test and apps.connections.open reference). */
function refusal(error: string, variable: TokenVariable): string {
  const fix = `set ${variable} to ${WHERE[variable]}`
  switch (error) {
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
      return `Slack says that ${variable} is no longer valid (${error}): the app was uninstalled or its token revoked; install it again and ${fix}.`
    case 'not_allowed_token_type':
      return `${variable} holds a token of the wrong type: ${fix}.`
    case 'missing_scope':
      return `${variable} lacks a scope (${error}): ${fix}.`
    case 'invalid_auth':
    case 'not_authed':
      return `Slack does not know ${variable} (${error}): ${fix}.`
    default:
      return `Slack refuses ${variable} (${redact(error)}): ${fix}.`
  }
}

/** What went wrong with a call that checks a token, as a sentence. */
export function setupError(error: unknown, variable: TokenVariable, apiUrl: string): SlackSetupError {
  if (error instanceof SlackSetupError) return error
  if (error instanceof WebAPIPlatformError) return new SlackSetupError(refusal(error.data.error, variable))
  if (error instanceof WebAPIRateLimitedError) {
    return new SlackSetupError(
      `Slack asks to wait ${error.retryAfter} s before ${variable} can be checked: start again later.`,
    )
  }
  const host = URL.canParse(apiUrl) ? new URL(apiUrl).host : 'Slack'
  const hint = `check the network and SLACK_API_URL, and https://slack-status.com`
  if (error instanceof WebAPIHTTPError) {
    return new SlackSetupError(
      `Slack (${host}) answers HTTP ${error.statusCode} when ${variable} is checked: ${hint}.`,
    )
  }
  const cause = error instanceof WebAPIRequestError ? error.original : error
  const why = redact(cause instanceof Error ? cause.message : String(cause))
  return new SlackSetupError(`Slack (${host}) cannot be reached to check ${variable} (${why}): ${hint}.`)
}

/** Checks the bot token with `auth.test`, and learns who the bot is. Throws SlackSetupError. */
export async function verifyBotToken(client: WebClient, apiUrl: string): Promise<SlackIdentity> {
  const variable = 'SLACK_BOT_TOKEN'
  try {
    const answer = await client.auth.test()
    const { team_id: teamId, user_id: botUserId, bot_id: botId } = answer
    if (!teamId || !botUserId || !botId) {
      throw new SlackSetupError(
        `${variable} holds a token of a person, not of a bot: set it to ${WHERE[variable]}.`,
      )
    }
    const granted = answer.response_metadata?.scopes
    const missing = granted === undefined ? [] : NEEDED_SCOPES.filter((scope) => !granted.includes(scope))
    if (missing.length > 0) {
      throw new SlackSetupError(
        `${variable} lacks the scopes ${missing.join(', ')}: add them on the page "OAuth & Permissions", and install the app again.`,
      )
    }
    return { teamId, botUserId, botId, workspaceUrl: answer.url ?? null }
  } catch (error) {
    throw setupError(error, variable, apiUrl)
  }
}

/**
 * Checks the app-level token by asking for a Socket Mode address that is then not used. Bolt alone would try for ever
 * with a token of the wrong type. Throws SlackSetupError.
 */
export async function verifyAppToken(client: WebClient, apiUrl: string): Promise<void> {
  try {
    await client.apps.connections.open({})
  } catch (error) {
    throw setupError(error, 'SLACK_APP_TOKEN', apiUrl)
  }
}
