import { describe, expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { Incident } from '../../../src/domain/incident.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { type RenderOptions, renderAlert } from '../../../src/slack/views/alert.ts'
import { aLinkAlert, anEntry, anIncident } from '../../support/alerts.ts'
import { aLink, NOW } from '../../support/links.ts'
import { slackProblems, textsOf } from '../../support/slack-limits.ts'

const ACKNOWLEDGED = { by: 'U0ADA', at: NOW, expiresAt: NOW + 7_200_000 }

const render = (alert: Alert, options: Partial<RenderOptions> = {}) =>
  renderAlert(alert, NOW, { mayRepeat: false, story: 'story-1', ...options })
const about = (incident: Partial<Incident>) => aLinkAlert({ incident: anIncident(incident) })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]
const pressable = (message: RenderedMessage) =>
  message.blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map((element) => [
      'action_id' in element ? element.action_id : null,
      'value' in element ? element.value : null,
    ])

const entry = (extra: Partial<IncidentEntry> = {}) => anEntry(1, extra)
const group = (entries: readonly IncidentEntry[]): Alert => ({
  type: 'group',
  at: NOW,
  cause: { type: 'pop', popId: 'th2' },
  causeName: 'TH2',
  entries,
})
const scope = (incident: Partial<Incident>): Alert => ({
  type: 'scope',
  at: NOW,
  regions: [
    {
      incident: anIncident({ subject: { type: 'scope', scopeId: 'fr-par' }, ...incident }),
      scope: { id: 'fr-par', region: 'fr-par' },
      failure: { reason: 'timeout', message: 'No answer.', status: null, requestId: null, retryable: true },
    },
  ],
})

describe('An open incident', () => {
  test('can be acknowledged and silenced from its message, by the key of its story', () => {
    const message = render(about({}))
    expect(pressable(message).slice(0, 5)).toEqual([
      ['acknowledge', 'story-1'],
      ['silence_story', 'story-1'],
      ['diagnose_link', aLink().id],
      ['fix_link', aLink().id],
      ['open_steps', JSON.stringify({ story: 'story-1', link: aLink().id, runbook: null })],
    ])
    expect(slackProblems(message)).toEqual([])
  })

  test('shows how long it has lasted as a date that the reader’s client keeps counting', () => {
    expect(all(render(about({})))).toMatch(/\*First bad\*\n.+\n<!date\^1772528370\^\{ago\}\|/u)
    expect(all(render(about({ upSince: NOW })))).not.toContain('{ago}')
  })

  test('that somebody has taken on says who, when and until when, and can be given back', () => {
    const message = render(about({ acknowledgement: ACKNOWLEDGED }), { edit: true })
    expect(head(message)).toContain('🔴 Critical, acknowledged · paris-a')
    expect(all(message)).toMatch(
      /\*Acknowledged\* by <@U0ADA> at <!date\^1772528400.+until <!date\^1772535600/u,
    )
    expect(message.text).toContain('*Acknowledged* by <@U0ADA>')
    expect(pressable(message).map(([id]) => id)).not.toContain('acknowledge')
    expect(pressable(message)[0]).toEqual(['undo_acknowledge', 'story-1'])
  })

  test('names people without pinging them where it is posted: by name, or by id', () => {
    const alert = about({ acknowledgement: ACKNOWLEDGED })
    expect(all(render(alert))).toContain('*Acknowledged* by `U0ADA` at')
    const named = render(alert, { names: new Map([['U0ADA', 'Ada *<!here>*']]) })
    expect(all(named)).toContain('*Acknowledged* by Ada ∗&lt;!here&gt;∗ at')
    for (const message of [render(alert), named]) expect(all(message) + message.text).not.toContain('<@')
  })

  test('of several levels, taken on by one press, are so until the first acknowledgement of them expires', () => {
    const message = render(
      group([
        entry({ acknowledgement: ACKNOWLEDGED }),
        entry({ acknowledgement: { ...ACKNOWLEDGED, expiresAt: NOW + 43_200_000 } }),
      ]),
    )
    expect(all(message).match(/\*Acknowledged\*/gu)).toHaveLength(1)
    expect(all(message)).toMatch(/\*Acknowledged\* by .+, until <!date\^1772535600/u)
  })

  test('of several links that are silenced show it, and how many of them are', () => {
    const by = { type: 'silence', silenceId: 's-1' } as const
    const until = { type: 'at', at: NOW + 3_600_000 } as const
    const heldBack = { by, level: 'critical', at: NOW, until, reason: 'works' } as const
    const some = render(group([entry({ heldBack }), entry()]))
    expect(head(some)).toContain('🔴 Critical · 2 links')
    expect(all(some)).toMatch(
      /\*Silenced\* until <!date\^1772532000.+, for `works` \(`s-1`\) since .+: 1 of them/u,
    )
    expect(all(some)).toContain('*Critical, held back* `paris-1`')
    const every = render(group([entry({ heldBack }), entry({ heldBack })]))
    expect(head(every)).toContain('🔴 Critical, held back · 2 links')
    expect(all(every)).toContain('all of them. They are told aloud only if one gets worse.')
    const over = { heldBack, resolvedAt: NOW, ending: 'recovered' } as const
    expect(all(render(group([entry(over), entry(over)])))).not.toContain('Silenced')
  })

  test('that flaps says so in its first words, and since when', () => {
    const message = render(about({ flapping: { since: NOW - 60_000, toldAt: NOW } }))
    expect(head(message)).toContain('🔴 Critical, flapping · paris-a')
    expect(all(message)).toContain('*Flapping* since <!date^1772528340')
  })

  test.each([
    [
      { type: 'silence', silenceId: 's-1' },
      'error',
      '*Silenced* (`s-1`)',
      'only if it gets worse than error',
    ],
    [
      { type: 'silence', silenceId: 's-1' },
      'critical',
      '*Silenced* (`s-1`)',
      'Nothing of it is told aloud until',
    ],
    [
      { type: 'tag', tag: 'oncall:off' },
      'critical',
      '*Held back* by its tag `oncall:off`',
      'Nothing of a link with this tag is told aloud',
    ],
  ] as const)(
    'that is held back says why, and what would be told all the same: %o, %s',
    (by, level, words, but) => {
      const message = render(about({ heldBack: { by, level, at: NOW } }))
      expect(head(message)).toContain('🔴 Critical, held back · paris-a')
      expect(all(message)).toContain(words)
      expect(all(message)).toContain(but)
    },
  )

  test('has nothing to press about it once it is over, or where its story is not known', () => {
    const over = render(about({ resolvedAt: NOW, ending: 'recovered', acknowledgement: ACKNOWLEDGED }))
    const unknown = render(about({}), { story: null })
    for (const message of [over, unknown]) {
      const ids = pressable(message).map(([id]) => id)
      expect(ids).toContain(message === over ? 'open_steps' : 'link_runbook')
      for (const id of ['acknowledge', 'undo_acknowledge', 'silence_story']) expect(ids).not.toContain(id)
    }
    expect(head(over)).toContain('🟢 Recovered · paris-a')
  })

  test('of an unreadable region can be acknowledged; there are no links to be silent about', () => {
    const message = render(scope({}))
    expect(pressable(message)).toEqual([
      ['acknowledge', 'story-1'],
      ['open_steps', JSON.stringify({ story: 'story-1', link: null, runbook: 'bot_blind' })],
    ])
    expect(head(render(scope({ acknowledgement: ACKNOWLEDGED })))).toContain(', acknowledged · fr-par')
  })
})

