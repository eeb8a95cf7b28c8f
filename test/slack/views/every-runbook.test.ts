import { LINK_STATUSES } from '../../../src/domain/status.ts'
import type { RunbookSheet } from '../../../src/queries/runbook.ts'
import { FINDINGS_TO_ACT_ON } from '../../../src/runbooks/finding-ids.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../../src/runbooks/load.ts'
import type { Runbook } from '../../../src/runbooks/runbook.ts'
import { trackSteps } from '../../../src/runbooks/steps.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { renderRunbookAnswer } from '../../../src/slack/views/runbook.ts'
import { renderRunbookSheet, renderSheetAnswer } from '../../../src/slack/views/runbook-steps.ts'
import { aContact } from '../../support/contacts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import { hostileContact, hostileEvidence } from './hostile.ts'
import { ADA, type Shown, storedViews } from './stored.ts'

const library = await loadRunbooks(BUILTIN_RUNBOOKS)
const FACTS = { evidence: anEvidence({ link: aLink({ status: 'all_down' }) }), contact: aContact() }

/** The runbooks of every status and of every finding, each once. */
const EVERY_RUNBOOK: readonly Runbook[] = [
  ...new Set([
    ...LINK_STATUSES.flatMap((status) => library.byStatus(status) ?? []),
    ...FINDINGS_TO_ACT_ON.flatMap((finding) => library.byFinding(finding) ?? []),
    ...library.all,
  ]),
]

function aSheet(runbook: Runbook, overrides: Partial<RunbookSheet> = {}): RunbookSheet {
  const marks = trackSteps(runbook, [])
    .slice(0, 2)
    .map(({ key, number }) => ({ story: 's-1', runbook: runbook.name, step: key, number, by: ADA, at: NOW }))
  return {
    story: 's-1',
    linkId: aLink().id,
    runbook,
    facts: FACTS,
    steps: trackSteps(runbook, marks),
    ...overrides,
  }
}

/** All pages of a sheet. */
const sheetOf = (title: string, sheet: RunbookSheet): readonly Shown[] =>
  renderRunbookSheet(sheet, byMention).map((message, page) => ({
    title: `${title}, page ${page + 1}`,
    message,
  }))

const hits = (runbooks: readonly Runbook[], excerpt: string) =>
  runbooks.map((runbook) => ({ runbook, step: 1, excerpt }))

function answersOf(words: string, runbooks: readonly Runbook[]): readonly Shown[] {
  const some = runbooks.slice(0, 3)
  return [
    { title: 'index', message: renderRunbookAnswer({ type: 'index', runbooks }) },
    {
      title: 'matches',
      message: renderRunbookAnswer({ type: 'matches', words, hits: hits(some, `Look at ${words}.`) }),
    },
    { title: 'unknown', message: renderRunbookAnswer({ type: 'unknown', words, nearest: some }) },
    {
      title: 'unknown, and nothing is near',
      message: renderRunbookAnswer({ type: 'unknown', words, nearest: [] }),
    },
    ...renderSheetAnswer(
      { type: 'refused', sentence: `There is no runbook for ${words} any more.` },
      byMention,
    ).map((message) => ({ title: 'refused', message })),
  ]
}

const named = (name: string): Runbook => ({
  name,
  title: name,
  statuses: [],
  findings: [],
  tags: [],
  origin: 'team',
  sections: [
    {
      heading: name,
      blocks: [
        { type: 'text', text: name },
        { type: 'step', number: 1, text: `${name} {{link.name}} {{partner.name}}` },
      ],
    },
  ],
})

storedViews([
  {
    file: 'runbook',
    shown: [
      ...EVERY_RUNBOOK.map((runbook, index) => ({
        title: runbook.name,
        message: renderRunbookAnswer(
          index === 0
            ? { type: 'found', runbook, facts: FACTS, others: EVERY_RUNBOOK.slice(1, 3) }
            : { type: 'found', runbook },
        ),
      })),
      ...answersOf('optics', EVERY_RUNBOOK),
    ],
    hostile: (name) => [
      {
        title: 'hostile',
        message: renderRunbookAnswer({
          type: 'found',
          runbook: named(name),
          facts: { evidence: hostileEvidence(name), contact: hostileContact(name) },
          others: [named(name)],
        }),
      },
      ...answersOf(name, [named(name)]),
    ],
  },
  {
    file: 'runbook-sheet',
    shown: EVERY_RUNBOOK.flatMap((runbook) => sheetOf(runbook.name, aSheet(runbook))),
    hostile: (name) => {
      const allDown = library.byStatus('all_down')
      return allDown === null
        ? []
        : sheetOf(
            'hostile',
            aSheet(allDown, { facts: { evidence: hostileEvidence(name), contact: hostileContact(name) } }),
          )
    },
  },
])
