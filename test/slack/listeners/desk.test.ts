import { describe, expect, test } from 'vitest'
import { ACTION_IDS } from '../../../src/slack/actions.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { aCommand, aPress, harness } from '../app.ts'

const words = (body: unknown) => JSON.stringify(body)
const NOTHING = { text: '', blocks: [] }

function info(channel: Record<string, unknown>) {
  return { body: { ok: true, channel: { id: 'C1', is_member: true, ...channel } } }
}

describe('Buttons of an alert', () => {
  test.each([
    [ACTION_IDS.acknowledge, 'acknowledge'],
    [ACTION_IDS.undoAcknowledge, 'undoAcknowledge'],
  ])(
    '%s asks the desk, answers the person alone and leaves the message to the outbox',
    async (id, method) => {
      const { receiver, desk, api } = await harness()
      await receiver.deliver(aPress(id, 'story-1'))
      expect(desk.asked).toEqual([[method, 'story-1', 'U1']])
      expect(api.responses[0]?.body).toMatchObject({
        response_type: 'ephemeral',
        replace_original: false,
        text: 'Done.',
      })
      expect(api.calls('chat.update')).toBe(0)
    },
  )

  test('Acknowledge pressed twice in a hurry acts once', async () => {
    const { receiver, desk } = await harness()
    await Promise.all([
      receiver.deliver(aPress(ACTION_IDS.acknowledge, 'story-1')),
      receiver.deliver(aPress(ACTION_IDS.acknowledge, 'story-1')),
    ])
    expect(desk.asked).toHaveLength(1)
  })

  test('a guest acknowledges nothing', async () => {
    const { receiver, desk, api } = await harness()
    api.answer('users.info', { body: { ok: true, user: { id: 'U1', team_id: 'T1', is_restricted: true } } })
    await receiver.deliver(aPress(ACTION_IDS.acknowledge, 'story-1'))
    await receiver.deliver(aPress(ACTION_IDS.silenceStory, 'story-1'))
    expect(desk.asked).toEqual([])
    expect(api.calls('views.open')).toBe(0)
    expect(api.responses.map(({ body }) => body.text)).toEqual([
      expect.stringContaining('not guests'),
      expect.stringContaining('not guests'),
    ])
  })

  test('a refusal is told as it is, whatever names it holds', async () => {
    const sentence = 'Ann *<!channel>* has acknowledged `it` already.'
    const { receiver, api } = await harness({ deskAnswer: { type: 'refused', sentence } })
    await receiver.deliver(aPress(ACTION_IDS.acknowledge, 'story-1'))
    const body = api.responses[0]?.body ?? NOTHING
    expect(body.text).toContain('has acknowledged')
    expect([...slackProblems(body), ...messageFormattingProblems(body)]).toEqual([])
  })

  /** They carry nothing that could be of another version: a page, a window, the dashboard's own menu. */
  const WITHOUT_VALUE: readonly string[] = [
    ACTION_IDS.openConsole,
    ACTION_IDS.openDocument,
    ACTION_IDS.askAboutLink,
    ACTION_IDS.homeFilter,
  ]

  test.each(Object.values(ACTION_IDS).filter((id) => !WITHOUT_VALUE.includes(id)))(
    '%s with a value of another version does nothing and says so',
    async (id) => {
      const { receiver, desk, questions, api } = await harness()
      for (const value of [undefined, '', ' '.repeat(20)]) {
        await receiver.deliver(aPress(id, value, { user: { id: `U${value?.length}`, team_id: 'T1' } }))
      }
      expect([...desk.asked, ...questions.asked]).toEqual([])
      expect(api.calls('views.open')).toBe(0)
      expect(api.responses.map(({ body }) => body.text)).toEqual(
        Array.from({ length: 3 }, () => expect.stringContaining('nothing was done')),
      )
    },
  )
})

