import type { Incident, Level } from '../../src/domain/incident.ts'
import type { Link } from '../../src/domain/link.ts'
import type { Act, Recorded } from './run.ts'

/** Who wants to hear of what, by a naive reading of what people asked for. */
export interface Wishes {
  /** Whether a channel wanted to hear of a link that is as bad as that, at a moment (ms). */
  ofLink(channel: string, link: Link, level: Level, at: number): boolean
  ofRegion(channel: string, region: string, level: Level, at: number): boolean
}

const LOUDNESS: Record<Level, number> = { info: 0, warning: 1, error: 2, critical: 3 }

type Subscribing = Extract<Act, { type: 'subscribe' }>

export function readWishes(acts: readonly Act[]): Wishes {
  /** The last word on each filter of a channel, unless the channel ended all of them since. */
  const standing = (channel: string, level: Level, at: number): readonly string[] => {
    const latest = new Map<string, Subscribing>()
    for (const act of acts) {
      if (act.at > at || (act.type !== 'subscribe' && act.type !== 'unsubscribe')) continue
      if (act.channel !== channel) continue
      if (act.type === 'unsubscribe') latest.clear()
      else latest.set(act.filter, act)
    }
    return [...latest.values()]
      .filter(({ minLevel }) => LOUDNESS[level] >= LOUDNESS[minLevel])
      .map(({ filter }) => filter)
  }
  return {
    ofLink(channel, { name, region, kind }, level, at) {
      const fitting = ['all', `link:${name}`, `region:${region}`]
      if (kind.type === 'hosted') fitting.push(`partner:${kind.partnerId}`)
      return standing(channel, level, at).some((filter) => fitting.includes(filter))
    },
    ofRegion: (channel, region, level, at) =>
      standing(channel, level, at).some((filter) => filter === 'all' || filter === `region:${region}`),
  }
}

/** An incident of a link or region as one moment left it (ms). */
export interface Moment {
  readonly at: number
  readonly incident: Incident
  /** What is news of it then, which whoever wants to hear of it hears; null where nothing is. */
  readonly news: 'opened' | 'louder' | 'told_after_all' | null
}

/** Every moment of every incident that is told of: not while it is held back, up again or over. */
export function toldMoments(records: readonly Recorded[]): readonly Moment[] {
  const before = new Map<string, Incident>()
  return records.flatMap(({ at, record }) =>
    record.incidents.map((incident): Moment => {
      const was = before.get(incident.id)
      before.set(incident.id, incident)
      const { rootKey, heldBack, upSince, resolvedAt, level, ending } = incident
      const told = rootKey !== null && heldBack === null
      const bad = (resolvedAt === null && upSince === null) || ending === 'told_once'
      const news =
        !told || !bad
          ? null
          : was === undefined || was.rootKey === null
            ? 'opened'
            : was.heldBack !== null
              ? 'told_after_all'
              : LOUDNESS[level] > LOUDNESS[was.level]
                ? 'louder'
                : null
      return { at, incident, news }
    }),
  )
}
