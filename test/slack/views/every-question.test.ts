import type { Link } from '../../../src/domain/link.ts'
import type { ScopeState } from '../../../src/domain/memory.ts'
import { linkOptions } from '../../../src/slack/views/link-options.ts'
import { renderLinkWanted } from '../../../src/slack/views/link-wanted.ts'
import { renderPartner } from '../../../src/slack/views/partner.ts'
import { renderVpc } from '../../../src/slack/views/vpc.ts'
import { renderWhatIf } from '../../../src/slack/views/whatif.ts'
import { renderStatusAnswer } from '../../../src/slack/views/which-link.ts'
import { renderWhy } from '../../../src/slack/views/why.ts'
import { ELSEWHERE, inParis, PAIR, TWO_PLACES } from '../../queries/into-vpc.ts'
import { aScopeState, TIMEOUT } from '../../queries/remembered.ts'
import { NO_CONTACTS } from '../../support/contacts.ts'
import { aConnection, aLink, aVpc, CONNECTION_ID, NOW, VPC_ID } from '../../support/links.ts'
import { HOSTILE_MIXTURE, type Shown, storedViews } from './stored.ts'
import { ALL_WELL, askedOf, EMPTY, EVERYTHING, hostileWorld, type World } from './worlds.ts'

const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const
const HALF = { status: 'limited_connectivity', sessions: { ipv4: 'up', ipv6: 'down' } } as const
const [A, B] = PAIR as readonly [Link, Link]

const within = (state: ScopeState): World => ({ ...ALL_WELL, states: [state] })
const of = (...links: readonly Link[]): World => within(inParis(links))
const over = { type: 'self_hosted', connectionId: CONNECTION_ID } as const

/** Ways into one VPC, by how well it is reached. */
const INTO_VPC: Readonly<Record<string, World>> = {
  'two independent links': of(A, B),
  'two links at one PoP': of(A, { ...A, id: 'id-c', name: 'paris-c', bandwidthMbps: 100 }),
  'three links, two of them over one partner': of(A, B, {
    ...A,
    id: 'id-c',
    name: 'paris-c',
    popId: 'pop-3',
  }),
  'the last path': of(A, { ...B, ...DOWN }),
  'one family on its last path': of(A, { ...B, ...HALF }),
  'no path': of({ ...A, ...DOWN }, { ...B, ...DOWN }),
  'one family not used': of({ ...A, policies: { ...A.policies, ipv6: null } }),
  'no link': of({ ...A, vpcId: null }),
  'a VPC without routing': within(
    inParis([A], {
      directory: { ...TWO_PLACES, vpcs: [aVpc({ routingEnabled: false, privateNetworkCount: 0 })] },
    }),
  ),
  'a VPC that could not be read': within(inParis([A, B], { directory: { ...TWO_PLACES, vpcs: [] } })),
  'a region that cannot be read': within(
    inParis([A, B], { failingSince: NOW - 60_000, lastFailure: TIMEOUT }),
  ),
}

const CONNECTED = within(
  aScopeState(
    [
      aLink({ id: 'id-d', name: 'dc-1', kind: over }),
      aLink({ id: 'id-e', name: 'dc-2', kind: over }),
      aLink({ id: 'id-f', name: 'paris-f', ...ELSEWHERE, bandwidthMbps: 100 }),
    ],
    { directory: { ...TWO_PLACES, connections: [aConnection()] } },
  ),
)

async function vpcsOf(): Promise<readonly Shown[]> {
  const cards = await Promise.all(
    Object.entries(INTO_VPC).map(async ([title, world]) => ({
      title,
      message: renderVpc(await askedOf(world).vpc(VPC_ID), NOW),
    })),
  )
  const several = within(
    inParis([A, B], { directory: { ...TWO_PLACES, vpcs: [aVpc(), aVpc({ id: 'v2', name: 'staging' })] } }),
  )
  const asked = [
    ['which of several', several, ''],
    ['an unknown name', several, 'producton'],
    ['none was read', EMPTY, 'x'],
    ['an unknown name, and a region that cannot be read', EVERYTHING, 'producton'],
  ] as const
  const picks = asked.map(async ([title, world, words]) => ({
    title,
    message: renderVpc(await askedOf(world).vpc(words), NOW),
  }))
  return [...cards, ...(await Promise.all(picks))]
}

async function partnersOf(): Promise<readonly Shown[]> {
  const asked = [
    ['links of every status', EVERYTHING, 'franceix'],
    ['all well', ALL_WELL, 'lumen'],
    ['without a link', of(A), 'lumen'],
    ['without contacts', { ...ALL_WELL, contacts: NO_CONTACTS }, 'franceix'],
    ['which of several', ALL_WELL, ''],
    ['an unknown name', ALL_WELL, 'frnceix'],
    ['an unknown name, and a region that cannot be read', EVERYTHING, 'frnceix'],
  ] as const
  return Promise.all(
    asked.map(async ([title, world, words]) => ({
      title,
      message: renderPartner(await askedOf(world).partner(words), NOW),
    })),
  )
}