describe('Several incidents in one message', () => {
  test('are acknowledged only when all that are open are, and can be given back before', () => {
    const half = render(group([entry({ acknowledgement: ACKNOWLEDGED }), entry()]), { edit: true })
    expect(head(half)).not.toContain('acknowledged')
    expect(all(half)).toContain('by <@U0ADA>')
    expect(all(half)).toContain('(1 of 2 incidents)')
    expect(pressable(half).map(([id]) => id)).toEqual(
      expect.arrayContaining(['acknowledge', 'undo_acknowledge', 'silence_story']),
    )
    const whole = render(
      group([entry({ acknowledgement: ACKNOWLEDGED }), entry({ resolvedAt: NOW, ending: 'recovered' })]),
    )
    expect(head(whole)).toContain(', acknowledged · ')
  })

  test('show the worst link that is still bad, read live', () => {
    const up = entry({ upSince: NOW, link: { ...entry().link, id: 'up' } })
    expect(pressable(render(group([up, entry()])))).toContainEqual(['refresh_link', 'l1'])
    expect(pressable(render(group([up]))).map(([id]) => id)).not.toContain('refresh_link')
  })

  test('name those that flap', () => {
    const message = render(group([entry({ flapping: true }), entry()]))
    expect(all(message)).toContain('*Flapping*: 1 link')
    expect(all(message)).toContain('🔴 *Critical, flapping* `paris-1`')
  })

  test('that an earlier version put into the outbox are shown without all that', () => {
    const { acknowledgement: _a, flapping: _f, ...old } = entry()
    const message = render(group([old as IncidentEntry]))
    expect(head(message)).toBe('🔴 Critical · 1 link bad at TH2')
    const { acknowledgement, flapping, heldBack, history, ...incident } = anIncident()
    expect(head(render(aLinkAlert({ incident: incident as Incident }), { anew: true }))).toContain(
      '🔴 Critical · ',
    )
  })
})

describe('A mention', () => {
  test.each([
    [{ type: 'here' }, '<!here>'],
    [{ type: 'group', id: 'S0NET' }, '<!subteam^S0NET>'],
    [{ type: 'user', id: 'U0ADA' }, '<@U0ADA>'],
  ] as const)('%o stands first in the text and in the first block', (mention, words) => {
    const message = render(about({}), { mention })
    expect(message.text.startsWith(`${words} 🔴`)).toBe(true)
    expect(textsOf(message.blocks)[0]).toBe(words)
    expect(slackProblems(message)).toEqual([])
    const line = render(
      {
        type: 'note',
        at: NOW,
        level: 'critical',
        about: ['paris-a'],
        count: 1,
        note: { type: 'reminder', number: 1, badSince: NOW },
      },
      { mention },
    )
    expect(textsOf(line.blocks)[0]).toMatch(/^<.+> 🔴 \*Critical: reminder 1/u)
  })

  test('of an id that is none pings nobody', () => {
    const message = render(about({}), { mention: { type: 'user', id: 'U1> <!channel' } })
    expect(message).toEqual(render(about({})))
  })
})

describe('A message told anew', () => {
  const history = Array.from({ length: 20 }, (_, n) => ({
    at: NOW + n * 60_000,
    event: n === 19 ? ('acknowledged' as const) : ('down_again' as const),
    status: n === 19 ? null : 'all_down',
    by: n === 19 ? 'U0ADA' : null,
  }))

  test('shows what happened so far, oldest first, as much of the latest as fits', () => {
    const alert = about({ history })
    expect(all(render(alert))).not.toContain('What happened so far')
    const message = render(alert, { anew: true })
    expect(all(message)).toContain('*What happened so far*')
    expect(all(message)).toMatch(/down again: Down\n/u)
    expect(all(message)).toContain('acknowledged, by `U0ADA`')
    expect(slackProblems(message)).toEqual([])
    expect(all(render(scope({ history }), { anew: true }))).toContain('*What happened so far*')
  })
})
