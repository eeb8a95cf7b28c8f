import type { Link } from '../../../src/domain/link.ts'
import { type Directory, EMPTY_DIRECTORY } from '../../../src/domain/snapshot.ts'
import { LINK_STATUSES } from '../../../src/domain/status.ts'
import { draftMail } from '../../../src/remedies/mails/draft.ts'
import { type MailKind, mailsFor } from '../../../src/remedies/mails/kinds.ts'
import { partNames } from '../../../src/remedies/reorder/names.ts'
import { AS_IT_WAS, planReorder } from '../../../src/remedies/reorder/order.ts'
import {
  newReorder,
  type Reorder,
  type Standing,
  stepDone,
  stepUnderWay,
} from '../../../src/remedies/reorder/saga.ts'
import { byMention } from '../../../src/slack/mentions.ts'
import { renderKey, renderMail } from '../../../src/slack/views/mail.ts'
import { renderProblem } from '../../../src/slack/views/problem.ts'
import {
  otherOrderPlanWindow,
  otherOrderWindow,
  reorderNotes,
  reorderWindow,
} from '../../../src/slack/views/reorder-form.ts'
import { renderLooked } from '../../../src/slack/views/reorder-looked.ts'
import { newsOf } from '../../../src/slack/views/reorder-news.ts'
import { renderReorder } from '../../../src/slack/views/reorder-progress.ts'
import { aContactRecord, factsOf } from '../../remedies/mails/situations.ts'
import {
  aConnection,
  aLink,
  aPartner,
  aPolicy,
  aPop,
  aSelfHostedLink,
  aVpc,
  NOW,
} from '../../support/links.ts'
import { hostileContact, hostileEvidence } from './hostile.ts'
import { ADA, NET_OPS, type Shown, storedViews } from './stored.ts'

const MARKET = { pops: [], partners: [], connections: [], partnersAt: new Map() }

function orderOf(link: Link) {
  const planned = planReorder(link, AS_IT_WAS, MARKET)
  if (planned.type === 'refused') throw new Error(planned.why)
  return planned.plan
}

const ASKED = {
  id: 'r-1',
  scope: { id: 'default/fr-par', region: 'fr-par' },
  by: ADA,
  channel: NET_OPS,
  startedAt: NOW - 3_600_000,
  incidentId: null,
} as const

/** What is known by name in its region; of a link with an odd name everything has that name. */
function namedAs({ name }: Link): Directory {
  const odd = name === aLink().name ? {} : { name }
  return {
    ...EMPTY_DIRECTORY,
    pops: [aPop({ ...odd, displayName: name === aLink().name ? 'Telehouse TH2' : name })],
    partners: [aPartner(odd)],
    vpcs: [aVpc(odd)],
    policies: [aPolicy(odd), aPolicy({ family: 'ipv6', ...odd })],
  }
}

/** A deletion, with an order behind it or without, after each of its steps. */
function stepsOf(link: Link, again: boolean): readonly Reorder[] {
  const order = again ? orderOf(link).order : null
  const asked = { ...ASKED, old: link, order, partNames: partNames(link, order, namedAs(link)) }
  const all: Reorder[] = [newReorder(asked)]
  for (let last = all[0]; last !== undefined && last.standing.type !== 'ended'; last = all.at(-1)) {
    const next = stepDone(last, NOW)
    const made =
      stepUnderWay(last) === 'created'
        ? { newLinkId: 'new-link', mail: { about: 'provision', linkId: 'new-link' } as const }
        : {}
    all.push({ ...next, ...made })
  }
  return all
}

