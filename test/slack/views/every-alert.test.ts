import type { Alert } from '../../../src/alerting/alert.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { aSilence } from '../../contract/store-samples.ts'
import { anIncident } from '../../support/alerts.ts'
import { aContact } from '../../support/contacts.ts'
import { aConnection, NOW } from '../../support/links.ts'
import { entriesOf, impactOn, mixed, type Said, type Titled } from './alert-parts.ts'
import { HOSTILE_CONTACTS } from './hostile.ts'
import { baselines, groups, linkAlerts, linkLines } from './link-alert-cases.ts'
import { connections, digests, notes, policies, scopeLines, scopes } from './shared-alert-cases.ts'
import { ADA, BOB, NET_OPS, type Shown, storedViews } from './stored.ts'

/** Every kind of alert; the compiler asks for one that is new. */
const KINDS: Readonly<Record<Alert['type'], (said: Said) => Titled>> = {
  link: linkAlerts,
  link_line: linkLines,
  group: groups,
  links_line: (said) =>
    (['joined', 'worsened', 'changed', 'recovered', 'closed', 'gone'] as const).map((event) => [
      event,
      {
        type: 'links_line',
        at: NOW,
        level: 'critical',
        changes: entriesOf(said).map(({ link }) => ({ event, link })),
        left: event === 'joined' ? said.links : 0,
        ...(event === 'joined' ? { impact: impactOn(said.name) } : {}),
      },
    ]),
  moved: (said) => [
    [
      'moved',
      {
        type: 'moved',
        at: NOW,
        cause: { type: 'pop', popId: 'x' },
        causeName: said.name,
        links: entriesOf(said).map(({ link }) => link),
      },
    ],
  ],
  connection: connections,
  connection_line: ({ name }) =>
    (['opened', 'worsened', 'changed', 'recovered', 'closed'] as const).map((event) => [
      event,
      {
        type: 'connection_line',
        at: NOW,
        region: 'fr-par',
        incident: anIncident({ reason: 'The dedicated connection is failed.' }),
        event,
        connection: aConnection({ name }),
        move: { from: 'active', to: 'failed' },
      },
    ]),
  policy: policies,
  scope: scopes,
  scope_line: scopeLines,
  note: notes,
  baseline: baselines,
  digest: digests,
  silence_over: (said) => [
    [
      'nothing was held back',
      {
        type: 'silence_over',
        at: NOW,
        silence: { ...aSilence('s-1'), by: ADA, filter: said.name },
        entries: [],
      },
    ],
    [
      'some are still bad',
      {
        type: 'silence_over',
        at: NOW,
        silence: {
          ...aSilence('s-1'),
          by: ADA,
          filter: said.name,
          endedAt: NOW,
          endedBy: BOB,
          change: 'CHG-1',
          reason: said.name,
        },
        entries: [...entriesOf(said), ...mixed(said)],
      },
    ],
  ],
  page: ({ name, links }) => [
    [
      'opened',
      {
        type: 'page',
        at: NOW,
        event: {
          action: 'opened',
          key: 'k',
          level: 'critical',
          summary: `${name} is down in fr-par`,
          incidentId: 'i',
          region: 'fr-par',
          links: entriesOf({ name, links }).map(({ link }) => link),
          reason: name,
          since: NOW,
        },
      },
    ],
  ],
  stuck: ({ name }) => [
    [
      'stuck',
      {
        type: 'stuck',
        at: NOW,
        channel: NET_OPS,
        error: 'not_in_channel',
        advice: 'invite the bot to the channel with /invite.',
      },
    ],
    ['in a channel that is none', { type: 'stuck', at: NOW, channel: name, error: name, advice: name }],
  ],
}

function shown(of: (said: Said) => Titled, said: Said, isHostile: boolean): readonly Shown[] {
  return of(said).map(([title, alert]) => ({
    title: isHostile ? `hostile: ${title}` : title,
    message: renderAlert(alert, NOW, {
      mayRepeat: isHostile,
      story: isHostile ? 's'.repeat(255) : 'story-1',
      names: new Map([
        [ADA, isHostile ? said.name : 'Ada'],
        [BOB, isHostile ? said.name : 'Bob'],
      ]),
      contacts: isHostile ? HOSTILE_CONTACTS : { contactOf: () => aContact() },

      anew: isHostile,
    }),
  }))
}

storedViews(
  Object.entries(KINDS).map(([kind, of]) => ({
    // The links of every status have a file of that name.
    file: `alert-${kind.replaceAll('_', '-')}`,
    shown: shown(of, { name: 'paris', links: 3 }, false),
    hostile: (name) => shown(of, { name, links: 300 }, true),
  })),
)
