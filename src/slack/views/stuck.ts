import type { Alert } from '../../alerting/alert.ts'
import { clip, code, prose } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, section } from '../limits.ts'
import { channelText } from '../mentions.ts'
import { capital, moment } from '../text.ts'
import { LEVEL_MARKS } from './words.ts'

type Stuck = Extract<Alert, { type: 'stuck' }>

/** Alerts for another channel cannot go out until a person mends something: which channel, why, and what to do. */
export function renderStuck({ at, channel, error, advice }: Stuck): RenderedMessage {
  const { mark, word } = LEVEL_MARKS.error
  const mend = capital(prose(advice.slice(0, 500)).replace(/\.$/u, ''))
  const text = `${mark} *${word}: alerts for ${channelText(channel)} wait.* They cannot be sent there: ${code(error, 120)}.\n*What to do next*\n1. ${mend}.`
  return {
    text: clip(text, LIMITS.fallbackText),
    blocks: fitMessage(
      [section(text)],
      [
        context([
          `Nothing of them is lost: they are told once this is mended. Noticed ${moment(at)}; told once.`,
        ]),
      ],
    ),
  }
}
