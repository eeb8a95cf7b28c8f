import type { Runbook } from './runbook.ts'

/** Statuses and findings that two of these runbooks say they serve: which of them is shown should be no accident. */
export function servedTwice(runbooks: readonly Runbook[]): readonly string[] {
  const servedBy = new Map<string, string>()
  return runbooks.flatMap(({ name, statuses, findings }) => {
    const claims = [
      ...statuses.map((status) => `status "${status}"`),
      ...findings.map((id) => `finding "${id}"`),
    ]
    return claims.flatMap((claim) => {
      const other = servedBy.get(claim)
      if (other === undefined) servedBy.set(claim, name)
      return other === undefined ? [] : [`${name}.md: Its ${claim} is served by ${other}.md already.`]
    })
  })
}
