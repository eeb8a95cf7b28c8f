import { describe, expect, onTestFinished, test } from 'vitest'
import { startPagerDuty } from '../../../src/simulator/pager/pagerduty.ts'
import { manualClock } from '../../support/clock.ts'
import { NOW } from '../../support/links.ts'

const KEY = 'R0123456789abcdefghijklmnopqrstu'
const OTHER_KEY = 'R0123456789abcdefghijklmnopqrsXX'

const PAYLOAD = { summary: 'A link is down', source: 'tests', severity: 'critical' }
const TRIGGER = { routing_key: KEY, event_action: 'trigger', dedup_key: 'key-1', payload: PAYLOAD }
const CHANGE = { routing_key: KEY, payload: { summary: 'A policy was edited' } }

/** The stand-in, and a bare client of it. */
async function started() {
  let ids = 0
  const pagerDuty = await startPagerDuty({
    clock: manualClock(NOW),
    routingKeys: [KEY],
    newId: () => `made-up-${++ids}`,
  })
  onTestFinished(() => pagerDuty.close())
  const post = async (body: unknown, path = '/v2/enqueue', method = 'POST') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(
      `${pagerDuty.url}${path}`,
      method === 'GET' ? { method } : { method, body: text },
    )
    const answer = await response.text()
    return { status: response.status, body: answer.startsWith('{') ? JSON.parse(answer) : answer }
  }
  const follow = (action: string, key = 'key-1') =>
    post({ routing_key: KEY, event_action: action, dedup_key: key })
  return { pagerDuty, post, follow }
}

describe('an alert event', () => {
  test('is taken with 202 and its key, and calls somebody', async () => {
    const { pagerDuty, post } = await started()
    expect(await post(TRIGGER)).toEqual({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'key-1' },
    })
    expect(pagerDuty.alerts()).toMatchObject([{ dedupKey: 'key-1', state: 'triggered', log: ['trigger'] }])
    expect(pagerDuty.notifications()).toEqual([
      { dedupKey: 'key-1', summary: 'A link is down', urgency: 'high', at: NOW },
    ])
  })

  test('gets a key of its own where it has none', async () => {
    const { post } = await started()
    const { dedup_key: _, ...keyless } = TRIGGER
    expect((await post(keyless)).body.dedup_key).toBe('made-up-1')
    expect((await post(keyless)).body.dedup_key).toBe('made-up-2')
  })

  test.each([
    ['critical', 'high'],
    ['error', 'high'],
    ['warning', 'low'],
    ['info', 'low'],
  ])('of severity %s has urgency %s', async (severity, urgency) => {
    const { pagerDuty, post } = await started()
    await post({ ...TRIGGER, payload: { ...PAYLOAD, severity } })
    expect(pagerDuty.notifications()).toMatchObject([{ urgency }])
  })

  test('for an alert that rings or is acknowledged notifies nobody', async () => {
    const { pagerDuty, post, follow } = await started()
    await post(TRIGGER)
    await post(TRIGGER)
    await follow('acknowledge')
    await post(TRIGGER)
    expect(pagerDuty.notifications()).toHaveLength(1)
    expect(pagerDuty.alerts()).toMatchObject([
      { state: 'acknowledged', log: ['trigger', 'trigger', 'acknowledge', 'trigger'] },
    ])
  })

  test('for an alert that is resolved makes another', async () => {
    const { pagerDuty, post, follow } = await started()
    await post(TRIGGER)
    await follow('resolve')
    expect(pagerDuty.alert('key-1')?.state).toBe('resolved')
    await post(TRIGGER)
    expect(pagerDuty.alerts().map(({ state }) => state)).toEqual(['resolved', 'triggered'])
    expect(pagerDuty.alert('key-1')?.state).toBe('triggered')
    expect(pagerDuty.notifications()).toHaveLength(2)
  })

  test('that follows nothing is dropped, with 202 all the same', async () => {
    const { pagerDuty, follow } = await started()
    expect((await follow('acknowledge')).status).toBe(202)
    expect((await follow('resolve')).status).toBe(202)
    expect(pagerDuty.alerts()).toEqual([])
    expect(pagerDuty.alert('key-1')).toBeNull()
  })
})

