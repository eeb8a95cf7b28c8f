import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { signatureOf } from '../../src/paging/signature.ts'
import { createWebhook } from '../../src/paging/webhook.ts'
import { startPagerServer } from '../../src/simulator/pager/server.ts'
import { NOW } from '../support/links.ts'
import { aPageClaim, aTransport } from './support.ts'

const text = readFileSync(new URL('../../docs/webhook.md', import.meta.url), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? ''

type Verify = (secret: string, headers: Record<string, string>, body: string, now: number) => boolean

/** The function that the document shows, as it stands there. */
async function shownVerify(): Promise<Verify> {
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(block('js'))}`)
  return (module as { readonly verify: Verify }).verify
}

const secret = /With the secret `([^`]+)`/.exec(text)?.[1] ?? ''
const [head = '', body = ''] = block('http').trimEnd().split('\n\n')
const headers = Object.fromEntries(
  head
    .split('\n')
    .slice(1)
    .map((line) => line.split(': '))
    .map(([name = '', value = '']) => [name.toLowerCase(), value]),
)
const now = Number(headers['x-interlink-timestamp'])

describe('docs/webhook.md', () => {
  test('shows an example that the bot would sign so', () => {
    expect(signatureOf(secret, headers['x-interlink-timestamp'] ?? '', body)).toBe(
      headers['x-interlink-signature'],
    )
  })

  test('shows how to verify it, and how a forgery or an old request fails', async () => {
    const verify = await shownVerify()
    expect(verify(secret, headers, body, now)).toBe(true)
    expect(verify('another secret', headers, body, now)).toBe(false)
    expect(verify(secret, headers, body.replace('critical', 'info'), now)).toBe(false)
    expect(verify(secret, { ...headers, 'x-interlink-timestamp': `${now + 1}` }, body, now)).toBe(false)
    expect(verify(secret, headers, body, now + 301)).toBe(false)
    expect(verify(secret, {}, body, now)).toBe(false)
  })

  test('shows a body of the shape that the bot sends, and names each of its fields', async () => {
    const sent = JSON.parse((await sentByTheBot()).body)
    expect(shapeOf(JSON.parse(body))).toEqual(shapeOf(sent))
    for (const name of [...Object.keys(sent), ...Object.keys(sent.incident), ...Object.keys(sent.links[0])])
      expect(text).toMatch(new RegExp(`\`(incident)?\\.?${name}\``))
  })

  test('verifies what the bot sends', async () => {
    const verify = await shownVerify()
    const sent = await sentByTheBot()
    expect(verify(secret, sent.headers, sent.body, NOW / 1_000)).toBe(true)
  })
})

/** What the bot really posts, as its receiver sees it. */
async function sentByTheBot() {
  const receiver = await startPagerServer(() => ({ status: 200, body: {} }))
  onTestFinished(() => receiver.close())
  await createWebhook({ ...aTransport(), url: receiver.url, secret }).send(aPageClaim())
  const [request] = receiver.requests
  return { headers: request?.headers as Record<string, string>, body: request?.body ?? '' }
}

/** A value with the types of its leaves in their place. */
function shapeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
    : typeof value
}
