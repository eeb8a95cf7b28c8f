import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import {
  type InterlinkApi,
  type InterlinkApiOptions,
  startInterlinkApi,
} from '../../../src/simulator/interlink/server.ts'
import { catalogWorld } from '../../../src/simulator/interlink/world.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'

export const START = Date.UTC(2026, 3, 15, 15, 49, 30, 752)
export const SECRET_KEY = 'c0ffee00-0000-4000-8000-000000000001'

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined when it is empty or no JSON. */
  readonly body: unknown
  /** The body as `schema` describes it. Throws when it is anything else. */
  read<T>(schema: z.ZodType<T>): T
}

export interface Harness {
  readonly api: InterlinkApi
  readonly clock: ManualClock
  /** Calls the API as any HTTP client would. `path` begins after the region; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>
  fetch(url: string, init?: RequestInit): Promise<Answer>
}

/** Synthetic UUIDs that count up. */
export function countingIds(): () => string {
  let count = 0
  return () => {
    count += 1
    return `abcd${String(count).padStart(4, '0')}-0000-4000-8000-${String(count).padStart(12, '0')}`
  }
}

/** A stand-in with the demo's catalogue and no link, closed when the test ends. */
export async function startHarness(options: Partial<InterlinkApiOptions> = {}): Promise<Harness> {
  const clock = manualClock(START)
  const api = await startInterlinkApi({
    clock,
    newId: countingIds(),
    secretKey: SECRET_KEY,
    world: catalogWorld(),
    ...options,
  })
  onTestFinished(() => api.close())
  const call = async (url: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url, { ...init, headers: { 'X-Auth-Token': SECRET_KEY, ...init.headers } })
    const text = await response.text()
    const body = parsed(text)
    return {
      status: response.status,
      headers: response.headers,
      text,
      body,
      read: (schema) => schema.parse(body),
    }
  }
  return {
    api,
    clock,
    call: (method, path, body) =>
      call(`${api.url}/interlink/v1beta1/regions/fr-par/${path}`, {
        method,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    fetch: (path, init) => call(`${api.url}${path}`, init),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
