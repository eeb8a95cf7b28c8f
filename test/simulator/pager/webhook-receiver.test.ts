import { createHmac } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startWebhookReceiver } from '../../../src/simulator/pager/webhook-receiver.ts'
import { manualClock } from '../../support/clock.ts'
import { NOW } from '../../support/links.ts'

const SECRET = 'a secret of the receiver'
const AT = NOW / 1_000

/** The receiver, and a bare client of it that signs by hand. */
async function started() {
  const clock = manualClock(NOW)
  const receiver = await startWebhookReceiver({ clock, secret: SECRET })
  onTestFinished(() => receiver.close())
  const post = async (
    body: string,
    { secret = SECRET, at = `${AT}`, id = 'id-1', without = 'X-None', method = 'POST' } = {},
  ) => {
    const signature = `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
    const headers = new Headers({
      'X-Interlink-Id': id,
      'X-Interlink-Timestamp': at,
      'X-Interlink-Signature': signature,
    })
    headers.delete(without)
    const response = await fetch(receiver.url, { method, headers, ...(method === 'GET' ? {} : { body }) })
    return { status: response.status, body: await response.json() }
  }
  return { clock, receiver, post }
}

const BODY = JSON.stringify({ version: 1, id: 'id-1', event: 'opened' })

describe('a signed request', () => {
  test('is taken', async () => {
    const { receiver, post } = await started()
    expect(await post(BODY)).toEqual({ status: 200, body: { taken: true } })
    expect(receiver.events()).toEqual([{ version: 1, id: 'id-1', event: 'opened' }])
  })

  test('changes nothing when it is replayed, and is answered as before', async () => {
    const { receiver, post } = await started()
    await post(BODY)
    expect(await post(BODY)).toEqual({ status: 200, body: { taken: true } })
    expect(receiver.events()).toHaveLength(1)
    expect(receiver.repetitions()).toBe(1)
  })

  test('cannot be replayed under another id', async () => {
    const { receiver, post } = await started()
    await post(BODY)
    expect(await post(BODY, { id: 'id-2' })).toEqual({
      status: 400,
      body: { error: 'the ids of header and body differ' },
    })
    expect(receiver.events()).toHaveLength(1)
  })

  test('cannot be replayed later', async () => {
    const { clock, receiver, post } = await started()
    await clock.advance(301_000)
    expect(await post(BODY)).toMatchObject({ status: 401 })
    expect(receiver.events()).toEqual([])
  })
})

describe('a request is refused', () => {
  test.each([
    ['signed with another secret', BODY, { secret: 'another' }, 401, 'the signature is not right'],
    ['without a signature', BODY, { without: 'X-Interlink-Signature' }, 401, 'the request is not signed'],
    ['without a time', BODY, { without: 'X-Interlink-Timestamp' }, 401, 'the request is not signed'],
    ['without an id', BODY, { without: 'X-Interlink-Id' }, 401, 'the request is not signed'],
    ['of long ago', BODY, { at: `${AT - 301}` }, 401, 'the request is too old, or from the future'],
    ['of the future', BODY, { at: `${AT + 301}` }, 401, 'the request is too old, or from the future'],
    ['of no time', BODY, { at: 'now' }, 401, 'the request is too old, or from the future'],
    ['of another version', '{"version":2,"id":"id-1"}', {}, 400, 'the body is not one of version 1'],
    ['that is no JSON', 'text', {}, 400, 'the body is not one of version 1'],
    ['by another method', BODY, { method: 'PUT' }, 405, 'only POST is taken'],
  ])('%s', async (_, body, how, status, error) => {
    const { receiver, post } = await started()
    expect(await post(body, how)).toEqual({ status, body: { error } })
    expect(receiver.events()).toEqual([])
  })
})
