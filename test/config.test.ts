import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_ALERT_SETTINGS } from '../src/alerting/settings.ts'
import { parseConfig, secretsOf } from '../src/config.ts'
import { CONFIG_VARIABLES } from '../src/variables.ts'

const REQUIRED = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  ALERT_CHANNEL: 'C0123ABCD',
  SCW_SECRET_KEY: '11111111-2222-4333-8444-555555555555',
} as const

const ROUTING_KEY = 'R0123456789abcdefghijklmnopqrstu'

const configOf = (env: Record<string, string>) => {
  const result = parseConfig({ ...REQUIRED, ...env })
  if (result.type === 'invalid') throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.config
}
const problemsOf = (env: Record<string, string>) => {
  const result = parseConfig(env)
  return result.type === 'invalid' ? result.problems : []
}

describe('a configuration', () => {
  test('needs four values, and has a default for everything else', () => {
    expect(configOf({})).toEqual({
      slack: {
        botToken: 'xoxb-1',
        events: { type: 'socket', appToken: 'xapp-1' },
        apiUrl: 'https://slack.com/api/',
        alertChannel: 'C0123ABCD',
      },
      scaleway: {
        secretKey: REQUIRED.SCW_SECRET_KEY,
        accessKey: null,
        apiUrl: 'https://api.scaleway.com',
        organizationId: null,
        projectId: null,
        regions: ['fr-par', 'nl-ams', 'pl-waw'],
      },
      alerts: DEFAULT_ALERT_SETTINGS,
      paging: { pagerduty: null, webhook: null, heartbeatUrl: null },
      remedies: {
        operators: { users: [], groups: [] },
        channels: null,
        isOn: true,
        isDryRun: false,
        iacTags: ['managed-by:terraform'],
        supportPlan: null,
      },
      ticketWebhook: null,
      pollSchedule: '*/30 * * * * *',
      databaseUrl: 'file:./data/interlink-bot.db',
      historyDays: 90,
      runbookFolder: null,
      contactsFile: null,
      http: { host: '127.0.0.1', port: 3000 },
      logLevel: 'info',
    })
  })

  test('takes HTTP with a signing secret where there is no app token', () => {
    const { slack } = configOf({
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    })
    expect(slack.events).toEqual({ type: 'http', signingSecret: '0123456789abcdef0123456789abcdef' })
  })

  test('takes Socket Mode where both are set', () => {
    const { slack } = configOf({ SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' })
    expect(slack.events.type).toBe('socket')
  })

  test('takes an empty variable as not set, and white space around values as nothing', () => {
    expect(configOf({ PORT: '', LOG_LEVEL: ' debug ' })).toMatchObject({
      http: { port: 3000 },
      logLevel: 'debug',
    })
  })

  test('takes timers and business hours, with the defaults of what is not named', () => {
    const { alerts } = configOf({
      ALERT_TIMERS: 'failedError=1bd, rollUpLinks=5',
      BUSINESS_HOURS: '08:30-17:00 Europe/Paris',
    })
    expect(alerts).toEqual({
      timers: {
        ...DEFAULT_ALERT_SETTINGS.timers,
        failedError: { unit: 'business_days', days: 1 },
        rollUpLinks: 5,
      },
      hours: { zone: 'Europe/Paris', opensMinute: 510, closesMinute: 1020 },
    })
  })

  test('pages through PagerDuty and a webhook, and beats, where they are set', () => {
    const { paging } = configOf({
      PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
      PAGERDUTY_EVENTS_URL: 'https://events.eu.pagerduty.com/',
      ALERT_WEBHOOK_URL: 'https://hooks.acme.example/page?team=net',
      ALERT_WEBHOOK_SECRET: 'sixteen letters!',
      HEARTBEAT_URL: 'https://watchdog.example/ping/1',
    })
    expect(paging).toEqual({
      pagerduty: { routingKey: ROUTING_KEY, eventsUrl: 'https://events.eu.pagerduty.com' },
      webhook: { url: 'https://hooks.acme.example/page?team=net', secret: 'sixteen letters!' },
      heartbeatUrl: 'https://watchdog.example/ping/1',
    })
  })

  test('knows which of its values must not be logged', () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxb-secret',
      SLACK_APP_TOKEN: 'xapp-secret',
      SCW_SECRET_KEY: '11111111-2222-4333-8444-000000000000',
      PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
      ALERT_WEBHOOK_URL: 'https://hooks.acme.example/token',
      ALERT_WEBHOOK_SECRET: 'sixteen letters!',
      HEARTBEAT_URL: 'https://watchdog.example/ping/1',
      TICKET_WEBHOOK_URL: 'https://desk.acme.example/token',
      TICKET_WEBHOOK_SECRET: 'seventeen letters',
    }
    expect([...secretsOf(configOf(secrets))].sort()).toEqual(Object.values(secrets).sort())
    const signing = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' }
    expect(secretsOf(configOf(signing))).toContain(signing.SLACK_SIGNING_SECRET)
  })

  test('takes operators by their ids, people and user groups apart, each once', () => {
    const { remedies } = configOf({
      OPERATORS: 'U0ADA, S0NETOPS W0BEN,U0ADA',
      REMEDY_CHANNELS: 'C0123ABCD,C0123ABCE',
      REMEDIES: 'off',
      DRY_RUN: 'true',
      IAC_TAGS: 'managed-by:terraform, owner: platform',
      SUPPORT_PLAN: 'business',
    })
    expect(remedies).toEqual({
      operators: { users: ['U0ADA', 'W0BEN'], groups: ['S0NETOPS'] },
      channels: ['C0123ABCD', 'C0123ABCE'],
      isOn: false,
      isDryRun: true,
      iacTags: ['managed-by:terraform', 'owner: platform'],
      supportPlan: 'business',
    })
    expect(configOf({ IAC_TAGS: 'None' }).remedies.iacTags).toEqual([])
  })

  test('posts tickets where a webhook is set', () => {
    const ticketWebhook = { url: 'https://desk.acme.example/in', secret: 'sixteen letters!' }
    const { url: TICKET_WEBHOOK_URL, secret: TICKET_WEBHOOK_SECRET } = ticketWebhook
    expect(configOf({ TICKET_WEBHOOK_URL, TICKET_WEBHOOK_SECRET }).ticketWebhook).toEqual(ticketWebhook)
  })

  test('watches each region once', () => {
    expect(configOf({ INTERLINK_REGIONS: 'nl-ams, fr-par,nl-ams' }).scaleway.regions).toEqual([
      'nl-ams',
      'fr-par',
    ])
  })
})

