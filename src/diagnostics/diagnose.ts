import { linkStatus } from '../domain/status.ts'
import { STATUS_CATALOG } from './catalog.ts'
import type { Diagnosis, FindingWeight, NextStep } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import type { Claim, Insight } from './insight.ts'
import { allWell } from './rules/all-well.ts'
import { RULES } from './rules.ts'

const WEIGHTS: readonly FindingWeight[] = ['cause', 'risk', 'note']

/**
 * Says what is going on with a link, whose move it is and what to do. Status, intended families, sessions, configuration
 * and kind decide together. The verdict is the claim of the first rule that makes one, and its steps come first; the
 * findings of all rules are told by weight. `now` is in milliseconds since the epoch. Never throws.
 */
export function diagnose(evidence: Evidence, now: number): Diagnosis {
  const noticed = RULES.map((rule) => rule(evidence, now)).filter((insight) => insight !== null)
  const leading = noticed.find(explains) ?? allWell(evidence)
  const others = noticed.filter((insight) => insight !== leading)
  const all = [leading, ...others.map(subordinate)]
  return {
    verdict: leading.claim.verdict,
    meaning: meaningOf(evidence),
    mover: leading.claim.mover,
    findings: byWeight(all).map(({ finding }) => finding),
    steps: stepsOf(leading, byWeight(all)),
    notChecked: evidence.notChecked ?? [],
    documentUrl: leading.claim.documentUrl,
  }
}

function meaningOf({ link }: Evidence): string {
  const { meaning, selfHosted = meaning } = STATUS_CATALOG[linkStatus(link.status)]
  return link.kind.type === 'self_hosted' ? selfHosted : meaning
}

function explains(insight: Insight): insight is Insight & { readonly claim: Claim } {
  return insight.claim !== null
}

/** What a symptom amounts to when something else explains it. */
function subordinate(insight: Insight): Insight {
  return insight.isSymptom
    ? { ...insight, finding: { ...insight.finding, weight: 'note' }, steps: [] }
    : insight
}

/** Causes, risks, notes; those of equal weight stay in their order. */
function byWeight(insights: readonly Insight[]): readonly Insight[] {
  return WEIGHTS.flatMap((weight) => insights.filter(({ finding }) => finding.weight === weight))
}

/** What has to be done before anything is touched, the steps of the verdict, then those of the other findings; nothing is asked for twice. */
function stepsOf(leading: Insight, others: readonly Insight[]): readonly NextStep[] {
  const first = others.filter(({ goesFirst }) => goesFirst === true)
  const steps = [...first, leading, ...others].flatMap((insight) => insight.steps)
  const asked = new Set<string>()
  return steps.filter(({ text, acts = [] }) => {
    const whats = [text, ...acts]
    const isNew = !whats.some((what) => asked.has(what))
    for (const what of isNew ? whats : []) asked.add(what)
    return isNew
  })
}
