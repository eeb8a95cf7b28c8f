import { type Harness, harness } from '../app.ts'

/** An answer in which every method finds what it needs. */
export const OK = { body: { ok: true, view: { id: 'V9' }, channel: { id: 'D1' } } }

/** A harness whose Slack takes everything. */
export async function willing(overrides?: Parameters<typeof harness>[0]): Promise<Harness> {
  const made = await harness(overrides)
  for (const method of [
    'views.open',
    'views.update',
    'views.publish',
    'chat.postMessage',
    'chat.postEphemeral',
    'conversations.open',
    'conversations.info',
  ])
    made.api.answer(method, OK)
  return made
}
