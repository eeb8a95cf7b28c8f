import { describe, expect, test } from 'vitest'
import { aLink } from '../../support/links.ts'
import { slackProblems } from '../../support/slack-limits.ts'
import { aCommand, aPress, harness } from '../app.ts'

const linkId = aLink().id

describe('/interlink', () => {
  test.each([
    ['list fr-par', 'list fr-par'],
    ['status “paris-a”', 'status paris-a'],
    ['diagnose paris-a', 'diagnose paris-a'],
    ['why paris-a', 'why paris-a'],
    ['router paris-a bird', 'router paris-a bird'],
    ['vpc prod', 'vpc prod'],
    ['whatif down paris-a', 'whatif down paris-a'],
    ['partner', 'partner '],
    ['incidents', 'incidents '],
    ['history paris-a this month', 'history paris-a this month (UTC)'],
    ['report 30d', 'report 30d (UTC)'],
    ['runbook all down', 'runbook all down'],
    ['runbook', 'runbook '],
  ])('%s asks %j, and answers the person alone', async (typed, asked) => {
    const { receiver, questions, runbooks, api } = await harness()
    await receiver.deliver(aCommand(typed))
    expect([...questions.asked, ...runbooks.asked]).toEqual([asked])
    expect(receiver.acks).toEqual([undefined])
    expect(api.responses).toHaveLength(1)
    expect(api.responses[0]?.body.response_type).toBe('ephemeral')
    expect(slackProblems(api.responses[0]?.body ?? { text: '', blocks: [] })).toEqual([])
  })

  test('without words answers the help', async () => {
    const { receiver, api } = await harness()
    await receiver.deliver(aCommand(''))
    expect(api.responses[0]?.body.text).toContain('Commands of /interlink')
  })

  test('with an unknown word answers the help and the nearest command', async () => {
    const { receiver, api, questions } = await harness()
    await receiver.deliver(aCommand('stauts paris-a'))
    expect(api.responses[0]?.body.text).toContain('Did you mean `/interlink status paris-a`?')
    expect(questions.asked).toEqual([])
  })

  test('status without a link says what is missing', async () => {
    const { receiver, api } = await harness()
    await receiver.deliver(aCommand('status'))
    expect(api.responses[0]?.body.text).toContain('Which link? Name it')
  })

  test('redelivered acts once', async () => {
    const { receiver, questions, api } = await harness()
    const envelope = aCommand('list')
    await Promise.all([receiver.deliver(envelope), receiver.deliver(envelope)])
    await receiver.deliver(envelope)
    expect(questions.asked).toEqual(['list '])
    expect(api.responses).toHaveLength(1)
    expect(receiver.acks).toHaveLength(3)
  })

  test('asked twice in a hurry is answered twice', async () => {
    const { receiver, questions } = await harness()
    await receiver.deliver(aCommand('list'))
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toHaveLength(2)
  })

  test('whose acknowledgement is lost is answered all the same, once', async () => {
    const { receiver, questions, api, logger } = await harness()
    const envelope = aCommand('list')
    await receiver.deliver(envelope, { loseAck: true })
    await receiver.deliver(envelope)
    expect(questions.asked).toEqual(['list '])
    expect(api.responses).toHaveLength(1)
    expect(logger.lines.map((line) => line.message)).toContain('An acknowledgement did not reach Slack')
  })

  test('is answered, once, while the database takes nothing', async () => {
    const full = { claimOnce: () => Promise.reject(new Error('database or disk is full')) }
    const { receiver, questions, api, logger } = await harness({ handled: full })
    const envelope = aCommand('list')
    await Promise.all([receiver.deliver(envelope), receiver.deliver(envelope)])
    expect(questions.asked).toEqual(['list '])
    expect(api.responses).toHaveLength(1)
    expect(String(logger.lines[0]?.fields.error)).toContain('disk is full')
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toHaveLength(2)
  })

  test('that breaks inside tells the person one sentence with the reference that is in the log', async () => {
    const broken = { list: () => Promise.reject(new Error('boom xoxb-123-secret')) }
    const { receiver, api, logger } = await harness({ questions: broken })
    await receiver.deliver(aCommand('list'))
    expect(api.responses[0]?.body.text).toMatch(/Something went wrong inside the bot.+reference `REF42`/u)
    const line = logger.lines.find((entry) => entry.level === 'error')
    expect(line?.fields).toMatchObject({ reference: 'REF42', what: '/interlink', userId: 'U1' })
    expect(String(line?.fields.error)).toContain('boom')
    expect(JSON.stringify(logger.lines)).not.toContain('secret')
  })
})

