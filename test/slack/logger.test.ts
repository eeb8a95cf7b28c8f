import { expect, test } from 'vitest'
import { boltLogger, redact } from '../../src/slack/logger.ts'
import { listLogger } from './noted.ts'

test('Tokens, WebSocket tickets and response URLs are not logged', () => {
  const text =
    'xoxb-1-a xoxe.xoxp-1-b xapp-1-c wss://wss.slack.example/?ticket=t https://hooks.slack.com/commands/T/1/z end'
  expect(redact(text)).toBe('[redacted] [redacted] [redacted] [redacted] [redacted] end')
})

test("Bolt's lines arrive at their level, without its debug lines", () => {
  const logger = listLogger()
  const bolt = boltLogger(logger)
  bolt.debug('payload with a response_url')
  bolt.warn('slow', new Error('xoxb-1-secret'))
  expect(logger.lines).toHaveLength(1)
  expect(logger.lines[0]).toMatchObject({ level: 'warn', fields: { from: 'bolt' } })
  expect(logger.lines[0]?.message).toContain('slow Error: [redacted]')
})
