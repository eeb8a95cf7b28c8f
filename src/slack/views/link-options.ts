import type { PlainTextOption } from '@slack/types'
import type { Suggestion } from '../../queries/suggest.ts'
import { plainName } from '../escape.ts'
import { LIMITS, plainText } from '../limits.ts'

/** Links as options of a menu, as many as a menu holds. */
export function linkOptions(links: readonly Suggestion[]): PlainTextOption[] {
  return links
    .filter(({ id }) => id.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map(({ id, label }) => ({
      text: plainText(plainName(label, LIMITS.optionText), LIMITS.optionText),
      value: id,
    }))
}
