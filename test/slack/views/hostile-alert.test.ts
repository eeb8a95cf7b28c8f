import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/alerting/alert.ts'
import type { ReadFailure } from '../../../src/domain/snapshot.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anIncident } from '../../support/alerts.ts'
import { NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { HOSTILE_CONTACTS, HOSTILE_NAMES, hostileEvidence } from './hostile.ts'

const failure: ReadFailure = {
  reason: 'unauthenticated',
  message: 'Scaleway answered 401: the key is expired.',
  status: 401,
  requestId: 'req-1',
  retryable: false,
}

describe('Whatever a name contains, an alert keeps inside the limits, pings nobody and breaks no formatting', () => {
  const incident = (name: string) => anIncident({ reason: `${name} ${name}` })
  const inferred = { after: NOW - 1000, before: NOW }

  function expectFit(alert: Alert): void {
    const options = { mayRepeat: true, story: 's'.repeat(255), contacts: HOSTILE_CONTACTS }
    const message = renderAlert(alert, NOW, options)
    expect(slackProblems(message)).toEqual([])
    expect(messageFormattingProblems(message)).toEqual([])
  }

  test.each([...LINK_STATUSES, 'hibernating', '<!channel>'])('about a link that is %s', (status) => {
    for (const name of HOSTILE_NAMES) {
      for (const sessions of [
        { ipv4: 'down', ipv6: 'down' },
        { ipv4: 'up', ipv6: name },
      ]) {
        const evidence = hostileEvidence(name, { status, sessions })
        const shared = { at: NOW, evidence, inferred }
        const open = { ...shared, incident: incident(name), move: { from: name, to: status } }
        const over = {
          ...open,
          incident: { ...incident(name), resolvedAt: NOW, ending: 'gone' as const },
          move: { from: name, to: null },
        }
        for (const ending of ['recovered', 'closed', 'told_once', 'unwatched'] as const) {
          expectFit({ type: 'link', ...open, incident: { ...over.incident, ending } })
          expectFit({ type: 'link_line', event: 'closed', ...open, incident: { ...over.incident, ending } })
        }
        expectFit({ type: 'link', ...over, incident: { ...over.incident, ending: 'told_once' } })
        expectFit({ type: 'link', ...open })
        expectFit({ type: 'link', ...over })
        expectFit({ type: 'link_line', event: 'worsened', ...open })
        expectFit({ type: 'link_line', event: 'gone', ...over })
      }
    }
  })

  test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 12)) })))(
    'about regions and 300 links called $title',
    ({ name }) => {
      const scope = { id: name, region: name }
      const bad = { ...failure, message: name.repeat(10), requestId: name }
      const region = { incident: incident(name), scope, failure: bad }
      for (const regions of [[region], Array.from({ length: 300 }, () => region)]) {
        expectFit({ type: 'scope', at: NOW, regions })
        for (const event of ['joined', 'worsened', 'recovered'] as const) {
          const changes = regions.map((one) => ({ ...one, event }))
          expectFit({ type: 'scope_line', at: NOW, changes, left: regions.map(() => name) })
        }
      }
      const entry = {
        incidentId: 'i',
        link: { id: name, name, region: name, status: name },
        level: 'warning' as const,
      }
      const told = {
        ...entry,
        reason: name.repeat(5),
        upSince: null,
        resolvedAt: null,
        ending: null,
        acknowledgement: { by: name, at: NOW, expiresAt: NOW },
        flapping: true,
      }
      for (const cause of [
        { type: 'partner_at_pop', partnerId: name, popId: name },
        { type: 'partner', partnerId: name },
        { type: 'pop', popId: name },
        { type: 'connection', connectionId: name },
        { type: 'region', region: name },
      ] as const)
        expectFit({
          type: 'group',
          at: NOW,
          cause,
          causeName: `${name} at ${name}`,
          entries: Array.from({ length: 300 }, () => told),
          changedBy: { by: name, tool: 'terraform', at: NOW },
        })
      expectFit({
        type: 'baseline',
        at: NOW,
        scopes: Array.from({ length: 40 }, () => ({ scope, links: 3, malformed: 2 })),
        unreadable: Array.from({ length: 40 }, () => ({ scope, failure: bad })),
        statuses: { [name]: 3, active: 1 },
        entries: Array.from({ length: 300 }, () => ({
          ...entry,
          reason: name,
          upSince: null,
          resolvedAt: null,
          ending: null,
          acknowledgement: null,
          flapping: false,
        })),
      })
    },
  )
})
