import type { Actor } from '../interlink/audit-trail.ts'
import type { LinkRow } from '../interlink/rows.ts'
import { timestamp } from '../interlink/rows.ts'
import type { WorldControl } from '../interlink/state.ts'

export type StoryName =
  | 'outage'
  | 'partner never answers'
  | 'refused'
  | 'active but dark'
  | 'limited connectivity'
  | 'propagation off'
  | 'region unreachable'

/** What a story moves. */
export interface Stage {
  readonly world: WorldControl
  /** Milliseconds since the epoch, on the clock that `skip` sets forward. */
  now(): number
  skip(ms: number): void
  /** Lets every InterLink call to `region` fail with an HTML page and status 500, until the result is called. */
  breakRegion(region: string): () => void
  /** Resolves once the bot has read the world as it is now, and has said what it had to say about it. */
  afterPoll(): Promise<void>
  /** Called before each step with its index, and with the number of steps at the end. */
  onStep?(index: number): void
}

export interface Story {
  readonly title: string
  /** One line for a list of stories. */
  readonly summary: string
  /** A sentence for each step, in order. */
  readonly steps: readonly string[]
  /** What is left to whoever looks, once it was played: a sentence each, in order. Empty where nothing is. */
  readonly yourTurn: readonly string[]
  /** Rejects with a `StoryProblem` when the world no longer holds what the story is about. */
  play(stage: Stage): Promise<void>
}

/** The world was changed so far that a story cannot be told. The message is for a person. */
export class StoryProblem extends Error {
  override readonly name = 'StoryProblem'
}

interface Step<Cast> {
  readonly sentence: string
  act(stage: Stage, cast: Cast): void
}

interface Ending<Cast> {
  readonly yourTurn?: readonly string[]
  /** Runs however the story ends. */
  finish?(cast: Cast): void
}

/** An application that applies Terraform, and a person with a browser, as the Audit Trail knows them. */
const TERRAFORM: Actor = {
  principalId: 'c0de1e55-0000-4000-8000-000000000602',
  userAgent:
    'scaleway-sdk-go/v1.0.0-beta.35 (go1.24; linux; amd64) terraform-provider/2.60.0 terraform/1.13.1',
}
const PERSON: Actor = {
  principalId: 'ada00000-0000-4000-8000-000000000603',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
}

/** A member is told whom to ask, and a guest nothing. */
const AS_OPERATOR = 'Act as Olu, an operator (below the channels). Ada may look, Gil may not even ask.'

const MINUTE = 60_000
const DAY = 86_400_000

/** `pick` casts the story: what it settles on is handed to every step. */
function story<Cast>(
  title: string,
  summary: string,
  pick: (stage: Stage) => Cast,
  steps: readonly Step<Cast>[],
  { yourTurn = [], finish = () => {} }: Ending<Cast> = {},
): Story {
  return {
    title,
    summary,
    steps: steps.map((step) => step.sentence),
    yourTurn,
    async play(stage) {
      const cast = pick(stage)
      try {
        for (const [index, step] of steps.entries()) {
          stage.onStep?.(index)
          step.act(stage, cast)
          await stage.afterPoll()
        }
      } finally {
        finish(cast)
      }
      stage.onStep?.(steps.length)
    },
  }
}

/** The link of that name if it carries, else any other that does. `both` asks for IPv4 and IPv6. */
function carrying(name: string, families: 'any' | 'both') {
  return ({ world }: Stage): string => {
    const fits = (link: LinkRow) => {
      const up = [link.bgp_v4_status, link.bgp_v6_status].filter((session) => session === 'up').length
      const configured = link.vpc_id !== null && link.enable_route_propagation
      return link.status === 'active' && configured && up >= (families === 'both' ? 2 : 1)
    }
    const links = world.links().filter(fits)
    const link = links.find((candidate) => candidate.name === name) ?? links[0]
    if (link !== undefined) return link.id
    throw new StoryProblem(
      'No link carries as the story needs it. Set one to active, with VPC, policies, propagation.',
    )
  }
}

function setPropagation({ world, now }: Stage, actor: Actor, id: string, enable_route_propagation: boolean) {
  world.setLinkAs(actor, id, { enable_route_propagation, updated_at: timestamp(now()) })
}

/** A link that waits for its partner; a new order when none does. */
function requested({ world, now }: Stage): string {
  const waiting = world.links().find((link) => link.status === 'requested' && link.partner !== null)
  if (waiting !== undefined) return waiting.id
  const taken = new Set(world.links().map((link) => link.name))
  const name = ['lyon-backup', 'lille-backup', 'nice-backup'].find((candidate) => !taken.has(candidate))
  return world.addLink({
    name: name ?? `backup-${world.links().length + 1}`,
    status: 'requested',
    bgp_v4_status: 'disabled',
    bgp_v6_status: 'disabled',
    enable_route_propagation: false,
    created_at: timestamp(now()),
    updated_at: timestamp(now()),
  }).id
}

