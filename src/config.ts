import { z } from 'zod'
import type { AlertSettings } from './alerting/settings.ts'
import { parseTimers } from './alerting/timers.ts'
import { type BusinessHours, parseBusinessHours } from './domain/business-hours.ts'
import { type PagingTargets, pagingSecrets, pagingTargets } from './paging/targets.ts'
import { parseDatabaseUrl } from './store/database-url.ts'
import { StoreOpenError } from './store/open-error.ts'
import { isCronExpression } from './watch/schedule.ts'

/** How the bot hears from Slack: over a socket it opens itself, or over HTTP requests that Slack signs. */
export type SlackEvents =
  | { readonly type: 'socket'; readonly appToken: string }
  | { readonly type: 'http'; readonly signingSecret: string }

/** Everything that can be set from outside. Holds secrets: never log it. */
export interface Config {
  readonly slack: {
    readonly botToken: string
    readonly events: SlackEvents
    /** Ends in a slash. */
    readonly apiUrl: string
    /** The id of the channel that hears of everything. */
    readonly alertChannel: string
  }
  readonly scaleway: {
    readonly secretKey: string
    readonly apiUrl: string
    readonly organizationId: string | null
    /** Where a new link is created by default: kept for remedies, nothing is created yet. Never narrows what is watched. */
    readonly projectId: string | null
    readonly regions: readonly string[]
  }
  readonly alerts: AlertSettings
  readonly paging: PagingTargets
  /** A cron expression with seconds (six fields) or without (five); UTC. */
  readonly pollSchedule: string
  readonly databaseUrl: string
  readonly http: { readonly host: string; readonly port: number }
  readonly logLevel: LogLevel
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/** What is wrong with one variable, and how to mend it. Never holds the value. */
export interface ConfigProblem {
  readonly variable: string
  readonly message: string
}

export type ConfigResult =
  | { readonly type: 'ok'; readonly config: Config }
  | { readonly type: 'invalid'; readonly problems: readonly ConfigProblem[] }

const uuid = z.guid()
const httpUrl = z.url({ protocol: /^https?$/ })

/**
 * Every variable that is read: what it has to look like, what it is when it is not set (null: it may be missing), and
 * what to do when it is missing or wrong. `.env.example` lists the same ones.
 */
const VARIABLES = {
  SLACK_BOT_TOKEN: {
    schema: z.string().regex(/^xoxb-[A-Za-z0-9-]+$/),
    mend: 'set it to the Bot User OAuth Token of your Slack app (it begins with xoxb-)',
  },
  SLACK_APP_TOKEN: {
    schema: z
      .string()
      .regex(/^xapp-[A-Za-z0-9-]+$/)
      .nullable(),
    unset: null,
    mend: 'set it to an app-level token with the scope connections:write (it begins with xapp-), or leave it out and set SLACK_SIGNING_SECRET',
  },
  SLACK_SIGNING_SECRET: {
    schema: z
      .string()
      .regex(/^[0-9a-f]{32}$/i)
      .nullable(),
    unset: null,
    mend: 'set it to the Signing Secret of your Slack app (32 hexadecimal digits)',
  },
  ALERT_CHANNEL: {
    schema: z.string().regex(/^[CG][A-Z0-9]{6,}$/),
    mend: "set it to the channel's id, not its name (in Slack: channel details, at the bottom; it begins with C or G)",
  },
  SCW_SECRET_KEY: {
    schema: uuid,
    mend: 'set it to the secret key of a Scaleway API key with read access to InterLink (a UUID)',
  },
  SLACK_API_URL: {
    schema: httpUrl,
    unset: 'https://slack.com/api/',
    mend: 'set it to an http(s) URL, or leave it out',
  },
  SCW_API_URL: {
    schema: httpUrl,
    unset: 'https://api.scaleway.com',
    mend: 'set it to an http(s) URL, or leave it out',
  },
  SCW_DEFAULT_ORGANIZATION_ID: {
    schema: uuid.nullable(),
    unset: null,
    mend: 'set it to the id of your Scaleway organization (a UUID), or leave it out',
  },
  SCW_DEFAULT_PROJECT_ID: {
    schema: uuid.nullable(),
    unset: null,
    mend: 'set it to the id of a Scaleway project (a UUID), or leave it out',
  },
  INTERLINK_REGIONS: {
    schema: z.string().regex(/^\s*[a-z]{2}-[a-z]{3}\s*(,\s*[a-z]{2}-[a-z]{3}\s*)*$/),
    unset: 'fr-par,nl-ams,pl-waw',
    mend: 'set it to regions separated by commas, such as fr-par,nl-ams',
  },
  POLL_SCHEDULE: {
    schema: z.string().refine(isCronExpression, { message: '' }),
    unset: '*/30 * * * * *',
    mend: 'set it to a cron expression, such as */30 * * * * * (with seconds; five fields are taken too)',
  },
  ALERT_TIMERS: {
    schema: z.string().transform((text, context) => {
      const result = parseTimers(text)
      if (result.type === 'ok') return result.timers
      for (const message of result.problems) context.addIssue({ code: 'custom', message })
      return z.NEVER
    }),
    unset: '',
    mend: 'set it to timers by name, such as flapQuiet=20m,pageAfter=2m (README, "Timers")',
  },
  BUSINESS_HOURS: {
    schema: z
      .string()
      .transform(parseBusinessHours)
      .pipe(z.custom<BusinessHours>((hours) => hours !== null, { message: '' })),
    unset: '09:00-18:00 UTC',
    mend: 'set it to opening hours and a time zone, such as 09:00-18:00 Europe/Paris',
  },
  PAGERDUTY_ROUTING_KEY: {
    // "Send an Alert Event": the 32 character integration key.
    schema: z
      .string()
      .regex(/^[A-Za-z0-9]{32}$/)
      .nullable(),
    unset: null,
    mend: 'set it to the integration key of an Events API v2 integration of a PagerDuty service (32 letters and digits), or leave it out',
  },
  PAGERDUTY_EVENTS_URL: {
    schema: httpUrl,
    unset: 'https://events.pagerduty.com',
    mend: 'set it to https://events.pagerduty.com or https://events.eu.pagerduty.com, or leave it out',
  },
  ALERT_WEBHOOK_URL: {
    schema: httpUrl.nullable(),
    unset: null,
    mend: 'set it to the http(s) URL that pages are posted to, or leave it out along with ALERT_WEBHOOK_SECRET',
  },
  ALERT_WEBHOOK_SECRET: {
    schema: z.string().min(16).nullable(),
    unset: null,
    mend: 'set it to a secret of at least 16 characters that the receiver of ALERT_WEBHOOK_URL knows too',
  },
  HEARTBEAT_URL: {
    schema: httpUrl.nullable(),
    unset: null,
    mend: 'set it to the http(s) URL of a watchdog, or leave it out',
  },
  DATABASE_URL: {
    /** What it has to look like is the store's to say: see `databaseUrlProblem`. */
    schema: z.string(),
    unset: 'file:./data/interlink-bot.db',
    mend: 'set it to file:./data/interlink-bot.db or postgres://user@host/database',
  },
  HTTP_HOST: {
    schema: z.string().min(1),
    unset: '127.0.0.1',
    mend: 'set it to an address to listen on, such as 127.0.0.1',
  },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535),
    unset: '3000',
    mend: 'set it to a port from 1 to 65535, or 0 for a free one',
  },
  LOG_LEVEL: { schema: z.enum(LOG_LEVELS), unset: 'info', mend: `set it to one of ${LOG_LEVELS.join(', ')}` },
} as const satisfies Record<string, { schema: z.ZodType; unset?: string | null; mend: string }>

