import { DEFAULT_ALERT_SETTINGS } from '../../../src/alerting/settings.ts'
import { NO_CONTACT } from '../../../src/contacts/contact.ts'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { EMPTY_DIRECTORY } from '../../../src/domain/snapshot.ts'
import { ACT_KINDS, type Act, type ActType, type NotedAct } from '../../../src/remedies/acts.ts'
import { asCode } from '../../../src/remedies/as-code.ts'
import type { OffersAnswer } from '../../../src/remedies/desk.ts'
import { mailsFor } from '../../../src/remedies/mails/kinds.ts'
import { type Circumstances, offersFor } from '../../../src/remedies/offers.ts'
import { planOf } from '../../../src/remedies/plan.ts'
import { refused } from '../../../src/remedies/weigh.ts'
import { oneLine } from '../../../src/slack/escape.ts'
import { type AskingAct, actForm } from '../../../src/slack/views/act-form.ts'
import { renderContactUndone } from '../../../src/slack/views/contact-undone.ts'
import { renderFix } from '../../../src/slack/views/fix.ts'
import { planWindow, renderAsCode, renderDeed, renderOutcome } from '../../../src/slack/views/plan.ts'
import { renderRefusal } from '../../../src/slack/views/remedy-words.ts'
import { TIMEOUT } from '../../queries/remembered.ts'
import { aLink, anEvidence, aPolicy, aVpc, NOW } from '../../support/links.ts'
import { hostileEvidence } from './hostile.ts'
import { EVERY_LINK } from './link-kinds.ts'
import { ADA, NET_OPS, type Shown, storedViews } from './stored.ts'

const mailFor = (evidence: Evidence) => mailsFor({ evidence, contact: NO_CONTACT, contacted: null, now: NOW })
const MAY: Circumstances = {
  permission: { type: 'allowed' },
  ownedByCode: null,
  statusSince: null,
  alerts: DEFAULT_ALERT_SETTINGS,
  mail: mailFor(anEvidence()),
  missingRight: () => null,
}
const MAY_NOT = {
  type: 'refused',
  why: 'not_operator',
  sentence:
    'Only operators may do this: ask one of them, or ask whoever runs the bot to add you to OPERATORS.',
  ask: { users: [ADA], groups: [] },
  channels: [NET_OPS],
} as const
const OWNED = 'Its tag says that Terraform owns it, so nothing is changed from here: change the code.'

/** Who asks, and what owns the link. */
const CIRCUMSTANCES: Readonly<Record<string, Circumstances>> = {
  'an operator': MAY,
  'nobody who may': { ...MAY, permission: MAY_NOT },
  'as code': { ...MAY, ownedByCode: OWNED },
}

function fixOf(
  evidence: Evidence,
  around: Circumstances,
  overrides: Partial<Extract<OffersAnswer, { type: 'found' }>> = {},
) {
  const denied = around.permission.type === 'refused' ? around.permission : null
  const answer = {
    type: 'found',
    evidence,
    notRead: null,
    denied,
    ...offersFor(evidence.link, { ...around, mail: mailFor(evidence) }),
    ...overrides,
  } as const
  return renderFix(answer, { contacted: null, tickets: [], reorder: null, orderedBy: null }, NET_OPS)
}

const FIXES: readonly Shown[] = [
  ...EVERY_LINK.flatMap(({ title, evidence }) =>
    Object.entries(CIRCUMSTANCES).map(([who, around]) => ({
      title: `${title}, ${who}`,
      message: fixOf(evidence, around),
    })),
  ),
  {
    title: 'as last polled, with what was agreed',
    message: renderFix(
      { type: 'found', evidence: anEvidence(), notRead: TIMEOUT, denied: null, ...offersFor(aLink(), MAY) },
      {
        contacted: { linkId: aLink().id, by: ADA, at: NOW, reference: 'ORD-9' },
        tickets: [
          { linkId: aLink().id, reference: 'T-1', state: 'open', by: ADA, at: NOW, incidentId: null },
          { linkId: aLink().id, reference: 'T-2', state: 'closed', by: ADA, at: NOW, incidentId: null },
        ],
        reorder: null,
        orderedBy: null,
      },
      NET_OPS,
    ),
  },
  {
    title: 'it is gone',
    message: renderFix(
      refused('gone', 'The link is gone from Scaleway (404): there is nothing to do to it.'),
      { contacted: null, tickets: [], reorder: null, orderedBy: null },
      null,
    ),
  },
]

const actsOf = (name: string): Readonly<Record<ActType, Act>> => ({
  attach_vpc: { type: 'attach_vpc', vpcId: 'vpc-2' },
  detach_vpc: { type: 'detach_vpc' },
  set_policy: { type: 'set_policy', family: 'ipv4', policyId: 'narrow' },
  create_policy: {
    type: 'create_policy',
    policy: {
      name: oneLine(name),
      projectId: 'p',
      family: 'ipv4',
      prefixesIn: ['0.0.0.0/0'],
      prefixesOut: [],
    },
  },
  detach_policy: { type: 'detach_policy', family: 'ipv6' },
  enable_propagation: { type: 'enable_propagation' },
  disable_propagation: { type: 'disable_propagation' },
  delete_link: { type: 'delete_link' },
  reorder_link: { type: 'reorder_link' },
  reveal_pairing_key: { type: 'reveal_pairing_key' },
  mark_contacted: { type: 'mark_contacted', reference: name.slice(0, 200) },
  record_ticket: { type: 'record_ticket', reference: name.slice(0, 200), state: 'open' },
})

