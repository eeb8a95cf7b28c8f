import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
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
import { answered, errorsOf, press, seen, told } from '../support/slack-doors.ts'

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
    expect(offered(mail)).not.toContain('remedy:mark_contacted:')
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

  test('refuses the pairing key to anybody else', async () => {
    const mail = await openRemedy(
      bot,
      await fix(bot, REQUESTED, OLU),
      'contact_partner:',
      /Please provision/,
      OLU,
    )
    await press(bot, { viewId: mail.id }, 'remedy:reveal_pairing_key:', { userId: OLU })
    const view = await windowSaying(bot, /Only operators may do this/, OLU)
    expect(JSON.stringify(view.blocks)).not.toContain(keyOf(REQUESTED))
    await expectAudited(bot, { act: 'reveal_pairing_key', outcome: 'refused', by: OLU })
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
    await submit(bot, form, {}, /noted as contacted/)
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
    await submit(bot, form, {}, /noted as contacted/)
    expect(offered(await bot.say('audit', OLU))).toEqual([])
  })

  test('says what is wrong with a filter', async () => {
    expect(words(await bot.say('audit since:soon'))).toMatch(/has to be a duration/)
  })
})
