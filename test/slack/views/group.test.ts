import { describe, expect, test } from 'vitest'
import type { Alert, IncidentEntry } from '../../../src/alerting/alert.ts'
import type { SharedCause } from '../../../src/alerting/roll-up.ts'
import { type ContactFacts, contactOf } from '../../../src/contacts/contact.ts'
import { parseContacts } from '../../../src/contacts/parse.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../../src/runbooks/load.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { anEntry, anIncident } from '../../support/alerts.ts'
import { aConnection, CONNECTION_ID, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'

type Group = Extract<Alert, { type: 'group' }>

const render = (alert: Alert) => renderAlert(alert, NOW, { mayRepeat: false })
const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const head = (message: RenderedMessage) => textsOf(message.blocks)[0]

const group = (entries: readonly IncidentEntry[], extra: Partial<Group> = {}): Group => ({
  type: 'group',
  at: NOW,
  cause: { type: 'partner_at_pop', partnerId: 'p', popId: 'th2' },
  causeName: 'HexaIX at Telehouse TH2',
  entries,
  ...extra,
})
const over = { upSince: NOW - 120_000, resolvedAt: NOW, ending: 'recovered' } as const

describe('Several links with one cause', () => {
  test('are told with what they share, who they are, and the first thing to do', () => {
    const message = render(group([anEntry(1), anEntry(2), anEntry(3)]))
    expect(head(message)).toBe('🔴 Critical · 3 links bad over HexaIX at Telehouse TH2')
    expect(all(message)).toContain('Bad: `paris-1`, `paris-2` and `paris-3`.')
    expect(all(message)).toContain("1. Phone the partner's NOC")
    expect(all(message)).toContain('2. See what each VPC has left (`/interlink vpc` and its name)')
    expect(message.text).toContain('🔴 Critical: 3 links bad over `HexaIX at Telehouse TH2`.')
  })

  test.each([
    [{ type: 'connection', connectionId: 'c' }, 'over the dedicated connection', 'your own port'],
    [{ type: 'pop', popId: 'th2' }, 'at', 'status pages'],
    [{ type: 'partner', partnerId: 'p' }, 'over the partner', 'NOC'],
    [{ type: 'region', region: 'fr-par' }, 'in', 'status page for the region'],
  ] as const)('say where to look by what they share: %o', (cause: SharedCause, where, first) => {
    const message = render(group([anEntry(1), anEntry(2), anEntry(3)], { cause, causeName: 'X' }))
    expect(head(message)).toContain(`3 links bad ${where} X`)
    expect(all(message)).toContain(first)
  })

  test('say which are left while others are up again', () => {
    const message = render(group([anEntry(1, over), anEntry(2, { upSince: NOW }), anEntry(3)]))
    expect(head(message)).toBe('🔴 Critical · 1 of 3 links bad over HexaIX at Telehouse TH2')
    expect(all(message)).toContain('Still bad: `paris-3`.')
  })

  test('are confirming, then recovered, and ask for nothing', () => {
    const confirming = render(group([anEntry(1, over), anEntry(2, { upSince: NOW })]))
    expect(head(confirming)).toContain('🟢 Up, confirming')
    const recovered = render(group([anEntry(1, over), anEntry(2, over)]))
    expect(head(recovered)).toContain('🟢 Recovered')
    for (const message of [confirming, recovered]) expect(all(message)).not.toContain('What to do next')
  })

  test('are not called recovered when one of them is gone', () => {
    const message = render(group([anEntry(1, over), anEntry(2, { resolvedAt: NOW, ending: 'gone' })]))
    expect(head(message)).toContain('⚪ Closed')
  })

  test('stay within the limits of Slack, a thousand of them with hostile names too', () => {
    const name = `<!channel> \`*_~${'ñ'.repeat(240)}`
    const many = Array.from({ length: 1_000 }, (_, n) =>
      anEntry(n, { link: { id: `l${n}`, name, region: 'fr-par', status: 'all_down' }, reason: name }),
    )
    const message = render(group(many, { causeName: name }))
    expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])
    expect(all(message)).toContain('more: see `/interlink list`')
    const line = render({
      type: 'links_line',
      at: NOW,
      level: 'critical',
      changes: many.map(({ link }) => ({ event: 'joined', link })),
      left: 1_000,
    })
    expect([...slackProblems(line), ...messageFormattingProblems(line)]).toEqual([])
  })
})

