import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { sendFailure } from '../../src/slack/send-errors.ts'

const platform = (error: string) => sendFailure(new WebAPIPlatformError({ ok: false, error }))

/** What fetch throws: its own words, and the system's word for it in a chain of causes. */
function unreachable(code: string): WebAPIRequestError {
  const cause = Object.assign(new Error('connect failed'), { code })
  return new WebAPIRequestError(new TypeError('fetch failed', { cause }))
}

describe('what Slack answers', () => {
  test.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])('%s asks to wait', (error) => {
    expect(platform(error)).toEqual({ type: 'rate_limited', afterMs: null })
  })

  test('a rate limit with a time says how long, in ms', () => {
    expect(sendFailure(new WebAPIRateLimitedError(12))).toEqual({ type: 'rate_limited', afterMs: 12_000 })
  })

  test.each([
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'thread_not_found',
    'cannot_reply_to_message',
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
  ])('%s means that there is nothing left to edit or to reply to', (error) => {
    expect(platform(error)).toEqual({ type: 'parent_gone' })
  })

  test.each([
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'metadata_too_large',
    'metadata_must_be_sent_from_app',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'invalid_arguments',
    'no_text',
  ])('%s means that the message itself is not taken', (error) => {
    expect(platform(error)).toEqual({ type: 'unrenderable', error })
  })

  test.each(['fatal_error', 'internal_error', 'request_timeout'])(
    '%s leaves open whether it was sent ("some aspect of the operation may have succeeded")',
    (error) => {
      expect(platform(error)).toEqual({ type: 'unknown', error })
    },
  )

  test('service_unavailable means that nothing was sent', () => {
    expect(platform('service_unavailable')).toEqual({ type: 'unavailable', error: 'service_unavailable' })
  })

  test.each([
    ['channel_not_found', 'channel', 'ALERT_CHANNEL'],
    ['not_in_channel', 'channel', '/invite'],
    ['no_permission', 'channel', '/invite'],
    ['is_archived', 'channel', 'unarchive'],
    ['is_inactive', 'channel', 'unarchive'],
    ['restricted_action', 'channel', 'administrator'],
    ['restricted_action_read_only_channel', 'channel', 'administrator'],
    ['restricted_action_thread_only_channel', 'channel', 'administrator'],
    ['invalid_auth', 'workspace', 'SLACK_BOT_TOKEN'],
    ['not_authed', 'workspace', 'SLACK_BOT_TOKEN'],
    ['account_inactive', 'workspace', 'install the app again'],
    ['token_revoked', 'workspace', 'install the app again'],
    ['token_expired', 'workspace', 'install the app again'],
    ['missing_scope', 'workspace', 'manifest.yml'],
    ['access_denied', 'workspace', 'administrator'],
    ['org_login_required', 'workspace', 'organization'],
    ['team_access_not_granted', 'workspace', 'administrator'],
    ['ekm_access_denied', 'workspace', 'administrator'],
    ['an_error_of_tomorrow', 'message', 'documentation'],
    ['constructor', 'message', 'documentation'],
  ])('%s is for a person, keeps back its %s, and its advice says %s', (error, scope, advice) => {
    expect(platform(error)).toEqual({
      type: 'rejected',
      scope,
      error,
      advice: expect.stringContaining(advice),
    })
  })

  test('a page where an error should be leaves open whether it was sent, and is not repeated to anybody', () => {
    expect(platform('<html><h1>Welcome</h1></html>')).toEqual({
      type: 'unknown',
      error: "Slack's answer could not be read",
    })
  })

  test('nothing where an error should be leaves open whether it was sent', () => {
    const nameless = new WebAPIPlatformError({ ok: false } as { ok: false; error: string })
    expect(sendFailure(nameless)).toMatchObject({ type: 'unknown' })
  })
})

describe('what HTTP answers', () => {
  const http = (status: number) => sendFailure(new WebAPIHTTPError(status, 'status', {}, ''))

  test.each([500, 502, 503, 504])('%i leaves open whether it was sent', (status) => {
    expect(http(status)).toEqual({ type: 'unknown', error: `Slack answered ${status}` })
  })

  test.each([400, 404, 407, 413])('%i means that nothing was sent', (status) => {
    expect(http(status)).toEqual({ type: 'unavailable', error: `Slack answered ${status}` })
  })
})

describe('what the network says', () => {
  test.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('%s comes before anything is sent', (code) => {
    expect(sendFailure(unreachable(code))).toEqual({
      type: 'unavailable',
      error: `Slack could not be reached (${code})`,
    })
  })

  test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    '%s may come after it was sent',
    (code) => {
      expect(sendFailure(unreachable(code))).toEqual({
        type: 'unknown',
        error: `Slack could not be reached (${code})`,
      })
    },
  )

  test('of several addresses that were tried, the word of the first counts', () => {
    const tried = ['ECONNREFUSED', 'ENETUNREACH'].map((code) => Object.assign(new Error(code), { code }))
    const error = new TypeError('fetch failed', { cause: new AggregateError(tried) })
    expect(sendFailure(new WebAPIRequestError(error))).toMatchObject({ type: 'unavailable' })
  })

  test('an end of patience leaves open whether it was sent', () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    expect(sendFailure(new WebAPIRequestError(timeout as Error))).toEqual({
      type: 'unknown',
      error: 'Slack could not be reached (TimeoutError)',
    })
  })

  test.each([new Error('something new'), 'not even an error', null])(
    'anything unknown leaves open whether it was sent: %s',
    (thrown) => {
      expect(sendFailure(thrown)).toMatchObject({ type: 'unknown' })
    },
  )
})
