import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import {
  DAY,
  HOUR,
  linkId,
  MINUTE,
  payload,
  pollAfter,
  pollFor,
  restart,
  words,
} from '../support/over-time.ts'
import {
  GUEST,
  messageAt,
  openSilenceModal,
  pressButton,
  type SilenceChoice,
  sendSilenceModal,
  silenceByButton,
  type,
} from '../support/pressing.ts'

let bot: Bot
beforeEach(async () => {
  bot = await startBot()
})
afterEach(() => bot.close())

const set = (name: string, status: string) => bot.interlink.world.setStatus(linkId(bot, name), status)
const kinds = () => bot.channel().map((message) => payload(message)?.kind)
const last = () => bot.channel().at(-1)
const silences = async () => words(await type(bot, 'silences'))

/** A critical incident; returns the `ts` of its message. */
async function outage(name = 'amsterdam-prod'): Promise<string> {
  set(name, 'all_down')
  await bot.poll()
  return bot.channel()[1]?.ts ?? ''
}

/** The link comes up, and its recovery is confirmed. */
async function recovery(name = 'amsterdam-prod'): Promise<void> {
  set(name, 'active')
  await bot.poll()
  await bot.stable()
}

describe('Silence… on an alert', () => {
  test.each([
    ['an hour', { duration: '1h' }, HOUR],
    ['four hours', { duration: '4h' }, 4 * HOUR],
    ['a day', { duration: '24h' }, DAY],
    [
      'as long as the date that is picked',
      { duration: 'date', date: Date.parse('2026-11-21T05:00:00Z') },
      108 * MINUTE,
    ],
  ] satisfies [string, SilenceChoice, number][])(
    'holds back reminders for %s, then tells it',
    async (_, choice, ms) => {
      const ts = await outage()
      const began = bot.clock.now()
      const answer = await silenceByButton(bot, ts, { ...choice, reason: 'new *optics*' })
      expect(words(answer)).toMatch(/amsterdam-prod: silenced until/)
      expect(words(messageAt(bot, ts))).toContain('Critical, held back')
      expect(words(messageAt(bot, ts))).toMatch(/\*Silenced\* until .*`new \*optics\*`/)
      await pollFor(bot, began + ms - MINUTE - bot.clock.now(), ms / 6)
      expect(kinds()).toEqual(['baseline', 'link'])
      await pollAfter(bot, 2 * MINUTE)
      expect(kinds()).toEqual(['baseline', 'link', 'silence_over', 'note'])
      expect(words(bot.channel()[2])).toContain('It held back 1 alert: 1 still bad, 0 over meanwhile.')
      expect(words(bot.channel()[3])).toMatch(
        /told after all.*amsterdam-prod.*silenced by ada until now, and still bad/,
      )
      expect(words(messageAt(bot, ts))).not.toContain('held back')
      expect(await silences()).toContain('Nothing is silenced')
    },
  )

  test('until it recovers holds back however long it lasts, and ends with it', async () => {
    const ts = await outage()
    await silenceByButton(bot, ts, { duration: 'recovery' })
    await pollFor(bot, 2 * DAY, 6 * HOUR)
    expect(kinds()).toEqual(['baseline', 'link'])
    await recovery()
    expect(kinds()).toEqual(['baseline', 'link', 'silence_over'])
    expect(words(last())).toContain('0 still bad, 1 over meanwhile')
    expect(words(messageAt(bot, ts))).toContain('Recovered')
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline', 'link', 'silence_over', 'link'])
  })

  test('ended by hand leaves it to another one that goes on, and its message and the incidents name that', async () => {
    const ts = await outage()
    await silenceByButton(bot, ts, { duration: '4h', reason: 'optics' })
    const second = await silenceByButton(bot, ts, { duration: 'recovery', reason: 'fibre' })
    expect(words(messageAt(bot, ts))).toContain('until it recovers, for `fibre`')
    const id = /\*Silence\* `([^`]+)`/u.exec(words(second))?.[1] ?? ''
    await type(bot, `unsilence ${id}`)
    expect(words(last())).toContain('What no other silence holds back is told as usual again.')
    for (const shown of [words(messageAt(bot, ts)), words(await type(bot, 'incidents'))]) {
      expect(shown).toMatch(/\*Silenced\* until .+, for `optics`/)
      expect(shown).not.toContain('fibre')
    }
  })

  test('says what is wrong with a date, and silences nothing until it is right', async () => {
    const ts = await outage()
    const viewId = await openSilenceModal(bot, ts)
    const wrong = async (choice: SilenceChoice) => Object.entries(await sendSilenceModal(bot, viewId, choice))
    expect(await wrong({ duration: 'date' })).toEqual([
      ['silence_date', expect.stringMatching(/^Pick the date/)],
    ])
    const past = bot.clock.now() - HOUR
    expect(await wrong({ duration: 'date', date: past })).toEqual([
      ['silence_date', expect.stringMatching(/past/)],
    ])
    const far = bot.clock.now() + 31 * DAY
    expect(await wrong({ duration: 'date', date: far })).toEqual([
      ['silence_date', expect.stringMatching(/30 days at most/)],
    ])
    expect(await bot.store().openSilences()).toEqual([])
    expect(await wrong({ duration: 'date', date: bot.clock.now() + HOUR })).toEqual([])
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA).length === 1)
    expect(await bot.store().openSilences()).toHaveLength(1)
  })

  test('is not opened for a guest', async () => {
    const ts = await outage()
    expect(words(await pressButton(bot, ts, 'silence_story', { userId: GUEST }))).toMatch(/not guests/)
    expect(bot.slack.modals(GUEST)).toEqual([])
  })

  test('on what is over by now says so', async () => {
    const ts = await outage()
    const viewId = await openSilenceModal(bot, ts)
    await recovery()
    await sendSilenceModal(bot, viewId, { duration: '4h' })
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA).length === 1)
    expect(words(bot.slack.ephemerals(ADA)[0])).toContain('This is over by now; nothing was changed.')
    expect(await bot.store().openSilences()).toEqual([])
  })

  test('can be taken back with the button of its answer', async () => {
    const ts = await outage()
    const answer = await silenceByButton(bot, ts, { duration: '4h' })
    await bot.clock.advance(MINUTE)
    await bot.slack.click({ userId: ADA, actionId: 'end_silence', ephemeralId: answer.ts })
    await bot.slack.waitFor(() => bot.slack.ephemerals(ADA)[0]?.replaced === 1)
    await bot.settle()
    expect(words(bot.slack.ephemerals(ADA)[0])).toContain('is over')
    expect(words(messageAt(bot, ts))).not.toContain('held back')
    expect(await bot.store().openSilences()).toEqual([])
  })
})

describe('a silence', () => {
  test('survives a recovery, flaps and a restart: what fits it is held back until its time', async () => {
    await type(bot, 'silence name:amsterdam-* 4h works at AM5')
    for (let flap = 0; flap < 3; flap += 1) {
      set('amsterdam-prod', 'all_down')
      await pollAfter(bot, MINUTE)
      set('amsterdam-prod', 'active')
      await pollAfter(bot, MINUTE)
    }
    await restart(bot)
    set('amsterdam-prod', 'all_down')
    await pollFor(bot, 2 * HOUR, 20 * MINUTE)
    await restart(bot)
    await recovery()
    await pollFor(bot, HOUR, 20 * MINUTE)
    set('amsterdam-prod', 'all_down')
    await bot.poll()
    expect(kinds()).toEqual(['baseline'])
    await restart(bot)
    await pollAfter(bot, HOUR)
    expect(kinds().slice(1).sort()).toEqual(['link', 'silence_over'])
    expect(words(bot.channel().find((message) => payload(message)?.kind === 'silence_over'))).toMatch(
      /works at AM5[\s\S]*It held back 1 alert: 1 still bad/,
    )
  })

  test('that held nothing back ends without a word', async () => {
    await type(bot, 'silence name:amsterdam-* 1h')
    await pollAfter(bot, 2 * HOUR)
    expect(kinds()).toEqual(['baseline'])
    expect(await silences()).toContain('Nothing is silenced')
  })

  test('does not chase people right when it ends: reminders begin anew', async () => {
    const ts = await outage()
    await silenceByButton(bot, ts, { duration: '1h' })
    await pollFor(bot, HOUR, 20 * MINUTE)
    expect(kinds()).toEqual(['baseline', 'link', 'silence_over', 'note'])
    await pollAfter(bot, 4 * MINUTE)
    expect(kinds()).toHaveLength(4)
    await pollAfter(bot, MINUTE)
    expect(words(last())).toContain('reminder 1')
  })

  test('lets a link speak that gets worse than what was silenced, and goes on about the others', async () => {
    set('marseille-backup', 'failed')
    await bot.poll()
    await silenceByButton(bot, bot.channel()[1]?.ts ?? '', { duration: '24h' })
    await pollAfter(bot, HOUR)
    expect(kinds()).toEqual(['baseline', 'link'])
    await pollAfter(bot, 3 * HOUR)
    expect(kinds()).toEqual(['baseline', 'link', 'note'])
    expect(payload(last())).toMatchObject({ severity: 'error' })
    expect(last()?.reply_broadcast).toBe(true)
    expect(words(last())).toMatch(/marseille-backup.*worse now than what was silenced/)
  })

  test('lets a link speak that was not told before', async () => {
    await type(bot, 'silence name:marseille* 24h')
    set('marseille-backup', 'failed')
    await bot.poll()
    expect(kinds()).toEqual(['baseline'])
    await pollAfter(bot, 4 * HOUR)
    expect(kinds()).toEqual(['baseline', 'link'])
    expect(payload(last())).toMatchObject({ severity: 'error', to: 'failed' })
  })

  test("of a group's message holds back all of its links", async () => {
    const { world } = bot.interlink
    const model = world.links().find(({ name }) => name === 'amsterdam-prod')
    if (model === undefined) throw new Error('The demo world has no amsterdam-prod.')
    const { id: _id, vlan: _vlan, ...like } = model
    const ids = [1, 2, 3].map((n) => world.addLink({ ...like, name: `ams-${n}` }).id)
    await bot.poll()
    for (const id of ids) world.setStatus(id, 'all_down')
    await bot.poll()
    const group = bot.channel().findIndex((message) => payload(message)?.kind === 'group')
    const before = kinds().length
    const ts = bot.channel()[group]?.ts ?? ''
    const answer = await silenceByButton(bot, ts, { duration: '4h' })
    expect(words(answer)).toMatch(/ams-\d and 2 more: silenced until/)
    expect(await silences()).toContain('3 links now')
    await pollFor(bot, 3 * HOUR, 30 * MINUTE)
    expect(kinds()).toHaveLength(before)
    expect((await bot.store().openIncidents()).every(({ heldBack }) => heldBack !== null)).toBe(true)
    for (const id of ids.slice(0, 2)) world.setStatus(id, 'active')
    await pollFor(bot, 62 * MINUTE, 10 * MINUTE)
    const over = bot.channel().filter((message) => payload(message)?.kind === 'silence_over')
    expect(over).toHaveLength(1)
    expect(words(over[0])).toContain('It held back 3 alerts: 1 still bad, 2 over meanwhile.')
  })
})
