import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/diagnostics/evidence.ts'
import { createRouter, type RouterAnswer } from '../../../src/queries/router.ts'
import { routerTemplate } from '../../../src/routers/template.ts'
import { VENDORS } from '../../../src/routers/vendors.ts'
import { ROUTER_ACTION_IDS, routerValue } from '../../../src/slack/actions.ts'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { renderRouter } from '../../../src/slack/views/router.ts'
import { POLLED_AT } from '../../queries/remembered.ts'
import { daemonLines, linesOf, planned, SITUATIONS } from '../../routers/planning.ts'
import {
  aLink,
  anEvidence,
  aPartner,
  aPolicy,
  aSelfHostedLink,
  NOW,
  PARTNER_ID,
  POLICY_V4_ID,
} from '../../support/links.ts'
import { messageFormattingProblems, slackProblems, textsOf } from '../../support/slack-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

const all = (message: RenderedMessage) => textsOf(message.blocks).join('\n')
const buttonsOf = (message: RenderedMessage) =>
  message.blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .flatMap((element) => (element.type === 'button' ? [element] : []))

function answerFor(
  evidence: Evidence,
  vendor: (typeof VENDORS)[number] = 'frr',
  unknownVendor: string | null = null,
) {
  const { id, name, region, status } = evidence.link
  const planning = planned(evidence)
  const template = routerTemplate(planning.plan, vendor)
  const source = { type: 'snapshot', at: POLLED_AT, failure: null } as const
  return {
    type: 'template',
    link: { id, name, region, status },
    planning,
    template,
    unknownVendor,
    source,
  } satisfies RouterAnswer
}

/** What a person copies: everything between the fences, as Slack shows it. */
function copied(messages: readonly RenderedMessage[]): readonly string[] {
  const text = messages.map(all).join('\n')
  return [...text.matchAll(/^```\n([\s\S]*?)\n```$/gm)].flatMap(([, lines = '']) =>
    lines.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').split('\n'),
  )
}

/** All parts of an answer, found by its own buttons. */
function partsOf(answer: RouterAnswer): readonly RenderedMessage[] {
  const parts = [renderRouter(answer, NOW)]
  for (;;) {
    const next = buttonsOf(parts.at(-1) ?? { text: '', blocks: [] }).find(
      ({ action_id }) => action_id === 'router_part',
    )
    if (next === undefined) return parts
    parts.push(renderRouter(answer, NOW, routerValue.parse(JSON.parse(next.value ?? '')).part))
  }
}

