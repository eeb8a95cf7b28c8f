import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { View } from '../../src/simulator/slack/workspace.ts'
import { HOME_FILTERS } from '../../src/slack/views/home.ts'
import { HOSTILE_NAMES } from '../slack/views/hostile.ts'
import { ADA, type Bot, startBot } from '../support/bot.ts'
import { words } from '../support/over-time.ts'
import { errorsOf, expectDone, press, seen, windowOf } from '../support/slack-doors.ts'
import { textsOf } from '../support/slack-limits.ts'
import { viewProblems } from '../support/slack-view-limits.ts'

/** Raw statuses of links, each with what filters of the dashboard call it; one is of a newer API. */
const STATUSES = [
  'active',
  'all_down',
  'limited_connectivity',
  'requested',
  'provisioning',
  'ready',
  'refused',
  'expired',
  'failed',
  '<!here> *new*',
] as const
const LINKS = 300

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false })
  const { world } = bot.interlink
  for (let n = 0; n < LINKS; n += 1) {
    const name = HOSTILE_NAMES[n % HOSTILE_NAMES.length] ?? ''
    const { id } = world.addLink({ name: `${name.slice(0, 250)}${n}` })
    world.setStatus(id, STATUSES[n % STATUSES.length] ?? 'active')
  }
  await bot.start()
})
afterAll(async () => {
  await bot.close()
  expect(errorsOf(bot)).toEqual([])
})

const text = (view: object) => words({ text: '', ...view })
const current = (): View => {
  const view = bot.slack.home(ADA)
  if (view === undefined) throw new Error('No dashboard is shown.')
  return view
}
const published = () => bot.slack.calls().filter(({ method }) => method === 'views.publish').length

/** The dashboard as the bot shows it next. */
async function shownBy(act: () => Promise<unknown>): Promise<View> {
  const before = published()
  await act()
  await seen(bot, () => (published() > before ? true : undefined))
  return current()
}

const open = () => shownBy(async () => expectDone(await bot.slack.openHome({ userId: ADA })))
const choose = (viewId: string, value: string) =>
  shownBy(() => press(bot, { viewId }, 'home_filter', { value }))

/** What the stand-in says is not set was left out by the bot. */
const asSent = (view: View) => Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null))

function expectFits(view: View): void {
  expect(viewProblems(asSent(view))).toEqual([])
  expect(view.blocks.length).toBeLessThanOrEqual(100)
  expect(textsOf(view.blocks, 'mrkdwn').join('\n')).not.toMatch(/<!(?:channel|here)|<https:\/\/evil/u)
}

describe('The Home tab of 300 links whose names are as long and as odd as Scaleway allows', () => {
  test('fits into what Slack takes, and counts what it leaves out', async () => {
    const view = await choose((await open()).id, 'all')
    expectFits(view)
    expect(text(view)).toMatch(/and \d{3} more: press All links/u)
    expect(text(view)).toMatch(/and \d+ more: press All incidents/u)
    expect(text(view)).toMatch(/Orders that wait for their partner[\s\S]*and \d+ more/u)
  })

  test.each(Object.entries(HOME_FILTERS))(
    'fits filtered by %s, and shows no link that does not fit',
    async (name, { filter }) => {
      const view = await choose((await open()).id, name)
      expectFits(view)
      const shown = view.blocks.filter(({ accessory }) =>
        JSON.stringify(accessory ?? '').includes('diagnose_link'),
      )
      expect(shown.length).toBe(15)
      if (filter === '') return
      const status = filter.replace('status:', '')
      const ids = bot.interlink.world.links().flatMap((link) => (link.status === status ? [link.id] : []))
      for (const { accessory } of shown)
        expect(ids).toContain((accessory as { value?: string } | undefined)?.value)
    },
  )
})

describe('What another version of the bot has left in a Home tab', () => {
  /** Shows Ada a dashboard of these elements, as if an earlier version had made it. */
  async function publish(elements: readonly object[]): Promise<View> {
    // What is still to be shown of changes would take its place.
    await bot.clock.advance(10_000)
    const response = await fetch(`${bot.slack.apiUrl}views.publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bot.env().SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        user_id: ADA,
        view: { type: 'home', blocks: [{ type: 'actions', elements }] },
      }),
    })
    expect(await response.json()).toMatchObject({ ok: true })
    return current()
  }

  const buttonOf = (action_id: string, value: string) => ({
    type: 'button',
    action_id,
    value,
    text: { type: 'plain_text', text: action_id },
  })

  const BUTTONS = [
    'diagnose_link',
    'acknowledge',
    'silence_story',
    'link_runbook',
    'end_silence',
    'say_here',
  ] as const

  test.each([
    ['names nothing', 'no-such-id'],
    ['is half of something', '{"link":'],
    ['is of another shape', '{"link":7,"runbook":[]}'],
    ['would ping everybody', '<!channel> `x` *y*'],
    ['is as long as Slack allows', 'x'.repeat(2000)],
  ])('is answered in a window, and breaks nothing, where its value %s', async (_what, value) => {
    for (const actionId of BUTTONS) {
      const { id } = await publish(BUTTONS.map((one) => buttonOf(one, value)))
      const before = new Set(bot.slack.modals(ADA).map(({ view }) => view.id))
      await press(bot, { viewId: id }, actionId)
      const window = await windowOf(
        bot,
        (view) => !before.has(view.id) && !text(view).includes('Looking it up…'),
      )
      expect(text(window), actionId).not.toBe('')
      expect(viewProblems(asSent(window)), actionId).toEqual([])
      expect(textsOf(window.blocks, 'mrkdwn').join(), actionId).not.toContain('<!channel>')
    }
  })

  test('is a filter that is not known any more: all links are shown', async () => {
    const option = { text: { type: 'plain_text', text: 'Old' }, value: 'old_filter' }
    const menu = { type: 'static_select', action_id: 'home_filter', options: [option] }
    const { id } = await publish([menu])
    expect((await choose(id, 'old_filter')).private_metadata).toBe('all')
  })

  test('is of a link that is gone: its diagnosis says so', async () => {
    const { id: gone } = bot.interlink.world.addLink({ name: 'brief' })
    await bot.poll()
    const { id } = await publish([buttonOf('diagnose_link', gone)])
    bot.interlink.world.removeLink(gone)
    await press(bot, { viewId: id }, 'diagnose_link')
    await windowOf(bot, (view) => text(view).includes('`brief` no longer exists'))
  })
})
