import { diagnose } from '../../../src/diagnostics/diagnose.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { ACT_KINDS, type ActType } from '../../../src/remedies/acts.ts'
import type { AuditRow } from '../../../src/remedies/ports.ts'
import { draftTicket, typedTicket } from '../../../src/remedies/tickets/draft.ts'
import type { Refused } from '../../../src/remedies/weigh.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { renderAudit } from '../../../src/slack/views/audit.ts'
import {
  renderTicket,
  renderTicketSent,
  ticketAgainWindow,
  ticketWindow,
} from '../../../src/slack/views/ticket-form.ts'
import { aPast } from '../../fixtures/evidence/on-demand.ts'
import { anIncident } from '../../support/alerts.ts'
import { aLink, anEvidence, NOW } from '../../support/links.ts'
import { hostileEvidence } from './hostile.ts'
import { ADA, NET_OPS, type Shown, storedViews } from './stored.ts'

const denied: Refused = {
  type: 'refused',
  why: 'not_operator',
  sentence: 'Only operators may do this.',
  ask: { users: [ADA], groups: [] },
  channels: [],
}

function ticketsOf(evidence: Evidence): readonly Shown[] {
  const draft = draftTicket({
    evidence,
    diagnosis: diagnose(evidence, NOW),
    incident: anIncident(),
    requestIds: ['req-1'],
    supportPlan: 'business',
    now: NOW,
  })
  const { id, name } = evidence.link
  return [
    {
      title: 'to be filed by hand',
      message: ticketWindow(draft, name, '{}', { type: 'by_hand', denied: null }),
    },
    { title: 'to be sent', message: ticketWindow(draft, name, '{}', { type: 'sent' }) },
    {
      title: 'not sent by this person',
      message: ticketWindow(draft, name, '{}', { type: 'by_hand', denied }),
    },
    {
      title: 'to be copied',
      message: renderTicket(draft, {
        link: { id, name },
        channel: NET_OPS,
        sent: 'The file to attach was sent to you.',
        recording: 'offered',
      }),
    },
    {
      title: 'to be copied by somebody who may note nothing',
      message: renderTicket(draft, {
        link: { id, name },
        channel: NET_OPS,
        sent: 'The file to attach was sent to you.',
        recording: denied,
      }),
    },
    {
      title: 'to be copied, of a link that is gone',
      message: renderTicket(
        typedTicket(draft.form, { linkId: id, link: null, why: 'Gone.', supportPlan: null, now: NOW }),
        { link: { id, name }, channel: NET_OPS, sent: 'The file was sent to you.', recording: 'gone' },
        '⚠️ It no longer exists at Scaleway. What you typed is below.',
      ),
    },
    {
      title: 'sent',
      message: renderTicketSent(
        `The ticket ${name.slice(0, 200)} was sent.`,
        'https://tickets.example/1',
        draft.form,
      ),
    },
    {
      title: 'not taken',
      message: ticketAgainWindow(draft, '{}', {
        link: { id, name },
        channel: NET_OPS,
        sent: 'The file to attach was sent to you.',
        recording: 'offered',
        sentence: 'The ticket was not taken: the ticket webhook answered 404; check it.',
      }),
    },
  ]
}

function auditsOf(name: string): readonly Shown[] {
  const rowOf = (outcome: AuditRow['outcome'], act: ActType): AuditRow => ({
    id: `${outcome}-${act}`,
    at: NOW,
    by: ADA,
    channel: NET_OPS,
    act,
    link: { id: 'l-1', name, region: 'fr-par' },
    what: `Attach VPC none to ${name}.`,
    outcome,
    reason: outcome === 'done' || outcome === 'begun' ? null : `Not so: ${name}.`,
    before: outcome === 'done' ? 'VPC none' : null,
    after: outcome === 'done' ? `VPC ${name}` : null,
    requestIds: [],
  })
  const outcomes = ['refused', 'begun', 'done', 'failed', 'unknown', 'dry_run'] as const
  const rows = [
    ...outcomes.map((outcome) => rowOf(outcome, 'attach_vpc')),
    ...(Object.keys(ACT_KINDS) as ActType[]).map((act) => rowOf('done', act)),
  ]
  const page = {
    type: 'found',
    filter: name,
    since: NOW - 7 * 86_400_000,
    rows,
    total: 42,
    isWhole: false,
    mayExport: true,
  } as const
  return [
    { title: 'every outcome and act', message: renderAudit(page, byMention) },
    {
      title: 'nothing',
      message: renderAudit(
        { ...page, filter: '', rows: [], total: 0, isWhole: true, mayExport: false },
        byMention,
      ),
    },
    {
      title: 'a problem',
      message: renderAudit(
        { type: 'problem', problem: `No act is called ${name}.`, example: 'audit act:attach_vpc' },
        byMention,
      ),
    },
  ]
}

const dark = (name: string) => {
  const { link } = hostileEvidence(name)
  return anEvidence({ ...hostileEvidence(name), link: { ...link, name } })
}

storedViews([
  {
    file: 'ticket',
    shown: ticketsOf(
      anEvidence({
        link: aLink({ status: 'all_down', sessions: { ipv4: 'down', ipv6: 'down' } }),
        past: aPast(),
      }),
    ),
    hostile: (name) => ticketsOf(dark(name)),
  },
  { file: 'audit', shown: auditsOf('paris-a'), hostile: auditsOf },
])