describe('Silence…', () => {
  test('opens a modal that carries the story and where it was asked', async () => {
    const { receiver, api } = await harness()
    const opened: URLSearchParams[] = []
    api.answer('views.open', (args) => {
      opened.push(args)
      return { body: { ok: true, view: { id: 'V1' } } }
    })
    const press = aPress(ACTION_IDS.silenceStory, 'story-1')
    await receiver.deliver(press)
    expect(opened[0]?.get('trigger_id')).toBe(press.trigger_id)
    const view = JSON.parse(opened[0]?.get('view') ?? '{}')
    expect(JSON.parse(view.private_metadata)).toEqual({ story: 'story-1', channel: 'C1', threadTs: null })
    expect(api.responses).toEqual([])
  })

  test.each([
    ['came too late', { body: { ok: false, error: 'expired_trigger_id' } }],
    ['met a rate limit', { status: 429, headers: { 'retry-after': '3' }, body: '' }],
    ['met a web page', { status: 502, body: '<html>' }],
  ])('that %s says so', async (_what, answer) => {
    const { receiver, api } = await harness()
    api.answer('views.open', answer)
    await receiver.deliver(aPress(ACTION_IDS.silenceStory, 'story-1'))
    expect(api.responses[0]?.body.text).toContain('could not be opened in time')
  })
})

describe('Commands about silences', () => {
  test.each([
    ['silence region:fr-par 2h new optics', ['silence', 'region:fr-par 2h new optics', 'U1', 'C1']],
    ['silence “paris a” 1h', ['silence', '"paris a" 1h', 'U1', 'C1']],
    ['unsilence s-1', ['unsilence', 's-1', 'U1']],
    ['unsilence `s-1`', ['unsilence', 's-1', 'U1']],
    ['silences', ['silences']],
    ['subscriptions', ['subscriptions', 'C1']],
    ['unsubscribe vpc:prod', ['unsubscribe', 'vpc:prod', 'U1', 'C1']],
  ])('%s asks the desk for %j, and answers the person alone', async (typed, asked) => {
    const { receiver, desk, api } = await harness()
    await receiver.deliver(aCommand(typed))
    expect(desk.asked).toEqual([asked])
    expect(api.responses).toHaveLength(1)
    const body = api.responses[0]?.body ?? NOTHING
    expect(body).toMatchObject({ response_type: 'ephemeral' })
    expect([...slackProblems(body), ...messageFormattingProblems(body)]).toEqual([])
  })

  test('what is wrong with the words comes with how the command is typed', async () => {
    const { receiver, api } = await harness({
      deskAnswer: { type: 'refused', sentence: 'No duration was given.' },
    })
    await receiver.deliver(aCommand('silence paris-a'))
    expect(api.responses[0]?.body.text).toContain('No duration was given.')
    expect(api.responses[0]?.body.text).toContain(
      '`/interlink silence &lt;filter&gt; &lt;duration&gt; [reason]`',
    )
  })

  test.each([
    ['unsilence', 'Which silence?'],
    ['why', 'Which link?'],
  ])('%s without words says what is missing', async (typed, sentence) => {
    const { receiver, desk, api } = await harness()
    await receiver.deliver(aCommand(typed))
    expect(desk.asked).toEqual([])
    expect(api.responses[0]?.body.text).toContain(sentence)
  })

  test('a silence that was made is shown with a button that ends it', async () => {
    const silence = {
      id: 's-1',
      filter: 'region:fr-par',
      from: 0,
      until: { type: 'at', at: 1_772_535_600_000 },
      reason: 'new <optics>',
      change: null,
      by: 'U1',
      channel: 'C1',
      createdAt: 0,
      heldLevels: {},
      endedAt: null,
      endedBy: null,
    } as const
    const { receiver, desk, api } = await harness({
      deskAnswer: { type: 'done', sentence: '3 links are silenced.', silence },
    })
    await receiver.deliver(aCommand('silence region:fr-par 2h new <optics>'))
    const body = api.responses[0]?.body ?? NOTHING
    expect(body.text).toContain(
      '*Silence* `s-1` of `region:fr-par` until <!date^1772535600^{time_secs} {date_short_pretty}',
    )
    expect(body.text).toContain('by <@U1>: new &lt;optics&gt;')
    expect(words(body.blocks)).toContain('"action_id":"end_silence"')
    await receiver.deliver(aPress(ACTION_IDS.endSilence, 's-1', { ephemeral: true }))
    expect(desk.asked.at(-1)).toEqual(['unsilence', 's-1', 'U1'])
    expect(api.responses[1]?.body).toMatchObject({ replace_original: true })
  })
})