describe('Refresh', () => {
  test('on a shared alert reads live, answers the person alone and leaves the alert', async () => {
    const { receiver, questions, api } = await harness()
    await receiver.deliver(aPress('refresh_link', linkId))
    expect(questions.asked).toEqual([`refresh ${linkId}`])
    expect(api.responses[0]?.body).toMatchObject({ response_type: 'ephemeral', replace_original: false })
    expect(api.responses[0]?.body.text).toContain('`paris-a` is up')
  })

  test('on a card of one’s own replaces it', async () => {
    const { receiver, api } = await harness()
    await receiver.deliver(aPress('refresh_link', linkId, { ephemeral: true }))
    expect(api.responses[0]?.body).toMatchObject({ replace_original: true })
  })

  test('in a thread answers in the thread', async () => {
    const { receiver, api } = await harness()
    const container = { message_ts: '2.0', thread_ts: '1.0', channel_id: 'C1', is_ephemeral: false }
    await receiver.deliver(aPress('refresh_link', linkId, { container }))
    expect(api.responses[0]?.body.thread_ts).toBe('1.0')
  })

  test('pressed twice within two seconds acts once, and again after that', async () => {
    const { receiver, questions, clock } = await harness()
    await Promise.all([
      receiver.deliver(aPress('refresh_link', linkId)),
      receiver.deliver(aPress('refresh_link', linkId)),
    ])
    await clock.advance(1999)
    await receiver.deliver(aPress('refresh_link', linkId))
    expect(questions.asked).toHaveLength(1)
    await clock.advance(1)
    await receiver.deliver(aPress('refresh_link', linkId))
    expect(questions.asked).toHaveLength(2)
  })

  test('of two people at once is not a double click', async () => {
    const { receiver, questions } = await harness()
    const other = { id: 'U2', username: 'bob', team_id: 'T1' }
    await receiver.deliver(aPress('refresh_link', linkId))
    await receiver.deliver(aPress('refresh_link', linkId, { user: other }))
    expect(questions.asked).toHaveLength(2)
  })

  test.each([undefined, '', '   ', 'x'.repeat(3000)])(
    'with the value %j does nothing and says so',
    async (value) => {
      const { receiver, questions, api } = await harness()
      await receiver.deliver(aPress('refresh_link', value))
      expect(questions.asked).toEqual([])
      expect(api.responses[0]?.body.text).toContain('nothing was done')
    },
  )
})

test('Runbook answers beside the card, and does not replace it', async () => {
  const { receiver, runbooks, api } = await harness()
  await receiver.deliver(aPress('show_runbook', 'all_down', { ephemeral: true }))
  expect(runbooks.asked).toEqual(['runbook all_down'])
  expect(api.responses[0]?.body).toMatchObject({ response_type: 'ephemeral', replace_original: false })
})

describe('What no listener knows is acknowledged once, and nothing else happens', () => {
  const base = {
    user: { id: 'U1' },
    team: { id: 'T1' },
    trigger_id: 't',
    response_url: 'https://hooks.example/r',
  }
  test.each([
    ['a button that opens a page', aPress('open_console', undefined)],
    ['a button of another version', aPress('constructor', 'x')],
    ['a submitted modal', { ...base, type: 'view_submission', view: { type: 'modal', callback_id: 'x' } }],
    ['a closed modal', { ...base, type: 'view_closed', view: { type: 'modal', callback_id: 'x' } }],
    ['a shortcut', { ...base, type: 'shortcut', callback_id: 'x' }],
    ['options of a menu', { ...base, type: 'block_suggestion', action_id: 'x', block_id: 'b', value: 'v' }],
  ])('%s', async (_what, body) => {
    const { receiver, api, questions } = await harness()
    await receiver.deliver(body)
    expect(receiver.acks).toHaveLength(1)
    expect(api.responses).toEqual([])
    expect(questions.asked).toEqual([])
  })
})

describe('Who may ask', () => {
  const info = (user: Record<string, unknown>) => ({
    body: { ok: true, user: { id: 'U1', team_id: 'T1', ...user } },
  })

  test.each([
    ['a guest of several channels', { is_restricted: true }, 'not guests'],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'not guests'],
    ['a bot', { is_bot: true }, 'not other bots'],
    ['a deactivated account', { deleted: true }, 'deactivated'],
    ['a person of another workspace', { team_id: 'T2' }, 'its own workspace'],
    ['a stranger of Slack Connect', { is_stranger: true }, 'its own workspace'],
  ])('%s is refused with a sentence', async (_who, user, words) => {
    const { receiver, api, questions } = await harness()
    api.answer('users.info', info(user))
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toEqual([])
    expect(api.responses[0]?.body.text).toContain(words)
  })

  test('a member of an Enterprise Grid whose workspaces include this one is let in', async () => {
    const { receiver, api, questions } = await harness()
    api.answer('users.info', info({ team_id: 'E1', enterprise_user: { teams: ['T9', 'T1'] } }))
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toEqual(['list '])
  })

  test('Slack is asked once in five minutes, not at each press', async () => {
    const { receiver, api, clock } = await harness()
    await receiver.deliver(aCommand('list'))
    await clock.advance(299_999)
    await receiver.deliver(aCommand('list'))
    expect(api.calls('users.info')).toBe(1)
    await clock.advance(1)
    await receiver.deliver(aCommand('list'))
    expect(api.calls('users.info')).toBe(2)
  })

  test.each([
    ['an error', { body: { ok: false, error: 'user_not_found' } }],
    ['too many requests', { status: 429, headers: { 'retry-after': '30' }, body: '' }],
    ['a web page', { status: 503, body: '<html>' }],
    ['an answer of another shape', { body: { ok: true, user: { name: 'ann' } } }],
  ])('nobody is let in on %s, which is not remembered', async (_what, answer) => {
    const { receiver, api, questions, logger } = await harness()
    api.answer('users.info', answer)
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toEqual([])
    expect(api.responses[0]?.body.text).toContain('Please try again')
    expect(logger.lines.some((line) => line.level === 'warn')).toBe(true)
    api.answer('users.info', info({}))
    await receiver.deliver(aCommand('list'))
    expect(questions.asked).toEqual(['list '])
  })
})
