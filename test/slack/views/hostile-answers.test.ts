import { describe, expect, test } from 'vitest'
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
import { asking } from '../../queries/into-vpc.ts'
import { memoryOf } from '../../queries/remembered.ts'
import { aVpc, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { fresh } from './answering.ts'
import { HOSTILE_CONTACTS, HOSTILE_NAMES } from './hostile.ts'
import { reordersOf } from './open-reorders.ts'
import { hostileWorld } from './worlds.ts'

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
    const { states, incidents } = hostileWorld(name)
    return { states, incidents, contacts: HOSTILE_CONTACTS, channels: { story: [name, 'C1', 'C2', 'C3'] } }
  }

  test.each(HOSTILE_NAMES.map((name, n) => [n, name] as const))(
    'stay within what Slack takes (name %i)',
    async (_n, name) => {
      const { states, ...given } = world(name)
      const { vpc, partner, incidents, whatIf } = asking(states, { ...given, reorders: reordersOf(name) })
      const { queries } = queriesOver(states, { incidents: given.incidents })
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
      const { states, ...given } = world(name)
      const memory = { ...memoryOf(states, given.incidents, silencesOf(name)), ...peopleOf(name) }
      const scopes = states.map(({ scope }) => scope)
      const home = createHome({ scopes, memory, reorders: { openReorders: async () => reordersOf(name) } })
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
