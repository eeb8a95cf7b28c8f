import { expect } from 'vitest'
import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { trafficPath } from '../../../src/diagnostics/traffic-path.ts'
import type { LinkCard, LinkRow } from '../../../src/queries/answers.ts'
import type { LiveDiagnosis } from '../../../src/queries/diagnose.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { aLink, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'

/** Every text of a message. */
export const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
export const failure = {
  reason: 'timeout',
  message: 'Scaleway did not answer within 10 s.',
  status: null,
  requestId: null,
  retryable: true,
} as const

export function aRow(name: string, overrides: Partial<LinkRow> = {}): LinkRow {
  return {
    link: aLink({ id: `id-${name}`, name }),
    popName: 'TH2',
    partnerName: 'FranceIX',
    level: null,
    missing: null,
    unreadSince: null,
    ...overrides,
  }
}

/** The card of a link as it was polled 20 seconds ago, an hour after it came into its status. */
export function aCard(evidence: Evidence, overrides: Partial<LinkCard> = {}): LinkCard {
  return {
    evidence,
    diagnosis: diagnose(evidence, NOW),
    statusSince: NOW - 3_600_000,
    incident: null,
    contact: NO_CONTACT,
    source: { type: 'snapshot', at: NOW - 20_000, failure: null },
    unreadSince: null,
    ...overrides,
  }
}

/** The diagnosis of a link that was read live just now. */
export function aDiagnosis(evidence: Evidence, overrides: Partial<LiveDiagnosis> = {}) {
  return {
    type: 'found' as const,
    ...aCard(evidence, { source: { type: 'live', at: NOW } }),
    path: trafficPath(evidence),
    parts: [],
    ...overrides,
  }
}

/** A region that was read just now. */
export const fresh = {
  scope: { id: 'fr-par', region: 'fr-par' },
  source: { type: 'snapshot', at: NOW - 20_000, failure: null },
  links: 3,
  unread: 0,
} as const

export function expectFit(message: RenderedMessage): void {
  expect(slackProblems(message)).toEqual([])
  expect(messageFormattingProblems(message)).toEqual([])
}