/** Each step as it goes on, waits, has stopped and was given up. */
function progressOf(link: Link, again: boolean, why: string): readonly Shown[] {
  const standings: readonly Standing[] = [
    { type: 'waiting', why, since: NOW - 60_000 },
    { type: 'stopped', why, at: NOW },
    { type: 'ended', how: 'given_up', by: ADA, at: NOW },
  ]
  const what = again ? 'delete and order again' : 'delete'
  return stepsOf(link, again).flatMap((reorder) => {
    const step = stepUnderWay(reorder)
    const mail = step === 'absent' ? ({ about: 'deprovision', linkId: link.id } as const) : reorder.mail
    const at = `${what}, ${step ?? 'done'}`
    const running = {
      title: `${at}: ${reorder.standing.type}`,
      message: renderReorder({ ...reorder, mail }, byMention),
    }
    if (step === null) return [running]
    return [
      running,
      ...standings.map((standing) => ({
        title: `${at}: ${standing.type === 'ended' ? 'given up' : standing.type}`,
        message: renderReorder(
          { ...reorder, mail, standing, doubtfulAt: standing.type === 'stopped' ? NOW : null },
          byMention,
        ),
      })),
    ]
  })
}

/** What is told beside the message, of each of those that there is something to tell of. */
function newsShown(link: Link): readonly Shown[] {
  const reorders = [...stepsOf(link, true), ...stepsOf(link, false)]
  const standings: readonly Standing[] = [
    { type: 'waiting', why: 'The partner has to accept the new order.', since: NOW },
    { type: 'stopped', why: `Scaleway refused it: ${link.name}.`, at: NOW },
    { type: 'ended', how: 'given_up', by: ADA, at: NOW },
  ]
  const chosen = reorders.filter((one) => ['created', 'in_service', null].includes(stepUnderWay(one)))
  return chosen
    .flatMap((one) => [
      one,
      ...(stepUnderWay(one) === null ? [] : standings.map((standing) => ({ ...one, standing }))),
    ])
    .flatMap((one, index) => {
      const news = newsOf(one)
      const place = { naming: byMention, channel: index % 2 === 0 ? null : NET_OPS }
      return news === null
        ? []
        : [{ title: `news: ${stepUnderWay(one) ?? 'done'}, ${news.key}`, message: news.tell(place) }]
    })
}

/** What a look says that changed nothing, or that failed, at each step that something is waited for in. */
function looksShown(link: Link, why: string): readonly Shown[] {
  const standing: Standing = { type: 'waiting', why, since: NOW - 60_000 }
  return stepsOf(link, true)
    .filter((one) => ['absent', 'created', 'in_service'].includes(stepUnderWay(one) ?? ''))
    .flatMap((one) =>
      [0, 1].map((failedLooks) => ({
        title: `look: ${stepUnderWay(one)}${failedLooks > 0 ? ', failed' : ''}`,
        message: renderLooked({ ...one, standing, failedLooks }, NOW),
      })),
    )
}

function reorderForms(name: string, link: Link): readonly Shown[] {
  const directory = {
    ...EMPTY_DIRECTORY,
    pops: Array.from({ length: name.length > 100 ? 300 : 2 }, (_, n) =>
      aPop({ id: `pop-${n}`, name, displayName: name }),
    ),
    partners: [aPartner({ name }), aPartner({ id: 'partner-2', name })],
    connections: [aConnection({ name })],
  }
  const offers = [{ partnerId: 'partner-2', partnerName: name, popNames: [name, name] }]
  const self = { ...aSelfHostedLink(), name }
  return [
    { title: 'over a partner', message: reorderWindow(link, { directory, offers }, '{}') },
    { title: 'over a connection', message: reorderWindow(self, { directory, offers: null }, '{}') },
    {
      title: 'in place of a refused order',
      message: otherOrderWindow(
        { old: link, standing: { type: 'stopped', why: `Scaleway refused it: ${name}.`, at: NOW } },
        orderOf(link).order,
        { directory, offers },
        '{}',
      ),
    },
    {
      title: 'in place of a refused order, to be confirmed',
      message: otherOrderPlanWindow(orderOf(link), link, '{}'),
    },
    ...[link, self].map((one) => {
      const notes = reorderNotes(orderOf(one), [name]).join('\n')
      return {
        title: `what is kept and lost: ${one.kind.type}`,
        message: {
          text: notes.slice(0, 100),
          blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: notes } }],
        },
      }
    }),
  ]
}

