import type { ActAnswer, DemoState } from '../demo/state.ts'

const token = () => document.querySelector<HTMLMetaElement>('meta[name=demo-token]')?.content ?? ''

/** Asks the demo to do something. Resolves with what to tell the person; never rejects. */
export async function act(name: string, body: object): Promise<ActAnswer> {
  try {
    const response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-demo-token': token() },
      body: JSON.stringify(body),
    })
    return (await response.json()) as ActAnswer
  } catch {
    return { ok: false, message: 'The demo does not answer. Is it still running?' }
  }
}

/** Where the bytes of an uploaded file are. */
export function fileUrl(id: string): string {
  return `/files/${encodeURIComponent(id)}?token=${encodeURIComponent(token())}`
}

/** Listens to the demo's state; `connected` says whether the stream is up. Returns the way to stop. */
export function listen(onState: (state: DemoState) => void, onConnected: (connected: boolean) => void) {
  const source = new EventSource(`/events?token=${encodeURIComponent(token())}`)
  source.addEventListener('state', (event) => onState(JSON.parse(event.data) as DemoState))
  source.addEventListener('open', () => onConnected(true))
  source.addEventListener('error', () => onConnected(false))
  return () => source.close()
}