type Variable = keyof typeof VARIABLES
type Values = { readonly [Name in Variable]: z.output<(typeof VARIABLES)[Name]['schema']> }

/** The names of all variables that the configuration reads. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(VARIABLES)

/** Reads the configuration from the environment: all of it, or every problem at once. An empty variable is not set. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const problems: ConfigProblem[] = []
  const values: Record<string, unknown> = {}
  for (const [variable, spec] of Object.entries<{ schema: z.ZodType; unset?: string | null; mend: string }>(
    VARIABLES,
  )) {
    const set = env[variable]?.trim() || undefined
    if (set === undefined && spec.unset === undefined) {
      problems.push({ variable, message: `${variable} is missing: ${spec.mend}.` })
      continue
    }
    const parsed = spec.schema.safeParse(set ?? spec.unset)
    if (parsed.success) values[variable] = parsed.data
    else {
      const details = parsed.error.issues.flatMap(({ code, message }) =>
        code === 'custom' && message !== '' ? [message] : [],
      )
      const what = details.length === 0 ? '' : ` (${details.join('; ')})`
      problems.push({ variable, message: `${variable} is not valid${what}: ${spec.mend}.` })
    }
  }
  // What stands in `values` has gone through its schema.
  const events = eventsOf(values as Partial<Values>)
  if (events === null && !problems.some(({ variable }) => EVENT_VARIABLES.includes(variable))) {
    problems.push({
      variable: 'SLACK_APP_TOKEN',
      message: `SLACK_APP_TOKEN is missing: ${VARIABLES.SLACK_APP_TOKEN.mend}.`,
    })
  }
  problems.push(...webhookProblems(env))
  const database = databaseUrlProblem(env.DATABASE_URL?.trim() || VARIABLES.DATABASE_URL.unset)
  if (database !== null) problems.push({ variable: 'DATABASE_URL', message: database })
  if (events === null || problems.length > 0) return { type: 'invalid', problems }
  // None is missing, or a problem would have been returned.
  return { type: 'ok', config: arrange(values as Values, events) }
}

/** A webhook needs both its URL and its secret. */
function webhookProblems(env: Readonly<Record<string, string | undefined>>): readonly ConfigProblem[] {
  const pair = ['ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_SECRET'] as const satisfies Variable[]
  const missing = pair.filter((variable) => !env[variable]?.trim())
  return missing.length === pair.length
    ? []
    : missing.map((variable) => ({
        variable,
        message: `${variable} is missing: ${VARIABLES[variable].mend}.`,
      }))
}

