import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COMMAND_HELP, type CommandName } from '../../src/slack/views/help.ts'
import { ADA, ALERT_CHANNEL, type Bot, startBot } from '../support/bot.ts'
import { linkId, words } from '../support/over-time.ts'
import { buttonsOf, GUEST, type } from '../support/pressing.ts'
import { errorsOf, expectSlackTakesIt } from '../support/slack-doors.ts'

let bot: Bot
beforeAll(async () => {
  bot = await startBot({ started: false })
  await bot.start()
  bot.interlink.world.setStatus(linkId(bot, 'amsterdam-prod'), 'all_down')
  await bot.poll()
})
afterAll(() => bot.close())

let before: number
beforeEach(() => {
  before = bot.slack.messages(ALERT_CHANNEL).length
})

/** What is typed after a command's word, what its answer says, and what has to be typed first where it is about that. */
type Typed = readonly (readonly [typed: string, says: RegExp, first?: string])[]

/** The compiler asks for every command. */
const WELL: Readonly<Record<CommandName, Typed>> = {
  help: [['', /What you can ask[\s\S]*Who is told/]],
  list: [
    ['', /8 links[\s\S]*amsterdam-prod/],
    ['actif', /4 links[\s\S]*paris-prod-a/],
    ['All down', /1 link[\s\S]*amsterdam-prod/],
    ['status:down partner:polder', /1 link[\s\S]*amsterdam-prod/],
  ],
  status: [
    ['paris-prod-a', /paris-prod-a is up/],
    ['“paris-prod-a”', /paris-prod-a is up/],
    ['`paris-prod-a`', /paris-prod-a is up/],
    ['*paris-prod-a*', /paris-prod-a is up/],
    ['PARIS-PROD-A', /paris-prod-a is up/],
    ['5a1e9c04', /paris-prod-a is up/],
    ['"- *old* DC <migration> & @here `co`"', /old.* DC/],
  ],
  diagnose: [['amsterdam-prod', /sessions are down[\s\S]*Whose move/]],
  fix: [['amsterdam-prod', /Fix amsterdam-prod[\s\S]*Nobody may change anything from here yet/]],
  incidents: [
    ['', /amsterdam-prod/],
    ['2', /amsterdam-prod/],
  ],
  vpc: [['prod', /VPC prod[\s\S]*redundant/]],
  whatif: [
    ['down paris-prod-a', /If paris-prod-a went down/],
    ['paris-prod-a', /If paris-prod-a went down/],
    ['down HexaIX', /HexaIX/],
  ],
  partner: [['hexaix', /Partner HexaIX[\s\S]*l2-support@hexaix\.example/]],
  history: [
    ['paris-prod-a', /History of paris-prod-a[\s\S]*last 7d/],
    ['paris-prod-a this month', /History of paris-prod-a/],
  ],
  report: [
    ['', /InterLink availability/],
    ['24h prod', /filter `prod`/],
  ],
  router: [
    ['paris-prod-a', /Router for paris-prod-a: FRRouting/],
    ['paris-prod-a bird', /Router for paris-prod-a: BIRD 2/],
    ['paris-prod-a cisco', /Router for paris-prod-a: .*IOS-XE/],
  ],
  runbook: [
    ['', /Runbooks[\s\S]*all_down/],
    ['all down', /All down[\s\S]*What it means/],
    ['connectivité limitée', /Limited connectivity/],
    ['optical power', /runbook|Runbook/],
  ],
  why: [['amsterdam-prod', /Why amsterdam-prod was told/]],
  silence: [['name:warsaw* 2h new “optics”', /Silenced until/]],
  silences: [['', /`name:dc5\*`/, 'silence name:dc5* 1h works']],
  // Its id is known once it is made: below.
  unsilence: [],
  subscribe: [['prod error', /This channel hears of "prod" from error on/]],
  unsubscribe: [['name:over', /The subscription is ended/, 'subscribe name:over']],
  subscriptions: [['', /`name:mine`/, 'subscribe name:mine critical']],
  audit: [['', /Audit[\s\S]*0 rows/]],
}