describe('One line for what a poll changed', () => {
  test('says what happened to which links, and how many are left', () => {
    const message = render({
      type: 'links_line',
      at: NOW,
      level: 'critical',
      changes: [
        { event: 'recovered', link: anEntry(1).link },
        { event: 'recovered', link: anEntry(2).link },
        { event: 'gone', link: anEntry(3).link },
      ],
      left: 4,
    })
    expect(message.text).toContain('*2 links recovered:* `paris-1` and `paris-2`.')
    expect(message.text).toContain('*1 link gone:* `paris-3`.')
    expect(message.text).toContain('4 links of this message are still bad.')
  })
})

describe('Whom to call about what several links share', () => {
  const parsed = parseContacts(`
partners:
  HexaIX:
    noc_phone: "of the partner"
    pops:
      Telehouse TH2: { circuit_id: of the partner at the PoP }
pops:
  th2: { noc_phone: "of the PoP" }
connections:
  dc1-port: { noc_phone: "of the connection" }
`)
  if (parsed.type === 'broken') throw new Error(parsed.problems.join())
  const contacts = { contactOf: (facts: ContactFacts) => contactOf(parsed.book, facts) }
  const told = (alert: Alert) => all(renderAlert(alert, NOW, { mayRepeat: false, contacts }))

  test.each([
    [{ type: 'partner_at_pop', partnerId: 'p', popId: 'x' }, 'HexaIX at Telehouse TH2', 'of the partner'],
    [{ type: 'partner', partnerId: 'p' }, 'HexaIX', 'of the partner'],
    [{ type: 'pop', popId: 'th2' }, 'Telehouse TH2', 'of the PoP'],
    [{ type: 'connection', connectionId: CONNECTION_ID }, 'dc1-port', 'of the connection'],
  ] as const)('is looked up by what that is: %o', (cause, causeName, phone) => {
    expect(told(group([anEntry(1), anEntry(2)], { cause, causeName }))).toContain(
      `*Whom to call*\n*NOC phone* \`${phone}\``,
    )
  })

  test('has what is written down of a partner at that PoP', () => {
    expect(told(group([anEntry(1), anEntry(2)]))).toContain('*Circuit id* `of the partner at the PoP`')
  })

  test('is not said of a region, nor once all of it is over', () => {
    expect(told(group([anEntry(1)], { cause: { type: 'region', region: 'fr-par' } }))).not.toContain('call*')
    expect(told(group([anEntry(1, over), anEntry(2, over)]))).not.toContain('call*')
  })

  test('is said of a dedicated connection that carries nothing, while it does not', () => {
    const alert = {
      type: 'connection',
      at: NOW,
      region: 'fr-par',
      incident: anIncident({ subject: { type: 'connection', connectionId: CONNECTION_ID, scopeId: 's' } }),
      connection: aConnection({ status: 'failed' }),
      move: { from: 'active', to: 'failed' },
      riders: [],
      entries: [],
    } as const
    expect(told(alert)).toContain('*NOC phone* `of the connection`')
    const isOver = { ...alert.incident, resolvedAt: NOW, ending: 'recovered' } as const
    expect(told({ ...alert, incident: isOver, move: { from: 'failed', to: 'active' } })).not.toContain(
      'call*',
    )
  })
})

describe('The runbook of a message about several links, a connection, a policy or a region', () => {
  test.each(['shared_cause', 'deleted', 'connection_not_active', 'filters', 'bot_blind'])(
    'is one there is: %s',
    async (name) => {
      expect((await loadRunbooks(BUILTIN_RUNBOOKS)).byName(name)?.name).toBe(name)
    },
  )

  test('opens in the thread, for the cause of all of them', () => {
    const message = renderAlert(group([anEntry(1), anEntry(2)]), NOW, { mayRepeat: false, story: 'story-1' })
    const value = JSON.stringify({ story: 'story-1', link: null, runbook: 'shared_cause' })
    expect(JSON.stringify(message.blocks)).toContain(JSON.stringify(value))
  })
})
