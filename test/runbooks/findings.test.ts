import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  FINDING_IDS,
  FINDINGS_TO_ACT_ON,
  FINDINGS_TO_KNOW,
  SITUATIONS,
} from '../../src/runbooks/finding-ids.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'

const library = await loadRunbooks(BUILTIN_RUNBOOKS)
const RULES = new URL('../../src/diagnostics/rules/', import.meta.url)

/** What a rule may put into an id; each value makes an id of its own. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  family: ['ipv4', 'ipv6'],
  direction: ['in', 'out'],
}

/** The ids of the findings that a rule's source makes. */
function idsIn(source: string): readonly string[] {
  const written = [
    ...source.matchAll(/\b(?:fact|explanation|symptom|explain)\(\s*(['`])([a-z_0-9${}]+)\1/gu),
    ...source.matchAll(/\bid: (['`])([a-z_0-9${}]+)\1/gu),
  ]
  return written.flatMap(([, , id = '']) => expanded(id))
}

function expanded(id: string): readonly string[] {
  const part = /\$\{(\w+)\}/u.exec(id)
  if (part === null) return [id]
  const values = PARTS[part[1] ?? ''] ?? []
  return values.flatMap((value) => expanded(id.replace(part[0], value)))
}

const rules = readdirSync(RULES).map(
  (file) => [file, idsIn(readFileSync(new URL(file, RULES), 'utf8'))] as const,
)
const made = new Set(rules.flatMap(([, ids]) => ids))

describe('findings and runbooks', () => {
  test.each(rules)('the rule %s says which finding it makes', (_file, ids) => {
    expect(ids.length).toBeGreaterThan(0)
  })

  test('every finding that a rule makes is known here, as one to act on or one to know', () => {
    const known: readonly string[] = [...FINDINGS_TO_ACT_ON, ...FINDINGS_TO_KNOW]
    expect([...made].filter((id) => !known.includes(id))).toEqual([])
  })

  test('every finding known here is made by a rule, and none is of two kinds', () => {
    const known: readonly string[] = [...FINDINGS_TO_ACT_ON, ...FINDINGS_TO_KNOW]
    expect(known.filter((id) => !made.has(id))).toEqual([])
    expect(FINDING_IDS).toHaveLength(known.length + SITUATIONS.length)
  })

  test.each([...FINDINGS_TO_ACT_ON, ...SITUATIONS])('%s is served by a runbook', (id) => {
    expect(library.byFinding(id)?.findings).toContain(id)
  })

  test('every id that a runbook names exists', () => {
    const named = library.all.flatMap(({ findings }) => findings)
    expect(named.filter((id) => !FINDING_IDS.includes(id))).toEqual([])
  })
})
