import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { PolicyEdit } from '../../../src/alerting/policies.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anIncident } from '../../support/alerts.ts'
import { aPolicy, NOW, POLICY_V4_ID } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

type PolicyAlert = Extract<Alert, { type: 'policy' }>

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]

const edit = (overrides: Partial<PolicyEdit> = {}): PolicyEdit => ({
  addedIn: [],
  removedIn: [],
  addedOut: [],
  removedOut: [],
  ...overrides,
})
const link = (name: string): PolicyAlert['links'][number] => ({
  id: name,
  name,
  region: 'fr-par',
  status: 'active',
})
const alert = (extra: Partial<PolicyAlert> = {}): PolicyAlert => ({
  type: 'policy',
  at: NOW,
  region: 'fr-par',
  incident: anIncident({
    subject: { type: 'policy', policyId: POLICY_V4_ID, scopeId: 'fr-par' },
    level: 'error',
    rule: 'prefix_removed',
    reason: 'Prefixes were taken out of an attached policy: their routes are no longer let through.',
    badStatus: null,
    resolvedAt: NOW,
    ending: 'told_once',
  }),
  policy: aPolicy(),
  edit: edit({ removedIn: ['10.1.0.0/16'] }),
  links: [link('paris-a'), link('paris-b')],
  entries: [],
  ...extra,
})

describe('An edit of a routing policy', () => {
  test('is told with what changed, whom it hits, and what to do', () => {
    const message = render(alert())
    expect(head(message)).toBe('🟠 Error · policy office-v4 was edited')
    const text = all(message)
    expect(text).toContain('Attached to 2 links: `paris-a`, `paris-b`.')
    expect(text).toContain('*No longer accepted from outside:* `10.1.0.0/16`')
    expect(text).toContain('1. Ask who edited it.')
    expect(text).toContain(`IPv4 policy in \`fr-par\`, id \`${POLICY_V4_ID}\``)
    expect(text).toContain('told once')
    for (const said of ['`office-v4`', '`paris-b`', '`10.1.0.0/16`', '1. Ask who edited it.'])
      expect(message.text).toContain(said)
  })

  test('names each direction by its own words, and only those that changed', () => {
    const words = {
      removedIn: 'No longer accepted from outside',
      removedOut: 'No longer announced to outside',
      addedIn: 'Now accepted from outside',
      addedOut: 'Now announced to outside',
    } as const satisfies Record<keyof PolicyEdit, string>
    for (const [direction, said] of Object.entries(words)) {
      const text = all(render(alert({ edit: edit({ [direction]: ['2001:db8::/32'] }) })))
      expect(text).toContain(`*${said}:* \`2001:db8::/32\``)
      for (const other of Object.values(words)) if (other !== said) expect(text).not.toContain(other)
    }
  })

  test('names some of many prefixes and links, and how many more there are', () => {
    const removedOut = Array.from({ length: 300 }, (_, n) => `10.${n}.0.0/16`)
    const links = Array.from({ length: 300 }, (_, n) => link(`paris-${n}`))
    const text = all(render(alert({ edit: edit({ removedOut }), links })))
    expect(text).toContain('`10.9.0.0/16` and 290 more')
    expect(text).toContain('Attached to 300 links: `paris-0`')
    expect(text).toContain('`paris-9` and 290 more.')
  })
})

describe('Whatever a name contains, it keeps inside the limits, pings nobody and breaks no formatting', () => {
  test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
    'with 300 links and prefixes called $title',
    ({ name }) => {
      const many = Array.from({ length: 300 }, () => name)
      const message = render(
        alert({
          region: name,
          incident: anIncident({ level: 'error', reason: name.repeat(20) }),
          policy: aPolicy({ id: name, name }),
          edit: { addedIn: many, removedIn: many, addedOut: many, removedOut: many },
          links: many.map(link),
        }),
      )
      expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])
      expect(all(message)).toContain('What to do next')
    },
  )
})
