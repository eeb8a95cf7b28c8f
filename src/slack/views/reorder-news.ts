import { mentionedNames } from '../../remedies/reorder/names.ts'
import { type Reorder, stepUnderWay } from '../../remedies/reorder/saga.ts'
import { whereThingsStand } from '../../remedies/reorder/standing.ts'
import { clip, prose } from '../escape.ts'
import { actions, LIMITS, type RenderedMessage, section } from '../limits.ts'
import { channelText, type Naming } from '../mentions.ts'
import { reorderText } from './open-reorders.ts'
import { draftButton, reorderButtons } from './reorder-progress.ts'
import { CLOSED, RECOVERED, UNREAD_MARK } from './words.ts'

/** A turn of a reorder that somebody has to hear of, and not only find in the message that ticks: edits notify nobody. */
export interface ReorderNews {
  /** The same for the same turn of a reorder, and for no other of it. */
  readonly key: string
  /** Whether the channel hears of it, too, and not only who follows the thread. */
  readonly isLoud: boolean
  readonly tell: (place: NewsPlace) => RenderedMessage
}

interface NewsPlace {
  readonly naming: Naming
  /** The channel of the message that ticks, where the news stand elsewhere; null where they stand beside it. */
  readonly channel: string | null
}

/**
 * What is new of a reorder: that it stopped, that it waits for the partner and the mail to it, how it ended. Null where there
 * is nothing that the message that ticks does not say well enough.
 */
export function newsOf(reorder: Reorder): ReorderNews | null {
  const { standing, mail } = reorder
  switch (standing.type) {
    case 'running':
      return null
    case 'stopped':
      return news(reorder, `stopped:${standing.at}`, true, (who, what) => [
        `${UNREAD_MARK} ${who}: ${what} *has stopped, and somebody has to go on with it, or give it up.*`,
        prose(standing.why, mentionedNames(reorder)),
        ...standsOf(reorder),
      ])
    case 'waiting':
      return mail === null || !isFollowed(reorder)
        ? null
        : news(reorder, `mail:${mail.about}`, false, (who, what) => [
            `⏳ ${who}: ${what} *waits for the partner.*`,
            prose(standing.why, mentionedNames(reorder)),
          ])
    case 'ended':
      // One that was ordered again is told by the one that took its place.
      if (standing.how === 'ordered_again') return null
      return news(reorder, `ended:${standing.how}`, standing.how === 'done', (who, what) => [
        standing.how === 'done'
          ? `${RECOVERED.mark} ${who}: ${what} *is done.*`
          : `${CLOSED.mark} ${who} *gave up* ${what}.`,
        ...standsOf(reorder),
      ])
  }
}

/** Whether it only looks at its link: a wait between two writes is nobody's move. */
function isFollowed(reorder: Reorder): boolean {
  const step = stepUnderWay(reorder)
  return step === 'absent' || step === 'in_service'
}

function news(
  reorder: Reorder,
  key: string,
  isLoud: boolean,
  say: (who: string, what: string) => readonly string[],
): ReorderNews {
  const { old, order, standing } = reorder
  const by = standing.type === 'ended' ? standing.by : reorder.by
  const what = `the ${reorderText({ isOrder: order !== null, link: old })}`
  return {
    key,
    isLoud,
    tell: ({ naming, channel }) => {
      const where = channel === null ? [] : [`Its message stands in ${channelText(channel)}.`]
      const text = [...say(naming(by), what), ...where].join(' ')
      const draft = standing.type === 'waiting' ? draftButton(reorder) : null
      const buttons = standing.type === 'ended' ? reorderButtons(reorder) : []
      return {
        text: clip(text, LIMITS.fallbackText),
        blocks: [section(text), ...(draft === null ? [] : [actions([draft])]), ...buttons],
      }
    },
  }
}

function standsOf(reorder: Reorder): readonly string[] {
  return whereThingsStand(reorder).map((sentence) => prose(sentence, mentionedNames(reorder)))
}
