import type { Clock } from '../domain/clock.ts'

/** How requests are made. `timeoutMs` is for one request, its answer included. */
export interface Transport {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly timeoutMs: number
}

/** An answer, as far as it was read, or why there is none. */
export type PostResult =
  | {
      readonly type: 'answer'
      readonly status: number
      readonly body: string
      /** What the answer asks to wait (ms); null where it does not say. */
      readonly retryAfterMs: number | null
    }
  | { readonly type: 'failed'; readonly error: string }

/** An answer is read for what it says is wrong: more than this is of no use (bytes). */
const MOST_ANSWER = 16_384

/** Posts JSON. Never throws for what the network does; redirects are not followed, so that nobody else gets the body. */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { fetch: send, clock, timeoutMs }: Transport,
): Promise<PostResult> {
  const abort = new AbortController()
  const timer = clock.setTimer(timeoutMs, () => abort.abort())
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'interlink-bot', ...headers },
      body,
      redirect: 'manual',
      signal: abort.signal,
    })
    return {
      type: 'answer',
      status: response.status,
      body: await readStart(response),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after'), clock.now()),
    }
  } catch (error) {
    const seconds = Math.round(timeoutMs / 1_000)
    return {
      type: 'failed',
      error: abort.signal.aborted ? `no answer within ${seconds} s` : `no connection (${causeOf(error)})`,
    }
  } finally {
    timer.cancel()
  }
}

async function readStart(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    text += decoder.decode(value, { stream: true })
    if (text.length < MOST_ANSWER) continue
    await reader.cancel()
    return text.slice(0, MOST_ANSWER)
  }
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}

/** The system's word for a connection that failed, which fetch hides in a chain of causes. It names no URL. */
function causeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at instanceof AggregateError) return causeOf(at.errors[0])
  }
  return error instanceof Error ? error.name : 'unknown'
}
