import { expect, test } from 'vitest'
import { toldTo } from '../../../src/slack/listeners/naming-channels.ts'
import { createToldAt } from '../../../src/slack/told-at.ts'
import { listLogger } from '../noted.ts'
import { anOpenReorder } from '../views/open-reorders.ts'

const [ALERTS, HERE, PRIVATE] = ['C0ALERTS', 'C0HERE', 'C0PRIVATE']
const place = (channel: string) => ({ channel, ts: '1355517523.000008' })

const helpers = {
  toldAt: createToldAt({
    stories: {
      messagesOfIncidents: async (ids) => new Map(ids.map((id) => [id, [ALERTS, PRIVATE, HERE].map(place)])),
    },
    workspaceUrl: 'https://acme.slack.com/',
    logger: listLogger(),
  }),
  remedies: { alertChannel: ALERTS },
}

const reorders = [ALERTS, HERE, PRIVATE].map((channel) =>
  anOpenReorder({ id: channel, shownIn: place(channel) }),
)

/** The channels that an answer leads into, by what is told there. */
async function leads(isPublic: boolean) {
  const asking = { by: 'U0ADA', channel: HERE, zone: 'UTC', isPublic }
  const told = await toldTo(asking, ['i1'], helpers, reorders)
  return Object.fromEntries([...told].map(([id, messages]) => [id, messages.map(({ channel }) => channel)]))
}

test('An answer to one person leads to all messages, and one for everybody to none in another private channel', async () => {
  expect(await leads(false)).toEqual({
    i1: [ALERTS, PRIVATE, HERE],
    [ALERTS]: [ALERTS],
    [HERE]: [HERE],
    [PRIVATE]: [PRIVATE],
  })
  expect(await leads(true)).toEqual({ i1: [ALERTS, HERE], [ALERTS]: [ALERTS], [HERE]: [HERE] })
})
