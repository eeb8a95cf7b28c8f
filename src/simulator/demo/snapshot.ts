import type { LinkRow } from '../interlink/rows.ts'
import type { InterlinkApi } from '../interlink/server.ts'
import type { SlackWorkspace } from '../slack/workspace.ts'
import { DEMO_PEOPLE } from './people.ts'
import type { SkippableClock } from './skippable-clock.ts'
import type { Away, DemoCommand, DemoLink, DemoShortcut, DemoState, DemoStory } from './state.ts'

/** More than anybody scrolls through; an evening of stories must not slow the page down. */
const MESSAGES_SHOWN = 300

/** The visible state, read from the stand-ins. */
export function readState(parts: {
  readonly slack: SlackWorkspace
  readonly interlink: InterlinkApi
  readonly clock: SkippableClock
  readonly botName: string
  readonly commands: readonly DemoCommand[]
  readonly shortcuts: readonly DemoShortcut[]
  readonly regions: readonly string[]
  readonly stories: readonly DemoStory[]
  readonly away: readonly Away[]
}): DemoState {
  const { slack, interlink, clock, botName, commands, shortcuts, regions, stories, away } = parts
  const { world } = interlink
  const latest = (channelId: string) => slack.messages(channelId).slice(-MESSAGES_SHOWN)
  return {
    now: clock.now(),
    skippedMs: clock.skipped(),
    bot: { userId: slack.botUserId, name: botName, connected: slack.connected() },
    commands,
    shortcuts,
    people: DEMO_PEOPLE,
    channels: slack.channels().map(({ id, name, members, botIsMember }) => ({
      id,
      name,
      members,
      botIsMember,
      messages: latest(id),
    })),
    directs: byPerson((userId) => {
      const id = slack.directChannel(userId)
      if (id === undefined) return undefined
      return { id, name: botName, members: [userId], botIsMember: true, messages: latest(id) }
    }),
    homes: byPerson((userId) => slack.home(userId)),
    ephemerals: slack.ephemerals().slice(-MESSAGES_SHOWN),
    modals: byPerson((userId) => slack.modals(userId)),
    world: {
      regions,
      links: world.links().map((link) => readLink(link, interlink)),
      vpcs: world.vpcs().map(({ id, name, region }) => ({ id, name, region })),
      policies: world
        .policies()
        .map(({ id, name, region, is_ipv6 }) => ({ id, name, region, isIpv6: is_ipv6 })),
    },
    stories,
    away,
  }
}

/** What everybody has of something, by user id, without those who have none. */
function byPerson<T>(read: (userId: string) => T | undefined): Readonly<Record<string, T>> {
  const entries = DEMO_PEOPLE.flatMap(({ id }): [string, T][] => {
    const value = read(id)
    return value === undefined ? [] : [[id, value]]
  })
  return Object.fromEntries(entries)
}

function readLink(link: LinkRow, { world }: InterlinkApi): DemoLink {
  const { id, name, region, status, bgp_v4_status, bgp_v6_status, vpc_id, vlan, bandwidth_mbps, created_at } =
    link
  const { routing_policy_v4_id, routing_policy_v6_id, enable_route_propagation } = link
  const partner = world.partners().find((each) => each.id === link.partner?.partner_id)
  const connection = world.connections().find((each) => each.id === link.self?.connection_id)
  const pop = world.pops().find((each) => each.id === link.pop_id)
  const over = [partner?.name ?? connection?.name, pop?.display_name].filter((part) => part !== undefined)
  return {
    ...{ id, name, region, status, bgp_v4_status, bgp_v6_status, vpc_id, vlan, bandwidth_mbps, created_at },
    ...{ routing_policy_v4_id, routing_policy_v6_id, enable_route_propagation },
    over: over.join(' · '),
    kind: link.self === null ? 'hosted' : 'self-hosted',
    waitsForPartner:
      link.status === 'deprovisioning' && link.partner !== null && link.hidden.deletionBegunBy !== 'partner',
  }
}