describe('what is wrong with a configuration', () => {
  test('is told all at once, each with the way to mend it', () => {
    const problems = problemsOf({ PORT: '70000', POLL_SCHEDULE: 'often' })
    expect(problems.map(({ variable }) => variable).sort()).toEqual([
      'ALERT_CHANNEL',
      'POLL_SCHEDULE',
      'PORT',
      'SCW_SECRET_KEY',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
    ])
    for (const { variable, message } of problems)
      expect(message).toMatch(new RegExp(`^${variable} is .*: .*\\.$`))
  })

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-a-person'],
    ['SLACK_BOT_TOKEN', 'xoxb-1 two'],
    ['SLACK_BOT_TOKEN', 'xoxb-1\nSLACK_APP_TOKEN=xapp-1'],
    ['SLACK_BOT_TOKEN', 'xoxb-“1”'],
    ['SLACK_APP_TOKEN', 'xoxb-the-wrong-one'],
    ['SLACK_APP_TOKEN', 'xapp-1 two'],
    ['SLACK_SIGNING_SECRET', 'short'],
    ['ALERT_CHANNEL', '#network-oncall'],
    ['SCW_SECRET_KEY', 'SCWXXXXXXXXXXXXXXXXX'],
    ['SCW_ACCESS_KEY', '11111111-2222-4333-8444-555555555555'],
    ['SLACK_API_URL', 'slack.com'],
    ['SCW_API_URL', 'ftp://api.scaleway.com'],
    ['SCW_DEFAULT_ORGANIZATION_ID', 'acme'],
    ['SCW_DEFAULT_PROJECT_ID', 'web'],
    ['INTERLINK_REGIONS', 'paris'],
    ['POLL_SCHEDULE', '61 * * * * *'],
    ['ALERT_TIMERS', 'pageAfter=soon'],
    ['ALERT_TIMERS', 'nothing=2m'],
    ['BUSINESS_HOURS', '18:00-09:00 UTC'],
    ['BUSINESS_HOURS', '09:00-18:00 Europe/Atlantis'],
    ['PAGERDUTY_ROUTING_KEY', 'u+an-api-key-of-20-c'],
    ['PAGERDUTY_EVENTS_URL', 'events.pagerduty.com'],
    ['HEARTBEAT_URL', 'watchdog'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['DATABASE_URL', 'file:?x'],
    ['DATABASE_URL', 'file::memory:'],
    ['DATABASE_URL', 'postgres://u:p/w@h/d'],
    ['HISTORY_DAYS', '1'],
    ['HISTORY_DAYS', 'forever'],
    ['OPERATORS', '@ada'],
    ['OPERATORS', 'U0ADA,C0123ABCD'],
    ['REMEDY_CHANNELS', '#network-oncall'],
    ['REMEDIES', 'yes'],
    ['DRY_RUN', '1'],
    ['SUPPORT_PLAN', 'gold'],
    ['PORT', '3000.5'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is not valid', (variable, value) => {
    const problems = problemsOf({ ...REQUIRED, [variable]: value })
    expect(problems.map((problem) => problem.variable)).toEqual([variable])
  })

  test('says of a database what the store says, beside every other problem, and without the password', () => {
    const problems = problemsOf({ PORT: '70000', DATABASE_URL: 'postgres://bot:12/s3cr3t@db/alerts' })
    expect(problems.map(({ variable }) => variable)).toEqual(expect.arrayContaining(['PORT', 'DATABASE_URL']))
    const { message } = problems.find(({ variable }) => variable === 'DATABASE_URL') ?? {}
    expect(message).toContain('percent-encoded')
    expect(message).not.toContain('s3cr3t')
  })

  test.each([
    ['ALERT_WEBHOOK_SECRET', { ALERT_WEBHOOK_URL: 'https://hooks.acme.example' }, 'is missing'],
    ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_SECRET: 'sixteen letters!' }, 'is missing'],
    [
      'ALERT_WEBHOOK_SECRET',
      { ALERT_WEBHOOK_URL: 'https://hooks.acme.example', ALERT_WEBHOOK_SECRET: 'fifteen letters' },
      'is not valid',
    ],
    [
      'ALERT_WEBHOOK_URL',
      { ALERT_WEBHOOK_URL: 'hooks.acme.example', ALERT_WEBHOOK_SECRET: 'sixteen letters!' },
      'is not valid',
    ],
    ['TICKET_WEBHOOK_SECRET', { TICKET_WEBHOOK_URL: 'https://desk.acme.example' }, 'is missing'],
    ['TICKET_WEBHOOK_URL', { TICKET_WEBHOOK_SECRET: 'sixteen letters!' }, 'is missing'],
  ])('names %s of a webhook that is not whole: %j', (variable, env, what) => {
    const problems = problemsOf({ ...REQUIRED, ...env })
    expect(problems.map((problem) => problem.variable)).toEqual([variable])
    expect(problems[0]?.message).toContain(`${variable} ${what}`)
  })

  test('says of every timer by its name what it has to be, and never what it is', () => {
    const [problem, ...more] = problemsOf({
      ...REQUIRED,
      ALERT_TIMERS: 's3cr3t=1m,pageAfter=s3cr3t flapChanges=s3cr3t,flapQuiet=20m',
    })
    expect(more).toEqual([])
    expect(problem?.message).toBe(
      'ALERT_TIMERS is not valid (entry 1 does not name a timer; pageAfter has to be a duration such as 90s, 15m, 4h, 2d or 3bd (working days); flapChanges has to be a whole number of at least 1): set it to timers by name, such as flapQuiet=20m,pageAfter=2m (README, "Timers").',
    )
  })

  test('says of business hours how they are written', () => {
    const [problem] = problemsOf({ ...REQUIRED, BUSINESS_HOURS: '9 to 5, s3cr3t' })
    expect(problem?.message).toBe(
      'BUSINESS_HOURS is not valid: set it to opening hours and a time zone, such as 09:00-18:00 Europe/Paris.',
    )
  })

  test('never shows a value', () => {
    const name = fc.constantFrom(...CONFIG_VARIABLES)
    const secret = fc.stringMatching(/^[a-f0-9]{12}$/).map((hex) => `s3cr3t ${hex}`)
    fc.assert(
      fc.property(fc.dictionary(name, secret), (env) => {
        for (const { message } of problemsOf(env)) expect(message).not.toContain('s3cr3t')
      }),
    )
  })
})

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

  test('lists exactly the variables that are read, each under one line that says what it is for', () => {
    const listed = [...text.matchAll(/^# .+\n([A-Z_]+)=/gm)].map((match) => match[1])
    expect(listed.sort()).toEqual([...CONFIG_VARIABLES].sort())
    expect(text.match(/^[A-Z_]+=/gm)).toHaveLength(CONFIG_VARIABLES.length)
  })

  test('shows the defaults', () => {
    const shown = Object.fromEntries(
      [...text.matchAll(/^([A-Z_]+)=(.+)$/gm)].map((match) => [match[1], match[2] ?? '']),
    )
    expect(configOf(shown)).toEqual(configOf({}))
  })
})
