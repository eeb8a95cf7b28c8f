import type { OpenReorder } from '../../domain/open-reorder.ts'
import type { Told } from '../told-at.ts'
import type { Asking, Helpers } from './helpers.ts'

/**
 * The channels that an answer may name: all of them to whoever asks alone. Where everybody reads it, only the one it stands
 * in and the first, in which everything is told: that a private channel hears of something is its members' affair.
 */
export function nameable(
  channels: readonly string[],
  { isPublic, channel }: Pick<Asking, 'isPublic' | 'channel'>,
): readonly string[] {
  return isPublic ? channels.filter((one, index) => index === 0 || one === channel) : channels
}

/** What finds the messages, and the channel in which everything is told. */
interface ToldHelpers extends Pick<Helpers, 'toldAt'> {
  readonly remedies: Pick<Helpers['remedies'], 'alertChannel'>
}

/** The messages that tell incidents, and show reorders, of the channels that an answer may name. */
export async function toldTo(
  asking: Asking,
  ids: readonly string[],
  helpers: ToldHelpers,
  reorders: readonly OpenReorder[] = [],
): Promise<Told> {
  const told = await helpers.toldAt(ids, shownTo(asking, reorders, helpers))
  if (!asking.isPublic) return told
  return new Map(
    [...told].map(([id, messages]) => {
      const channels = nameable(
        messages.map(({ channel }) => channel),
        asking,
      )
      return [id, messages.filter(({ channel }) => channels.includes(channel))]
    }),
  )
}

/** The reorders, without the messages of channels that an answer may not name. */
function shownTo(
  { isPublic, channel }: Pick<Asking, 'isPublic' | 'channel'>,
  reorders: readonly OpenReorder[],
  { remedies }: ToldHelpers,
): readonly OpenReorder[] {
  if (!isPublic) return reorders
  const open = [channel, remedies.alertChannel]
  return reorders.map((one) =>
    one.shownIn === null || open.includes(one.shownIn.channel) ? one : { ...one, shownIn: null },
  )
}
