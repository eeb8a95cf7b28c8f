import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { Queries, StatusAnswer } from '../../src/queries/answers.ts'
import type { Transport } from '../../src/slack/connection.ts'
import { createSlackApp } from '../../src/slack/connection.ts'
import type { Logger } from '../../src/slack/logger.ts'
import type { Desk, DeskAnswer, HandledStore } from '../../src/slack/ports.ts'
import type { ManualClock } from '../support/clock.ts'
import { manualClock } from '../support/clock.ts'
import type { FakeReceiver, FakeSlackApi } from '../support/fake-receiver.ts'
import { fakeReceiver, fakeSlackApi } from '../support/fake-receiver.ts'
import { anEvidence, NOW } from '../support/links.ts'

export interface LogLine {
  readonly level: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export function listLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}

/** A HandledStore that forgets with the process: enough where no restart is meant. */
export function memoryHandled(): HandledStore {
  const claims = new Map<string, number>()
  return {
    async claimOnce(key, now, windowMs) {
      const claimed = claims.get(key)
      if (claimed !== undefined && now - claimed < windowMs) return false
      claims.set(key, now)
      return true
    },
  }
}

/** Queries that note what they were asked. */
export function notedQueries(): Queries & { readonly asked: string[] } {
  const asked: string[] = []
  const found = (type: 'live' | 'snapshot'): StatusAnswer => {
    const evidence = anEvidence()
    const source = type === 'live' ? { type, at: NOW } : { type, at: NOW - 20_000, failure: null }
    const card = {
      evidence,
      diagnosis: diagnose(evidence, NOW),
      statusSince: null,
      incident: null,
      source,
      unreadSince: null,
    }
    return { type: 'found', card }
  }
  return {
    asked,
    async list(filter) {
      asked.push(`list ${filter}`)
      return { rows: [], filter, scopes: [] }
    },
    async status(words) {
      asked.push(`status ${words}`)
      return found('snapshot')
    },
    async refresh(linkId) {
      asked.push(`refresh ${linkId}`)
      return found('live')
    },
    runbook(words) {
      asked.push(`runbook ${words}`)
      return { type: 'unknown', words, nearest: [] }
    },
  }
}

/** A desk that notes what it was asked to do, and does nothing. */
export function notedDesk(answer: DeskAnswer = { type: 'done', sentence: 'Done.' }): Desk & {
  readonly asked: unknown[][]
} {
  const asked: unknown[][] = []
  const noted =
    (what: string) =>
    async (...with_: unknown[]): Promise<DeskAnswer> => {
      asked.push([what, ...with_])
      return answer
    }
  return {
    asked,
    acknowledge: noted('acknowledge'),
    undoAcknowledge: noted('undoAcknowledge'),
    silenceStory: noted('silenceStory'),
    silence: noted('silence'),
    unsilence: noted('unsilence'),
    subscribe: noted('subscribe'),
    unsubscribe: noted('unsubscribe'),
    async silences() {
      asked.push(['silences'])
      return []
    },
    async subscriptions(channel) {
      asked.push(['subscriptions', channel])
      return []
    },
    async why(text) {
      asked.push(['why', text])
      return { type: 'unknown', words: text, nearest: [], scopes: [] }
    },
  }
}

export interface Harness {
  readonly clock: ManualClock
  readonly api: FakeSlackApi
  readonly receiver: FakeReceiver
  readonly logger: ReturnType<typeof listLogger>
  readonly queries: ReturnType<typeof notedQueries>
  readonly desk: ReturnType<typeof notedDesk>
  readonly app: Awaited<ReturnType<typeof createSlackApp>>
}

export const BOT_TOKEN = 'xoxb-not-a-real-token'

/** The real Bolt app with all listeners, behind a receiver of ours. */
export async function harness(
  overrides: {
    readonly queries?: Partial<Queries>
    readonly desk?: Partial<Desk>
    readonly deskAnswer?: DeskAnswer
    readonly api?: FakeSlackApi
    readonly transport?: Transport
  } = {},
): Promise<Harness> {
  const clock = manualClock(NOW)
  const api = overrides.api ?? fakeSlackApi()
  const receiver = fakeReceiver()
  const logger = listLogger()
  const queries = notedQueries()
  const desk = notedDesk(overrides.deskAnswer)
  const app = await createSlackApp({
    botToken: BOT_TOKEN,
    transport: overrides.transport ?? { type: 'own', receiver },
    apiUrl: 'https://slack.example/api/',
    fetch: api.fetch,
    clock,
    logger,
    queries: { ...queries, ...overrides.queries },
    desk: { ...desk, ...overrides.desk },
    handled: memoryHandled(),
    newReference: () => 'REF42',
  })
  return { clock, api, receiver, logger, queries, desk, app }
}

let triggers = 0

/** The body of a slash command. */
export function aCommand(text: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  triggers += 1
  return {
    command: '/interlink',
    text,
    user_id: 'U1',
    user_name: 'ann',
    team_id: 'T1',
    channel_id: 'C1',
    trigger_id: `trigger-${triggers}`,
    response_url: 'https://hooks.example/response',
    ...overrides,
  }
}

/** The body of a pressed button, in a shared message or (`ephemeral`) in one that its reader alone sees. */
export function aPress(
  actionId: string,
  value: string | undefined,
  overrides: Record<string, unknown> & { readonly ephemeral?: boolean } = {},
): Record<string, unknown> {
  triggers += 1
  const { ephemeral = false, ...rest } = overrides
  return {
    type: 'block_actions',
    user: { id: 'U1', username: 'ann', team_id: 'T1' },
    team: { id: 'T1', domain: 'team' },
    channel: { id: 'C1', name: 'alerts' },
    container: {
      type: 'message',
      message_ts: '1700000000.000100',
      channel_id: 'C1',
      is_ephemeral: ephemeral,
    },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'b',
        action_ts: '1',
        ...(value === undefined ? {} : { value }),
      },
    ],
    trigger_id: `trigger-${triggers}`,
    response_url: 'https://hooks.example/response',
    ...rest,
  }
}
