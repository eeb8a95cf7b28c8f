import type { Silence } from '../../../src/domain/silence.ts'
import type { Subscription } from '../../../src/domain/subscription.ts'
import { renderDeskAnswer, sharedChannelSentence } from '../../../src/slack/views/desk-answer.ts'
import { renderHelp, usageText } from '../../../src/slack/views/help.ts'
import { linkPreview } from '../../../src/slack/views/link-card.ts'
import { LINK_WINDOW_LATE, linkWindow } from '../../../src/slack/views/link-window.ts'
import { renderProblem } from '../../../src/slack/views/problem.ts'
import { sharedBy, withShare } from '../../../src/slack/views/share.ts'
import { silenceModal } from '../../../src/slack/views/silence-modal.ts'
import { renderSilences } from '../../../src/slack/views/silences.ts'
import { renderSubscriptions } from '../../../src/slack/views/subscriptions.ts'
import { answerWindow, waitingWindow } from '../../../src/slack/views/window.ts'
import { aSilence, aSubscription } from '../../contract/store-samples.ts'
import { downEvidence } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { aCard } from './answering.ts'
import { hostileEvidence } from './hostile.ts'
import { ADA, BOB, NET_OPS, type Shown, storedViews } from './stored.ts'

const HOUR = 3_600_000

const silencesOf = (name: string): readonly Silence[] => [
  { ...aSilence('s-1'), by: ADA, filter: name },
  { ...aSilence('s-2'), by: ADA, filter: name, until: { type: 'recovery' }, reason: name },
  {
    ...aSilence('s-3'),
    by: BOB,
    filter: name,
    from: NOW + HOUR,
    until: { type: 'at', at: NOW + 2 * HOUR },
    change: 'CHG-1',
    reason: name,
  },
]

const subscriptionsOf = (name: string): readonly Subscription[] => [
  { ...aSubscription('sub-1'), channel: NET_OPS, by: ADA },
  {
    ...aSubscription('sub-2'),
    channel: NET_OPS,
    by: ADA,
    filter: name,
    minLevel: 'error',
    mention: { who: { type: 'here' }, from: 'critical' },
  },
  {
    ...aSubscription('sub-3'),
    channel: NET_OPS,
    by: ADA,
    filter: name,
    mention: { who: { type: 'group', id: 'S0OPS0001' }, from: 'error' },
  },
  {
    ...aSubscription('sub-4'),
    channel: NET_OPS,
    by: ADA,
    filter: name,
    mention: { who: { type: 'user', id: BOB }, from: 'info' },
    digest: { minute: 540, zone: 'Europe/Paris' },
  },
]

function silenceViews(name: string, times: number): readonly Shown[] {
  const silences = Array.from({ length: times }, () => silencesOf(name)).flat()
  return [
    {
      title: 'not over',
      message: renderSilences(
        silences.map((silence, n) => ({ silence, links: n })),
        NOW,
      ),
    },
    { title: 'none', message: renderSilences([], NOW) },
    { title: 'the window', message: silenceModal('{}') },
  ]
}

function subscriptionViews(name: string, times: number): readonly Shown[] {
  return [
    {
      title: 'several',
      message: renderSubscriptions(Array.from({ length: times }, () => subscriptionsOf(name)).flat()),
    },
    { title: 'none', message: renderSubscriptions([]) },
  ]
}

function answers(name: string): readonly Shown[] {
  const [silence] = silencesOf(name)
  const [, subscription] = subscriptionsOf(name)
  return [
    { title: 'done', message: renderDeskAnswer({ type: 'done', sentence: `Acknowledged: ${name}.` }) },
    ...(silence === undefined
      ? []
      : [
          {
            title: 'silenced',
            message: renderDeskAnswer({ type: 'done', sentence: 'Silenced.', silence }, [
              'It fits 3 links now.',
            ]),
          },
        ]),
    ...(silence === undefined
      ? []
      : [
          {
            title: 'silence ended',
            message: renderDeskAnswer({
              type: 'done',
              sentence: 'Ended.',
              silence: { ...silence, endedAt: NOW, endedBy: ADA },
            }),
          },
        ]),
    ...(subscription === undefined
      ? []
      : [
          {
            title: 'subscribed',
            message: renderDeskAnswer({ type: 'done', sentence: 'Subscribed.', subscription }),
          },
        ]),
    {
      title: 'refused',
      message: renderDeskAnswer(
        { type: 'refused', sentence: `No silence is called ${name}.` },
        [],
        usageText('unsilence'),
      ),
    },
    { title: 'a channel shared beyond the workspace', message: renderProblem(sharedChannelSentence(name)) },
    { title: 'every alert in such a channel', message: renderProblem(sharedChannelSentence('')) },
  ]
}

function windows(name: string, evidence: ReturnType<typeof hostileEvidence>): readonly Shown[] {
  const links = Array.from({ length: name.length > 100 ? 300 : 2 }, (_, n) => ({ id: `l-${n}`, label: name }))
  const problem = renderProblem('That did not work.', 'Try again.')
  const passing = { say: `status ${name}`, hasFiles: true, isShared: false }
  return [
    { title: 'ask about one of these', message: linkWindow(links) },
    { title: 'ask about any', message: linkWindow([]) },
    { title: 'too late', message: LINK_WINDOW_LATE },
    { title: 'on its way', message: waitingWindow() },
    { title: 'an answer', message: answerWindow(problem) },
    { title: 'an answer to pass on', message: withShare(problem, passing) },
    {
      title: 'passed on',
      message: sharedBy(withShare(problem, { ...passing, isShared: true }), ADA, `status ${name}`),
    },
    { title: 'below an address', message: { text: 'Preview.', blocks: linkPreview(aCard(evidence), NOW) } },
  ]
}

storedViews([
  {
    file: 'help',
    shown: [
      { title: 'help', message: renderHelp() },
      {
        title: 'after a word that is no command',
        message: renderHelp({ word: 'stauts', rest: '', nearest: 'status' }),
      },
      {
        title: 'after words whose command was misspelt',
        message: renderHelp({ word: 'diagnos', rest: 'paris-prod-a', nearest: 'diagnose' }),
      },
      {
        title: 'after a word that is near none',
        message: renderHelp({ word: 'paris-a', rest: '', nearest: null }),
      },
    ],
    hostile: (name) => [{ title: 'hostile', message: renderHelp({ word: name, rest: '', nearest: null }) }],
  },
  { file: 'silences', shown: silenceViews('region:fr-par', 1), hostile: (name) => silenceViews(name, 100) },
  {
    file: 'subscriptions',
    shown: subscriptionViews('vpc:production', 1),
    hostile: (name) => subscriptionViews(name, 75),
  },
  { file: 'desk-answers', shown: answers('paris-a'), hostile: answers },
  {
    file: 'windows',
    shown: windows('paris-a', downEvidence()),
    hostile: (name) => windows(name, hostileEvidence(name)),
  },
])
