import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ephemeral, StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, ALERT_CHANNEL, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { addCase, addOtherV6, CASES, type Case, closeWindows, nameOf } from '../support/every-remedy.ts'
import { words } from '../support/over-time.ts'
import { PUTTING_TOGETHER, type Step, TAKING_APART, TURNING_ON } from '../support/path-steps.ts'
import { auditOf, fix, linkRow, OPERATORS, openRemedy, saidBy, submit, writes } from '../support/remedies.ts'
import { errorsOf, seen } from '../support/slack-doors.ts'

const HAS_INCIDENT = ['failed', 'expired', 'refused', 'limited_connectivity', 'all_down', 'locked']

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false, env: { ...OPERATORS, ...NO_REMINDERS } })
  for (const { id } of bot.interlink.world.links()) bot.interlink.world.removeLink(id)
  addOtherV6(bot)
  for (const one of CASES) {
    addCase(bot, one)
    addCase(bot, one, 'mail')
    if (one.kept === null) for (const purpose of ['delete', 'again']) addCase(bot, one, purpose)
  }
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** The line that tells everybody of an act. */
async function toldOf(name: string, act: () => Promise<unknown>): Promise<StoredMessage> {
  const before = bot.slack.messages(ALERT_CHANNEL).length
  await act()
  return seen(bot, () =>
    bot.slack
      .messages(ALERT_CHANNEL)
      .slice(before)
      .find(
        (message) =>
          /\bada (?:attached|created|detached|put|turned|had|noted|recorded)\b/.test(words(message)) &&
          words(message).includes(`\`${name}\``),
      ),
  )
}

/** Told in the thread of the link's incident; where it has none, in the channel. */
function expectPlace({ status }: Case, { thread_ts }: StoredMessage): void {
  if (HAS_INCIDENT.includes(status)) expect(thread_ts, status).toBe(bot.channel()[0]?.ts)
}

async function through(
  card: Ephemeral,
  one: Case,
  { remedy, form, isTyped, call, left }: Step,
): Promise<void> {
  const name = nameOf(one)
  const before = writes(bot).length
  const opened = await openRemedy(bot, card, remedy, form === undefined ? /What will happen/ : /^Link `/)
  const plan = form === undefined ? opened : await submit(bot, opened, form, /What will happen/)
  expect(writes(bot)).toHaveLength(before)
  // A policy that shares no prefix with the one in its place takes the path away where that carries.
  const isAsked = JSON.stringify(plan.blocks).includes('"remedy_typed"')
  if (isTyped === true) expect(isAsked, remedy).toBe(true)
  const line = await toldOf(name, () => submit(bot, plan, isAsked ? { remedy_typed: name } : {}, /Done: /))
  expectPlace(one, line)
  expect(linkRow(bot, name), remedy).toMatchObject(left)
  expect(writes(bot).at(-1), remedy).toMatch(new RegExp(`/${call}$`))
  const [act] = remedy.split(':')
  const [row] = await auditOf(bot)
  expect(row).toMatchObject({ act, by: ADA, channel: ALERT_CHANNEL, outcome: 'done', link: { name } })
  expect(row?.before).not.toBe(row?.after)
  expect(row?.requestIds.length).toBeGreaterThan(0)
  await closeWindows(bot)
}

/** With the names of tests. */
const named = (cases: readonly Case[]) => cases.map((one) => [`${one.status}, ${one.kind}`, one] as const)

describe('A path is taken apart and put together again from its buttons, each told, audited and done at Scaleway', () => {
  test.each(named(CASES.filter(({ fixed }) => fixed === null)))('%s', async (_, one) => {
    const card = await fix(bot, nameOf(one))
    for (const step of TAKING_APART) await through(card, one, step)
    const bare = await fix(bot, nameOf(one))
    for (const step of PUTTING_TOGETHER) await through(bare, one, step)
    await through(await fix(bot, nameOf(one)), one, TURNING_ON)
  })
})

describe('The partner is contacted as the status asks for', () => {
  const hosted = CASES.filter(({ kind, mail }) => kind === 'hosted' && mail !== null)

  test.each(named(hosted))('%s', async (_, one) => {
    const name = nameOf(one, 'mail')
    const before = writes(bot).length
    const card = await fix(bot, name)
    const mail = await openRemedy(bot, card, 'contact_partner:', one.mail ?? /./)
    expect(saidBy(mail)).toMatch(/\*To\* `l2-support@hexaix\.example`[\s\S]*Subject[\s\S]*Text/)
    await closeWindows(bot)
    if (one.partner.includes('reveal_pairing_key')) {
      const plan = await openRemedy(bot, card, 'reveal_pairing_key:', /What will happen/)
      await toldOf(name, () => submit(bot, plan, {}, /This is the pairing key/))
      const key = linkRow(bot, name)?.partner?.pairing_key ?? 'no key'
      expect(saidBy(bot.slack.modals(ADA).at(-1)?.view)).toContain(key)
      expect((await auditOf(bot))[0]).toMatchObject({ act: 'reveal_pairing_key', outcome: 'done' })
      expect(JSON.stringify([await auditOf(bot), bot.slack.messages(ALERT_CHANNEL)])).not.toContain(key)
      await closeWindows(bot)
    }
    if (one.partner.includes('mark_contacted')) {
      const form = await openRemedy(bot, card, 'mark_contacted:', /^Link `/)
      await toldOf(name, () => submit(bot, form, { remedy_reference: 'ORD-9' }, /order number `ORD-9`/))
      expect((await auditOf(bot))[0]).toMatchObject({
        act: 'mark_contacted',
        outcome: 'done',
        link: { name },
      })
      expect(words(await bot.say(`status ${name}`))).toMatch(/contacted by <@U0ADA0001>[\s\S]*`ORD-9`/)
      await closeWindows(bot)
    }
    expect(writes(bot)).toHaveLength(before)
  })
})

