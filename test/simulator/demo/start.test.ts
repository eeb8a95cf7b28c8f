import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { skippableClock } from '../../../src/simulator/demo/skippable-clock.ts'
import { type DemoOptions, startDemo } from '../../../src/simulator/demo/start.ts'
import { manualClock } from '../../support/clock.ts'
import { seededRandom } from '../slack/support.ts'
import { openStream, pageDirectory, readLinks, runningDemo, START, startBot } from './support.ts'

const ADA = 'U0ADA0001'
const ONCALL = 'C0NETONCALL'

/** fetch sends the Host it connects to; a rebound name needs one of its own. */
function statusUnder(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.once('error', reject)
    call.end()
  })
}

async function options(pageDir: string): Promise<DemoOptions> {
  return {
    manifest: await readFile(new URL('../../../manifest.yml', import.meta.url), 'utf8'),
    pageDir,
    clock: skippableClock(manualClock(START)),
    newId: randomUUID,
    random: seededRandom(),
  }
}

describe('what the demo hands out', () => {
  test('is one address on this machine, and an environment in which a bot reads links and connects', async () => {
    const { demo } = await runningDemo()
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    expect(await readLinks(demo)).toEqual([200, 200, 200])
    await startBot(demo)
    expect(demo.slack.connected()).toBe(true)
    expect(demo.env).toMatchObject({ ALERT_CHANNEL: ONCALL, PORT: '0', SLACK_BOT_TOKEN: 'xoxb-demo' })
  })

  test('is the page with the token of this start, under a policy that lets nothing foreign run', async () => {
    const { demo, token } = await runningDemo()
    expect(token).toMatch(/^[0-9a-f-]{36}$/)
    const response = await fetch(demo.url)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await fetch(`${demo.url}page.js`)).headers.get('content-type')).toContain('text/javascript')
    expect((await fetch(`${demo.url}..%2fpackage.json`)).status).toBe(404)
  })

  test('is refused in a sentence when the page is not built, or the port is taken', async () => {
    await expect(startDemo(await options(await pageDirectory(null)))).rejects.toThrow('page is not built')
    const { demo } = await runningDemo()
    const port = Number(new URL(demo.url).port)
    const second = startDemo({ ...(await options(await pageDirectory())), port })
    await expect(second).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`)
  })
})

describe('a request that is not the page’s', () => {
  const body = { userId: ADA, channelId: ONCALL, text: 'gotcha' }

  test.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['marked as cross-site by the browser', { 'sec-fetch-site': 'cross-site' }],
    ['with another start’s token', { 'x-demo-token': '00000000-0000-4000-8000-000000000000' }],
  ])('%s is denied and does nothing', async (_, headers) => {
    const running = await runningDemo()
    const response = await running.act('post', body, headers)
    expect(response.status).toBe(403)
    expect(running.demo.slack.messages(ONCALL)).toEqual([])
  })

  test('with a form’s content type does nothing', async () => {
    const running = await runningDemo()
    const response = await running.act('post', body, { 'content-type': 'text/plain' })
    expect(response.status).toBe(415)
    expect(running.demo.slack.messages(ONCALL)).toEqual([])
  })

  test('under a name that was rebound to this machine gets neither page, script nor state', async () => {
    const { demo, token } = await runningDemo()
    const host = `evil.example:${new URL(demo.url).port}`
    for (const path of ['', 'page.js', `events?token=${token}`]) {
      expect(await statusUnder(`${demo.url}${path}`, { host })).toBe(403)
    }
    expect(await statusUnder(demo.url, { host: `localhost:${new URL(demo.url).port}` })).toBe(200)
  })

  test('for the stream of states needs the token', async () => {
    const { demo } = await runningDemo()
    expect((await fetch(`${demo.url}events`)).status).toBe(403)
  })

  test('for an act that does not exist, or with a body that does not fit, is answered with what is wrong', async () => {
    const running = await runningDemo()
    expect((await running.act('constructor', {})).status).toBe(404)
    const response = await running.act('skip', { ms: 'soon' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ ok: false, message: expect.stringContaining('ms') })
  })
})

describe('the stream of states', () => {
  test('tells the state at once, and many changes together', async () => {
    const running = await runningDemo()
    const { demo, real } = running
    const stream = await openStream(running)
    const first = await stream.next()
    expect(first.world.links).toHaveLength(8)
    expect(first.channels.map((channel) => channel.name)).toEqual(['network-oncall', 'random'])
    for (const text of ['one', 'two', 'three']) {
      demo.slack.postAs({ userId: ADA, channelId: ONCALL, text })
    }
    await real.advance(100)
    const second = await stream.next()
    expect(second.channels[0]?.messages.map((message) => message.text)).toEqual(['one', 'two', 'three'])
  })

  test('holds no pairing key and no token', async () => {
    const running = await runningDemo()
    const text = JSON.stringify(await (await openStream(running)).next())
    const keys = running.demo.interlink.world.links().map((link) => link.partner?.pairing_key)
    for (const key of keys) if (key !== undefined) expect(text).not.toContain(key)
    expect(text).not.toContain(running.token)
    expect(text).not.toContain('xoxb-')
  })
})
