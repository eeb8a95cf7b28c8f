import { describe, expect, test } from 'vitest'
import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import type { StepMark } from '../../../src/domain/step-mark.ts'
import type { RunbookSheet } from '../../../src/queries/runbook.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../../src/runbooks/load.ts'
import { NO_FACTS } from '../../../src/runbooks/placeholders.ts'
import type { Runbook } from '../../../src/runbooks/runbook.ts'
import { trackSteps } from '../../../src/runbooks/steps.ts'
import { ACTION_IDS, openStepsButton, stepValue } from '../../../src/slack/actions.ts'
import { inlineMarkdown } from '../../../src/slack/markdown.ts'
import { byMention, byName } from '../../../src/slack/mentions.ts'
import {
  renderRunbookSheet,
  renderSheetAnswer,
  stepAnswerText,
} from '../../../src/slack/views/runbook-steps.ts'
import { aRunbook } from '../../runbooks/runbooks.ts'
import { anEvidence, NOW } from '../../support/links.ts'
import {
  formattingProblems,
  messageFormattingProblems,
  slackProblems,
  textsOf,
} from '../../support/slack-limits.ts'
import { HOSTILE_NAMES, hostileEvidence } from './hostile.ts'

const library = await loadRunbooks(BUILTIN_RUNBOOKS)

function aSheet(runbook: Runbook, overrides: Partial<RunbookSheet> = {}): RunbookSheet {
  return { story: 's1', linkId: null, runbook, facts: NO_FACTS, steps: trackSteps(runbook, []), ...overrides }
}

const markOn = (runbook: Runbook, number: number, by = 'U012AB'): StepMark => ({
  story: 's1',
  runbook: runbook.name,
  step: trackSteps(runbook, [])[number - 1]?.key ?? '',
  number,
  by,
  at: NOW,
})

const buttons = (sheet: RunbookSheet) =>
  renderRunbookSheet(sheet, byMention).flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.type === 'section' && block.accessory?.type === 'button' ? [block.accessory] : [],
    ),
  )

function expectFit(sheet: RunbookSheet): void {
  for (const message of renderRunbookSheet(sheet, byName(new Map()))) {
    expect(slackProblems(message)).toEqual([])
    expect(messageFormattingProblems(message)).toEqual([])
    expect(textsOf(message.blocks).join('\n')).not.toContain('a Slack message holds no more')
  }
}

describe('a runbook in a thread', () => {
  const runbook = aRunbook(
    'mine',
    'statuses: [active]',
    '## Do\n\nFirst read.\n\n1. Look at {{link.vlan}}\n1. Wait\n',
  )

  test('has a block with a button for each step, and what to read between them', () => {
    const [message] = renderRunbookSheet(
      aSheet(runbook, { facts: { evidence: anEvidence(), contact: null } }),
      byMention,
    )
    expect(textsOf(message?.blocks)).toEqual([
      'Mine',
      '*Do*\nFirst read.',
      '☐ *1.* Look at `1234`',
      'Done',
      '☐ *2.* Wait',
      'Done',
      '0 of 2 steps done. Runbook `mine` for `paris-a`.',
    ])
  })

  test('says who has done a step and when, in its blocks and in its text, and offers to undo it', () => {
    const sheet = aSheet(runbook, { steps: trackSteps(runbook, [markOn(runbook, 2)]) })
    const [message] = renderRunbookSheet(sheet, byMention)
    expect(textsOf(message?.blocks).join('\n')).toMatch(/☑ \*2\.\* Wait\n_Done by_ <@U012AB>, .*09:00:00 UTC/)
    expect(message?.text).toContain('1 of 2 steps done')
    expect(message?.text).toContain('☑ *2.* Wait')
    expect(buttons(sheet).map(({ action_id }) => action_id)).toEqual([
      ACTION_IDS.stepDone,
      ACTION_IDS.stepUndo,
    ])
  })

  test('says of a step that was changed that what was done is not what stands there now', () => {
    const before = aRunbook('mine', 'statuses: [active]', '## Do\n\n1. Watch\n')
    const sheet = aSheet(runbook, { steps: trackSteps(runbook, [markOn(before, 1)]) })
    expect(textsOf(renderRunbookSheet(sheet, byMention)[0]?.blocks).join('\n')).toContain(
      '_Not done as it reads now:_ <@U012AB>',
    )
    expect(buttons(sheet)[0]?.action_id).toBe(ACTION_IDS.stepDone)
  })

  test('has buttons whose value says all that a press needs', () => {
    const sheet = aSheet(runbook, { story: 's'.repeat(255), linkId: 'l'.repeat(200) })
    const values = buttons(sheet).map(({ value }) => stepValue.parse(JSON.parse(value ?? '')))
    expect(values.map(({ step }) => step)).toEqual(sheet.steps.map(({ key }) => key))
    expect(values[0]).toMatchObject({ story: sheet.story, link: sheet.linkId, runbook: 'mine', page: 0 })
    expect(openStepsButton({ story: 's', link: null, runbook: null }).action_id).toBe('open_steps')
  })

  test('that is long comes in several messages, and no step changes its message when all are done', () => {
    const steps = Array.from({ length: 120 }, (_, n) => `1. ${`Step ${n} `.repeat(40)}`).join('\n')
    const long = aRunbook('long', 'statuses: [active]', `## Do\n\n${steps}\n`)
    const pagesOf = (marks: readonly StepMark[]) =>
      buttons(aSheet(long, { steps: trackSteps(long, marks) })).map(
        ({ value }) => stepValue.parse(JSON.parse(value ?? '')).page,
      )
    const none = pagesOf([])
    expect(none).toHaveLength(120)
    expect(Math.max(...none)).toBeGreaterThan(2)
    expect(pagesOf(Array.from({ length: 120 }, (_, n) => markOn(long, n + 1)))).toEqual(none)
    expectFit(aSheet(long))
    expect(textsOf(renderRunbookSheet(aSheet(long), byMention)[1]?.blocks)[0]).toMatch(/^Mine \(2 of \d+\)$/)
  })

  test.each(library.all.map((one) => [one.name, one] as const))('%s fits, all of it done', (_name, one) => {
    const marks = trackSteps(one, []).map(({ number }) => markOn(one, number))
    expectFit(aSheet(one, { steps: trackSteps(one, marks) }))
  })

  test('fits, whatever its link and its contacts are called', () => {
    const runbookWithAll = library.byName('all_down')
    for (const name of HOSTILE_NAMES) {
      const contact = { ...NO_CONTACT, nocPhone: name, circuitId: name, contract: name, escalation: [name] }
      const facts = { evidence: hostileEvidence(name), contact }
      if (runbookWithAll !== null) expectFit(aSheet(runbookWithAll, { facts, linkId: 'l1' }))
    }
  })
})

