/** One call as the stand-in saw it. Credentials are not kept. */
export interface ApiCall {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, readonly string[]>>
  /** The region in the path, or null. */
  readonly region: string | null
  /** The parsed JSON, the text when it is no JSON, or null when there is none. */
  readonly body: unknown
  readonly requestId: string
  /** When it arrived, ms since the epoch. */
  readonly at: number
  /** What was answered; null while there is no answer, and for ever when the connection was dropped or left hanging. */
  readonly status: number | null
}

/** The last calls, oldest first. */
export interface CallLog {
  all(): readonly ApiCall[]
  /** Notes a call; the function returned notes its answer. */
  note(call: ApiCall): (status: number) => void
}

/** A demo left running for days must not fill the memory. */
const KEPT = 10_000

export function createCallLog(): CallLog {
  let calls: { call: ApiCall }[] = []
  return {
    all: () => calls.map(({ call }) => call),
    note(call) {
      const entry = { call }
      calls = [...calls.slice(1 - KEPT), entry]
      return (status) => {
        entry.call = { ...entry.call, status }
      }
    },
  }
}

export function describeCall(request: {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly requestId: string
  readonly at: number
}): ApiCall {
  const { method, url, body, requestId, at } = request
  const query: Record<string, string[]> = {}
  for (const key of new Set(url.searchParams.keys())) query[key] = url.searchParams.getAll(key)
  return {
    method,
    path: url.pathname,
    query,
    region: /\/regions\/([^/]+)/.exec(url.pathname)?.[1] ?? null,
    body: parsed(body),
    requestId,
    at,
    status: null,
  }
}

function parsed(body: string): unknown {
  if (body === '') return null
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