describe('an event that is refused with 400', () => {
  const with_ = (overrides: object) => ({ ...TRIGGER, ...overrides })
  const payload = (overrides: object) => with_({ payload: { ...PAYLOAD, ...overrides } })
  test.each<[unknown, string]>([
    ['not JSON', 'JSON is invalid'],
    ['[]', 'JSON is invalid'],
    [with_({ routing_key: undefined }), "'routing_key' is missing or blank"],
    [with_({ routing_key: 'short' }), "Length of 'routing_key' is incorrect (should be 32 characters)"],
    [
      with_({ routing_key: KEY.replace('R', '-') }),
      "'routing_key' cannot contain non-alphanumeric characters.",
    ],
    [with_({ routing_key: OTHER_KEY }), 'Invalid routing key'],
    [with_({ event_action: undefined }), "'event_action' is missing or blank"],
    [
      with_({ event_action: 'shout' }),
      "'event_action' is invalid (must be one of: trigger, acknowledge, resolve)",
    ],
    [with_({ dedup_key: 'k'.repeat(256) }), "'dedup_key' is too long (maximum is 255 characters)"],
    [with_({ event_action: 'resolve', dedup_key: undefined }), "'dedup_key' is missing or blank"],
    [with_({ payload: undefined }), "'payload' is missing or blank"],
    [payload({ summary: undefined }), "'payload.summary' is missing or blank"],
    [payload({ summary: 's'.repeat(1_025) }), "'payload.summary' is too long (maximum is 1024 characters)"],
    [payload({ source: '' }), "'payload.source' is missing or blank"],
    [payload({ severity: undefined }), "'payload.severity' is missing or blank"],
    [
      payload({ severity: 'Info' }),
      "'payload.severity' is invalid (must be one of: critical, error, warning, info)",
    ],
    [payload({ component: 7 }), "'payload.component' is missing or blank"],
    [payload({ timestamp: 'yesterday' }), "'payload.timestamp' is invalid (must be ISO 8601)"],
    [payload({ custom_details: 'text' }), "'payload.custom_details' must be an object"],
    [with_({ links: 'text' }), "'links' must be an array"],
    [with_({ links: [{ text: 'nowhere' }] }), "'links' must hold objects with 'href'"],
  ])('%j', async (event, error) => {
    const { pagerDuty, post } = await started()
    expect(await post(event)).toEqual({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors: [error] },
    })
    expect(pagerDuty.alerts()).toEqual([])
  })

  test('tells every problem at once', async () => {
    const { post } = await started()
    const answer = await post({ routing_key: '+', event_action: 'trigger', payload: {} })
    expect(answer.body.errors).toHaveLength(5)
  })
})

describe('what is no event', () => {
  test.each([
    ['another path', '/v2/other', 'POST', 404],
    ['another method', '/v2/enqueue', 'GET', 405],
  ])('has %s', async (_, path, method, status) => {
    const { post } = await started()
    expect((await post(TRIGGER, path, method)).status).toBe(status)
  })

  test('is larger than 512 KB', async () => {
    const { post } = await started()
    const large = { ...TRIGGER, payload: { ...PAYLOAD, custom_details: { text: 'x'.repeat(512 * 1_024) } } }
    expect((await post(large)).status).toBe(413)
  })
})

describe('a change event', () => {
  const change = '/v2/change/enqueue'

  test('is kept, and calls nobody', async () => {
    const { pagerDuty, post } = await started()
    expect(await post(CHANGE, change)).toEqual({
      status: 202,
      body: { status: 'success', message: 'Change event processed' },
    })
    expect(pagerDuty.changes()).toEqual([CHANGE])
    expect(pagerDuty.alerts()).toEqual([])
    expect(pagerDuty.notifications()).toEqual([])
  })

  test.each([
    [{ ...CHANGE, payload: undefined }, "'payload' is missing or blank"],
    [{ ...CHANGE, payload: {} }, "'payload.summary' is missing or blank"],
    [{ ...CHANGE, payload: { summary: 's', source: ' ' } }, "'payload.source' is missing or blank"],
    [{ ...CHANGE, routing_key: OTHER_KEY }, 'Invalid routing key'],
  ])('is refused: %j', async (event, error) => {
    const { pagerDuty, post } = await started()
    expect(await post(event, change)).toMatchObject({ status: 400, body: { errors: [error] } })
    expect(pagerDuty.changes()).toEqual([])
  })
})

describe('told to fail', () => {
  test('answers as told so many times, and does nothing', async () => {
    const { pagerDuty, post } = await started()
    pagerDuty.fault({ type: 'fail', status: 503 }, 2)
    pagerDuty.fault({ type: 'fail', status: 429, retryAfterS: 3 })
    expect((await post(TRIGGER)).status).toBe(503)
    expect((await post(TRIGGER)).status).toBe(503)
    const throttled = await fetch(`${pagerDuty.url}/v2/enqueue`, { method: 'POST', body: '{}' })
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '3'])
    expect(pagerDuty.alerts()).toEqual([])
    expect((await post(TRIGGER)).status).toBe(202)
  })

  test('hangs up before or after storing', async () => {
    const { pagerDuty, post } = await started()
    pagerDuty.fault({ type: 'hang_up' })
    await expect(post(TRIGGER)).rejects.toThrow()
    expect(pagerDuty.alerts()).toEqual([])
    pagerDuty.fault({ type: 'hang_up_after_storing' })
    await expect(post(TRIGGER)).rejects.toThrow()
    expect(pagerDuty.alerts()).toHaveLength(1)
  })
})
