import type { AlertSettings } from '../alerting/settings.ts'
import { type Holding, holdBack, type SilenceOver, silencesOver } from '../alerting/silences.ts'
import type { FilterFacts } from '../diagnostics/filter.ts'
import type { Incident, Level } from '../domain/incident.ts'
import type { Silence } from '../domain/silence.ts'

/** The silences as one decision finds and changes them. */
export interface Hush {
  /** Whether an incident is told aloud. `incident` is as it was before, `level` how bad it is now. */
  judge(incident: Incident, level: Level, facts: FilterFacts): Holding
  /** Ends the silences that are over; `isRecovered` says so of a link by its id. */
  end(isRecovered: (linkId: string) => boolean): readonly SilenceOver[]
  save(silence: Silence): void
  /** All that were not over before this decision. */
  all(): readonly Silence[]
  /** Those that were made or changed. */
  changed(): readonly Silence[]
}

/** Goes on from the silences that are not over. */
export function createHush(parts: {
  readonly silences: readonly Silence[]
  readonly at: number
  readonly settings: AlertSettings
}): Hush {
  const { at, settings } = parts
  const known = new Map(parts.silences.map((silence) => [silence.id, silence]))
  const changed = new Set<string>()
  const save = (silence: Silence): void => {
    if (known.get(silence.id) === silence) return
    known.set(silence.id, silence)
    changed.add(silence.id)
  }
  return {
    judge(incident, level, facts) {
      const holding = holdBack({ incident, level, facts }, [...known.values()], at, settings)
      if (holding.type === 'hold' && holding.silence !== null) save(holding.silence)
      return holding
    },
    end(isRecovered) {
      const over = silencesOver([...known.values()], isRecovered, at, settings)
      for (const { silence } of over) save(silence)
      return over
    },
    save,
    all: () => [...known.values()],
    changed: () => [...known.values()].filter(({ id }) => changed.has(id)),
  }
}
