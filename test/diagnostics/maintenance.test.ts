import { expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostics/diagnose.ts'
import type { AnnouncedWork, Evidence } from '../../src/diagnostics/evidence.ts'
import { aLink, anEvidence, NOW } from '../support/links.ts'

const HOUR = 3_600_000
const DOWN = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const
const WORK: AnnouncedWork = {
  from: NOW - HOUR,
  until: { type: 'at', at: NOW + 2 * HOUR },
  change: 'CHG-77',
  reason: 'partner swaps optics',
}
const sibling = (overrides = {}) =>
  aLink({
    id: 'b',
    name: 'paris-b',
    popId: 'other',
    kind: { type: 'hosted', partnerId: 'other', layer: null, disapprovedReason: null },
    ...overrides,
  })

function diagnosed(overrides: Partial<Evidence>) {
  const diagnosis = diagnose(anEvidence({ work: WORK, ...overrides }), NOW)
  return {
    ...diagnosis,
    text: diagnosis.steps.map(({ text }) => text),
    finding: diagnosis.findings.find(({ id }) => id === 'maintenance'),
  }
}

test('a link that drops during announced work is waited for until its end, and is an outage 10 minutes later', () => {
  const { verdict, mover, text } = diagnosed({ link: aLink(DOWN) })
  expect(verdict).toContain('announced until 2026-03-03 11:00 UTC (CHG-77: partner swaps optics)')
  expect(verdict).toContain('no other path into VPC production')
  expect(mover).toBe('nobody')
  expect(text[0]).toBe('Wait for the end of the announced work CHG-77, and 10 minutes more')
  expect(text.filter((step) => step.includes('ticket'))).toEqual([
    expect.stringMatching(/priority P1,.* if the link is still down 10 minutes after the end of the work$/),
  ])
  expect(text.join(' ')).not.toContain('layer 1')
})

test('what is left is looked at meanwhile', () => {
  const { verdict, text } = diagnosed({ link: aLink(DOWN), siblings: [sibling()] })
  expect(verdict).toContain('paris-b left into VPC production')
  expect(text).toContain('Confirm on a real flow that IPv4 and IPv6 go over paris-b')
})

test('once the other way into the VPC is down too, nobody waits', () => {
  const { verdict, mover, text, finding } = diagnosed({ link: aLink(DOWN), siblings: [sibling(DOWN)] })
  expect(verdict).toMatch(/^Both BGP sessions are down/)
  expect(mover).not.toBe('nobody')
  expect(text[0]).toBe('Have the announced work CHG-77 stopped or rolled back: no path is left')
  expect(text.join(' ')).toContain('priority P1')
  expect(finding).toMatchObject({ weight: 'risk' })
})

test('once its end is over, it is asked for, and the outage is one', () => {
  const work = { ...WORK, until: { type: 'at', at: NOW - 60_000 } } as const
  const { verdict, text } = diagnosed({ link: aLink(DOWN), work })
  expect(verdict).toMatch(/^Both BGP sessions are down/)
  expect(text[0]).toContain('Ask whoever does the work whether it is done')
})

test('of a link that is up, only that work is announced is said', () => {
  const { verdict, mover, finding } = diagnosed({})
  expect([verdict.includes('announced'), mover]).toEqual([false, 'nobody'])
  expect(finding).toMatchObject({ weight: 'note', text: expect.stringContaining('CHG-77') })
})

test('a change that took the path away explains more than work that was announced', () => {
  const link = aLink({ vpcId: null, routePropagation: false })
  const { verdict, finding } = diagnosed({ link, before: aLink() })
  expect(verdict).not.toContain('announced')
  expect(finding?.weight).toBe('note')
})