async function whatIfs(): Promise<readonly Shown[]> {
  const asked = [
    ['one of two independent links', of(A, B), 'down paris-a'],
    ['one of two at the same PoP', INTO_VPC['two links at one PoP'], 'down paris-a'],
    ['the last path', INTO_VPC['the last path'], 'down paris-a'],
    ['a link that carries nothing', INTO_VPC['the last path'], 'down paris-b'],
    ['a PoP', of(A, B), 'down pop:Telehouse'],
    ['a partner', EVERYTHING, 'down partner:FranceIX'],
    ['a dedicated connection', CONNECTED, 'down connection:dc1-port'],
    ['which of several', of(A, B), 'down paris'],
    ['nothing was named', of(A, B), 'down'],
    ['an unknown name', of(A, B), 'down paros'],
    ['an unknown name, and no link was read', EMPTY, 'down paris'],
  ] as const
  const answered = asked.map(async ([title, world = EMPTY, words]) => ({
    title: `${title}: ${words}`,
    message: renderWhatIf(await askedOf(world).whatIf(words), NOW),
  }))
  return [
    ...(await Promise.all(answered)),
    {
      title: 'a link that is gone: down paris-a',
      message: renderWhatIf({ type: 'vanished', link: A, at: NOW - 60_000 }, NOW),
    },
  ]
}

async function whys(): Promise<readonly Shown[]> {
  const everything = askedOf(EVERYTHING)
  const names = [
    'all-down-self-hosted',
    'all-down-l2-hosted',
    'all-down-l3-hosted',
    'locked-l3-hosted',
    'active-l2-hosted',
  ]
  const cards = names.map(async (name) => ({
    title: name,
    message: renderWhy(await everything.why(name), NOW),
  }))
  return [
    ...(await Promise.all(cards)),
    { title: 'nothing was ever told', message: renderWhy(await askedOf(ALL_WELL).why('paris-a'), NOW) },
    { title: 'an unknown link', message: renderWhy(await askedOf(ALL_WELL).why('lyon'), NOW) },
  ]
}

async function whichLinks(): Promise<readonly Shown[]> {
  const ask = async (title: string, world: World, words: string) => ({
    title,
    message: renderStatusAnswer(await askedOf(world).status(words), NOW, 'diagnose'),
  })
  return [
    await ask('two fit', ALL_WELL, 'paris'),
    await ask('many fit', EVERYTHING, 'all'),
    await ask('none fits', ALL_WELL, 'parsi-a'),
    await ask('none fits, and a region cannot be read', EVERYTHING, 'no such link'),
    await ask('there is none', EMPTY, 'paris'),
    { title: 'it is gone', message: renderStatusAnswer({ type: 'gone', link: A, at: NOW }, NOW) },
    {
      title: 'polls found it gone',
      message: renderStatusAnswer({ type: 'vanished', link: A, at: NOW - 60_000 }, NOW),
    },
    {
      title: 'it is gone, and was never known',
      message: renderStatusAnswer({ type: 'gone', link: null, at: NOW }, NOW),
    },
    { title: 'none was named', message: renderLinkWanted('diagnose', '`/interlink diagnose &lt;link&gt;`') },
  ]
}

/** The options that a menu is answered with, as a menu. */
async function typed(world: World, words: string): Promise<Shown> {
  const options = linkOptions(await askedOf(world).suggest(words))
  const menu = { type: 'static_select', action_id: 'pick_link', options } as const
  return {
    title: `typed: ${words}`,
    message: { text: 'Options.', blocks: [{ type: 'actions', elements: [menu] }] },
  }
}

storedViews([
  {
    file: 'vpc',
    shown: await vpcsOf(),
    hostile: async (name) => {
      const { vpc } = askedOf(hostileWorld(name))
      return [
        { title: '300 links', message: renderVpc(await vpc(VPC_ID), NOW) },
        { title: 'which of several', message: renderVpc(await vpc(name), NOW) },
        { title: 'an unknown name', message: renderVpc(await vpc(`${name}?`), NOW) },
      ]
    },
  },
  {
    file: 'partner',
    shown: await partnersOf(),
    hostile: async (name) => {
      const { partner } = askedOf(hostileWorld(name))
      return [
        { title: '300 links', message: renderPartner(await partner('partner-2'), NOW) },
        { title: 'which of several', message: renderPartner(await partner(name), NOW) },
        { title: 'an unknown name', message: renderPartner(await partner(`${name}?`), NOW) },
      ]
    },
  },
  {
    file: 'whatif',
    shown: await whatIfs(),
    hostile: async (name) => {
      const { whatIf } = askedOf(hostileWorld(name))
      // What 150 links at once would take is long to work out: the mixture of all names has to do.
      const pop = name === HOSTILE_MIXTURE ? [await whatIf('down pop:pop-2')] : []
      return [
        ...pop.map((answer) => ({ title: 'a PoP of 150 links', message: renderWhatIf(answer, NOW) })),
        { title: 'one of 300 links', message: renderWhatIf(await whatIf('down id-1'), NOW) },
        { title: 'which of several', message: renderWhatIf(await whatIf(`down ${name}`), NOW) },
        { title: 'an unknown name', message: renderWhatIf(await whatIf(`down ${name}?`), NOW) },
      ]
    },
  },
  {
    file: 'why',
    shown: await whys(),
    hostile: async (name) => [
      { title: 'one of 300 links', message: renderWhy(await askedOf(hostileWorld(name)).why('id-0'), NOW) },
    ],
  },
  {
    file: 'which-link',
    shown: await whichLinks(),
    hostile: async (name) => {
      const { status } = askedOf(hostileWorld(name))
      const gone = { type: 'gone', link: aLink({ name }), at: NOW } as const
      return [
        { title: '300 fit', message: renderStatusAnswer(await status(name), NOW, 'why') },
        { title: 'none fits', message: renderStatusAnswer(await status(`${name}?`), NOW) },
        { title: 'it is gone', message: renderStatusAnswer(gone, NOW) },
      ]
    },
  },
  {
    file: 'type-ahead',
    shown: [await typed(ALL_WELL, ''), await typed(EVERYTHING, 'down'), await typed(EVERYTHING, 'l2')],
    hostile: async (name) => [await typed(hostileWorld(name), '')],
  },
])
