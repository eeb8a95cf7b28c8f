import type { DeskAnswer } from '../../src/domain/desk-answer.ts'
import type { DrawPng } from '../../src/pictures/render.ts'
import type { RunbookDesk } from '../../src/queries/runbook.ts'
import { createSlackApp } from '../../src/slack/connection.ts'
import type { Transport } from '../../src/slack/doors.ts'
import type { Desk, HandledStore, Questions, Remedies } from '../../src/slack/ports.ts'
import type { ManualClock } from '../support/clock.ts'
import { manualClock } from '../support/clock.ts'
import type { FakeReceiver, FakeSlackApi } from '../support/fake-receiver.ts'
import { fakeReceiver, fakeSlackApi } from '../support/fake-receiver.ts'
import { NOW } from '../support/links.ts'
import {
  listLogger,
  memoryHandled,
  noRemedies,
  noStories,
  notedDesk,
  notedQuestions,
  notedRunbooks,
} from './noted.ts'

export interface Harness {
  readonly clock: ManualClock
  readonly api: FakeSlackApi
  readonly receiver: FakeReceiver
  readonly logger: ReturnType<typeof listLogger>
  readonly questions: ReturnType<typeof notedQuestions>
  readonly runbooks: ReturnType<typeof notedRunbooks>
  readonly desk: ReturnType<typeof notedDesk>
  readonly app: Awaited<ReturnType<typeof createSlackApp>>
}

export const BOT_TOKEN = 'xoxb-not-a-real-token'

/** The real Bolt app with all listeners, behind a receiver of ours. */
export async function harness(
  overrides: {
    readonly questions?: Partial<Questions>
    readonly runbooks?: Partial<RunbookDesk>
    readonly desk?: Partial<Desk>
    readonly deskAnswer?: DeskAnswer
    readonly api?: FakeSlackApi
    readonly transport?: Transport
    readonly drawPng?: DrawPng
    readonly handled?: HandledStore
    readonly remedies?: Remedies
  } = {},
): Promise<Harness> {
  const clock = manualClock(NOW)
  const api = overrides.api ?? fakeSlackApi()
  const receiver = fakeReceiver()
  const logger = listLogger()
  const questions = notedQuestions()
  const runbooks = notedRunbooks()
  const desk = notedDesk(overrides.deskAnswer)
  const app = await createSlackApp({
    botToken: BOT_TOKEN,
    transport: overrides.transport ?? { type: 'own', receiver },
    apiUrl: 'https://slack.example/api/',
    fetch: api.fetch,
    clock,
    logger,
    questions: { ...questions, ...overrides.questions },
    runbooks: { ...runbooks, ...overrides.runbooks },
    desk: { ...desk, ...overrides.desk },
    remedies: overrides.remedies ?? noRemedies(),
    handled: overrides.handled ?? memoryHandled(),
    stories: noStories,
    drawPng: overrides.drawPng ?? (async () => new Uint8Array()),
    newReference: () => 'REF42',
  })
  return { clock, api, receiver, logger, questions, runbooks, desk, app }
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
