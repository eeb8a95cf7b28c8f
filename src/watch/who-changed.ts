import type { AlertSettings } from '../alerting/settings.ts'
import type { Clock } from '../domain/clock.ts'
import type { WatchedLink } from '../domain/memory.ts'
import { spanStart } from '../domain/span.ts'
import { linkStatus } from '../domain/status.ts'
import { subjectOf, type Transition, type WhoChanged } from '../domain/transition.ts'
import type { ScopeReading } from './decide-seen.ts'
import { isOwnAct } from './own-acts.ts'
import type { ChangedLink, ChangeSource, OwnAct } from './ports.ts'

/** All answers have to be there within this (ms): a name must not hold up an alert. */
const DEADLINE_MS = 3_000
/** A change shows in a poll after it was recorded; clocks differ by less than this (ms). */
const SLACK_MS = 60_000

/** Whom to ask, and by which durations changes are held to explain what is seen. */
export interface WhoChangedParts {
  readonly source: ChangeSource
  readonly clock: Clock
  readonly settings: AlertSettings
}

/**
 * Asks who made the changes that this poll shows, by link id. Asks nothing where no change asks for it, and takes no
 * longer than 3 s: whoever is not known by then goes unnamed. `asking` is aborted then, or by whoever stops the poll.
 */
export async function askWhoChanged(
  { source, clock, settings }: WhoChangedParts,
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
      .flatMap((transition) => toAsk(transition, state.links.get(subjectOf(transition).id), recently))
    // A change that an earlier poll has seen was made within the window before that poll.
    const since = Math.min(state.lastGoodAt ?? recently, recently - (clock.now() - recently))
    return changed.length === 0 ? [] : [{ scope: state.scope, changed, since: since - SLACK_MS }]
  })
  if (questions.length === 0) return new Map()
  const timer = clock.setTimer(DEADLINE_MS, () => asking.abort())
  try {
    const answers = await Promise.all(
      questions.map(({ scope, changed, since }) => source.changesOf(scope, changed, since, asking.signal)),
    )
    return new Map(answers.flatMap((answer) => [...answer]))
  } finally {
    timer.cancel()
  }
}

/** What a transition asks about: a change of configuration, one shortly before sessions drop, or a deletion. */
function toAsk(
  transition: Transition,
  before: WatchedLink | undefined,
  recently: number,
): readonly ChangedLink[] {
  const { id: linkId, organizationId } = subjectOf(transition)
  const inService = before !== undefined && before.carried.length > 0
  switch (transition.type) {
    case 'appeared':
      return []
    case 'vanished':
      return inService ? [{ linkId, organizationId, changes: ['deletion'] }] : []
    case 'changed': {
      const { after, statusChanged, sessionsChanged, configuration } = transition
      if (statusChanged && linkStatus(after.status) === 'deprovisioning')
        return inService ? [{ linkId, organizationId, changes: ['deletion'] }] : []
      const configured = before?.configured ?? null
      const explained = configured !== null && configured.at >= recently && sessionsChanged.length > 0
      const changes = [...new Set([...configuration, ...(explained ? configured.changes : [])])]
      return changes.length === 0 ? [] : [{ linkId, organizationId, changes }]
    }
  }
}