/** What the store would say of `databaseUrl` before it opens anything; null where it has nothing to say. */
function databaseUrlProblem(databaseUrl: string): string | null {
  try {
    parseDatabaseUrl(databaseUrl)
    return null
  } catch (error) {
    if (error instanceof StoreOpenError) return error.message
    throw error
  }
}

const EVENT_VARIABLES: readonly string[] = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] satisfies Variable[]

/** Socket Mode where it can be had; null where neither variable was set to something valid. */
function eventsOf(values: Partial<Values>): SlackEvents | null {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values
  if (appToken) return { type: 'socket', appToken }
  return signingSecret ? { type: 'http', signingSecret } : null
}

/** Whatever must never stand in a log: tokens, keys, and URLs that whoever knows them can use. */
export function secretsOf({ slack, scaleway, paging }: Config): readonly string[] {
  const eventSecret = slack.events.type === 'socket' ? slack.events.appToken : slack.events.signingSecret
  return [slack.botToken, eventSecret, scaleway.secretKey, ...pagingSecrets(paging)]
}

function arrange(values: Values, events: SlackEvents): Config {
  return {
    slack: {
      botToken: values.SLACK_BOT_TOKEN,
      events,
      apiUrl: values.SLACK_API_URL.endsWith('/') ? values.SLACK_API_URL : `${values.SLACK_API_URL}/`,
      alertChannel: values.ALERT_CHANNEL,
    },
    scaleway: {
      secretKey: values.SCW_SECRET_KEY,
      apiUrl: values.SCW_API_URL.replace(/\/+$/, ''),
      organizationId: values.SCW_DEFAULT_ORGANIZATION_ID,
      projectId: values.SCW_DEFAULT_PROJECT_ID,
      regions: [...new Set(values.INTERLINK_REGIONS.split(',').map((region) => region.trim()))],
    },
    alerts: { timers: values.ALERT_TIMERS, hours: values.BUSINESS_HOURS },
    paging: pagingTargets({
      routingKey: values.PAGERDUTY_ROUTING_KEY,
      eventsUrl: values.PAGERDUTY_EVENTS_URL,
      webhookUrl: values.ALERT_WEBHOOK_URL,
      webhookSecret: values.ALERT_WEBHOOK_SECRET,
      heartbeatUrl: values.HEARTBEAT_URL,
    }),
    pollSchedule: values.POLL_SCHEDULE,
    databaseUrl: values.DATABASE_URL,
    http: { host: values.HTTP_HOST, port: values.PORT },
    logLevel: values.LOG_LEVEL,
  }
}