const namesOf = (name: string) => ({
  ...EMPTY_DIRECTORY,
  vpcs: [aVpc({ name }), aVpc({ id: 'vpc-2', name })],
  policies: [
    aPolicy({ name }),
    aPolicy({ name, family: 'ipv6' }),
    aPolicy({ id: 'narrow', name, prefixesIn: [] }),
  ],
})

/** Every act, planned, as code, and done. */
function plansOf(name: string, evidence: Evidence): readonly Shown[] {
  const ended = { sentence: `VPC ${name} was attached to ${name}.`, requestIds: ['req-1'] }
  const links = [name]
  const contact = { linkId: 'l-1', by: ADA, at: NOW, reference: name.slice(0, 200) }
  return [
    ...Object.values(actsOf(name)).flatMap((act) => {
      const plan = planOf(act, evidence, namesOf(name), act.type === 'detach_vpc')
      const code = asCode(act, evidence.link)
      return [
        {
          title: `plan: ${act.type}`,
          message: planWindow(
            plan,
            '{}',
            act.type === 'reorder_link' ? ['*The new link*', '• As the old one was.'] : [],
          ),
        },
        ...(ACT_KINDS[act.type].writes
          ? [
              {
                title: `as code: ${act.type}`,
                message: renderAsCode({ type: 'as_code', reason: OWNED, code }),
              },
            ]
          : []),
      ]
    }),
    {
      title: 'done',
      message: renderOutcome(
        { type: 'done', remark: '', link: null, before: null, after: null, ...ended },
        'Attach a VPC',
        links,
      ),
    },
    { title: 'failed', message: renderOutcome({ type: 'failed', ...ended }, 'Attach a VPC', links) },
    { title: 'unknown', message: renderOutcome({ type: 'unknown', ...ended }, 'Attach a VPC', links) },
    {
      title: 'dry run',
      message: renderOutcome(
        {
          type: 'dry_run',
          sentence: 'DRY_RUN is on: these calls would be made, and none was.',
          calls: ['POST /interlink/v1beta1/regions/fr-par/links/l-1/attach-vpc'],
        },
        'Attach a VPC',
        links,
      ),
    },
    {
      title: 'told in the thread',
      message: renderDeed({ act: 'attach_vpc', outcome: 'done', link: name, about: name, more: '' }, 'Ada'),
    },
    ...DEEDS_TOLD.flatMap((act) =>
      (['done', 'failed', 'unknown'] as const).map((outcome) => ({
        title: `told: ${act}, ${outcome}`,
        message: renderDeed(
          { act, outcome, link: name, about: null, more: outcome === 'done' ? '' : 'Nobody knows why.' },
          'Ada',
        ),
      })),
    ),
    { title: 'refused', message: renderRefusal({ ...MAY_NOT, why: 'not_operator' }) },
    ...[null, { ...contact, at: NOW - 60_000, reference: null }].map((left) => ({
      title: `a contact taken back, ${left === null ? 'the only one' : 'with one before it'}`,
      message: renderContactUndone({
        type: 'undone',
        link: { id: 'l-1', name, region: 'fr-par' },
        undone: contact,
        left,
      }),
    })),
  ]
}

const DEEDS_TOLD: readonly NotedAct[] = [
  ...(Object.keys(ACT_KINDS) as ActType[]),
  'open_ticket',
  'undo_contacted',
]

const ASKING: Readonly<Record<AskingAct, true>> = {
  attach_vpc: true,
  set_policy: true,
  create_policy: true,
  mark_contacted: true,
  record_ticket: true,
}

function formsOf(name: string): readonly Shown[] {
  const { vpcs, policies } = namesOf(name)
  const many = name.length > 100 ? 300 : 2
  const choices = {
    vpcs: Array.from({ length: many }, (_, n) => ({ ...(vpcs[0] ?? aVpc()), id: `v-${n}` })),
    policies: {
      ipv4: Array.from({ length: many }, (_, n) => ({ ...(policies[0] ?? aPolicy()), id: `p-${n}` })),
      ipv6: [],
    },
  }
  return [
    ...(Object.keys(ASKING) as AskingAct[]).flatMap((type) => {
      const form = actForm({ type, family: 'ipv4' }, aLink({ name }), choices, '{}')
      return typeof form === 'string' ? [] : [{ title: `form: ${type}`, message: form }]
    }),
    ...(['attach_vpc', 'set_policy'] as const).flatMap((type) => {
      const form = actForm(
        { type, family: 'ipv6' },
        aLink({ name }),
        { vpcs: [], policies: { ipv4: [], ipv6: [] } },
        '{}',
      )
      return typeof form === 'string'
        ? [
            {
              title: `nothing to choose: ${type}`,
              message: {
                text: form,
                blocks: [{ type: 'section' as const, text: { type: 'plain_text' as const, text: form } }],
              },
            },
          ]
        : []
    }),
  ]
}

const dark = (name: string) => {
  const { link } = hostileEvidence(name)
  return anEvidence({ ...hostileEvidence(name), link: { ...link, name } })
}

storedViews([
  {
    file: 'fix',
    shown: FIXES,
    hostile: (name) =>
      Object.entries(CIRCUMSTANCES).map(([who, around]) => ({
        title: `hostile, ${who}`,
        message: fixOf(dark(name), around),
      })),
  },
  {
    file: 'plan',
    shown: plansOf('production', anEvidence({ siblings: [aLink({ id: 'b', name: 'paris-b' })] })),
    hostile: (name) => plansOf(name, dark(name)),
  },
  { file: 'act-form', shown: formsOf('production'), hostile: formsOf },
])
