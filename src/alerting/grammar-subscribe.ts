import { parseFilter } from '../diagnostics/filter.ts'
import { LEVELS, type Level } from '../domain/incident.ts'
import type { Mention, Subscription } from '../domain/subscription.ts'
import { type GrammarProblem, oneTypedLine, type Word, wordsOf } from './grammar.ts'
import { parseTimeOfDay, parseZone } from './wall-clock.ts'

/** What a channel wants to hear of. */
export type SubscribeRequest = Pick<Subscription, 'filter' | 'minLevel' | 'mention' | 'digest'>

export type SubscribeParse = { readonly type: 'ok'; readonly request: SubscribeRequest } | GrammarProblem

const EXAMPLES = {
  all: '/interlink subscribe partner:acme error mention @here from critical digest 09:00 Europe/Paris',
  mention: '/interlink subscribe partner:acme mention @here',
  digest: '/interlink subscribe region:fr-par digest 09:00 Europe/Paris',
} as const

/** What was understood of the options so far; null where one was not named. */
interface Options {
  readonly minLevel: Level | null
  readonly mention: { readonly who: Mention; readonly from: Level | null } | null
  readonly digest: Subscription['digest']
}

type OptionReading =
  | { readonly type: 'ok'; readonly options: Options; readonly next: number }
  | GrammarProblem

/**
 * Understands what is typed after `/interlink subscribe` (SUBSCRIBE_GRAMMAR): a filter, then options in any order. `text` is
 * unescaped, but with mentions as Slack's own tokens, with labels or without (`<@U1|ann>`, `<!subteam^S1>`, `<!here>`): only by
 * its id can somebody be pinged. A digest without a zone is in `zone` (an IANA name). Never throws.
 */
export function parseSubscribeRequest(text: string, zone: string): SubscribeParse {
  const line = oneTypedLine(text)
  const words = wordsOf(line)
  const begin = words.findIndex(beginsOptions)
  const at = begin < 0 ? words.length : begin
  let options: Options = { minLevel: null, mention: null, digest: null }
  for (let next = at; next < words.length; ) {
    const read = readOption(words, next, options, zone)
    if (read.type === 'problem') return read
    options = read.options
    next = read.next
  }
  const { mention } = options
  const filter = parseFilter(line.slice(0, words[at]?.start ?? line.length)).text
  return {
    type: 'ok',
    request: {
      filter,
      minLevel: options.minLevel ?? 'warning',
      mention: mention === null ? null : { who: mention.who, from: mention.from ?? 'error' },
      digest: options.digest,
    },
  }
}

function beginsOptions({ keyword }: Word): boolean {
  return keyword === 'mention' || keyword === 'digest' || readLevel(keyword) !== null
}

function readOption(words: readonly Word[], at: number, options: Options, zone: string): OptionReading {
  const word = words[at]?.keyword ?? ''
  if (word === 'mention') return readMention(words, at + 1, options)
  if (word === 'digest') return readDigest(words, at + 1, options, zone)
  const minLevel = readLevel(word)
  if (minLevel === null)
    return problem('The filter comes first; after it come a level, "mention" and "digest".', EXAMPLES.all)
  if (options.minLevel !== null) return problem('One level is enough: the mildest to be told.', EXAMPLES.all)
  return { type: 'ok', options: { ...options, minLevel }, next: at + 1 }
}

function readMention(words: readonly Word[], at: number, options: Options): OptionReading {
  if (options.mention !== null) return problem('A subscription has one mention.', EXAMPLES.mention)
  const word = words[at]?.text ?? ''
  if (/^(?:<!(?:channel|everyone)\b.*|@?(?:channel|everyone))$/i.test(word))
    return problem('A whole channel is never pinged: name @here, a user group or a person.', EXAMPLES.mention)
  const who = mentionOf(word)
  if (who === null)
    return problem(
      'Say whom to ping: @here, or a user group or person picked from what Slack offers after the @.',
      EXAMPLES.mention,
    )
  if (words[at + 1]?.keyword !== 'from')
    return { type: 'ok', options: { ...options, mention: { who, from: null } }, next: at + 1 }
  const from = readLevel(words[at + 2]?.keyword ?? null)
  if (from === null) return problem(`After "from" comes a level: ${LEVELS.join(', ')}.`, EXAMPLES.all)
  return { type: 'ok', options: { ...options, mention: { who, from } }, next: at + 3 }
}

function readDigest(words: readonly Word[], at: number, options: Options, zone: string): OptionReading {
  if (options.digest !== null) return problem('A subscription has one digest.', EXAMPLES.digest)
  const minute = parseTimeOfDay(words[at]?.keyword ?? '')
  if (minute === null) return problem('A digest needs a time, from 00:00 to 23:59.', EXAMPLES.digest)
  const word = words[at + 1]
  const named = parseZone(word?.text ?? '')
  if (named === null && word !== undefined && !beginsOptions(word))
    return problem(
      'After the time of a digest comes a time zone such as Europe/Paris, or UTC.',
      EXAMPLES.digest,
    )
  const digest = { minute, zone: named ?? zone }
  return { type: 'ok', options: { ...options, digest }, next: named === null ? at + 1 : at + 2 }
}

/** How Slack writes mentions in a command whose text it escapes: `<!here>`, `<!subteam^S1|@noc>`, `<@U1|ann>`. */
function mentionOf(word: string): Mention | null {
  if (/^(?:<!here(?:\|[^>]*)?>|@here)$/i.test(word)) return { type: 'here' }
  const [, group] = /^<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word) ?? []
  if (group !== undefined) return { type: 'group', id: group }
  const [, user] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word) ?? []
  return user === undefined ? null : { type: 'user', id: user }
}

function readLevel(word: string | null): Level | null {
  return LEVELS.find((level) => level === word) ?? null
}

function problem(sentence: string, example: string): GrammarProblem {
  return { type: 'problem', problem: sentence, example }
}