describe('The router template in Slack', () => {
  test('is one message with every line to copy, what to fill in, what to check and how to read it', () => {
    const answer = answerFor(anEvidence({ link: aSelfHostedLink() }))
    const message = renderRouter(answer, NOW)
    const { apply, checks, rollback, variants } = answer.template
    expect(copied([message])).toEqual(linesOf([...apply, ...checks, ...rollback, ...variants]))
    expect(all(message)).toContain('FRRouting itself has loaded and run this template')
    expect(all(message)).toContain('• `YOUR_PORT` the port towards')
    expect(all(message)).toContain('NOTIFICATION 2/2: wrong AS number')
    expect(all(message)).toContain('Made of what was polled 20 s ago.')
    expect(slackProblems(message)).toEqual([])
    expect(buttonsOf(message).map(({ action_id }) => action_id)).not.toContain('router_part')
  })

  test.each(['ios_xe', 'junos', 'routeros'] as const)(
    'is marked as not machine-checked where it is: %s',
    (vendor) => {
      expect(all(renderRouter(answerFor(anEvidence(), vendor), NOW))).toContain('*Not machine-checked*')
    },
  )

  test('has a button for each other router, which says the link and the router', () => {
    const message = renderRouter(answerFor(anEvidence(), 'bird'), NOW)
    const offered = VENDORS.filter((vendor) => vendor !== 'bird')
    const buttons = buttonsOf(message).filter(({ action_id }) => action_id?.startsWith('router_vendor_'))
    expect(buttons.map(({ action_id }) => action_id)).toEqual(
      offered.map((vendor) => ROUTER_ACTION_IDS[vendor]),
    )
    expect(buttons.map(({ value }) => routerValue.parse(JSON.parse(value ?? '')))).toEqual(
      offered.map((vendor) => ({ link: aLink().id, vendor, part: 1 })),
    )
  })

  test('says which family is left out and what is to be known, in words', () => {
    const link = aSelfHostedLink({ policies: { ipv4: POLICY_V4_ID, ipv6: null } })
    const policies = { ipv4: aPolicy({ prefixesIn: [] }), ipv6: null }
    const message = renderRouter(answerFor(anEvidence({ link, policies })), NOW)
    for (const text of [all(message), message.text]) {
      expect(text).toContain('• IPv6 is left out: no IPv6 routing policy is attached')
      expect(text).toContain('lets nothing out')
    }
  })

  test('says of a router that it does not know that this is for another', () => {
    const message = renderRouter(answerFor(anEvidence(), 'frr', 'huawei<!channel>'), NOW)
    expect(all(message)).toContain('There is no template for `huawei&lt;!channel&gt;`: this is for FRRouting')
  })

  test.each(VENDORS)(
    'is never cut: what is too long for a message is in further parts, each by a button: %s',
    (vendor) => {
      const [, large] = SITUATIONS.find(([name]) => name === 'hundreds of prefixes') ?? []
      if (large === undefined) throw new Error('The situation is not there.')
      const answer = answerFor(large, vendor)
      const parts = partsOf(answer)
      const { apply, checks, rollback, variants } = answer.template
      expect(parts.length).toBeGreaterThan(1)
      expect(copied(parts)).toEqual(linesOf([...apply, ...checks, ...rollback, ...variants]))
      expect(parts.flatMap(slackProblems)).toEqual([])
      expect(all(parts[0] ?? { text: '', blocks: [] })).toContain(`part 1 of ${parts.length}`)
      expect(all(renderRouter(answer, NOW, 999))).toBe(all(parts.at(-1) ?? { text: '', blocks: [] }))
    },
  )

  test.each(HOSTILE_NAMES)('stands whatever things are called: %s', (name) => {
    for (const vendor of VENDORS) {
      const evidence = anEvidence({
        link: aLink({ name, tags: [name] }),
        policies: { ipv4: aPolicy({ name, prefixesIn: [name] }), ipv6: aPolicy({ family: 'ipv6', name }) },
      })
      const message = renderRouter(answerFor(evidence, vendor, name), NOW)
      expect(slackProblems(message)).toEqual([])
      const fenceless = {
        ...message,
        blocks: JSON.parse(JSON.stringify(message.blocks).replace(/```.*?```/gs, '')),
      }
      expect(messageFormattingProblems(fenceless)).toEqual([])
    }
  })

  test('fits whatever the filters are', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.constantFrom(...VENDORS), (into, out, vendor) => {
        const list = (count: number) =>
          Array.from({ length: count }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`)
        const policies = { ipv4: aPolicy({ prefixesIn: list(into), prefixesOut: list(out) }), ipv6: null }
        const parts = partsOf(answerFor(anEvidence({ policies }), vendor))
        expect(parts.flatMap(slackProblems)).toEqual([])
        expect(parts.every(({ blocks }) => blocks.length < 49)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })
})

describe('Where there is no template', () => {
  test("an L3-hosted link is the partner's to configure", async () => {
    const link = aLink({
      kind: { type: 'hosted', partnerId: PARTNER_ID, layer: 'l3', disapprovedReason: null },
    })
    const message = renderRouter({ type: 'partner_speaks', link, partner: aPartner().name }, NOW)
    expect(all(message)).toContain('the router of `FranceIX` speaks BGP with Scaleway (L3-hosted)')
    expect(copied([message])).toEqual([])
    expect([...slackProblems(message), ...messageFormattingProblems(message)]).toEqual([])
  })

  test('what is missing is said', () => {
    const message = renderRouter(
      { type: 'missing', link: aLink(), reasons: ['The API shows no BGP peer on your side yet.'] },
      NOW,
    )
    expect(all(message)).toContain('No router template for paris-a')
    expect(all(message)).toContain('• The API shows no BGP peer on your side yet.')
    expect(message.blocks.find(({ type }) => type === 'actions')).toMatchObject({
      elements: [{ action_id: 'fix_link', value: aLink().id }, { action_id: 'refresh_link' }],
    })
    expect(slackProblems(message)).toEqual([])
  })

  test('a link that nobody knows is answered as elsewhere', async () => {
    const router = createRouter({
      status: async (words) => ({ type: 'unknown', words, nearest: [], scopes: [] }),
    })
    expect(renderRouter(await router('nowhere bird'), NOW).text).toContain('No link is called `nowhere`')
  })
})

test('The block that a daemon reads is the one that stands in the message', () => {
  const answer = answerFor(anEvidence({ link: aSelfHostedLink() }), 'bird')
  expect(copied([renderRouter(answer, NOW)]).join('\n')).toContain(daemonLines(answer.template).join('\n'))
})
