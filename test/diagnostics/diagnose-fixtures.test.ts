import { describe, expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import { ACTIVE } from '../fixtures/evidence/active.ts'
import { ALL_DOWN } from '../fixtures/evidence/all-down.ts'
import { ALL_DOWN_BY_CONFIGURATION } from '../fixtures/evidence/all-down-by-configuration.ts'
import type { EvidenceFixture } from '../fixtures/evidence/fixture.ts'
import { LIMITED_CONNECTIVITY } from '../fixtures/evidence/limited-connectivity.ts'
import { NOW } from '../support/links.ts'

describe.each([
  ['active', ACTIVE],
  ['all_down', [...ALL_DOWN, ...ALL_DOWN_BY_CONFIGURATION]],
  ['limited_connectivity', LIMITED_CONNECTIVITY],
] as const)('a link whose status is %s', (status, fixtures: readonly EvidenceFixture[]) => {
  test.each(fixtures)('$name', ({ evidence, because, mover, verdict, firstStep }) => {
    expect(evidence.link.status).toBe(status)
    const diagnosis = diagnose(evidence, NOW)
    expect(diagnosis.verdict).toMatch(verdict)
    expect(diagnosis.mover).toBe(mover)
    expect(diagnosis.findings.map(({ id }) => id)).toContain(because)
    expect(diagnosis.steps[0]?.text).toMatch(firstStep)
  })
})

test('no two situations that differ get the same verdict and the same first step', () => {
  const said = new Map<string, string[]>()
  for (const { name, evidence } of [...ACTIVE, ...ALL_DOWN, ...ALL_DOWN_BY_CONFIGURATION]) {
    const { verdict, steps } = diagnose(evidence, NOW)
    const pair = `${verdict} / ${steps[0]?.text}`
    said.set(pair, [...(said.get(pair) ?? []), name])
  }
  expect([...said.values()].filter((names) => names.length > 1)).toEqual([])
  expect(said.size).toBeGreaterThanOrEqual(40)
})

test('the situations of a limited link differ from one another too', () => {
  const pairs = LIMITED_CONNECTIVITY.map(({ evidence }) => {
    const { verdict, steps } = diagnose(evidence, NOW)
    return `${verdict} / ${steps[0]?.text}`
  })
  expect(new Set(pairs).size).toBe(pairs.length)
})
