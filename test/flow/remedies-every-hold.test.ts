import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoIds } from '../../src/simulator/interlink/catalog.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import type { LinkRow } from '../../src/simulator/interlink/rows.ts'
import type { StoredMessage } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { addCase, addOtherV6, BARE, closeWindows } from '../support/every-remedy.ts'
import { restart } from '../support/over-time.ts'
import {
  ACTS,
  type ActButton,
  boardOf,
  expectOpened,
  expectRefused,
  expectSentInVain,
  filledIn,
  planAfter,
  WRITING,
  windowFor,
} from '../support/refusals.ts'
import { auditOf, OPERATORS, saidBy, submit, writes } from '../support/remedies.ts'
import { errorsOf } from '../support/slack-doors.ts'

const CODE = ['managed-by:terraform']
/** IAM gives rights by project: what is learned of one says nothing of another. */
const PROJECTS = {
  write: '7b1c2d33-0000-4000-8000-0000000000b2',
  vpc: '7b1c2d33-0000-4000-8000-0000000000b3',
  read: '7b1c2d33-0000-4000-8000-0000000000b4',
} as const

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false, env: { ...OPERATORS, ...NO_REMINDERS } })
  addOtherV6(bot)
  for (const purpose of ['dry', 'late']) addSubjects(purpose)
  addSubjects('code', { tags: CODE })
  for (const [right, project_id] of Object.entries(PROJECTS)) addSubjects(right, { project_id })
  addCase(bot, { status: 'active', kind: 'hosted' }, 'trail')
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

/** Three links on which each act can be done: one whose path is whole, one that is quiet, and an order without a path. */
function addSubjects(purpose: string, more: Partial<LinkRow> = {}): void {
  addCase(bot, { status: 'active', kind: 'hosted' }, `whole-${purpose}`, more)
  addCase(bot, { status: 'active', kind: 'hosted' }, `quiet-${purpose}`, {
    enable_route_propagation: false,
    ...more,
  })
  const half = { ...BARE, routing_policy_v4_id: demoIds.policies.prodV4 }
  addCase(bot, { status: 'requested', kind: 'hosted' }, `order-${purpose}`, { ...half, ...more })
}

/** The link of a purpose to which an act can be done, with the buttons of all acts. */
async function subject(remedy: ActButton, purpose: string) {
  const which = /^(?:detach|disable)/.test(remedy)
    ? 'whole'
    : remedy === 'enable_propagation:'
      ? 'quiet'
      : 'order'
  const row = linkFor(`${which}-${purpose}`)
  return { row, pressed: { board: await board(row.id), remedy } }
}

function linkFor(purpose: string): LinkRow {
  const row = bot.interlink.world.links().find(({ name }) => name.endsWith(`-h-${purpose}`))
  if (row === undefined) throw new Error(`No link is for ${purpose}.`)
  return row
}

const boards = new Map<string, Promise<StoredMessage>>()
function board(linkId: string): Promise<StoredMessage> {
  const posted = boards.get(linkId) ?? boardOf(bot, linkId)
  boards.set(linkId, posted)
  return posted
}

const ASKING: readonly ActButton[] = ['attach_vpc:', 'set_policy:ipv4', 'set_policy:ipv6', 'create_policy:']
const LACKS = /The Scaleway API key in SCW_SECRET_KEY (?:may not change|lacks a right)/
const OWNED = /Infrastructure as code owns this link/

describe('Where infrastructure as code owns the link', () => {
  test('each remedy that writes shows the code instead, and the others go on', async () => {
    for (const remedy of ACTS) {
      const { pressed } = await subject(remedy, 'code')
      if (!WRITING.includes(remedy)) await expectOpened(bot, pressed)
      else if (!ASKING.includes(remedy)) await expectRefused(bot, pressed, OWNED)
      else {
        // What is chosen first is part of the code: nobody is refused before.
        const rows = (await auditOf(bot)).length
        const form = await windowFor(bot, pressed)
        expect((await auditOf(bot)).length, remedy).toBe(rows)
        await expectSentInVain(bot, form, pressed, OWNED)
      }
    }
  })

  test('what was opened before it did is not done', async () => {
    for (const remedy of WRITING) {
      const { row, pressed } = await subject(remedy, 'late')
      const plan = await planAfter(bot, await windowFor(bot, pressed), pressed)
      bot.interlink.world.setLink(row.id, { tags: CODE })
      await expectSentInVain(bot, plan, pressed, OWNED)
      bot.interlink.world.setLink(row.id, { tags: [] })
    }
  })

  test('a write by Terraform in the Audit Trail says so, too', async () => {
    const { id } = linkFor('trail')
    const terraform = {
      principalId: demoIds.organization,
      userAgent: 'terraform-provider-scaleway/2.60 (+go)',
    }
    bot.interlink.world.setLinkAs(terraform, id, { name: 'renamed-h-trail' })
    for (const remedy of ['disable_propagation:', 'delete_link:'] as const)
      await expectRefused(bot, { board: await board(id), remedy }, /Terraform changed this link lately/)
  })
})

