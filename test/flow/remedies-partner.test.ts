import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { actions } from '../../src/slack/limits.ts'
import { remedyButton } from '../../src/slack/remedy-actions.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { closeWindows } from '../support/every-remedy.ts'
import { linkId, restart, words } from '../support/over-time.ts'
import { OLU } from '../support/pressing.ts'
import {
  auditOf,
  expectAudited,
  fix,
  OPERATORS,
  offered,
  openRemedy,
  saidBy,
  submit,
  windowSaying,
} from '../support/remedies.ts'
import { answered, botPosts, errorsOf, press, seen, told } from '../support/slack-doors.ts'

const REQUESTED = 'marseille-backup'

let bot: Bot
beforeEach(async () => {
  bot = await startBot({ env: OPERATORS })
})
afterEach(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const keyOf = (name: string) => bot.interlink.world.link(linkId(bot, name))?.partner?.pairing_key ?? 'no key'

/** Everything that the bot said to more than one person, wrote down or logged. */
async function writtenDown(): Promise<string> {
  return JSON.stringify([
    bot.log,
    bot.slack.messages(ALERT_CHANNEL),
    bot.slack.ephemerals(),
    await auditOf(bot),
  ])
}

describe('Contact the partner', () => {
  test('drafts the mail that fits, in English and French, for anybody', async () => {
    const card = await fix(bot, REQUESTED, OLU)
    const mail = await openRemedy(bot, card, 'contact_partner:', /Please provision/, OLU)
    expect(saidBy(mail)).toMatch(/Subject[\s\S]*marseille-backup/)
    expect(JSON.stringify(mail.blocks)).toMatch(/mailto:/)
    expect(JSON.stringify(mail.blocks)).not.toContain(keyOf(REQUESTED))
    await press(bot, { viewId: mail.id }, 'remedy_mail:provision:fr', { userId: OLU })
    const french = await windowSaying(bot, /Bonjour/, OLU)
    await press(bot, { viewId: french.id }, 'remedy_mail:chase:fr', { userId: OLU })
    await windowSaying(bot, /Chase the answer/, OLU)
  })

  test('says why there is nobody to write to', async () => {
    const card = await fix(bot, 'paris-prod-a')
    expect(offered(card)).not.toContain('remedy:contact_partner:')
    expect(words(card)).toMatch(
      /Not offered[^\n]*Contact the partner[^\n]*\n[^\n]*nothing to ask the partner/,
    )
  })

  test('shows the pairing key to the operator who asks alone, in the provisioning mail, and notes that', async () => {
    const key = keyOf(REQUESTED)
    const plan = await openRemedy(bot, await fix(bot, REQUESTED), 'reveal_pairing_key:', /What will happen/)
    expect(JSON.stringify(plan.blocks)).not.toContain(key)
    await submit(bot, plan, {}, /This is the pairing key/)
    const shown = await windowSaying(bot, /Bonjour/)
    expect(saidBy(shown).split(key).length - 1).toBe(3)
    await expectAudited(bot, { act: 'reveal_pairing_key', outcome: 'done', by: ADA })
    expect(await writtenDown()).not.toContain(key)
  })

  test('offers the pairing key, and noting the contact, to nobody else, and refuses a late press of either', async () => {
    const open = async (person: string) =>
      openRemedy(bot, await fix(bot, REQUESTED, person), 'contact_partner:', /Please provision/, person)
    const buttons = ['remedy:reveal_pairing_key:', 'remedy:mark_contacted:']
    // One reason for what is part of the way out and for all else is said once.
    const card = words(await fix(bot, REQUESTED, OLU))
    expect(card.match(/Only operators may do this/g)).toHaveLength(1)
    expect(card).toMatch(/Mark the partner as contacted;[^\n]* and besides: Record a support ticket/)
    const mail = await open(OLU)
    for (const id of buttons) expect(offered(mail)).not.toContain(id)
    expect(saidBy(mail)).toMatch(
      /_Not offered:_ Show the pairing key; Mark the partner as contacted\.\n[^\n]*OPERATORS[^\n]*<@U0ADA0001>/,
    )
    await closeWindows(bot, OLU)

    // A window that was opened while they might, or by another version of the bot.
    const old = await open(ADA)
    for (const id of buttons) expect(offered(old)).toContain(id)
    await restart(bot, { OPERATORS: OLU })
    for (const [id, act] of [
      ['remedy:mark_contacted:', 'mark_contacted'],
      ['remedy:reveal_pairing_key:', 'reveal_pairing_key'],
    ] as const) {
      await closeWindows(bot)
      const late = await botPosts(bot, [
        actions([
          remedyButton({ link: linkId(bot, REQUESTED), remedy: act, family: null, channel: null }, act),
        ]),
      ])
      await press(bot, { messageTs: late.ts, channelId: ALERT_CHANNEL }, id)
      const view = await windowSaying(bot, /Only operators may do this[\s\S]*<@U0OPS0002>/)
      expect(JSON.stringify(view.blocks)).not.toContain(keyOf(REQUESTED))
      await expectAudited(bot, { act, outcome: 'refused', by: ADA })
    }
  })

  test('keeps that the partner was contacted, and shows it on the card', async () => {
    const form = await openRemedy(bot, await fix(bot, REQUESTED), 'mark_contacted:', /Link/)
    const line = await told(bot, () =>
      submit(bot, form, { remedy_reference: 'ORD-77' }, /order number `ORD-77`/),
    )
    expect(words(line)).toContain(
      'ada noted that the partner of `marseille-backup` was contacted, with the order number `ORD-77`.',
    )
    expect(words(await fix(bot, REQUESTED))).toMatch(/contacted by <@U0ADA0001>[\s\S]*`ORD-77`/)
    expect(words(await bot.say(`status ${REQUESTED}`))).toMatch(/contacted by <@U0ADA0001>[\s\S]*`ORD-77`/)
  })
})

const TYPED = {
  ticket_priority: 'P2',
  ticket_subject: 'Dark since noon',
  ticket_context: 'The shop is closed.\nAll of it.',
}

/** What was typed is there to be copied, with the page to file it on. */
function expectByHand(window: View): void {
  expect(saidBy(window)).toMatch(/File it on the console's page[\s\S]*\*Priority\* P2/)
  expect(saidBy(window)).toMatch(/Dark since noon[\s\S]*The shop is closed\.\nAll of it\./)
  expect(JSON.stringify(window.blocks)).toContain('https://console.scaleway.com/support/tickets/create')
}

describe('Open a support ticket', () => {
  test('drafts the form of the console, and hands over its page, the fields and the file to attach', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await bot.poll()
    const form = await openRemedy(bot, await fix(bot, 'amsterdam-prod', OLU), 'open_ticket:', /Product/, OLU)
    const handed = await submit(
      bot,
      form,
      { ticket_subject: 'Dark since noon' },
      /File it on the console/,
      OLU,
    )
    expect(saidBy(handed)).toMatch(/Dark since noon/)
    expect(JSON.stringify(handed.blocks)).toContain('https://console.scaleway.com/support/tickets/create')
    const direct = bot.slack.directChannel(OLU) ?? ''
    const message = await seen(bot, () => bot.slack.messages(direct).find(({ files }) => files !== undefined))
    const file = bot.slack.file(message.files?.[0]?.id ?? '')
    expect(Buffer.from(file?.content ?? []).toString()).toMatch(
      /Subject: Dark since noon[\s\S]*amsterdam-prod/,
    )
  })

  test('of a link that is gone by then, or cannot be read, hands over all that was typed', async () => {
    const gone = linkId(bot, 'paris-prod-a')
    const form = await openRemedy(bot, await fix(bot, 'paris-prod-a', OLU), 'open_ticket:', /Product/, OLU)
    bot.interlink.world.removeLink(gone)
    const handed = await submit(bot, form, TYPED, /no longer exists at Scaleway/, OLU)
    expectByHand(handed)
    expect(saidBy(handed)).toContain(gone)
    // Its reference could be noted of nothing.
    expect(offered(handed)).not.toContain('remedy:record_ticket:')
    const files = () =>
      bot.slack.messages(bot.slack.directChannel(OLU) ?? '').flatMap((message) => message.files ?? [])
    const [file] = await seen(bot, () => (files().length === 1 ? files() : undefined))
    expect(Buffer.from(bot.slack.file(file?.id ?? '')?.content ?? []).toString()).toMatch(
      /Priority: P2\nSubject: Dark since noon[\s\S]*== Link\nName: paris-prod-a[\s\S]*== Context\nThe shop is closed\.\nAll of it\.[\s\S]*== Expected\n[\s\S]*== Actual\n/,
    )
    expect(await auditOf(bot)).toEqual([])
    await closeWindows(bot, OLU)

    bot.interlink.faults.next({ match: () => true, times: 99, answer: '403' })
    const unread = await openRemedy(bot, await fix(bot, REQUESTED, OLU), 'open_ticket:', /Product/, OLU)
    expectByHand(await submit(bot, unread, TYPED, /File it on the console/, OLU))
    bot.interlink.faults.clear()
  })

  test('keeps the reference of a ticket, and tells the thread of the incident', async () => {
    bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
    await bot.poll()
    const alert = bot.channel().at(-1)
    const form = await openRemedy(bot, await fix(bot, 'amsterdam-prod'), 'record_ticket:', /Link/)
    const line = await told(bot, () => submit(bot, form, { remedy_reference: '#4711' }, /ticket `#4711`/))
    expect(line.thread_ts).toBe(alert?.ts)
    expect(words(await fix(bot, 'amsterdam-prod'))).toMatch(/Support ticket `#4711` is open/)
    await expectAudited(bot, { act: 'record_ticket', outcome: 'done' })
  })

  describe('with a ticket system of the team', () => {
    let receiver: WebhookReceiver
    const secret = 'a-secret-of-the-tests'
    beforeEach(async () => {
      receiver = await startWebhookReceiver({ secret, clock: bot.clock })
      await bot.stop()
      await bot.start({ TICKET_WEBHOOK_URL: receiver.url, TICKET_WEBHOOK_SECRET: secret })
    })
    afterEach(() => receiver.close())

    test('sends it there, once, and keeps its reference', async () => {
      const form = await openRemedy(
        bot,
        await fix(bot, 'paris-prod-a'),
        'open_ticket:',
        /your own ticket system/,
      )
      const sent = await submit(bot, form, { ticket_priority: 'P2' }, /is open/)
      expect(receiver.events()).toHaveLength(1)
      expect(words(await fix(bot, 'paris-prod-a'))).toMatch(/Support ticket .* is open/)
      expect(saidBy(sent)).toMatch(/Not filled in, and asked for by support: /)
    })

    test('that does not take it: keeps what was typed and its id, to be sent again, and hands it over, too', async () => {
      receiver.fault({ type: 'fail', status: 503 })
      receiver.fault({ type: 'fail', status: 401 })
      const open = await openRemedy(bot, await fix(bot, 'paris-prod-a'), 'open_ticket:', /ticket system/)
      const typed = { ticket_priority: 'P2', ticket_subject: 'Dark since noon' }
      const first = await submit(bot, open, typed, /send it again, which opens no second one/)
      expect(first.submit?.text).toBe('Send again')
      expect(JSON.stringify(first.blocks)).toContain('https://console.scaleway.com/support/tickets/create')
      const files = () =>
        bot.slack.messages(bot.slack.directChannel(ADA) ?? '').flatMap(({ files = [] }) => files)
      expect(files()).toHaveLength(1)
      const second = await submit(bot, first, {}, /was not taken.*answered 401/)
      await submit(bot, second, {}, /is open/)
      const ids = receiver.requests.map(({ headers }) => headers['x-interlink-id'])
      expect([ids.length, new Set(ids).size]).toEqual([3, 1])
      expect(receiver.events()).toMatchObject([{ ticket: { priority: 'P2', subject: 'Dark since noon' } }])
      const outcomes = (await auditOf(bot)).map(({ outcome }) => outcome)
      expect(outcomes).toEqual(['done', 'begun', 'failed', 'begun', 'unknown', 'begun'])
    })

    test('of a link that is gone by then is handed over as it was typed, and not sent', async () => {
      const form = await openRemedy(bot, await fix(bot, 'paris-prod-a'), 'open_ticket:', /ticket system/)
      bot.interlink.world.removeLink(linkId(bot, 'paris-prod-a'))
      const handed = await submit(bot, form, TYPED, /no longer exists at Scaleway/)
      expectByHand(handed)
      expect(receiver.events()).toHaveLength(0)
      await expectAudited(bot, { act: 'record_ticket', outcome: 'refused', by: ADA })
      expect((await auditOf(bot))[0]?.reason).toMatch(/no longer exists/)
    })

    test('is not for whoever is no operator: the form says so at its top, and what is typed is filed by hand', async () => {
      const open = async (person: string) =>
        openRemedy(bot, await fix(bot, 'paris-prod-a', person), 'open_ticket:', /ticket system/, person)
      const form = await open(OLU)
      expect(saidBy(form)).toMatch(
        /not sent to your own ticket system[\s\S]*Only operators[^\n]*<@U0ADA0001>/,
      )
      const typed = { ticket_subject: 'Dark since noon' }
      const handed = await submit(bot, form, typed, /File it on the console/, OLU)
      expect(saidBy(handed)).toMatch(/Dark since noon/)
      expect(await auditOf(bot)).toEqual([])

      const late = await open(ADA)
      await restart(bot, { OPERATORS: OLU })
      const refused = await submit(bot, late, typed, /Only operators may do this/)
      expect(saidBy(refused)).toMatch(/File it on the console's page[\s\S]*Dark since noon/)
      await expectAudited(bot, { act: 'record_ticket', outcome: 'refused', by: ADA })
      expect(receiver.events()).toHaveLength(0)
    })
  })
})

describe('/interlink audit', () => {
  test('shows what was done and refused, and sends all of it to an operator as a file', async () => {
    const form = await openRemedy(bot, await fix(bot, REQUESTED), 'mark_contacted:', /Link/)
    await submit(bot, form, {}, /noted that the partner/)
    const audit = await bot.say('audit act:mark_contacted')
    expect(words(audit)).toMatch(/1 row[\s\S]*done[\s\S]*marseille-backup/)
    await answered(bot, () => press(bot, { ephemeralId: audit.ts }, 'audit_file'))
    const direct = bot.slack.directChannel(ADA) ?? ''
    const message = await seen(bot, () => bot.slack.messages(direct).find(({ files }) => files !== undefined))
    const csv = Buffer.from(bot.slack.file(message.files?.[0]?.id ?? '')?.content ?? []).toString()
    expect(csv).toMatch(/^at,by[\s\S]*mark_contacted/)
  })

  test('offers others no file', async () => {
    const form = await openRemedy(bot, await fix(bot, REQUESTED), 'mark_contacted:', /Link/)
    await submit(bot, form, {}, /noted that the partner/)
    expect(offered(await bot.say('audit', OLU))).toEqual([])
  })

  test('says what is wrong with a filter', async () => {
    expect(words(await bot.say('audit since:soon'))).toMatch(/has to be a duration/)
  })
})
