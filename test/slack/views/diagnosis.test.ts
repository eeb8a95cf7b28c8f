import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import type { DiagnoseAnswer, LiveDiagnosis } from '../../../src/queries/diagnose.ts'
import { byName } from '../../../src/slack/mentions.ts'
import { renderDiagnosis } from '../../../src/slack/views/diagnosis.ts'
import { ACTIVE } from '../../fixtures/evidence/active.ts'
import { ALL_DOWN } from '../../fixtures/evidence/all-down.ts'
import { aPast, aWrite, ON_DEMAND } from '../../fixtures/evidence/on-demand.ts'
import { anIncident } from '../../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { aDiagnosis } from './answering.ts'
import { HOSTILE_NAMES, hostileContact, hostileEvidence } from './hostile.ts'

const down = { status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } } as const

function rendered(evidence: Evidence, overrides: Partial<LiveDiagnosis> = {}) {
  const message = renderDiagnosis(aDiagnosis(evidence, overrides), NOW)
  expect(slackProblems(message)).toEqual([])
  expect(messageFormattingProblems(message)).toEqual([])
  return { message, texts: textsOf(message.blocks), all: textsOf(message.blocks).join('\n') }
}

describe('a diagnosis', () => {
  test('says the verdict first, then whose move it is, findings, steps, the path', () => {
    const { all } = rendered(anEvidence({ link: aLink({ ...down, routePropagation: false }), past: aPast() }))
    const at = (words: string) => {
      expect(all).toContain(words)
      return all.indexOf(words)
    }
    const places = [
      at('Route propagation is off, so no IPv4 and IPv6 routes'),
      at('*Whose move:* Yours'),
      at('*What was found*'),
      at('*What to do next*'),
      at('1. Turn on route propagation'),
      at('*The path of the traffic*'),
    ]
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('orders findings by weight, each with its weight in a word', () => {
    const { all } = rendered(anEvidence({ link: aLink(down), past: aPast(), writes: [aWrite('UpdateLink')] }))
    const [cause, risk, note] = ['|Main>:*', '|Risk>:*', '|Note>:*'].map((word) => all.indexOf(word))
    expect(cause).toBeGreaterThan(-1)
    expect(risk).toBeGreaterThan(cause ?? 0)
    expect(note).toBeGreaterThan(risk ?? 0)
  })

  test('marks each step of the path, and points out the first gap alone', () => {
    const { all } = rendered(
      anEvidence({ link: aLink({ vpcId: null, routePropagation: false }), past: aPast(), vpc: null }),
    )
    expect(all).toContain('✓ The link is provisioned')
    expect(all).toMatch(/✗ No VPC is attached {2}\*← the first gap\*/)
    expect(all).toContain('? Routing in the VPC not checked')
    expect(all.match(/the first gap/g)).toHaveLength(1)
  })

  test('names whoever had this bot make a change: by a mention to one reader, and pinging nobody to all', () => {
    const at = NOW - 7 * 60_000
    const own = { methods: ['detachvpc'], askedBy: 'U0ADA0001', from: at, until: at, made: 'DetachVpc' }
    const link = aLink({ ...down, vpcId: null, routePropagation: false })
    const answer = aDiagnosis(anEvidence({ link, past: aPast(), ownWrites: [own] }))
    const said = (naming?: (id: string) => string) => {
      const message = renderDiagnosis(answer, NOW, naming)
      return `${message.text}\n${textsOf(message.blocks).join('\n')}`
    }
    expect(said().match(/by this bot, as <@U0ADA0001> asked/g)).toHaveLength(3)
    expect(said()).toContain('Ask <@U0ADA0001>, who had this bot make the change at ')
    const shared = said(byName(new Map([['U0ADA0001', 'ada']])))
    expect(shared.match(/by this bot, as ada asked/g)).toHaveLength(3)
    expect(shared).not.toContain('U0ADA0001')
  })

  test('says what was not checked, and why; nothing of it where all was', () => {
    const why = 'The key lacks a right: give it VPCReadOnly.'
    const evidence = anEvidence({ notChecked: [{ what: 'routes learned by the VPC', why }] })
    const { all, message } = rendered(evidence)
    expect(all).toContain(`• Routes learned by the VPC: ${why}`)
    expect(message.text).toContain(why)
    expect(rendered(anEvidence()).all).not.toContain('not checked*')
  })

  test('says with its first lines that it could not be read live, and why', () => {
    const failure = {
      reason: 'timeout',
      message: 'Scaleway did not answer.',
      status: null,
      requestId: null,
      retryable: true,
    } as const
    const { texts, message } = rendered(anEvidence(), {
      source: { type: 'snapshot', at: NOW - 20_000, failure },
    })
    expect(texts[2]).toMatch(/Not read live.*As polled 20 s ago.*Scaleway did not answer/)
    expect(message.text).toContain('Not read live')
    expect(rendered(anEvidence()).all).toContain('Read live at')
  })

  test('tells since when it is bad, by its incident', () => {
    expect(rendered(anEvidence({ link: aLink(down) }), { incident: anIncident() }).all).toContain('bad since')
    expect(rendered(anEvidence()).all).toContain('in this status since')
  })

  test('shows what was seen of the link before, and the latest three changes with their makers', () => {
    const writes = ['UpdateLink', 'DetachVpc', 'AttachVpc', 'EnableRoutePropagation'].map((method) =>
      aWrite(method, { by: 'ops_app', tool: 'terraform' }),
    )
    const past = aPast({ changes: [NOW - 5000, NOW - 1000] })
    const { all } = rendered(anEvidence({ link: aLink(down), past, writes }))
    expect(all).toContain('2 changes of status or sessions seen within 24 hours')
    expect(all).toContain('Last seen good at')
    expect(all).toContain('a VPC was attached by `ops_app` with Terraform')
    expect(all).not.toContain('route propagation was turned on')
    expect(rendered(anEvidence({ past: aPast({ firstBadAt: null }) })).all).not.toContain('Last seen good')
  })

  test('of a link that is over does not go on about its path', () => {
    const { all } = rendered(anEvidence({ link: aLink({ status: 'refused' }) }))
    expect(all).toContain('✗ The link is not in service, its status being Refused')
    expect(all).not.toContain('✓')
  })

  test('claims no more than polls have seen, where they have begun a moment ago', () => {
    const first = NOW - 60_000
    const past = { ...aPast(), changes: [], watchedSince: first }
    const { all } = rendered(anEvidence({ past }), { statusSince: first, watchedSince: first })
    expect(all).toContain('in this status at least since <!date')
    expect(all).toContain('No change of status or sessions seen since polls first saw it at <!date')
    expect(all).not.toContain('24 hours')
    const bad = rendered(anEvidence({ link: aLink(down) }), {
      incident: anIncident({ firstBadAt: first }),
      watchedSince: first,
    })
    expect(bad.all).toContain('bad at least since <!date')
    const again = rendered(anEvidence(), {
      incident: anIncident({ firstBadAt: first, upSince: NOW - 30_000 }),
    })
    expect(again.all).toMatch(/up again since <!date[^>]*>.*, was bad since/)
    const old = rendered(anEvidence({ past: { ...past, watchedSince: NOW - 86_400_000 } }), {
      statusSince: first,
      watchedSince: NOW - 86_400_000,
    })
    expect(old.all).toContain('in this status since <!date')
    expect(old.all).toContain('seen within 24 hours')
  })

  test('has buttons to do it again, for the runbook, the console and the document', () => {
    const { message } = rendered(anEvidence())
    const block = message.blocks.find(({ type }) => type === 'actions')
    expect(JSON.stringify(block)).toContain(`"action_id":"refresh_diagnosis"`)
    expect(JSON.stringify(block)).toContain(`"value":"${aLink().id}"`)
    expect(JSON.stringify(block)).toContain('"action_id":"link_runbook"')
    expect(JSON.stringify(block)).toContain('"action_id":"open_console"')
    expect(JSON.stringify(block)).toContain('"action_id":"open_document"')
  })

  test.each([...ACTIVE, ...ALL_DOWN, ...ON_DEMAND])('fits into Slack: $name', ({ evidence, verdict }) => {
    const { message } = rendered(evidence)
    expect(message.text.length).toBeGreaterThan(0)
    expect(diagnose(evidence, NOW).verdict).toMatch(verdict)
  })

  test.each(LINK_STATUSES)('fits into Slack at status %s', (status) => {
    expect(rendered(anEvidence({ link: aLink({ status }), past: aPast() })).all).toContain('Whose move')
  })

  test.each(HOSTILE_NAMES)('keeps foreign names from formatting anything: %j', (name) => {
    const evidence: Evidence = {
      ...hostileEvidence(name, down),
      past: aPast(),
      writes: [aWrite(name, { by: name, tool: 'terraform' })],
      offers: [{ partnerId: 'p2', partnerName: name, popNames: [name, name] }],
      siblingPolicies: [],
      routes: [{ destination: name, family: 'ipv4' }],
      notChecked: Array.from({ length: 12 }, () => ({ what: name, why: `${name}.` })),
    }
    const contact = hostileContact(name)
    const { all } = rendered(evidence, { contact })
    expect(all).toContain('Whose move')
    rendered({ ...evidence, link: { ...evidence.link, status: 'refused' } }, { contact })
  })
})

test('words that fit several links, or none, are answered as for a status', () => {
  const several: DiagnoseAnswer = { type: 'ambiguous', words: 'paris', candidates: [], total: 3, scopes: [] }
  expect(textsOf(renderDiagnosis(several, NOW).blocks).join()).toContain('3 links fit')
  const gone: DiagnoseAnswer = { type: 'gone', link: aLink(), at: NOW }
  expect(textsOf(renderDiagnosis(gone, NOW).blocks).join()).toContain('no longer exists')
})
