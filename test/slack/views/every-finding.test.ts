import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { FINDINGS_TO_ACT_ON, FINDINGS_TO_KNOW } from '../../../src/runbooks/finding-ids.ts'
import { prose } from '../../../src/slack/escape.ts'
import { renderDiagnosis } from '../../../src/slack/views/diagnosis.ts'
import { renderLinkCard } from '../../../src/slack/views/link-card.ts'
import { foreignNames } from '../../../src/slack/views/words.ts'
import { ACTIVE } from '../../fixtures/evidence/active.ts'
import { ALL_DOWN } from '../../fixtures/evidence/all-down.ts'
import { ALL_DOWN_BY_CONFIGURATION } from '../../fixtures/evidence/all-down-by-configuration.ts'
import { MORE_FINDINGS } from '../../fixtures/evidence/findings.ts'
import { LIMITED_CONNECTIVITY } from '../../fixtures/evidence/limited-connectivity.ts'
import { ON_DEMAND } from '../../fixtures/evidence/on-demand.ts'
import { askedTwice } from '../../support/asked-twice.ts'
import { NOW } from '../../support/links.ts'
import { plainFile } from '../../support/plain-view.ts'
import { aCard, aDiagnosis, all, expectFit } from './answering.ts'
import { EVERY_LINK } from './link-kinds.ts'

const SITUATIONS: readonly { readonly name: string; readonly evidence: Evidence }[] = [
  ...ACTIVE,
  ...ALL_DOWN,
  ...ALL_DOWN_BY_CONFIGURATION,
  ...LIMITED_CONNECTIVITY,
  ...ON_DEMAND,
  ...Object.entries(MORE_FINDINGS).map(([name, evidence]) => ({ name, evidence })),
  ...EVERY_LINK.map(({ title, evidence }) => ({ name: title, evidence })),
]

/** Whether the API should never show such a link. */
const isOdd = (evidence: Evidence) =>
  diagnose(evidence, NOW).findings.some(({ id }) => id === 'kind_unexpected')

/** A situation with this finding, one that it explains before one in which it is noticed by the way. */
function situationOf(id: string) {
  const found = SITUATIONS.flatMap((situation) => {
    const finding = diagnose(situation.evidence, NOW).findings.find((one) => one.id === id)
    return finding === undefined ? [] : [{ ...situation, finding }]
  })
  const usual = found.filter(({ evidence }) => id === 'kind_unexpected' || !isOdd(evidence))
  const best = usual.find(({ finding }) => finding.weight === 'cause') ?? usual[0]
  if (best === undefined) throw new Error(`No situation has the finding ${id}.`)
  return best
}

const FINDINGS = [...FINDINGS_TO_ACT_ON, ...FINDINGS_TO_KNOW].map((id) => {
  const { name, evidence, finding } = situationOf(id)
  const message = renderDiagnosis(aDiagnosis(evidence), NOW)
  return { id, title: `${id}: ${name}`, evidence, finding, message }
})

describe('A diagnosis with each finding there is', () => {
  test.each(FINDINGS)('says it, and fits into Slack: $title', ({ evidence, finding, message }) => {
    expectFit(message)
    expect(all(message)).toContain(prose(finding.text, foreignNames(evidence)))
    expectFit(renderLinkCard(aCard(evidence), NOW))
  })

  test('cites the document of each finding, which stands behind its first word', () => {
    for (const { finding, message } of FINDINGS)
      expect(all(message)).toContain(`• *<${new URL(finding.documentUrl).href}|`)
  })

  test('asks for nothing twice, in any situation', () => {
    for (const { name, evidence } of SITUATIONS) {
      const texts = diagnose(evidence, NOW).steps.map(({ text }) => text)
      expect([name, ...askedTwice(texts)]).toEqual([name])
    }
  })

  test('reads as it is written down', async () => {
    await expect(plainFile(FINDINGS)).toMatchFileSnapshot('../../fixtures/views/diagnosis-findings.txt')
  })
})
