import { expect, test } from 'vitest'
import { selectForDigest } from '../../src/alerting/digest.ts'
import { anIncident } from '../support/alerts.ts'
import { NOW } from '../support/links.ts'

const all = (['info', 'warning', 'error', 'critical'] as const).flatMap((level) => [
  anIncident({ id: `${level} open`, level }),
  anIncident({ id: `${level} over`, level, resolvedAt: NOW }),
])
const ids = (incidents: readonly { readonly id: string }[]) => incidents.map(({ id }) => id)

test('a digest names what is as bad as its subscription asks for, and counts what is open and milder', () => {
  const { open, over, milder } = selectForDigest(all, { minLevel: 'error' })
  expect(ids(open)).toEqual(['error open', 'critical open'])
  expect(ids(over)).toEqual(['error over', 'critical over'])
  expect(milder).toBe(2)
})

test('a digest of a subscription to everything leaves nothing out', () => {
  const { open, over, milder } = selectForDigest(all, { minLevel: 'info' })
  expect([open.length, over.length, milder]).toEqual([4, 4, 0])
})
