import type { VNode } from 'preact'
import { type Screen, tsToMs } from '../screen.ts'
import { formatDay, isSameDay } from '../text/dates.ts'
import type { Entry } from './conversation.ts'
import { EphemeralMessage, Message } from './message.tsx'

interface EntriesProps {
  readonly screen: Screen
  readonly entries: readonly Entry[]
  readonly inThread: boolean
}

/** Messages under the days they were sent on. */
export function Entries({ screen, entries, inThread }: EntriesProps): VNode {
  const { zone, now } = screen
  return (
    <>
      {entries.map((entry, index) => {
        const at = tsToMs(entry.ts)
        const before = entries[index - 1]
        const newDay = before === undefined ? !inThread : !isSameDay(tsToMs(before.ts), at, zone)
        return (
          <div key={`${entry.type} ${entry.ts}`} class="entry">
            {newDay && (
              <div class="day">
                <span>{formatDay(at, now, zone)}</span>
              </div>
            )}
            {entry.type === 'message' ? (
              <Message screen={screen} message={entry.message} inThread={inThread} />
            ) : (
              <EphemeralMessage screen={screen} ephemeral={entry.ephemeral} />
            )}
          </div>
        )
      })}
    </>
  )
}