describe('/interlink subscribe', () => {
  test('hands the words to the desk with the ids of mentions', async () => {
    const { receiver, desk, api } = await harness()
    api.answer('conversations.info', info({}))
    await receiver.deliver(aCommand('subscribe vpc:prod error <!subteam^S0NET|@netops>'))
    expect(desk.asked).toEqual([['subscribe', 'vpc:prod error <!subteam^S0NET>', 'U1', 'C1']])
    expect(api.responses[0]?.body.text).toBe('Done.')
  })

  test.each([
    ['another organization', { is_ext_shared: true }],
    ['another workspace of the organization', { is_org_shared: true }],
    ['an organization that was invited', { is_pending_ext_shared: true }],
  ])('in a channel shared with %s warns first, and subscribes when that is meant', async (_who, shared) => {
    const { receiver, desk, api } = await harness()
    api.answer('conversations.info', info(shared))
    await receiver.deliver(aCommand('subscribe vpc:"my prod" <@U2|bob>'))
    expect(desk.asked).toEqual([])
    const warning = api.responses[0]?.body ?? NOTHING
    expect(warning.text).toContain('This channel is shared beyond this workspace.')
    expect([...slackProblems(warning), ...messageFormattingProblems(warning)]).toEqual([])
    const button = (warning.blocks as { elements?: { action_id: string; value: string }[] }[])
      .flatMap(({ elements = [] }) => elements)
      .find(({ action_id: id }) => id === ACTION_IDS.subscribeAnyway)
    await receiver.deliver(aPress(ACTION_IDS.subscribeAnyway, button?.value, { ephemeral: true }))
    expect(desk.asked).toEqual([['subscribe', 'vpc:"my prod" <@U2>', 'U1', 'C1']])
    expect(api.responses[1]?.body).toMatchObject({ text: 'Done.', replace_original: true })
  })

  test('without the scope to look goes on, and says that it did not look', async () => {
    const { receiver, desk, api } = await harness()
    api.answer('conversations.info', { body: { ok: false, error: 'missing_scope' } })
    await receiver.deliver(aCommand('subscribe'))
    expect(desk.asked).toEqual([['subscribe', '', 'U1', 'C1']])
    expect(api.responses[0]?.body.text).toContain('was not checked: the bot lacks the scope `channels:read`')
  })

  test('in a channel that the bot is not in says that alerts wait', async () => {
    const { receiver, desk, api } = await harness()
    api.answer('conversations.info', info({ is_member: false }))
    await receiver.deliver(aCommand('subscribe'))
    expect(desk.asked).toHaveLength(1)
    expect(api.responses[0]?.body.text).toContain('/invite @interlink')
  })

  test.each([
    [
      'a private channel that the bot is not in',
      'C1',
      { body: { ok: false, error: 'channel_not_found' } },
      'cannot see this channel',
    ],
    ['a direct message', 'D1', info({}), 'not to direct messages'],
    [
      'any channel while Slack does not answer',
      'C1',
      { status: 503, body: '<html>' },
      'did not say just now',
    ],
  ])('in %s subscribes nothing, with a sentence', async (_where, channel, answer, sentence) => {
    const { receiver, desk, api } = await harness()
    api.answer('conversations.info', answer)
    await receiver.deliver(aCommand('subscribe', { channel_id: channel }))
    expect(desk.asked).toEqual([])
    expect(api.responses[0]?.body.text).toContain(sentence)
  })
})
