import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, startBot, wordsOf } from '../support/bot.ts'

let bot: Bot
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interlink-bot-contacts-'))
  write('+33 1 99 00 12 34')
  bot = await startBot({ env: { CONTACTS_FILE: join(folder, 'contacts.yaml') } })
})
afterEach(async () => {
  await bot.close()
  rmSync(folder, { recursive: true })
})

function write(phone: string): void {
  const text = `links:\n  "amsterdam-*":\n    noc_phone: "${phone}"\n    circuit_id: "AMS-42"\n`
  writeFileSync(join(folder, 'contacts.yaml'), text)
}

function setStatus(status: 'all_down' | 'limited_connectivity'): void {
  const link = bot.interlink.world.links().find(({ name }) => name === 'amsterdam-prod')
  bot.interlink.world.setStatus(link?.id ?? 'missing', status)
}

test('whom to call stands on the alert of a link, on its card and in its diagnosis, and on no other link', async () => {
  setStatus('all_down')
  await bot.poll()
  const answers = [
    bot.channel()[1] ?? { text: '' },
    await bot.say('status amsterdam-prod'),
    await bot.say('diagnose amsterdam-prod'),
  ]
  for (const answer of answers) {
    expect(wordsOf(answer)).toContain('*Whom to call*')
    expect(wordsOf(answer)).toContain('*NOC phone* `+33 1 99 00 12 34`  ·  *Circuit id* `AMS-42`')
  }
  expect(wordsOf(await bot.say('status paris-prod-a'))).not.toContain('*Whom to call*')
})

test('an alert has what the file says when it is told, also where it said something else before', async () => {
  setStatus('limited_connectivity')
  await bot.poll()
  expect(wordsOf(bot.channel()[1] ?? { text: '' })).toContain('+33 1 99 00 12 34')
  write('+33 1 99 00 56 78 (new)')
  await bot.clock.advance(60_000)
  // The file is read for real, which takes time that is not the clock's.
  while (!wordsOf(await bot.say('status amsterdam-prod')).includes('56 78 (new)')) await bot.settle()
  setStatus('all_down')
  await bot.poll()
  expect(wordsOf(bot.channel()[1] ?? { text: '' })).toContain('+33 1 99 00 56 78 (new)')
})
