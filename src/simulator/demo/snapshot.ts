import type { LinkRow } from '../interlink/rows.ts'
import type { InterlinkApi } from '../interlink/server.ts'
import type { SlackWorkspace } from '../slack/workspace.ts'
import { DEMO_PEOPLE } from './people.ts'
import type { SkippableClock } from './skippable-clock.ts'
import type { Away, DemoCommand, DemoLink, DemoState, DemoStory } from './state.ts'

/** More than anybody scrolls through; an evening of stories must not slow the page down. */
const MESSAGES_SHOWN = 300

/** The visible state, read from the stand-ins. */
export function readState(parts: {
  readonly slack: SlackWorkspace
  readonly interlink: InterlinkApi
  readonly clock: SkippableClock
  readonly botName: string
  readonly commands: readonly DemoCommand[]
  readonly regions: readonly string[]
  readonly stories: readonly DemoStory[]
  readonly away: readonly Away[]
}): DemoState {
  const { slack, interlink, clock, botName, commands, regions, stories, away } = parts
  const { world } = interlink
  return {
    now: clock.now(),
    skippedMs: clock.skipped(),
    bot: { userId: slack.botUserId, name: botName, connected: slack.connected() },
    commands,
    people: DEMO_PEOPLE,
    channels: slack.channels().map(({ id, name, members, botIsMember }) => ({
      id,
      name,
      members,
      botIsMember,
      messages: slack.messages(id).slice(-MESSAGES_SHOWN),
    })),
    ephemerals: slack.ephemerals().slice(-MESSAGES_SHOWN),
    modals: Object.fromEntries(DEMO_PEOPLE.map((person) => [person.id, slack.modals(person.id)])),
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
  }
}
