import { worsenedAcknowledgement } from '../alerting/acknowledgements.ts'
import type { Alert } from '../alerting/alert.ts'
import { alertLevel } from '../alerting/alert-level.ts'
import { type BlindRegion, haveOneCause, type RegionsChange, type ScopeAlert } from '../alerting/blindness.ts'
import { restartReminders } from '../alerting/reminders.ts'
import type { Route } from '../alerting/routing.ts'
import {
  compareLevels,
  type Incident,
  type Level,
  newIncident,
  withHistory,
  worseLevel,
} from '../domain/incident.ts'
import type { ScopeState } from '../domain/memory.ts'
import type { ReadFailure } from '../domain/snapshot.ts'
import { mergeRoutes } from './audience.ts'
import type { Books } from './books.ts'

/** The stories of scopes that cannot be read: those with one cause are one story, each with an incident of its own. */
export interface ScopeStories {
  scopeFailing(
    state: ScopeState,
    failingSince: number,
    failure: ReadFailure,
    ruling: { readonly level: Level | null; readonly reason: string },
  ): void
  scopeReadable(state: ScopeState): void
  /** Tells what happened to them, once all scopes of the poll have been gone through. */
  tellScopes(): void
}

/** What a poll found of a region: something that is told, or just another reason why it cannot be read. */
interface Happening extends BlindRegion {
  readonly event: RegionsChange['event'] | 'failing_otherwise'
}