/** One link for each status there is a ticket to write about. */
const TICKETED = CASES.filter(
  ({ status, kind }, index) =>
    status !== 'deleted' && (kind === 'hosted' || CASES[index - 1]?.status !== status),
)

describe('A ticket is drafted, handed over and kept on the card', () => {
  test.each(named(TICKETED))('%s', async (_, one) => {
    const name = nameOf(one)
    const card = await fix(bot, name)
    const before = writes(bot).length
    const draft = await openRemedy(bot, card, 'open_ticket:', /Product/)
    expect(saidBy(draft)).toContain(linkRow(bot, name)?.id)
    const handed = await submit(bot, draft, { ticket_priority: 'P2' }, /File it on the console/)
    expect(saidBy(handed)).toContain(name)
    await closeWindows(bot)
    const form = await openRemedy(bot, card, 'record_ticket:', /^Link `/)
    const line = await toldOf(name, () => submit(bot, form, { remedy_reference: '#4711' }, /ticket `#4711`/))
    expectPlace(one, line)
    expect((await auditOf(bot))[0]).toMatchObject({ act: 'record_ticket', outcome: 'done', link: { name } })
    expect(words(await fix(bot, name))).toMatch(/Support ticket `#4711` is open/)
    expect(writes(bot)).toHaveLength(before)
    await closeWindows(bot)
  })
})

/** Lets the steps of what was begun be taken until it is so. */
async function goOnUntil(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isSo(); turn += 1) {
    await bot.clock.advance(5_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(isSo()).toBe(true)
}

/** What the messages say that follow deletions and orders, by the name of the link. */
function progress(): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, readonly string[]>()
  for (const message of bot.slack.messages(ALERT_CHANNEL)) {
    const text = words(message)
    const [, name] = /^Delete(?: and order again)?: (\S+)/.exec(text) ?? []
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), text])
  }
  return byName
}

/** Each of them has a message that says so. */
function allSay(names: readonly string[], says: RegExp): boolean {
  const told = progress()
  return names.every((name) => told.get(name)?.some((text) => says.test(text)) === true)
}

describe('Every link that may be deleted is', () => {
  const cases = CASES.filter(({ kept }) => kept === null)

  test('in one message of its own, once the partner has deleted its side where it has one', async () => {
    const names = cases.map((one) => nameOf(one, 'delete'))
    for (const name of names) {
      const plan = await openRemedy(bot, await fix(bot, name), 'delete_link:', /What will happen/)
      await submit(bot, plan, { remedy_typed: name }, /It has begun/)
      await closeWindows(bot)
    }
    const left = () => bot.interlink.world.links().filter(({ name }) => names.includes(name))
    await goOnUntil(() => left().every(({ hidden }) => hidden.deletionBegunBy === 'scaleway'))
    const waiting = cases.filter(
      ({ kind, status }) => kind === 'hosted' && /^(active|limited|all)/.test(status),
    )
    expect(
      left()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(waiting.map((one) => nameOf(one, 'delete')).sort())
    for (const { id } of left()) bot.interlink.world.partnerDeletes(id)
    await goOnUntil(() => allSay(names, /Done, at/))
    const messages = progress()
    for (const name of names) expect(messages.get(name), name).toHaveLength(1)
    const rows = await bot.store().audit(0, 1_000)
    for (const name of names)
      expect(
        rows.some(
          ({ act, outcome, link }) => act === 'delete_link' && outcome === 'done' && link.name === name,
        ),
      ).toBe(true)
  })

  test('and ordered again as it was, exactly once', async () => {
    const olds = cases.map((one) => linkRow(bot, nameOf(one, 'again')))
    const names = cases.map((one) => nameOf(one, 'again'))
    for (const name of names) {
      const form = await openRemedy(bot, await fix(bot, name), 'reorder_link:', /What is to be different/)
      const plan = await submit(bot, form, {}, /What will happen/)
      await submit(bot, plan, { remedy_typed: name }, /It has begun/)
      await closeWindows(bot)
    }
    const ids = new Set(olds.map((old) => old?.id))
    const left = () => bot.interlink.world.links().filter(({ id }) => ids.has(id))
    await goOnUntil(() => left().every(({ hidden }) => hidden.deletionBegunBy === 'scaleway'))
    for (const { id } of left()) bot.interlink.world.partnerDeletes(id)
    await goOnUntil(() => allSay(names, /☑ Remove the tag of the order/))
    for (const old of olds) {
      const made = bot.interlink.world.links().filter(({ name }) => name === old?.name)
      expect(made, old?.name).toMatchObject([
        {
          status: old?.self === null ? 'requested' : 'ready',
          tags: [],
          pop_id: old?.pop_id,
          bandwidth_mbps: old?.bandwidth_mbps,
          vpc_id: old?.vpc_id,
          routing_policy_v4_id: old?.routing_policy_v4_id,
          routing_policy_v6_id: old?.routing_policy_v6_id,
          enable_route_propagation: true,
        },
      ])
      expect(ids.has(made[0]?.id)).toBe(false)
    }
  })
})