describe('Where the API key lacks a right', () => {
  /** Loses a right at the first act that needs it, which fails. */
  async function refusedAt(remedy: ActButton, right: keyof typeof PROJECTS): Promise<void> {
    const { row, pressed } = await subject(remedy, right)
    const plan = await planAfter(bot, await windowFor(bot, pressed), pressed)
    let reads = 0
    bot.interlink.faults.next({
      match: ({ method, path }) => {
        if (right !== 'read') return method === 'POST'
        if (method === 'GET' && path.endsWith(row.id)) reads += 1
        return reads > 1
      },
      answer: apiErrors.permissionsDenied(
        right === 'vpc' ? 'vpc' : 'interlink',
        right === 'read' ? 'read' : 'write',
      ),
    })
    await submit(bot, plan, {}, /It was not done|could not be read/)
    expect((await auditOf(bot))[0]).toMatchObject({ outcome: 'failed', by: ADA })
    await closeWindows(bot)
    bot.interlink.faults.clear()
  }

  test('to write, each remedy that writes is refused from then on, and the others go on', async () => {
    await refusedAt('enable_propagation:', 'write')
    for (const remedy of ACTS) {
      const { pressed } = await subject(remedy, 'write')
      if (WRITING.includes(remedy)) await expectRefused(bot, pressed, LACKS)
      else await expectOpened(bot, pressed)
    }
  })

  test('on VPCs, what needs a VPC is refused from then on, and the others go on', async () => {
    await refusedAt('attach_vpc:', 'vpc')
    for (const remedy of ACTS) {
      const { pressed } = await subject(remedy, 'vpc')
      if (remedy === 'attach_vpc:' || remedy === 'reorder_link:') await expectRefused(bot, pressed, /VPC/)
      else await expectOpened(bot, pressed)
    }
  })

  test('to read the link whole, the pairing key is refused from then on', async () => {
    await refusedAt('reveal_pairing_key:', 'read')
    const { pressed } = await subject('reveal_pairing_key:', 'read')
    await expectRefused(bot, pressed, LACKS)
  })
})

describe('With DRY_RUN', () => {
  beforeAll(() => restart(bot, { DRY_RUN: 'true' }))
  afterAll(() => restart(bot, { DRY_RUN: 'false' }))

  test.each(ACTS)('%s shows its calls, writes nothing, and is noted as such', async (remedy) => {
    const { row, pressed } = await subject(remedy, 'dry')
    const before = writes(bot).length
    const plan = await planAfter(bot, await windowFor(bot, pressed), pressed)
    const end = await submit(bot, plan, filledIn(plan, remedy, row.name), /DRY_RUN is on/)
    if (WRITING.includes(remedy))
      expect(saidBy(end)).toMatch(/(?:POST|DELETE) \/interlink\/v1beta1\/regions\/fr-par/)
    if (remedy.startsWith('reorder_link'))
      for (const window of [plan, end])
        expect(saidBy(window)).toMatch(/DELETE [\s\S]*POST [^ ]+\/links [^\n]*partner_id[\s\S]*PATCH/)
    expect(saidBy(end)).not.toContain(row.partner?.pairing_key)
    expect(writes(bot)).toHaveLength(before)
    expect(bot.interlink.world.link(row.id)).toEqual(row)
    const [act] = remedy.split(':')
    expect((await auditOf(bot))[0]).toMatchObject({ act, by: ADA, outcome: 'dry_run', link: { id: row.id } })
    expect(await bot.store().ticketsOf([row.id])).toEqual(new Map())
    expect((await bot.store().contactsOf([row.id])).size).toBe(0)
    await closeWindows(bot)
  })

  test('what was shown as nothing but a show is not done once it is off', async () => {
    const { pressed } = await subject('enable_propagation:', 'dry')
    const shown = await planAfter(bot, await windowFor(bot, pressed), pressed)
    expect(shown.submit?.text).toBe('Show only')
    await restart(bot, { DRY_RUN: 'false' })
    await expectSentInVain(bot, shown, pressed, /DRY_RUN was on when this was shown[\s\S]*nothing was done/)
    await restart(bot, { DRY_RUN: 'true' })
  })
})
