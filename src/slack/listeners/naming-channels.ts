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

/** The messages that tell incidents, of the channels that an answer may name. */
export async function toldTo(asking: Asking, ids: readonly string[], { toldAt }: Helpers): Promise<Told> {
  const told = await toldAt(ids)
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
