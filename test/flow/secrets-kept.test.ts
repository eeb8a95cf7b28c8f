import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../src/simulator/pager/webhook-receiver.ts'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { ADA, type Bot, NO_REMINDERS, startBot } from '../support/bot.ts'
import { linkId } from '../support/over-time.ts'
import { OLU, type } from '../support/pressing.ts'
import { fix, OPERATORS, openRemedy, plan, saidBy, submit, windowSaying } from '../support/remedies.ts'
import { answered, press, seen } from '../support/slack-doors.ts'

const REQUESTED = 'marseille-backup'
const TICKET_SECRET = 'a-ticket-secret-of-the-tests'

let bot: Bot
let receiver: WebhookReceiver
beforeAll(async () => {
  bot = await startBot({ env: { ...OPERATORS, ...NO_REMINDERS } })
  receiver = await startWebhookReceiver({ secret: TICKET_SECRET, clock: bot.clock })
  await bot.stop()
  await bot.start({
    TICKET_WEBHOOK_URL: receiver.url,
    TICKET_WEBHOOK_SECRET: TICKET_SECRET,
    ALERT_WEBHOOK_URL: receiver.url,
    ALERT_WEBHOOK_SECRET: TICKET_SECRET,
  })
})
afterAll(async () => {
  await bot.close()
  await receiver.close()
})

/** All that the bot has written, by where it stands. Windows are for the one person who asked. */
async function everythingWritten(): Promise<ReadonlyMap<string, string>> {
  const written = new Map<string, string>([['the log', bot.log.join('\n')]])
  const metrics = await fetch(`http://127.0.0.1:${bot.app().port}/metrics`)
  written.set('the metrics', await metrics.text())
  const database = new Database((bot.env().DATABASE_URL ?? '').replace(/^file:/, ''), { readonly: true })
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as {
    name: string
  }[]
  for (const { name } of tables)
    written.set(`the table ${name}`, JSON.stringify(database.prepare(`select * from "${name}"`).all()))
  database.close()
  const direct = bot.slack.people.flatMap(({ id }) => bot.slack.directChannel(id) ?? [])
  for (const channel of [...bot.slack.channels().map(({ id }) => id), ...direct]) {
    const messages = bot.slack.messages(channel)
    written.set(`the channel ${channel}`, JSON.stringify(messages))
    for (const { id, name } of messages.flatMap(({ files }) => files ?? []))
      written.set(`the file ${name}`, Buffer.from(bot.slack.file(id)?.content ?? []).toString('utf8'))
  }
  written.set('what one person sees', JSON.stringify(bot.slack.ephemerals()))
  written.set('the home tabs', JSON.stringify(bot.slack.people.map(({ id }) => bot.slack.home(id) ?? null)))
  written.set('the webhook', JSON.stringify(receiver.events()))
  return written
}

/** The places at which one of the secrets stands. */
async function leaks(secrets: readonly string[]): Promise<readonly string[]> {
  return [...(await everythingWritten())].flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  )
}

/** Sentences of the mail that a window shows: of its body, which is fenced. Facts about the link stand elsewhere, too. */
function sentencesOf(view: View): readonly string[] {
  const [, body = ''] = /```([\s\S]*)```/.exec(saidBy(view)) ?? []
  return body.split('\n').filter((line) => line.length > 50 && line.endsWith('.'))
}

const tokens = () => {
  const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', SCW_SECRET_KEY = '' } = bot.env()
  return [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SCW_SECRET_KEY, TICKET_SECRET]
}
const pairingKeys = () =>
  bot.interlink.world.links().flatMap(({ partner }) => (partner?.pairing_key ? [partner.pairing_key] : []))

/** A night with this bot: every way in which a key, a token or a mail might get into what it writes. */
async function aNight(): Promise<readonly string[]> {
  const mail = await openRemedy(bot, await fix(bot, REQUESTED), 'contact_partner:', /Please provision/)
  const english = sentencesOf(mail)
  await press(bot, { viewId: mail.id }, 'remedy_mail:provision:fr')
  const french = sentencesOf(await windowSaying(bot, /Bonjour/))

  const key = bot.interlink.world.link(linkId(bot, REQUESTED))?.partner?.pairing_key ?? ''
  const revealed = await submit(
    bot,
    await plan(bot, REQUESTED, 'reveal_pairing_key:'),
    {},
    /This is the pairing/,
  )
  expect(saidBy(revealed)).toContain(key)
  const contacted = await openRemedy(bot, await fix(bot, REQUESTED), 'mark_contacted:', /Link/)
  await submit(bot, contacted, { remedy_reference: 'CANARY-1' }, /CANARY-1/)

  const ticket = await openRemedy(bot, await fix(bot, REQUESTED), 'open_ticket:', /ticket system/)
  await submit(bot, ticket, { ticket_priority: 'P3' }, /is open/)
  await openRemedy(bot, await fix(bot, REQUESTED, OLU), 'contact_partner:', /Please provision/, OLU)

  const id = linkId(bot, REQUESTED)
  bot.interlink.faults.malformedLink(id, (link) => ({ ...link, name: { [key]: key }, status: [key] }))
  await bot.poll()
  await type(bot, `diagnose ${id}`)
  bot.interlink.faults.malformedLink(id, null)
  bot.interlink.faults.next({
    match: ({ method }) => method === 'POST',
    answer: apiErrors.permissionsDenied('interlink', 'write'),
  })
  const shown = await plan(bot, 'paris-prod-b', 'disable_propagation:')
  await submit(bot, shown, { remedy_typed: 'paris-prod-b' }, /It was not done/)
  bot.interlink.world.setStatus(id, 'refused')
  bot.interlink.world.setStatus(linkId(bot, 'paris-prod-a'), 'all_down')
  await bot.poll()
  await bot.slack.openHome({ userId: ADA })
  for (const words of [`status ${id}`, `diagnose ${id}`, `history ${id}`, `why ${id}`, 'list', 'incidents'])
    await type(bot, words)

  const audit = await type(bot, 'audit')
  await answered(bot, () => press(bot, { ephemeralId: audit.ts }, 'audit_file'))
  await seen(bot, () => bot.slack.messages(bot.slack.directChannel(ADA) ?? '').find(({ files }) => files))
  return [...english, ...french]
}

describe('Pairing keys, tokens and the texts of mails', () => {
  test('stand in no log, metric, alert, history, table or export', async () => {
    const mails = await aNight()
    expect(mails.length).toBeGreaterThan(2)
    expect(pairingKeys().length).toBeGreaterThan(2)
    expect(await leaks([...pairingKeys(), ...tokens(), ...mails])).toEqual([])

    // The search itself: what is no secret, and was noted, told and exported, is found at each of those places.
    const places = (await leaks(['CANARY-1'])).map((leak) => leak.replace(/: .*/, ''))
    expect(places).toEqual(
      expect.arrayContaining([
        'the table audit',
        'the table partner_contacts',
        'what one person sees',
        'the file interlink-audit.csv',
      ]),
    )
    const named = (await leaks(['paris-prod-a', REQUESTED])).map((leak) => leak.replace(/: .*/, ''))
    expect(named).toEqual(
      expect.arrayContaining([
        'the metrics',
        'the table links',
        'the table deliveries',
        'the home tabs',
        'the webhook',
      ]),
    )
    bot.log.push(pairingKeys()[0] ?? '')
    expect(await leaks(pairingKeys())).toEqual([`the log: ${pairingKeys()[0]}`])
  })
})
