import type { PlainTextOption } from '@slack/types'
import type { Suggestion } from '../../queries/suggest.ts'
import { plainName } from '../escape.ts'
import { LIMITS, plainText } from '../limits.ts'

/** So much of an id tells one link from another that looks the same. */
export const ID_CHARACTERS = 8
const BESIDE_ID = LIMITS.optionText - ID_CHARACTERS - ' ()'.length

/** Links as options of a menu, as many as a menu holds. Where some look alike, the beginning of the id stands behind them. */
export function linkOptions(links: readonly Suggestion[]): PlainTextOption[] {
  const shown = links
    .filter(({ id }) => id.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map(({ id, label }) => ({ id, text: plainName(label, LIMITS.optionText) }))
  const times = new Map<string, number>()
  for (const { text } of shown) times.set(text, (times.get(text) ?? 0) + 1)
  return shown.map(({ id, text }) => {
    const told =
      times.get(text) === 1 ? text : `${plainName(text, BESIDE_ID)} (${id.slice(0, ID_CHARACTERS)})`
    return { text: plainText(told, LIMITS.optionText), value: id }
  })
}
