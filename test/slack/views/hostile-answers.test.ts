import { describe, expect, test } from 'vitest'
import type { Incident } from '../../../src/domain/incident.ts'
import type { Link } from '../../../src/domain/link.ts'
import { createHome } from '../../../src/queries/home.ts'
import { renderHome } from '../../../src/slack/views/home.ts'
import { renderIncidents } from '../../../src/slack/views/incidents.ts'
import { renderList } from '../../../src/slack/views/list.ts'
import { renderPartner } from '../../../src/slack/views/partner.ts'
import { renderVpc } from '../../../src/slack/views/vpc.ts'
import { renderWhatIf } from '../../../src/slack/views/whatif.ts'
import { renderStatusAnswer } from '../../../src/slack/views/which-link.ts'
import { renderWhy } from '../../../src/slack/views/why.ts'
import { aSilence, aSubscription } from '../../contract/store-samples.ts'
import { queriesOver } from '../../queries/asking.ts'
import { asking, ELSEWHERE, TWO_PLACES } from '../../queries/into-vpc.ts'
import { anIncident, aScopeState, memoryOf, TIMEOUT } from '../../queries/remembered.ts'
import { aLink, aPartner, aPop, aVpc, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { fresh } from './answering.ts'
import { HOSTILE_CONTACTS, HOSTILE_NAMES } from './hostile.ts'

/** Without the people and channels that the bot itself names: an answer to one person pings nobody. */
function withoutOwn<T>(message: T): T {
  return JSON.parse(JSON.stringify(message).replace(/<(?:@U1|#C[12])>/gu, ''))
}

/** What is remembered of people and decisions, all of it called `name`. */
const peopleOf = (name: string) => ({
  channelsOf: async (stories: readonly string[]) => new Map(stories.map((story) => [story, [name, 'C1']])),
  subscriptions: async () =>
    Array.from({ length: 300 }, (_, n) => ({ ...aSubscription(`sub-${n}`), by: 'U1', filter: name })),
  reasonsOf: async () =>
    Array.from({ length: 50 }, () => ({
      at: NOW,
      reason: name.repeat(10),
      incidentId: null,
      transition: null,
    })),
})

const silencesOf = (name: string) =>
  Array.from({ length: 300 }, (_, n) => ({ ...aSilence(`s-${n}`), by: name, filter: name, reason: name }))

const whyOf = async (name: string) => ({
  link: { id: name, name, region: name, status: name },
  silences: silencesOf(name),
  subscriptions: await peopleOf(name).subscriptions(),
  reasons: await peopleOf(name).reasonsOf(),
})

describe('300 links with names that try to break out', () => {
  const world = (name: string) => {
    const links = Array.from({ length: 300 }, (_, n): Link => {
      const down = n % 3 === 0 ? { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } : {}
      return aLink({
        id: `id-${n}`,
        name,
        ...(n % 2 === 0 ? ELSEWHERE : {}),
        ...down,
        status: n % 5 === 0 ? name : 'active',
      })
    })
    const directory = {
      ...TWO_PLACES,
      vpcs: [aVpc({ name }), aVpc({ id: 'v2', name })],
      pops: TWO_PLACES.pops.map((pop) => aPop({ id: pop.id, name, displayName: name })),
      partners: TWO_PLACES.partners.map(({ id }) =>
        aPartner({ id, name, contactEmail: name, portalUrl: `https://portal.example/${name}` }),
      ),
    }
    const state = aScopeState(links, {
      directory,
      failingSince: NOW,
      lastFailure: { ...TIMEOUT, message: name },
    })
    const incidents = links.map(
      ({ id }, n): Incident => ({
        ...anIncident(id, n % 2 === 0 ? 'critical' : 'warning'),
        reason: `${name} is down.`,
        rootKey: 'story',
        acknowledgement: { by: name, at: NOW, expiresAt: NOW },
        heldBack: { by: { type: 'tag', tag: name }, level: 'critical', at: NOW },
        flapping: { since: NOW, toldAt: NOW },
      }),
    )
    return { state, incidents, contacts: HOSTILE_CONTACTS, channels: { story: [name, 'C1', 'C2', 'C3'] } }
  }

  test.each(HOSTILE_NAMES.map((name, n) => [n, name] as const))(
    'stay within what Slack takes (name %i)',
    async (_n, name) => {
      const { state, ...given } = world(name)
      const { vpc, partner, incidents, whatIf } = asking([state], given)
      const { queries } = queriesOver([state], { incidents: given.incidents })
      const [list, status] = [await queries.list(''), await queries.status(name)]
      const messages = [
        renderVpc(await vpc(aVpc().id), NOW),
        renderVpc(await vpc(name), NOW),
        renderVpc(await vpc(`${name}?`), NOW),
        renderPartner(await partner('partner-2'), NOW),
        renderPartner(await partner(name), NOW),
        renderPartner(await partner('nobody'), NOW),
        renderIncidents(await incidents(), NOW),
        renderWhy(
          {
            type: 'found',
            ...(await whyOf(name)),
            alertChannel: name,
            incident: given.incidents[0] ?? null,
            scopes: [{ ...fresh, scope: { id: name, region: name } }],
          },
          NOW,
        ),
        renderWhatIf(await whatIf('down id-1'), NOW),
        renderWhatIf(await whatIf('down pop:pop-2'), NOW),
        renderWhatIf(await whatIf(`down ${name}`), NOW),
        renderWhatIf(await whatIf('down nothing'), NOW),
        renderStatusAnswer(status, NOW, 'why'),
        ...[1, 2, 10].map((page) => renderList(list, NOW, page)),
      ]
      for (const message of messages) {
        expect(slackProblems(message)).toEqual([])
        expect(messageFormattingProblems(withoutOwn(message))).toEqual([])
      }
    },
  )

  test.each(HOSTILE_NAMES.map((name, n) => [n, name] as const))(
    'leave the dashboard of a person within what Slack takes (name %i)',
    async (_n, name) => {
      const { state, ...given } = world(name)
      const memory = { ...memoryOf([state], given.incidents, silencesOf(name)), ...peopleOf(name) }
      const home = createHome({ scopes: [state.scope], memory })
      const { blocks } = renderHome(await home('U1', ''), 'all', NOW)
      expect(blocks.length).toBeLessThanOrEqual(100)
      for (let start = 0; start < blocks.length; start += 10) {
        // A view holds twice the blocks of a message, and more text: each block is measured, not their sum.
        const message = { text: 'Home', blocks: blocks.slice(start, start + 10) }
        expect(slackProblems(message)).toEqual([])
        expect(messageFormattingProblems(withoutOwn(message))).toEqual([])
      }
    },
  )
})
