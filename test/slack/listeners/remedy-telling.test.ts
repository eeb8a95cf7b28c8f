import { expect, test } from 'vitest'
import { impatientClient } from '../../../src/slack/client.ts'
import { tellDeed } from '../../../src/slack/listeners/remedy-telling.ts'
import { manualClock } from '../../support/clock.ts'
import { fakeSlackApi } from '../../support/fake-receiver.ts'
import { listLogger } from '../noted.ts'

test('What was done is told where it was asked, where the store does not say in which thread', async () => {
  const api = fakeSlackApi()
  const posted: (string | null)[] = []
  api.answer('chat.postMessage', (args) => {
    posted.push(args.get('channel'), args.get('thread_ts'))
    return { body: { ok: true, ts: '1.1' } }
  })
  const logger = listLogger()
  const client = impatientClient({
    token: 'xoxb-1',
    apiUrl: 'https://slack.example/api/',
    fetch: api.fetch,
    timeoutMs: 1_000,
    logger,
  })
  const remedies = {
    messagesOf: () => Promise.reject(new Error('The database is gone.')),
    alertChannel: 'C0ALERTS',
    newId: () => 'id',
  }
  const message = { text: 'ada turned route propagation off.', blocks: [] }
  const asker = { member: 'U1', channel: 'C0ASKED' }
  await tellDeed(message, 'link', asker, { client, clock: manualClock(0), remedies, logger })
  expect(posted).toEqual(['C0ASKED', null])
  expect(logger.lines).toMatchObject([{ level: 'warn', fields: { linkId: 'link' } }])
})