export const STORIES: Readonly<Record<StoryName, Story>> = {
  outage: story(
    'Outage',
    'A link that carries goes down, and later comes back.',
    carrying('amsterdam-prod', 'any'),
    [
      { sentence: 'A link carries: active, its BGP sessions up.', act() {} },
      {
        sentence: 'Every BGP session drops: the link is all_down.',
        act: (s, id) => s.world.setStatus(id, 'all_down'),
      },
      { sentence: 'Four minutes go by.', act: (s) => s.skip(4 * MINUTE) },
      { sentence: 'The sessions come back.', act: (s, id) => s.world.setStatus(id, 'active') },
      { sentence: 'It stays up for three minutes.', act: (s) => s.skip(3 * MINUTE) },
    ],
  ),
  'partner never answers': story(
    'Partner never answers',
    'An order nobody at the partner looked at expires after ten days.',
    requested,
    [
      { sentence: 'A hosted link is requested; its partner has yet to answer.', act() {} },
      {
        sentence: 'Its order is dated back: nine days without an answer.',
        act: (s, id) => s.world.setLink(id, { created_at: timestamp(s.now() - 9 * DAY) }),
      },
      {
        sentence: 'The tenth day is over: the order has expired.',
        act: (s, id) => {
          s.world.setLink(id, { created_at: timestamp(s.now() - 10 * DAY) })
          s.world.setStatus(id, 'expired')
        },
      },
    ],
  ),
  refused: story(
    'Refused, order again',
    'A partner refuses an order, and says why. It is ordered again.',
    requested,
    [
      { sentence: 'A hosted link is requested; its partner has yet to answer.', act() {} },
      {
        sentence: 'The partner refuses: “No capacity left at this PoP for the requested bandwidth.”',
        act: (s, id) => {
          const partner = s.world.link(id)?.partner
          if (partner) {
            const disapproved_reason = 'No capacity left at this PoP for the requested bandwidth.'
            s.world.setLink(id, { partner: { ...partner, disapproved_reason } })
          }
          s.world.setStatus(id, 'refused')
        },
      },
    ],
    {
      yourTurn: [
        AS_OPERATOR,
        'Press “Fix…” under the alert, then “Delete and order again…”. One message in its thread ticks off each step.',
        'In that message, draft the mail with the new pairing key.',
        'Do the partner’s part: under Links, set the new order to provisioning, then to active.',
        'Press Fix… and turn route propagation on: the order is done.',
      ],
    },
  ),
  'active but dark': story(
    'Active but dark',
    'A link is active with nothing behind it. Three clicks mend it.',
    carrying('amsterdam-prod', 'any'),
    [
      { sentence: 'A link carries: active, its BGP sessions up.', act() {} },
      {
        sentence: 'In the console, a person takes its VPC, a routing policy and propagation away.',
        act: (s, id) => {
          const onlyV6 = s.world.link(id)?.routing_policy_v4_id === null
          s.world.setLinkAs(PERSON, id, {
            vpc_id: null,
            // Without its policy a session is disabled.
            ...(onlyV6
              ? { routing_policy_v6_id: null, bgp_v6_status: 'disabled' }
              : { routing_policy_v4_id: null, bgp_v4_status: 'disabled' }),
            enable_route_propagation: false,
            updated_at: timestamp(s.now()),
          })
        },
      },
    ],
    {
      yourTurn: [
        AS_OPERATOR,
        'Press Fix… under the alert: attach the VPC, attach the routing policy, turn route propagation on.',
        'Skip 5 min, under Time and outages: it has stayed up, and the incident is over.',
      ],
    },
  ),
  'limited connectivity': story(
    'Limited connectivity',
    'The IPv6 session of a link drops; IPv4 stays up.',
    carrying('paris-prod-a', 'both'),
    [
      { sentence: 'A link carries IPv4 and IPv6.', act() {} },
      {
        sentence: 'Its IPv6 session goes down: limited_connectivity.',
        act: (s, id) => s.world.setStatus(id, 'limited_connectivity'),
      },
      { sentence: 'Two minutes go by.', act: (s) => s.skip(2 * MINUTE) },
      { sentence: 'The IPv6 session is up again.', act: (s, id) => s.world.setStatus(id, 'active') },
      { sentence: 'It stays up for two minutes.', act: (s) => s.skip(2 * MINUTE) },
    ],
  ),
  'propagation off': story(
    'Propagation off',
    'Terraform turns off the route propagation of a link that carries; a person turns it on again.',
    carrying('amsterdam-prod', 'any'),
    [
      { sentence: 'A link carries: active, its BGP sessions up.', act() {} },
      {
        sentence: 'A run of Terraform turns its route propagation off.',
        act: (s, id) => setPropagation(s, TERRAFORM, id, false),
      },
      { sentence: 'Five minutes go by.', act: (s) => s.skip(5 * MINUTE) },
      {
        sentence: 'In the console, a person turns it on again.',
        act: (s, id) => setPropagation(s, PERSON, id, true),
      },
      { sentence: 'It stays up for three minutes.', act: (s) => s.skip(3 * MINUTE) },
    ],
  ),
  'region unreachable': story(
    'Region unreachable',
    'The API of fr-par answers with error pages for twenty minutes.',
    () => ({ restore: () => {} }),
    [
      {
        sentence: 'fr-par answers every call with an HTML page and status 500.',
        act: (s, cast) => {
          cast.restore = s.breakRegion('fr-par')
        },
      },
      { sentence: 'Five minutes go by.', act: (s) => s.skip(5 * MINUTE) },
      { sentence: 'Fifteen more minutes go by.', act: (s) => s.skip(15 * MINUTE) },
      { sentence: 'fr-par answers again.', act: (_, cast) => cast.restore() },
    ],
    { finish: (cast) => cast.restore() },
  ),
}
