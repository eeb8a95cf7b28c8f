import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NO_CONTACT } from '../../src/contacts/contact.ts'
import { LINK_STATUSES } from '../../src/domain/status.ts'
import { BUILTIN_RUNBOOKS, loadRunbooks } from '../../src/runbooks/load.ts'
import type { Runbook } from '../../src/runbooks/runbook.ts'
import { renderRunbookAnswer } from '../../src/slack/views/runbook.ts'
import { hostileEvidence } from '../slack/views/hostile.ts'
import { slackProblems, textsOf } from '../support/slack-limits.ts'

const HEADINGS = ['What it means', 'Confirm', 'Do', 'Verify', 'Whom to call', 'When to escalate']

/** The only places a runbook may send people to. */
const HOSTS = ['api.scaleway.com', 'console.scaleway.com', 'status.scaleway.com', 'www.scaleway.com']

/** Slack's section block holds 3,000 characters of text; some are kept for a heading and the step numbers. */
const MAX_SECTION = 2_800

const library = await loadRunbooks(BUILTIN_RUNBOOKS)
const files = (await readdir(BUILTIN_RUNBOOKS)).sort()
const everyRunbook = library.all.map((runbook) => [runbook.name, runbook] as const)

const section = (runbook: Runbook, heading: string) =>
  runbook.sections.find((candidate) => candidate.heading === heading)?.blocks ?? []
const stepsOf = (runbook: Runbook) =>
  runbook.sections.flatMap(({ blocks }) => blocks).filter((block) => block.type === 'step')
const textOf = (runbook: Runbook) =>
  runbook.sections.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join('\n')

describe('the built-in runbooks', () => {
  test('there is one file for each status the API documents, named after it', () => {
    expect(files).toEqual(expect.arrayContaining([...LINK_STATUSES].map((status) => `${status}.md`)))
  })

  test.each(LINK_STATUSES)('exactly one runbook serves %s', (status) => {
    expect(library.all.filter((runbook) => runbook.statuses.includes(status))).toHaveLength(1)
    expect(library.byStatus(status)?.name).toBe(status)
  })

  test('no two share a title', () => {
    expect(new Set(library.all.map(({ title }) => title)).size).toBe(library.all.length)
  })
})

describe.each(everyRunbook)('the runbook %s', (name, runbook) => {
  test('has all sections, in the order in which they are needed', () => {
    expect(runbook.sections.map(({ heading }) => heading)).toEqual(HEADINGS)
  })

  test('explains in words, and acts in numbered steps', () => {
    expect(section(runbook, 'What it means').every(({ type }) => type === 'text')).toBe(true)
    for (const heading of ['Confirm', 'Do', 'Verify', 'When to escalate']) {
      expect(section(runbook, heading).every(({ type }) => type === 'step')).toBe(true)
    }
  })

  test('has at least four steps to do or confirm, and counts all its steps without a gap', () => {
    const work = [...section(runbook, 'Confirm'), ...section(runbook, 'Do')]
    expect(work.length).toBeGreaterThanOrEqual(4)
    expect(stepsOf(runbook).map((step) => step.number)).toEqual(stepsOf(runbook).map((_, index) => index + 1))
  })

  test('has no step longer than 600 characters', () => {
    expect(stepsOf(runbook).filter(({ text }) => text.length > 600)).toEqual([])
  })

  test('fits into few Slack blocks', () => {
    for (const { blocks } of runbook.sections) {
      expect(blocks.map(({ text }) => text).join('\n').length).toBeLessThanOrEqual(MAX_SECTION)
    }
    expect(textOf(runbook).length).toBeGreaterThan(800)
    expect(textOf(runbook).length).toBeLessThanOrEqual(8_000)
  })

  test('sends people to https addresses of Scaleway only', async () => {
    const markdown = await readFile(join(BUILTIN_RUNBOOKS, `${name}.md`), 'utf8')
    const addresses = markdown.match(/\b[a-z]+:\/\/[^\s)>`]*/g) ?? []
    for (const address of addresses) {
      expect(new URL(address).protocol).toBe('https:')
      expect(HOSTS).toContain(new URL(address).hostname)
    }
  })

  test('has every code span closed, and nothing left to be written', () => {
    expect((textOf(runbook).match(/`/g) ?? []).length % 2).toBe(0)
    expect(textOf(runbook)).not.toMatch(/<[a-z]|TODO|XXX/i)
  })

  test('reads well without a link: what cannot be filled in says where to find it', () => {
    const message = renderRunbookAnswer({ type: 'found', runbook })
    const shown = textsOf(message.blocks).join('\n')
    expect(shown).not.toMatch(/\{\{|\}\}|undefined/)
    expect(slackProblems(message)).toEqual([])
    expect(shown).not.toContain('left out: a Slack message holds no more')
  })

  test('is complete in one message with the longest names filled in', () => {
    const name = 'n'.repeat(255)
    const contact = { ...NO_CONTACT, nocPhone: name, circuitId: name, contract: name, escalation: [name] }
    const facts = { evidence: hostileEvidence(name), contact }
    const message = renderRunbookAnswer({ type: 'found', runbook, facts })
    expect(slackProblems(message)).toEqual([])
    expect(textsOf(message.blocks).join('\n')).not.toContain('left out: a Slack message holds no more')
  })
})

describe('what the runbooks know', () => {
  test.each([
    [
      'all_down',
      ['show bgp summary failed', 'birdc show protocols all', 'ethtool -m', 'L3-hosted', '2 minutes'],
    ],
    ['limited_connectivity', ['single-stack', 'ICMPv6', 'healthy family', 'ip -6 neigh']],
    ['requested', ['pairing key', '10 days', '2 business days']],
    ['ready', ["'arp or icmp6 or port 179'", 'Q-in-Q', 'le 32']],
    ['active', ['Private Networks', '`interlink`', 'ping -M do -s 1472', 'mtr']],
    ['configuring', ['transient_state', '15 minutes']],
    ['locked', ['Change nothing', 'owner of the Organization']],
    ['deleted', ['404', 'Terraform']],
  ])('%s names the facts an engineer would look up', (status, facts) => {
    const runbook = library.byStatus(status)
    const text = runbook === null ? '' : textOf(runbook)
    for (const fact of facts) expect(text).toContain(fact)
  })

  test('a terminal order is deleted before it is ordered again, and the partner need not be told', () => {
    for (const status of ['expired', 'refused']) {
      const runbook = library.byStatus(status)
      const todo = runbook === null ? [] : section(runbook, 'Do').map(({ text }) => text)
      const deletion = todo.findIndex((text) => text.includes('type DELETE'))
      const order = todo.findIndex((text) => /order again, with|create the new order/i.test(text))
      expect(deletion).toBeGreaterThanOrEqual(0)
      expect(order).toBeGreaterThan(deletion)
      expect(todo[deletion]).toContain('need not be told')
    }
  })
})
