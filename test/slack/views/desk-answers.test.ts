import { describe, expect, test } from 'vitest'
import type { Silence } from '../../../src/domain/silence.ts'
import type { Subscription } from '../../../src/domain/subscription.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderDeskAnswer, sharedChannelSentence } from '../../../src/slack/views/desk-answer.ts'
import { COMMAND_HELP, renderHelp } from '../../../src/slack/views/help.ts'
import { silenceModal } from '../../../src/slack/views/silence-modal.ts'
import { renderSilences } from '../../../src/slack/views/silences.ts'
import { renderSubscriptions } from '../../../src/slack/views/subscriptions.ts'
import { renderWhy } from '../../../src/slack/views/why.ts'
import { anIncident } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { aSilence, aSubscription } from '../../support/wishes.ts'
import { fresh } from './answering.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const problems = (message: RenderedMessage) => [
  ...slackProblems(message),
  ...messageFormattingProblems({
    text: message.text.replace(/<(?:@U0ADA|#C0NET)>/gu, ''),
    blocks: JSON.parse(JSON.stringify(message.blocks).replace(/<(?:@U0ADA|#C0NET)>/gu, '')),
  }),
]

const ours = (overrides: Partial<Silence> = {}) =>
  aSilence({ id: 's-1', filter: 'region:fr-par', by: 'U0ADA', channel: 'C0NET', ...overrides })
const theirs = (overrides: Partial<Subscription> = {}) =>
  aSubscription({ id: 'sub-1', channel: 'C0NET', filter: 'vpc:production', by: 'U0ADA', ...overrides })
const link = { id: 'l1', name: 'paris-a', region: 'fr-par', status: 'all_down' }

describe('The silences', () => {
  test('that are not over are listed with a button each, and those not begun say so', () => {
    const later = ours({ id: 's-2', from: NOW + 60_000, change: 'CHG-7', until: { type: 'recovery' } })
    const message = renderSilences(
      [
        { silence: ours(), links: 3 },
        { silence: later, links: 1 },
      ],
      NOW,
    )
    expect(all(message)).toContain('*Silence* `s-1` of `region:fr-par` until <!date^1772532000')
    expect(all(message)).toContain('by <@U0ADA> (3 links now)')
    expect(all(message)).toMatch(
      /\*Maintenance\* `s-2` of .+ from <!date\^1772528460.+\(1 link now, not begun\)/u,
    )
    const buttons = message.blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory.value] : [],
    )
    expect(buttons).toEqual(['s-1', 's-2'])
    expect(problems(message)).toEqual([])
  })

  test('where there is none says how to make one', () => {
    expect(renderSilences([], NOW).text).toContain('/interlink silence')
  })
})

describe('The subscriptions of a channel', () => {
  test('say what is told from which level on, who is pinged and when it is summed up', () => {
    const message = renderSubscriptions([
      theirs({
        mention: { who: { type: 'group', id: 'S0NET' }, from: 'critical' },
        digest: { minute: 545, zone: 'Europe/Paris' },
      }),
      theirs({ filter: '', minLevel: 'error', mention: { who: { type: 'here' }, from: 'error' } }),
    ])
    expect(all(message)).toContain(
      '*`vpc:production`* from warning on, pings user group `S0NET` from critical on, digest at 09:05 `Europe/Paris`.',
    )
    expect(all(message)).toContain('*Every link* from error on, pings `@here` from error on.')
    expect(message.text).not.toContain('<!here>')
    expect(problems(message)).toEqual([])
  })

  test('where there is none say that', () => {
    expect(renderSubscriptions([]).text).toContain('no subscription')
  })
})

describe('Why a link was told, or not', () => {
  const found = {
    type: 'found',
    link,
    incident: anIncident({
      acknowledgement: { by: 'U0ADA', at: NOW, expiresAt: NOW + 60_000 },
      heldBack: { by: { type: 'silence', silenceId: 's-1' }, level: 'critical', at: NOW },
    }),
    silences: [ours()],
    alertChannel: 'C0NET',
    subscriptions: [theirs()],
    reasons: [
      { at: NOW, reason: 'paris-a is silenced by s-1.', incidentId: 'i1' },
      { at: NOW - 60_000, reason: 'It carried, and no session is up.', incidentId: 'i1' },
    ],
    scopes: [fresh],
  } as const

  test('shows the incident, what was done about it, who hears of it, and the latest decisions first', () => {
    const message = renderWhy(found, NOW)
    const text = all(message)
    for (const part of [
      '🔴 Why paris-a was told, or not',
      '*Critical*, bad since',
      '*Acknowledged* by <@U0ADA>',
      '*Silenced* (`s-1`)',
      'Nobody was paged.',
      '*Silences that fit it*',
      '<#C0NET>: *`vpc:production`*',
      '`paris-a` is silenced by s-1.',
      '`fr-par`: 3 links, read 20 s ago',
    ])
      expect(text).toContain(part)
    expect(text.indexOf('is silenced by')).toBeLessThan(
      text.indexOf('It carried, and no session is up.', text.indexOf('Latest')),
    )
    expect(problems(message)).toEqual([])
  })

  test('of a link that is well says that nothing is open, and that nothing was decided', () => {
    const quiet = renderWhy({ ...found, incident: null, silences: [], subscriptions: [], reasons: [] }, NOW)
    expect(all(quiet)).toContain('No incident of it is open.')
    expect(all(quiet)).toContain('None was recorded so far.')
  })

  test('of an unknown link answers as its status does', () => {
    const message = renderWhy({ type: 'unknown', words: 'pari', nearest: [], scopes: [] }, NOW)
    expect(message.text).toContain('No link is called `pari`')
  })
})

test('The help names every command, those that ask and those that act', () => {
  const message = renderHelp()
  for (const { usage } of Object.values(COMMAND_HELP)) {
    expect(all(message)).toContain(`/interlink ${usage}`.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  }
  expect(problems(message)).toEqual([])
})

test('The modal carries what it is given', () => {
  expect(silenceModal('x')).toMatchObject({ private_metadata: 'x', callback_id: 'silence_story' })
})

test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
  'Answers keep inside the limits, ping nobody and break nothing with 300 things called $title',
  ({ name }) => {
    const silence = ours({ id: name, filter: name, reason: name, change: name, by: name })
    const subscription = theirs({
      channel: name,
      filter: name,
      by: name,
      mention: { who: { type: 'user', id: name }, from: 'error' },
      digest: { minute: 0, zone: name },
    })
    const many = <T>(one: T): readonly T[] => Array.from({ length: 300 }, () => one)
    const sentence = sharedChannelSentence(name)
    const messages: readonly RenderedMessage[] = [
      renderDeskAnswer({ type: 'done', sentence: name.repeat(20), silence, subscription }),
      renderDeskAnswer({ type: 'refused', sentence: name.repeat(20) }),
      renderSilences(many({ silence, links: 300 }), NOW),
      renderSubscriptions(many(subscription)),
      { text: sentence, blocks: renderDeskAnswer({ type: 'refused', sentence: name }).blocks },
      renderWhy(
        {
          type: 'found',
          link: { id: name, name, region: name, status: name },
          incident: anIncident({ reason: name }),
          silences: many(silence),
          alertChannel: name,
          subscriptions: many(subscription),
          reasons: many({ at: NOW, reason: name, incidentId: name }),
          scopes: [{ ...fresh, scope: { id: name, region: name } }],
        },
        NOW,
      ),
    ]
    for (const message of messages) expect(problems(message)).toEqual([])
  },
)