const REQUESTS = ['en', 'fr'] as const
const requestOf = (kind: MailKind, language: 'en' | 'fr', pairingKey: string | null = null) =>
  kind === 'provision' ? { kind, language, pairingKey } : { kind, language }

/** Every mail that fits a link of each status, in both languages; or why there is none. */
/** To somebody who may have nothing done. */
function deniedMail(facts: ReturnType<typeof factsOf>): Shown {
  const denied = { sentence: 'Only operators may do this.', ask: { users: [ADA], groups: [] }, channels: [] }
  return {
    title: 'requested: provision, en, nobody who may',
    message: renderMail(draftMail(facts, requestOf('provision', 'en')), {
      link: facts.evidence.link,
      channel: NET_OPS,
      kinds: ['provision', 'chase'],
      contacted: null,
      denied,
    }),
  }
}

const MAILS: readonly Shown[] = LINK_STATUSES.flatMap((status) =>
  [null, aContactRecord({ by: ADA })].flatMap((contacted): readonly Shown[] => {
    const facts = factsOf(status, { contacted })
    const choice = mailsFor(facts)
    if (choice.type === 'none')
      return contacted === null ? [{ title: `${status}: none`, message: renderProblem(choice.why) }] : []
    const [kind, ...more] = choice.kinds
    if (contacted !== null && status !== 'requested') return []
    return [kind, ...(contacted === null ? more : [])].flatMap((one) =>
      REQUESTS.map((language) => ({
        title: `${status}: ${one}, ${language}${contacted === null ? '' : ', contacted'}`,
        message: renderMail(draftMail(facts, requestOf(one, language)), {
          link: facts.evidence.link,
          channel: NET_OPS,
          kinds: choice.kinds,
          contacted: contacted === null ? null : 'The partner was contacted.',
          denied: null,
        }),
      })),
    )
  }),
)

/** A key that is none: real ones never stand in a file. */
const KEY = 'EXAMPLE-PAIRING-KEY-0000'

const keyOf = (facts: ReturnType<typeof factsOf>): Shown => ({
  title: 'the pairing key, with its mails',
  message: renderKey(
    { key: KEY, sentence: 'It is for the partner alone.' },
    REQUESTS.map((language) => draftMail(facts, requestOf('provision', language, KEY))),
    facts.evidence.link.name,
    { link: facts.evidence.link, channel: NET_OPS },
  ),
})

storedViews([
  {
    file: 'reorder',
    shown: [
      ...progressOf(aLink(), true, 'The partner has to delete its side.'),
      ...progressOf(aLink(), false, 'Scaleway refused it: the link is locked.'),
      ...newsShown(aLink()),
      ...looksShown(aLink(), 'The partner has to delete its side.'),
      {
        title: 'remedies were turned off meanwhile',
        message: renderReorder(
          newReorder({ ...ASKED, old: aLink(), order: null }),
          byMention,
          'REMEDIES is off, so no deletion or order goes on: set it to on, and restart the bot.',
        ),
      },
    ],
    hostile: (name) => [
      ...progressOf(aLink({ name }), true, name).filter((_, index) => index % 11 === 2),
      ...newsShown(aLink({ name })),
      ...looksShown(aLink({ name }), name),
    ],
  },
  {
    file: 'reorder-form',
    shown: reorderForms('Telehouse', aLink()),
    hostile: (name) => reorderForms(name, aLink({ name })),
  },
  {
    file: 'mail',
    shown: [...MAILS, deniedMail(factsOf('requested')), keyOf(factsOf('requested'))],
    hostile: (name) => {
      const facts = factsOf('requested', {
        evidence: hostileEvidence(name, { status: 'requested' }),
        contact: hostileContact(name),
      })
      return [
        {
          title: 'hostile',
          message: renderMail(draftMail(facts, requestOf('chase', 'en')), {
            link: facts.evidence.link,
            channel: null,
            kinds: ['chase'],
            contacted: null,
            denied: null,
          }),
        },
        { ...deniedMail(facts), title: 'hostile, nobody who may' },
        { ...keyOf(facts), title: 'hostile key' },
      ]
    },
  },
])