describe('what a person who pressed is told', () => {
  const sheet = aSheet(aRunbook('mine', 'statuses: [active]'))

  test('is nothing where the message says it, and otherwise why nothing happened', () => {
    expect(stepAnswerText({ type: 'done', sheet }, byMention)).toBeNull()
    expect(stepAnswerText({ type: 'undone', sheet }, byMention)).toBeNull()
    const mark = { story: 's1', runbook: 'mine', step: 'x', number: 3, by: 'U1A', at: NOW }
    expect(stepAnswerText({ type: 'already', mark, sheet }, byMention)).toMatch(
      /^Step 3 was done already, by <@U1A> at /,
    )
    expect(stepAnswerText({ type: 'not_done', sheet }, byMention)).toContain('not marked as done')
    expect(stepAnswerText({ type: 'outdated', sheet }, byMention)).toContain('nothing was marked')
    expect(renderSheetAnswer({ type: 'refused', sentence: 'No <!here>.' }, byMention)[0]?.text).toBe(
      'No &lt;!here&gt;.',
    )
  })
})

describe('placeholders in Slack', () => {
  const facts = (name: string) => ({ evidence: hostileEvidence(name), contact: NO_CONTACT })

  test('become code spans in text, and part of a command in code', () => {
    const filled = { evidence: anEvidence(), contact: null }
    expect(
      inlineMarkdown('**At {{pop.name}}**, `ping {{link.scaleway_peer_ipv4}}` ({{link.vlan}})', filled),
    ).toBe('*At `TH2`*, `ping 169.254.10.0` (`1234`)')
    expect(inlineMarkdown('Call {{contact.noc_phone}} or `x {{link.vlan}}`')).toBe(
      'Call ‹NOC phone: see your contacts› or `x ‹VLAN: see the card›`',
    )
  })

  test.each([['x; reboot'], ['$(reboot)'], ['a`b`'], ['-rf'], ['a b'], ["'"], ['a\nb'], ['|sh'], ['‮x']])(
    'never put %j into a command that somebody may copy',
    (name) => {
      expect(inlineMarkdown('`ping {{link.name}}`', facts(name))).toBe("`ping ‹link's name: see the card›`")
    },
  )

  test.each(HOSTILE_NAMES)('cannot break out: %s', (name) => {
    const text = inlineMarkdown(
      '**a {{link.name}}** _{{partner.name}}_ `{{vpc.name}}` [x {{pop.name}}](https://a.example/)',
      facts(name),
    )
    expect(formattingProblems(text)).toEqual([])
    expect(text).not.toMatch(/<!(?:channel|here)|<@U/)
  })

  test('a name that looks like a placeholder is not filled again', () => {
    expect(inlineMarkdown('{{link.name}}', facts('{{link.id}}'))).toBe('`{{link.id}}`')
  })
})
