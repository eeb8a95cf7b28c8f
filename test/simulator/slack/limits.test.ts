import { describe, expect, test } from 'vitest'
import { OPS, PRIVATE, stage } from './support.ts'

const status = async (call: Promise<unknown>) =>
  call.then(
    () => 'sent',
    (error: { retryAfter?: number }) => error.retryAfter,
  )

describe('rate limits, where they are enforced', () => {
  test('a channel takes a short burst, then one message a second; other channels have their own', async () => {
    const { client, clock } = await stage({ enforceRateLimits: true })
    const post = (channel: string) => status(client.chat.postMessage({ channel, text: 'x' }))
    for (let sent = 0; sent < 5; sent += 1) expect(await post(OPS)).toBe('sent')
    expect(await post(OPS)).toBe(1)
    expect(await post(PRIVATE)).toBe('sent')
    await clock.advance(1000)
    expect(await post(OPS)).toBe('sent')
    expect(await post(OPS)).toBe(1)
  })

  test('a tier 3 method takes fifty calls a minute and then says how long to wait', async () => {
    const { client, clock } = await stage({ enforceRateLimits: true })
    const { ts = '' } = await client.chat.postMessage({ channel: OPS, text: 'x' })
    const update = () => status(client.chat.update({ channel: OPS, ts, text: 'y' }))
    for (let sent = 0; sent < 50; sent += 1) await update()
    await clock.advance(20_000)
    expect(await update()).toBe(40)
    await clock.advance(40_000)
    expect(await update()).toBe('sent')
  })

  test('without enforcement nothing is limited', async () => {
    const { client, workspace } = await stage()
    for (let sent = 0; sent < 30; sent += 1) await client.chat.postMessage({ channel: OPS, text: 'x' })
    expect(workspace.messages(OPS)).toHaveLength(30)
  })
})
