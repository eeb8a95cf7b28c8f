import { HOME_FILTERS, type HomeFilter, renderClosedHome, renderHome } from '../../../src/slack/views/home.ts'
import { renderIncidents } from '../../../src/slack/views/incidents.ts'
import { renderList } from '../../../src/slack/views/list.ts'
import { aScopeState, aWatchedLink } from '../../queries/remembered.ts'
import { aLink, NOW } from '../../support/links.ts'
import { ADA, type Shown, storedViews } from './stored.ts'
import { ALL_WELL, askedOf, EMPTY, EVERYTHING, hostileWorld, type World } from './worlds.ts'

/** Each page of a list, as its buttons ask for them. */
async function listOf(
  world: World,
  filter: string,
  pages: readonly number[] = [1],
): Promise<readonly Shown[]> {
  const answer = await askedOf(world).list(filter)
  return pages.map((page) => ({
    title: `list ${filter}, page ${page}`,
    message: renderList(answer, NOW, page),
  }))
}

async function incidentsOf(
  world: World,
  title: string,
  pages: readonly number[] = [1],
): Promise<readonly Shown[]> {
  const answer = await askedOf(world).incidents()
  return pages.map((page) => ({ title, message: renderIncidents(answer, NOW, undefined, page) }))
}

async function homeOf(world: World, filter: HomeFilter, title: string): Promise<Shown> {
  const answer = await askedOf(world).home(ADA, HOME_FILTERS[filter].filter)
  return { title, message: renderHome(answer, filter, NOW) }
}

/** A region with a link that polls cannot read any more beside one that they can. */
const UNREAD: World = {
  ...ALL_WELL,
  states: [
    aScopeState([], {
      links: new Map([
        ['id-a', aWatchedLink(aLink({ id: 'id-a', name: 'paris-a' }), { unreadSince: NOW - 600_000 })],
        ['id-b', aWatchedLink(aLink({ id: 'id-b', name: 'paris-b' }))],
      ]),
    }),
  ],
}

/** Every link, and nobody has been told of any. */
const CALM: World = { ...EVERYTHING, incidents: [], reorders: [], silences: [], subscriptions: [] }

/** Links whose sessions are up in vain. */
const DARK: World = {
  ...ALL_WELL,
  states: [
    aScopeState([
      aLink({ id: 'id-a', name: 'no-vpc', vpcId: null }),
      aLink({ id: 'id-b', name: 'no-propagation', routePropagation: false }),
      aLink({ id: 'id-c', name: 'no-policy', policies: { ipv4: null, ipv6: null } }),
    ]),
  ],
}

const LISTS: readonly Shown[] = [
  ...(await listOf(EVERYTHING, '', [1, 2, 3])),
  ...(await listOf(EVERYTHING, 'status:down kind:hosted')),
  ...(await listOf(EVERYTHING, 'no such thing')),
  ...(await listOf(ALL_WELL, '')),
  ...(await listOf(UNREAD, 'paris')),
  ...(await listOf(DARK, '')),
  ...(await listOf(EMPTY, '')),
]

const INCIDENTS: readonly Shown[] = [
  ...(await incidentsOf(EVERYTHING, 'of everything, page 1', [1])),
  ...(await incidentsOf(EVERYTHING, 'of everything, the last page', [99])),
  ...(await incidentsOf(ALL_WELL, 'none')),
]

const HOMES: readonly Shown[] = [
  ...(await Promise.all(
    (Object.keys(HOME_FILTERS) as HomeFilter[]).map((filter) =>
      homeOf(filter === 'all' ? EVERYTHING : CALM, filter, `everything, ${filter}`),
    ),
  )),
  await homeOf(ALL_WELL, 'all', 'all well'),
  await homeOf(ALL_WELL, 'down', 'all well, and nothing is down'),
  await homeOf(EMPTY, 'all', 'no link yet'),
  { title: 'nobody may see it', message: renderClosedHome('The bot is for full members of this workspace.') },
]

storedViews([
  {
    file: 'list',
    shown: LISTS,
    hostile: async (name) => [
      ...(await listOf(hostileWorld(name), '', [5])),
      ...(await listOf(hostileWorld(name), `${name} of none`)),
    ],
  },
  {
    file: 'incidents',
    shown: INCIDENTS,
    hostile: (name) => incidentsOf(hostileWorld(name), '300, and one page in between', [3]),
  },
  {
    file: 'home',
    shown: HOMES,
    hostile: async (name) => [await homeOf(hostileWorld(name), 'all', '300 links')],
  },
])
