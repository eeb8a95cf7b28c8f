import { describe, expect, test } from 'vitest'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderAlert } from '../../../src/slack/views/alert.ts'
import { renderDiagnosis } from '../../../src/slack/views/diagnosis.ts'
import { renderLinkCard } from '../../../src/slack/views/link-card.ts'
import { aPast, aWrite } from '../../fixtures/evidence/on-demand.ts'
import { aLinkAlert, anIncident } from '../../support/alerts.ts'
import { aContact } from '../../support/contacts.ts'
import { NOW } from '../../support/links.ts'
import { plainFile } from '../../support/plain-view.ts'
import { aCard, aDiagnosis, all, expectFit } from './answering.ts'
import { EVERY_LINK } from './link-kinds.ts'

/** Of a link in service that is bad now, the incident it has; null for any other. */
const incidentOf = ({ status, evidence }: (typeof EVERY_LINK)[number]) =>
  evidence.carried.length > 0 && status !== 'active'
    ? anIncident({ badStatus: status, reason: 'It carried IPv4 and IPv6, and does not now.' })
    : null

type View = (link: (typeof EVERY_LINK)[number]) => RenderedMessage

const VIEWS: Readonly<Record<string, View>> = {
  'link-card': (link) => {
    const incident = incidentOf(link)
    const since = incident === null ? {} : { statusSince: incident.firstBadAt }
    return renderLinkCard(aCard(link.evidence, { contact: aContact(), incident, ...since }), NOW)
  },
  'link-alert': ({ status, evidence }) =>
    renderAlert(
      aLinkAlert({
        evidence,
        incident: anIncident({
          badStatus: status,
          level: evidence.carried.length > 0 ? 'critical' : 'warning',
          reason: 'Told for its status.',
        }),
        move: { from: evidence.before?.status ?? null, to: status },
      }),
      NOW,
      { mayRepeat: false, story: 'story-1', contacts: { contactOf: () => aContact() } },
    ),
  diagnosis: (link) => {
    const incident = incidentOf(link)
    const past = aPast({
      changes: [NOW - 5 * 60_000],
      ...(incident === null ? { firstBadAt: null } : {}),
    })
    const writes = [aWrite('UpdateLink', { by: 'ops', at: NOW - 3_600_000 })]
    const evidence = { ...link.evidence, past, writes }
    return renderDiagnosis(aDiagnosis(evidence, { contact: aContact(), incident }), NOW)
  },
}

describe.each(Object.entries(VIEWS))('The view %s, of links of every status and kind', (name, view) => {
  const views = EVERY_LINK.map((link) => ({ title: link.title, link, message: view(link) }))

  test('fits into Slack, and pings nobody', () => {
    for (const { message } of views) expectFit(message)
  })

  test('says whose router speaks BGP, the VLAN, both ASNs and every peer address', () => {
    for (const { link, message } of views) {
      const { kind } = link.evidence.link
      const yours = kind.type === 'self_hosted' || (kind.type === 'hosted' && kind.layer === 'l2')
      const partners = kind.type === 'hosted' && kind.layer === 'l3'
      const text = all(message)
      expect(text).toContain(
        yours
          ? 'your router speaks BGP'
          : partners
            ? "the partner's router speaks BGP"
            : 'Whose router speaks BGP is not',
      )
      for (const fact of ['12876', '65010', '169.254.10.0/31', '169.254.10.1/31', '2001:bc8:a00:1::1/127'])
        expect(text).toContain(fact)
      expect(text).toMatch(/VLAN\W+1234/u)
    }
  })

  test('says when a request expires, and of no other link that it does', () => {
    for (const { link, message } of views) {
      const text = all(message)
      if (link.status === 'requested' && link.evidence.link.kind.type !== 'self_hosted')
        expect(text).toMatch(/\*Expires:?\*\s+In 7 days, at <!date\^1773133200/u)
      else expect(text).not.toMatch(/\*Expires/u)
    }
  })

  test('says whom to call', () => {
    for (const { message } of views) {
      const lines = all(message).split('\n')
      expect(lines[lines.indexOf('*Whom to call*') + 1]).toBe(
        '*NOC phone* `+33 1 99 00 12 34`  ·  *NOC e-mail* `noc@franceix.example`  ·  *Circuit id* `FIX-0042`  ·  *Contract* `C-2026-9`  ·  *Escalation* `Duty manager +33 1 99 00 12 35`, then `Service director`',
      )
      expect(message.text).toContain('*NOC phone* `+33 1 99 00 12 34`')
    }
  })

  test('reads as it is written down', async () => {
    await expect(plainFile(views)).toMatchFileSnapshot(`../../fixtures/views/${name}.txt`)
  })
})
