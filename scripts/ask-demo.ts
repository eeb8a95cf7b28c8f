import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Starts the built demo without a browser, asks the bot one question through it, and stops it. Exit code 1 if any fails. */
const demo = spawn(process.execPath, ['dist/main.js', 'demo'], { stdio: ['ignore', 'pipe', 'inherit'] })
const ended = new Promise<number | null>((resolve) => demo.once('exit', resolve))
const overdue = setTimeout(() => demo.kill('SIGKILL'), 60_000)

async function address(): Promise<string> {
  for await (const line of createInterface({ input: demo.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('The demo ended without printing its address.')
}

interface State {
  readonly bot: { readonly connected: boolean }
  readonly channels: readonly { readonly id: string; readonly messages: readonly unknown[] }[]
  readonly people: readonly { readonly id: string }[]
  readonly ephemerals: readonly unknown[]
}

/** The demo's states, as its page receives them (server-sent events). */
async function* states(url: string, token: string): AsyncGenerator<State> {
  const response = await fetch(new URL(`/events?token=${token}`, url))
  if (response.body === null) throw new Error('The demo sends no states.')
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1]
      if (data !== undefined) yield JSON.parse(data) as State
    }
  }
}

/** Types `/interlink list` once the bot has told its first look, and returns what the person sees. */
async function ask(url: string): Promise<string> {
  const page = await (await fetch(url)).text()
  const token = /name="demo-token" content="([^"]+)"/.exec(page)?.[1]
  if (token === undefined) throw new Error('The page has no token.')
  let asked = false
  for await (const { bot, channels, people, ephemerals } of states(url, token)) {
    if (asked && ephemerals.length > 0) return JSON.stringify(ephemerals)
    const [channel] = channels
    if (asked || !bot.connected || channel === undefined || channel.messages.length === 0) continue
    asked = true
    const answer = await fetch(new URL('/api/command', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-demo-token': token },
      body: JSON.stringify({
        userId: people[0]?.id,
        channelId: channel.id,
        command: '/interlink',
        text: 'list',
      }),
    })
    if (!answer.ok) throw new Error(`The demo refuses the question: ${await answer.text()}`)
  }
  throw new Error('The demo stopped sending states.')
}

try {
  const answer = await ask(await address())
  if (!answer.includes('amsterdam-prod'))
    throw new Error(`The demo did not list its links, but answered: ${answer}`)
  demo.kill('SIGTERM')
  const code = await ended
  if (code !== 0) throw new Error(`The demo ended with ${code}.`)
  process.stdout.write('The built demo answered, and stopped.\n')
} finally {
  clearTimeout(overdue)
  demo.kill('SIGKILL')
}
