import { isActive } from '../../domain/silence.ts'
import { endSilenceButton } from '../actions.ts'
import { clip } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, header, LIMITS, section } from '../limits.ts'
import { byMention, type Naming } from '../mentions.ts'
import type { SilencedLinks } from '../ports.ts'
import { count } from '../text.ts'
import { silenceText } from './silence-words.ts'

const MOST_SHOWN = 20

/** The silences that are not over, each with a button that ends it. */
export function renderSilences(
  silences: readonly SilencedLinks[],
  now: number,
  naming: Naming = byMention,
): RenderedMessage {
  if (silences.length === 0) {
    const none =
      'Nothing is silenced. `/interlink silence &lt;filter&gt; &lt;duration&gt; [reason]` makes a silence; alerts have a button for it.'
    return { text: none, blocks: [section(none)] }
  }
  const lines = silences.map(({ silence, links }) => {
    const state = isActive(silence, now) ? '' : ', not begun'
    return {
      id: silence.id,
      text: `${silenceText(silence, naming)} (${count(links, 'link')} now${state})`,
    }
  })
  const shown = lines.slice(0, MOST_SHOWN)
  const left = lines.length - shown.length
  const title = `${count(silences.length, 'silence')} not over`
  return {
    text: clip([title, ...lines.map(({ text }) => text)].join('\n'), LIMITS.fallbackText),
    blocks: fitMessage(
      [header(title), ...shown.map(({ id, text }) => section(text, endSilenceButton(id)))],
      [
        context([
          `${left === 0 ? '' : `and ${left} more. `}A link that gets worse than what was silenced speaks all the same. End one by its button, or with \`/interlink unsilence &lt;id&gt;\`.`,
        ]),
      ],
    ),
  }
}
