import { policyEdit } from '../alerting/policies.ts'
import type { AlertSettings } from '../alerting/settings.ts'
import type { Clock } from '../domain/clock.ts'
import type { Link } from '../domain/link.ts'
import type { WatchedLink } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import { linkStatus } from '../domain/status.ts'
import { subjectOf, type Transition, type WhoChanged } from '../domain/transition.ts'
import type { ScopeReading } from './decide-seen.ts'
import { diffDirectory } from './diff.ts'
import { isOwnAct } from './own-acts.ts'
import type { ChangedResource, ChangeSource, OwnAct, WatchStore } from './ports.ts'

/** All answers have to be there within this (ms): a name must not hold up an alert. */
const DEADLINE_MS = 3_000
/** A change shows in a poll after it was recorded; clocks differ by less than this (ms). */
const SLACK_MS = 60_000
/** Policies and connections are read at least this often (ms): a change of one may be as old when it shows. */
const SHARED_READ_MS = 10 * 60_000

/** Whom to ask, and by which durations changes are held to explain what is seen. */
export interface WhoChangedParts {
  readonly source: ChangeSource
  /** Knows what the bot did itself: its key is nobody to be asked. */
  readonly store: Pick<WatchStore, 'ownActs'>
  readonly clock: Clock
  readonly settings: AlertSettings
}

/**
 * Asks who made the changes that this poll shows, by the id of what was changed. Asks nothing where no change asks for it,
 * and takes no longer than 3 s: whoever is not known by then goes unnamed. `asking` is aborted then, or by whoever stops the
 * poll.
 */
export async function askWhoChanged(
  { source, store, clock, settings }: WhoChangedParts,
  readings: readonly ScopeReading[],
  ownActs: readonly OwnAct[],
  asking: AbortController,
): Promise<ReadonlyMap<string, WhoChanged>> {
  const recently = spanStart(clock.now(), settings.timers.changeWindow, settings.hours.zone)
  const questions = readings.flatMap((reading) => {
    if (reading.type === 'failed' || reading.state.baselineAt === null) return []
    const { state, transitions } = reading
    const changed = transitions
      .filter((transition) => !isOwnAct(transition, ownActs))
      .flatMap((transition) =>
        toAsk(transition, state.links.get(subjectOf(transition).id), recently, ownActs),
      )
    // A change that an earlier poll has seen was made within the window before that poll.
    const since = Math.min(state.lastGoodAt ?? recently, recently - (clock.now() - recently))
    const shared = sharedToAsk(reading)
    // What links share is not read at each poll.
    const earlier = Math.min(since, clock.now() - SHARED_READ_MS)
    return [
      { scope: state.scope, changed, since: since - SLACK_MS },
      { scope: state.scope, changed: shared, since: earlier - SLACK_MS },
    ].filter((question) => question.changed.length > 0)
  })
  if (questions.length === 0) return new Map()
  const timer = clock.setTimer(DEADLINE_MS, () => asking.abort())
  try {
    const answers = await Promise.all(
      questions.map(({ scope, changed, since }) => source.changesOf(scope, changed, since, asking.signal)),
    )
    const made = new Map(answers.flatMap((answer) => [...answer]))
    if (made.size === 0) return made
    const earliest = Math.min(...[...made.values()].map(({ at }) => at))
    const own = await store.ownActs(earliest - SLACK_MS)
    return withAskers(
      made,
      questions.flatMap(({ changed: asked }) => asked),
      own,
    )
  } finally {
    timer.cancel()
  }
}

/**
 * Whoever had asked the bot for a change stands in the place of the bot's key, which tells nobody anything; where nobody knows
 * who that was, the change goes without a name. The console, Terraform and the CLI are others.
 */
function withAskers(
  made: ReadonlyMap<string, WhoChanged>,
  asked: readonly ChangedResource[],
  own: readonly OwnAct[],
): ReadonlyMap<string, WhoChanged> {
  return new Map(
    [...made].flatMap(([id, who]) => {
      if (who.tool !== 'api' && who.tool !== 'unknown') return [[id, who] as const]
      const changes: readonly string[] = asked.filter((one) => one.id === id).flatMap((one) => one.changes)
      const acts = own.filter(
        ({ linkId, change, at }) =>
          linkId === id && changes.includes(change) && Math.abs(at - who.at) <= SLACK_MS,
      )
      if (acts.length === 0) return [[id, who] as const]
      const askedBy = acts.find(({ by }) => by !== undefined)?.by
      return askedBy === undefined ? [] : [[id, { ...who, askedBy }] as const]
    }),
  )
}

/** What a transition asks about: a change of configuration, one shortly before sessions drop, or a deletion. */
function toAsk(
  transition: Transition,
  before: WatchedLink | undefined,
  recently: number,
  ownActs: readonly OwnAct[],
): readonly ChangedResource[] {
  const { id, organizationId } = subjectOf(transition)
  const inService = before !== undefined && before.carried.length > 0
  switch (transition.type) {
    case 'appeared':
      return []
    case 'vanished':
      return inService ? [{ id, organizationId, changes: ['deletion'] }] : []
    case 'changed': {
      const { after, statusChanged, sessionsChanged, configuration } = transition
      if (statusChanged && linkStatus(after.status) === 'deprovisioning')
        return inService ? [{ id, organizationId, changes: ['deletion'] }] : []
      const configured = before?.configured ?? null
      const explained = configured !== null && configured.at >= recently && sessionsChanged.length > 0
      // What the bot did meanwhile needs no asking: what else was done is somebody else's.
      const others = configuration.filter(
        (change) => !ownActs.some((act) => act.linkId === id && act.change === change),
      )
      const changes = [...new Set([...others, ...(explained ? configured.changes : [])])]
      return changes.length === 0 ? [] : [{ id, organizationId, changes }]
    }
  }
}

/** What the links of a scope share and somebody changed: policies that were edited, connections in another status, or gone. */
function sharedToAsk({
  state,
  confirmed,
}: Extract<ScopeReading, { type: 'seen' }>): readonly ChangedResource[] {
  const { policies, connections } = diffDirectory(state.directory, confirmed.snapshot).directory
  const links = [...state.links.values()].map(({ link }) => link)
  const before = new Map(state.directory.policies.map((policy) => [policy.id, policy]))
  const edited = policies.filter((policy) => {
    const was = before.get(policy.id)
    return was !== undefined && policyEdit(was, policy) !== null
  })
  const now = new Map(connections.map(({ id, status }) => [id, status]))
  const turned = state.directory.connections.filter(({ id, status }) => now.get(id) !== status)
  return [
    ...edited.flatMap(({ id }) => {
      const attached = links.find(({ policies: { ipv4, ipv6 } }) => ipv4 === id || ipv6 === id)
      return attached === undefined ? [] : [asked(id, attached, 'policy_edit')]
    }),
    ...turned.flatMap(({ id }) => {
      const rider = links.find(({ kind }) => kind.type === 'self_hosted' && kind.connectionId === id)
      return rider === undefined ? [] : [asked(id, rider, 'connection')]
    }),
  ]
}

/** It belongs to the organization of the links that share it. */
function asked(
  id: string,
  { organizationId }: Link,
  change: ChangedResource['changes'][number],
): ChangedResource {
  return { id, organizationId, changes: [change] }
}
