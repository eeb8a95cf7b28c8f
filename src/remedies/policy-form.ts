import { FAMILY_NAMES, oneLine, someInWords } from '../diagnostics/words.ts'
import { parsePrefix } from '../domain/address.ts'
import type { Family } from '../domain/link.ts'
import type { PolicyDraft } from './acts.ts'
import { summarise } from './summarise.ts'

/** A routing policy as it was typed into a form. Prefixes are separated by commas, spaces or lines. */
export interface TypedPolicy {
  readonly name: string
  readonly family: Family
  readonly projectId: string
  readonly prefixesIn: string
  readonly prefixesOut: string
}

/** What was typed, understood; or a sentence for each field that has to be mended. */
export type PolicyReading =
  | {
      readonly type: 'ok'
      readonly draft: PolicyDraft
      /** What is not as it was typed, one sentence each. */
      readonly notes: readonly string[]
    }
  | {
      readonly type: 'invalid'
      readonly problems: Readonly<Partial<Record<'name' | 'prefixesIn' | 'prefixesOut', string>>>
    }

/** The name of a routing policy, as that of a link (InterLink API v1beta1, POST routing-policies). */
const LONGEST_NAME = 255
/** Named in one sentence. */
const MOST_NAMED = 3

const EXAMPLES: Readonly<Record<Family, string>> = { ipv4: '10.20.0.0/16', ipv6: '2001:db8:20::/48' }

/** Reads the form of a routing policy: every problem at once, prefixes summarised. */
export function readPolicyForm(typed: TypedPolicy): PolicyReading {
  const name = oneLine(typed.name)
  const lists = { prefixesIn: split(typed.prefixesIn), prefixesOut: split(typed.prefixesOut) }
  const problems: Partial<Record<'name' | 'prefixesIn' | 'prefixesOut', string>> = {}
  if (name === '' || name.length > LONGEST_NAME)
    problems.name = `Give it a name of at most ${LONGEST_NAME} characters.`
  for (const field of ['prefixesIn', 'prefixesOut'] as const) {
    const wrong = lists[field].filter((text) => parsePrefix(text, typed.family) === null)
    if (wrong.length > 0) problems[field] = wrongSentence(wrong, typed.family)
  }
  if (lists.prefixesIn.length + lists.prefixesOut.length === 0)
    problems.prefixesIn = `Name a prefix in one of the two lists at least, such as ${EXAMPLES[typed.family]}: an empty list lets nothing through.`
  if (Object.keys(problems).length > 0) return { type: 'invalid', problems }
  const draft = {
    name,
    projectId: typed.projectId,
    family: typed.family,
    prefixesIn: summarise(lists.prefixesIn, typed.family),
    prefixesOut: summarise(lists.prefixesOut, typed.family),
  }
  const notes = [
    ...notesOn('Accepted from outside', lists.prefixesIn, draft.prefixesIn),
    ...notesOn('Announced of the VPC', lists.prefixesOut, draft.prefixesOut),
  ]
  return { type: 'ok', draft, notes }
}

function split(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((one) => one !== '')
}

function wrongSentence(wrong: readonly string[], family: Family): string {
  const quoted = wrong.map((text) => `“${oneLine(text).slice(0, 50)}”`)
  const are = wrong.length > 1 ? 'are no prefixes' : 'is no prefix'
  return `${someInWords(quoted, MOST_NAMED)} ${are} of ${FAMILY_NAMES[family]}: write them as ${EXAMPLES[family]}.`
}

function notesOn(what: string, typed: readonly string[], summarised: readonly string[]): readonly string[] {
  const added = summarised.filter((prefix) => !typed.includes(prefix))
  if (added.length === 0 && summarised.length === new Set(typed).size) return []
  return [`${what}: ${typed.length} as typed, which ${summarised.join(', ')} stands for.`]
}
