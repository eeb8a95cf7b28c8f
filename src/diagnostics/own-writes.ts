import type { OwnWrite, RecordedWrite } from '../domain/lookups.ts'
import type { WhoChanged } from '../domain/transition.ts'
import type { Evidence } from './evidence.ts'
import { madeWith, oneLine } from './words.ts'

/** The clocks of the cloud and of this process differ by less than this (ms). */
const SLACK_MS = 60_000

/**
 * All that is known to have been written to a link lately, newest first: the cloud's own record, in which this bot is nothing
 * but the id of its API key, with what this bot knows of its own writes laid over it. What the record does not show, since it
 * lags or may not be read, is added.
 */
export function knownWrites({ writes = [], ownWrites = [] }: Evidence): readonly RecordedWrite[] {
  const owners = new Map<RecordedWrite, OwnWrite>()
  const unseen: RecordedWrite[] = []
  for (const own of ownWrites) {
    const recorded = recordedAs(own, writes, owners)
    for (const write of recorded) owners.set(write, own)
    const { made, askedBy, until } = own
    if (recorded.length === 0 && made !== null)
      unseen.push({ by: 'this bot', tool: 'api', at: until, askedBy, method: made, target: 'link' })
  }
  const known = writes.map((write) => {
    const own = owners.get(write)
    return own === undefined ? write : { ...write, askedBy: own.askedBy }
  })
  return [...known, ...unseen].sort((a, b) => b.at - a.at)
}

/**
 * What the record has of one own write: the nearest to when it was made, in each of the places where that call is recorded. The
 * console, Terraform and the CLI are others, whatever they do meanwhile.
 */
function recordedAs(
  { methods, from, until }: OwnWrite,
  writes: readonly RecordedWrite[],
  owners: ReadonlyMap<RecordedWrite, OwnWrite>,
): readonly RecordedWrite[] {
  const far = ({ at }: RecordedWrite) => Math.max(from - at, at - until, 0)
  const fitting = writes
    .filter((write) => methods.includes(write.method.toLowerCase()) && !owners.has(write))
    .filter((write) => (write.tool === 'api' || write.tool === 'unknown') && far(write) <= SLACK_MS)
    .sort((a, b) => far(a) - far(b))
  const [nearest] = fitting
  return fitting.filter(({ at, method }) => at === nearest?.at && method === nearest.method)
}

/** Whoever made a change and with what, to follow "by": "anna with Terraform", "this bot, as U0ANNA asked". */
export function whoInWords(who: WhoChanged): string {
  return who.askedBy === undefined
    ? `${oneLine(who.by)}${madeWith(who)}`
    : `this bot, as ${oneLine(who.askedBy)} asked`
}
