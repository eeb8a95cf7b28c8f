import { describe, expect, test } from 'vitest'
import { createLogger } from '../../src/telemetry/logger.ts'

const SECRET = '11111111-2222-4333-8444-555555555555'
const ODD_SECRET = String.raw`pa"ss\word-of-the-webhook`

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  const log = createLogger({
    level: 'info',
    secrets: [SECRET, ODD_SECRET],
    destination: { write: (line) => void lines.push(line) },
    now: () => Date.parse('2026-11-21T03:12:00Z'),
  })
  write(log)
  return lines.join('')
}

describe('the log', () => {
  test('is one JSON object a line, with level, time, fields and sentence', () => {
    expect(JSON.parse(logged((log) => log.warn({ region: 'fr-par' }, 'It rains.')))).toEqual({
      level: 'warn',
      time: '2026-11-21T03:12:00.000Z',
      region: 'fr-par',
      msg: 'It rains.',
    })
  })

  test.each([
    ['a known secret in a sentence', SECRET, (log) => log.info({}, `The key ${SECRET} is wrong.`)],
    ['a known secret in a nested field', SECRET, (log) => log.info({ a: { b: [SECRET] } }, 'x')],
    [
      'a known secret in the cause of an error',
      SECRET,
      (log) => log.error({ err: new Error('a', { cause: new Error(SECRET) }) }, 'x'),
    ],
    [
      'a known secret that JSON writes otherwise',
      'word-of-the-webhook',
      (log) => log.error({ err: new Error(ODD_SECRET) }, ODD_SECRET),
    ],
    [
      'a Slack token nobody told it of',
      'xoxb-123-abc',
      (log) => log.info({ header: 'Bearer xoxb-123-abc' }, 'x'),
    ],
    [
      'the ticket in the URL of a Socket Mode connection',
      'a1b2c3d4',
      (log) => log.info({ url: 'wss://wss-primary.slack.com/link/?ticket=a1b2c3d4&app_id=x' }, 'x'),
    ],
    [
      'a response URL',
      'QwErTy',
      (log) => log.info({}, 'POST https://hooks.slack.com/commands/T1/123/QwErTy failed'),
    ],
    [
      'a response URL of GovSlack',
      'QwErTy',
      (log) => log.info({}, 'POST https://hooks.slack-gov.com/commands/T1/123/QwErTy failed'),
    ],
    ['the password in a database URL', 'hunter22', (log) => log.info({}, 'postgres://bot:hunter22@db/bot')],
  ] as [string, string, (log: ReturnType<typeof createLogger>) => void][])(
    'blanks %s',
    (_, secret, write) => {
      const line = logged(write)
      expect(line).not.toContain(secret)
      expect(line).toContain('redacted')
      expect(() => JSON.parse(line)).not.toThrow()
    },
  )

  test('leaves out what is below its level', () => {
    expect(logged((log) => log.debug({}, 'Nobody asked.'))).toBe('')
  })
})