const BADLY: Readonly<Partial<Record<CommandName, Typed>>> = {
  list: [
    ['nothing-fits-this', /No link fits `nothing-fits-this`/],
    ['y'.repeat(2500), /No link fits/],
  ],
  status: [
    ['', /Which link\? Name it: `\/interlink status/],
    ['paris', /2 links fit `paris`\. Which one is meant\?/],
    ['paris-prud-a', /No link is called `paris-prud-a`\. These are the nearest:[\s\S]*paris-prod-a/],
    ['x'.repeat(2900), /No link is called/],
    ['<!channel> `*_~', /No link is called `&lt;!channel&gt; /],
  ],
  diagnose: [
    ['', /Which link\?/],
    ['paris', /2 links fit/],
    ['zzz', /No link is called `zzz`/],
  ],
  vpc: [
    ['', /Which one is meant\?/],
    ['zzz', /No VPC is called `zzz`/],
  ],
  whatif: [
    ['', /What goes down\?/],
    ['down zzz', /No link, PoP, partner or connection is called `zzz`/],
  ],
  partner: [
    ['', /Which one is meant\?/],
    ['zzz', /No partner is called `zzz`/],
  ],
  history: [
    ['', /Which link\?/],
    ['paris-prod-a 7x', /period cannot be read/],
    ['paris', /2 links fit/],
  ],
  report: [['7x', /period cannot be read/]],
  router: [
    ['', /Which link\?/],
    ['paris-prod-a cisco9', /no template for `cisco9`/],
    ['paris', /2 links fit/],
  ],
  runbook: [['zzzz', /No runbook is about `zzzz`/]],
  why: [
    ['', /Which link\?/],
    ['paris', /2 links fit/],
  ],
  silence: [
    ['', /Say which links first[\s\S]*It is typed as/],
    ['paris-prod-a', /Say for how long[\s\S]*It is typed as/],
    ['paris-prod-a 99999d', /It is typed as/],
  ],
  unsilence: [
    ['', /Which silence\? Give its id/],
    ['no-such-id', /No silence has that id/],
  ],
  subscribe: [
    ['prod digest 25:00', /A digest needs a time[\s\S]*It is typed as/],
    ['z'.repeat(1500), /too long/],
  ],
  unsubscribe: [['no-such-filter', /No subscription of this channel has that filter/, 'subscribe name:kept']],
}

const rows = (table: Readonly<Partial<Record<CommandName, Typed>>>) =>
  Object.entries(table).flatMap(([name, typed]) =>
    typed.map(
      ([rest, says, first]) =>
        [`${name} ${rest.slice(0, 60)}`.trim(), `${name} ${rest}`.trim(), says, first] as const,
    ),
  )

describe('A command typed well is answered to the person alone, within the limits of Slack:', () => {
  test.each(rows(WELL))('/interlink %s', async (_shown, typed, says, first) => {
    if (first !== undefined) await type(bot, first)
    const answer = await type(bot, typed)
    expect(words(answer)).toMatch(says)
    expect(answer.madeBy).toBe('response_url')
    expectSlackTakesIt(answer, { names: [`<@${ADA}>`, `<#${ALERT_CHANNEL}>`] })
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(before)
  })
})

test('/interlink unsilence ends the silence of that id', async () => {
  const made = words(await type(bot, 'silence name:marseille* 1h works'))
  const id = /\*Silence\* `([^`]+)`/.exec(made)?.[1] ?? ''
  expect(words(await type(bot, `unsilence ${id}`))).toMatch(/is over/)
  expect(words(await type(bot, 'silences'))).not.toContain('marseille')
})

describe('A command typed badly is told what is wrong with it:', () => {
  test.each(rows(BADLY))('/interlink %s', async (_shown, typed, says, first) => {
    if (first !== undefined) await type(bot, first)
    const answer = await type(bot, typed)
    expect(words(answer)).toMatch(says)
    expectSlackTakesIt(answer)
    expect(bot.slack.messages(ALERT_CHANNEL)).toHaveLength(before)
  })

  test.each([
    ['', /What you can ask/],
    ['   ', /What you can ask/],
    [
      'stauts paris-prod-a',
      /There is no command `stauts`\. Did you mean `\/interlink status paris-prod-a`\?/,
    ],
    ['paris-prod-a', /There is no command `paris-prod-a`\..*`\/interlink status paris-prod-a`/],
    ['<!channel>', /There is no command `&lt;!channel&gt;`/],
    ['“help”', /What you can ask/],
    ['`list all down`', /1 link/],
  ])('/interlink %s', async (typed, says) => {
    const answer = await type(bot, typed)
    expect(words(answer)).toMatch(says)
    expectSlackTakesIt(answer)
  })
})

describe('Share to channel', () => {
  const asks = Object.entries(WELL).filter(([name]) => COMMAND_HELP[name as CommandName].asks)

  test.each(asks)('is offered under what /interlink %s answers', async (name, typed) => {
    const answer = await type(bot, `${name} ${typed[0]?.[0]}`)
    expect(buttonsOf(answer)).toContain('share_answer')
  })

  test.each([
    'help',
    'dance',
    '',
    'status',
    'diagnose',
    'history paris-prod-a 7x',
    'report 7x',
    'silence',
    'silence all 1h tea',
    'unsilence',
    'unsilence none',
    'subscribe',
    'unsubscribe none',
    `list ${'"'.repeat(1200)}`,
  ])('is not offered under the answer to "/interlink %s", which is of one person alone', async (typed) => {
    const answer = await type(bot, typed)
    expect(buttonsOf(answer)).not.toContain('share_answer')
  })
})

describe('A guest', () => {
  test.each(Object.keys(COMMAND_HELP))('gets nothing but why from /interlink %s', async (name) => {
    const answer = await type(bot, `${name} paris-prod-a`, { userId: GUEST })
    expect(words(answer)).toMatch(/not guests/)
    expect(words(answer)).not.toMatch(/paris|InterLink link/)
    expect(buttonsOf(answer)).toEqual([])
  })
})

test('nothing of all this was an error', () => {
  expect(errorsOf(bot)).toEqual([])
})
