import type { Evidence } from '../../diagnostics/evidence.ts'
import { code, prose } from '../escape.ts'
import type { Naming } from '../mentions.ts'
import { foreignNames } from './words.ts'

/** Makes mrkdwn of a sentence of a diagnosis. */
export type Say = (sentence: string) => string

/**
 * Makes it for the diagnosis of this evidence: foreign names stand as code, and whoever had asked this bot for something, whom a
 * diagnosis knows by their Slack id, is named.
 */
export function sayer(evidence: Evidence, naming: Naming): Say {
  const names = foreignNames(evidence)
  const people = askersIn(evidence)
  return (sentence) => {
    const text = prose(sentence, [...names, ...people])
    return people.reduce((said, id) => said.replaceAll(code(id), naming(id)), text)
  }
}

/** Who had asked this bot for what it did. */
function askersIn({ changedBy, left, leavers = [], ownWrites = [] }: Evidence): readonly string[] {
  const changes = [changedBy, left?.by, ...leavers.map((leaver) => leaver.left.by)]
  const asked = [...changes, ...ownWrites].flatMap((change) => change?.askedBy ?? [])
  return [...new Set(asked)]
}