/** Writes the stories of scopes into the books of one poll. */
export function createScopeStories({ incidents, bag, audience, newId, at, settings }: Books): ScopeStories {
  const { save } = incidents
  const opened: BlindRegion[] = []
  const wentOn: Happening[] = []
  /** Regions that a story tells, and that cannot be read in this poll either. */
  const stillBlind: BlindRegion[] = []
  const rememberTold = (region: BlindRegion): void => {
    if (bag.root(region.incident.rootKey)?.type === 'scope') stillBlind.push(region)
  }

  /** The story of a region: that of one with the same cause, the oldest first; null where there is none. */
  const storyToJoin = ({ incident, failure }: BlindRegion): string | null => {
    const companion = [...stillBlind]
      .sort((a, b) => a.incident.firstBadAt - b.incident.firstBadAt)
      .find((other) =>
        haveOneCause(
          { failure, since: incident.firstBadAt },
          { failure: other.failure, since: other.incident.firstBadAt },
          settings,
        ),
      )
    return companion?.incident.rootKey ?? null
  }

  const wantedBy = ({ event, scope, incident }: Happening): readonly Route[] =>
    event === 'joined' || event === 'worsened' ? audience.ofRegion(scope.region, incident.level) : []

  /** Whether the message in a channel got louder in this poll; `told` is what it tells by now. */
  const isLouder = (told: Alert): boolean => {
    const before = regionsOf(told).reduce<Level>(
      (worst, { incident }) => worseLevel(worst, incidents.before(incident.id)?.level ?? 'info'),
      'info',
    )
    return compareLevels(alertLevel(told), before) > 0
  }

  const tell = (story: string, happenings: readonly Happening[], isNew: boolean): void => {
    const changes = happenings.flatMap(({ event, ...region }) =>
      event === 'failing_otherwise' ? [] : [{ ...region, event }],
    )
    const routes = mergeRoutes(happenings.flatMap(wantedBy))
    const visible = (channel: string): readonly BlindRegion[] =>
      happenings
        .filter((happening) => wantedBy(happening).some((route) => route.channel === channel))
        .map(withoutEvent)
    const [only, ...others] = changes
    const incidentId = only === undefined || others.length > 0 ? null : only.incident.id
    const line = { type: 'scope_line', at, changes, left: [] } as const
    if (!isNew && bag.root(story)?.type !== 'scope') {
      // Without its message the line stands for itself: better a message too many than one too few.
      const lineFor = (channel: string): Alert => {
        const seen = new Set(visible(channel).map(({ incident }) => incident.id))
        const concerning = changes.filter(({ incident }) => seen.has(incident.id))
        return { ...line, changes: concerning, left: concerning.map(({ scope }) => scope.region) }
      }
      bag.post(newId(), incidentId, lineFor, routes)
      return
    }
    bag.edit(story, (root, channel) =>
      root.type === 'scope' ? toldAnew(root, happenings.map(withoutEvent), visible(channel), at) : root,
    )
    if (changes.length > 0) bag.reply(story, { incidentId, alert: line, broadcast: isLouder }, routes)
    const heard = bag.channelsOf(story)
    const joining = routes.filter(({ channel }) => !heard.includes(channel))
    bag.post(story, incidentId, (channel) => ({ type: 'scope', at, regions: visible(channel) }), joining)
  }

  return {
    scopeFailing(state, failingSince, failure, ruling) {
      const { scope } = state
      const incident = incidents.ofScope(scope.id)
      if (ruling.level === null) return
      if (incident === null) {
        const subject = { type: 'scope', scopeId: scope.id } as const
        const { level, reason } = ruling
        const { lastGoodAt } = state
        const blind = newIncident({
          id: newId(),
          subject,
          level,
          rule: 'blind',
          reason,
          lastGoodAt,
          firstBadAt: failingSince,
          badStatus: null,
        })
        // It is told now, though it began when the polls did not succeed any more.
        opened.push({ incident: save({ ...blind, reminders: { from: at, count: 0 } }), scope, failure })
        return
      }
      if (compareLevels(ruling.level, incident.level) <= 0) {
        rememberTold({ incident, scope, failure })
        const told = regionsOf(bag.root(incident.rootKey)).find((region) => region.scope.id === scope.id)
        if (told !== undefined && told.failure.reason !== failure.reason)
          wentOn.push({ event: 'failing_otherwise', incident, scope, failure })
        return
      }
      const ended = worsenedAcknowledgement(incident, ruling.level, at)
      const worse = { ...(ended?.incident ?? incident), level: ruling.level, reason: ruling.reason }
      const event = { at, event: 'worsened', status: null, by: null } as const
      const next = save(withHistory(restartReminders(worse, at), event))
      rememberTold({ incident: next, scope, failure })
      wentOn.push({ event: 'worsened', incident: next, scope, failure })
    },

    scopeReadable({ scope }) {
      const incident = incidents.ofScope(scope.id)
      if (incident === null) return
      const next = save({ ...incident, resolvedAt: at, ending: 'recovered' })
      const told = regionsOf(bag.root(incident.rootKey)).find((region) => region.incident.id === incident.id)
      if (told !== undefined)
        wentOn.push({ event: 'recovered', incident: next, scope, failure: told.failure })
    },

    tellScopes() {
      const stories = new Map<string, Happening[]>()
      const fresh = new Set<string>()
      const add = (story: string, happening: Happening): void => {
        const incident: Incident = incidents.now(happening.incident)
        const before = stories.get(story)
        if (before === undefined) stories.set(story, [{ ...happening, incident }])
        else before.push({ ...happening, incident })
      }
      for (const one of wentOn) if (one.incident.rootKey !== null) add(one.incident.rootKey, one)
      for (const one of opened) {
        const joined = storyToJoin(one)
        const story = joined ?? newId()
        if (joined === null) fresh.add(story)
        const incident = save({ ...incidents.now(one.incident), rootKey: story })
        stillBlind.push({ ...one, incident })
        add(story, { ...one, incident, event: 'joined' })
      }
      for (const [story, happenings] of stories) tell(story, happenings, fresh.has(story))
    },
  }
}

function regionsOf(alert: Alert | null): readonly BlindRegion[] {
  return alert?.type === 'scope' ? alert.regions : []
}

function withoutEvent({ incident, scope, failure }: Happening): BlindRegion {
  return { incident, scope, failure }
}

/** A message with its regions as they are now, and with those that its channel is to hear of from now on. */
function toldAnew(
  root: ScopeAlert,
  now: readonly BlindRegion[],
  visible: readonly BlindRegion[],
  at: number,
): ScopeAlert {
  const latest = new Map(now.map((region) => [region.incident.id, region]))
  const known = root.regions.map((region) => latest.get(region.incident.id) ?? region)
  const more = visible.filter(({ incident }) => known.every((region) => region.incident.id !== incident.id))
  // A region that is blind again stands in its message once.
  const kept = known.filter(({ scope }) => more.every((region) => region.scope.id !== scope.id))
  return { ...root, at, regions: [...kept, ...more] }
}
