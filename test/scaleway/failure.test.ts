import { describe, expect, test } from 'vitest'
import { askedWaitMs, networkFailure, refusalFailure } from '../../src/scaleway/failure.ts'

const NOW = Date.UTC(2026, 3, 15, 12, 0, 0)
const links = { product: 'InterLink', region: 'fr-par', resource: null } as const
const oneLink = { product: 'InterLink', region: 'fr-par', resource: 'link' } as const

const refusal = (status: number, body: unknown = undefined, headers: Record<string, string> = {}) => ({
  status,
  body,
  headers: new Headers(headers),
})

describe('what an answer other than success stands for', () => {
  test.each([
    [400, { type: 'invalid_arguments' }, 'refused', false],
    [401, { type: 'denied_authentication', reason: 'not_found' }, 'unauthenticated', false],
    [403, { type: 'permissions_denied' }, 'forbidden', false],
    [403, { type: 'quotas_exceeded' }, 'refused', false],
    [404, { type: 'not_found', resource: 'link' }, 'not_found', false],
    [409, { type: 'already_exists' }, 'refused', false],
    [409, { type: 'transient_state' }, 'refused', true],
    [410, { type: 'expired' }, 'refused', false],
    [412, { type: 'precondition_failed' }, 'refused', false],
    [423, { type: 'locked' }, 'refused', false],
    [429, { type: 'too_many_requests' }, 'rate_limited', true],
    [503, { type: 'out_of_stock' }, 'refused', false],
  ] as const)('a typed %i %j is %s', (status, body, reason, retryable) => {
    expect(refusalFailure(refusal(status, body), links)).toMatchObject({ reason, retryable, status })
  })

  test.each([
    [401, undefined, 'unauthenticated', false],
    [429, undefined, 'rate_limited', true],
    [429, '', 'rate_limited', true],
    [500, '<html>', 'server_error', true],
    [502, '<html>', 'server_error', true],
    [503, '<html>', 'server_error', true],
    [500, { type: 'a_newer_type', message: 'x' }, 'server_error', true],
    [418, { type: 'a_newer_type' }, 'refused', false],
    [302, '', 'refused', false],
  ] as const)('an untyped %i with body %j is %s', (status, body, reason, retryable) => {
    expect(refusalFailure(refusal(status, body), links)).toMatchObject({ reason, retryable, status })
  })

  test('untyped bodies of the gateway are not about rights, absence or an outage', () => {
    const untyped = (status: number) => refusalFailure(refusal(status, { message: 'no route' }), oneLink)

    expect(untyped(403)).toMatchObject({ reason: 'refused', retryable: false })
    expect(untyped(404)).toMatchObject({ reason: 'refused', retryable: false })
    expect(untyped(409)).toMatchObject({ reason: 'refused', retryable: false })
    expect(untyped(503)).toMatchObject({ reason: 'refused', retryable: true })
    expect(untyped(404).message).toContain('no route')
  })

  test('the absence of something else than the link is not the absence of the link', () => {
    const absent = (resource: string) =>
      refusalFailure(refusal(404, { type: 'not_found', resource }), oneLink)

    expect(absent('link').reason).toBe('not_found')
    expect(absent('project').reason).toBe('refused')
  })

  test('an expired key is called expired, and the variable to set is named', () => {
    const expired = refusalFailure(
      refusal(401, { type: 'denied_authentication', method: 'api_key', reason: 'expired' }),
      links,
    )

    expect(expired.message).toMatch(/has expired.*SCW_SECRET_KEY/)
  })

  test('an unknown key is not called expired', () => {
    const unknown = refusalFailure(
      refusal(401, { type: 'denied_authentication', reason: 'not_found' }),
      links,
    )

    expect(unknown.message).toContain('SCW_SECRET_KEY')
    expect(unknown.message).not.toContain('expired')
  })

  test('a missing right names the action, the resource and the product to give read rights on', () => {
    const body = { type: 'permissions_denied', details: [{ resource: 'vpc', action: 'read' }] }
    const forbidden = refusalFailure(refusal(403, body), { product: 'VPC', region: 'fr-par', resource: null })

    expect(forbidden.message).toContain('read on vpc')
    expect(forbidden.message).toContain('read rights on VPC')
  })

  test('a redirect names SCW_API_URL', () => {
    expect(refusalFailure(refusal(302), links).message).toContain('SCW_API_URL')
  })

  test('the request id is kept', () => {
    const failure = refusalFailure(refusal(500, '', { 'X-Request-Id': 'abc' }), links)

    expect(failure.requestId).toBe('abc')
    expect(refusalFailure(refusal(500), links).requestId).toBeNull()
  })

  test('what the API says is cut to a sentence and flattened to one line', () => {
    const { message } = refusalFailure(refusal(400, { message: `one\ntwo\u202e${'x'.repeat(5000)}` }), links)

    expect(message).toContain('one two')
    expect(message).not.toMatch(/[\n\u202e]/)
    expect(message.length).toBeLessThan(320)
  })

  test('a body whose fields have odd types is read as far as it goes', () => {
    const body = { type: 'permissions_denied', details: 'none', message: 7, reset_seconds: 'soon' }

    expect(refusalFailure(refusal(403, body), links).reason).toBe('forbidden')
    expect(refusalFailure(refusal(403, [1]), links).reason).toBe('refused')
    expect(refusalFailure(refusal(403, null), links).reason).toBe('refused')
  })
})

describe('how long an answer asks to be left alone', () => {
  test('Retry-After in seconds', () => {
    expect(askedWaitMs(refusal(429, '', { 'Retry-After': '7' }), NOW)).toBe(7_000)
  })

  test('Retry-After as a date', () => {
    const headers = { 'Retry-After': 'Wed, 15 Apr 2026 12:00:30 GMT' }
    expect(askedWaitMs(refusal(503, '', headers), NOW)).toBe(30_000)
  })

  test('reset_seconds and reset_at in the body', () => {
    expect(askedWaitMs(refusal(429, { reset_seconds: 4 }), NOW)).toBe(4_000)
    expect(askedWaitMs(refusal(429, { reset_at: '2026-04-15T12:00:09Z' }), NOW)).toBe(9_000)
  })

  test('the longest of several', () => {
    expect(askedWaitMs(refusal(429, { reset_seconds: 4 }, { 'Retry-After': '2' }), NOW)).toBe(4_000)
  })

  test('nothing for an empty 429, for nonsense, and no negative waits for a date gone by', () => {
    expect(askedWaitMs(refusal(429), NOW)).toBeNull()
    expect(askedWaitMs(refusal(429, {}, { 'Retry-After': 'soon' }), NOW)).toBeNull()
    expect(askedWaitMs(refusal(429, { reset_at: '2020-01-01T00:00:00Z' }), NOW)).toBe(0)
  })
})

describe('a broken connection', () => {
  test('is told by its code, looked for in the causes, and never by its message', () => {
    const error = new TypeError('fetch failed with X-Auth-Token', {
      cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    })

    expect(networkFailure(error, links).message).toContain('(ECONNREFUSED)')
    expect(networkFailure(error, links).message).not.toContain('X-Auth-Token')
    expect(networkFailure('odd', links)).toMatchObject({ reason: 'network', retryable: true, status: null })
  })
})
