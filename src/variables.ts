import { z } from 'zod'
import { parseTimers } from './alerting/timers.ts'
import { type BusinessHours, parseBusinessHours } from './domain/business-hours.ts'
import { SUPPORT_PLANS } from './remedies/settings.ts'
import { isCronExpression } from './watch/schedule.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

const uuid = z.guid()
const httpUrl = z.url({ protocol: /^https?$/ })

/** A list of what fits a pattern, separated by commas or spaces; each once. A problem names entries by their number. */
function listOf(pattern: RegExp, what: string) {
  return z.string().transform((text, context): readonly string[] => {
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
    for (const [index, entry] of entries.entries())
      if (!pattern.test(entry))
        context.addIssue({ code: 'custom', message: `entry ${index + 1} is not ${what}` })
    return [...new Set(entries)]
  })
}

/**
 * Every variable that is read: what it has to look like, what it is when it is not set (null: it may be missing), and
 * what to do when it is missing or wrong. `.env.example` lists the same ones.
 */
export const VARIABLES = {
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
  SCW_ACCESS_KEY: {
    schema: z
      .string()
      .regex(/^SCW[A-Z0-9]{17}$/)
      .nullable(),
    unset: null,
    mend: 'set it to the access key that belongs to SCW_SECRET_KEY (it begins with SCW and has 20 characters), or leave it out',
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
  HISTORY_DAYS: {
    // What ended in the last day is told in digests, and looked at when links are replaced.
    schema: z.coerce.number().int().min(2).max(3_650),
    unset: '90',
    mend: 'set it to a whole number of days from 2 to 3650',
  },
  RUNBOOK_DIR: {
    schema: z.string().nullable(),
    unset: null,
    mend: "set it to the folder that holds your team's runbooks, or leave it out",
  },
  CONTACTS_FILE: {
    schema: z.string().nullable(),
    unset: null,
    mend: 'set it to the YAML file with the contacts of your partners, or leave it out',
  },
  OPERATORS: {
    // Slack's ids of people begin with U or W, those of user groups with S.
    schema: listOf(/^[UWS][A-Z0-9]{2,}$/, 'an id of a person or a user group'),
    unset: '',
    mend: 'set it to Slack ids of people (U…) and user groups (S…), separated by commas, or leave it out so that nobody may change anything',
  },
  REMEDY_CHANNELS: {
    schema: listOf(/^[CG][A-Z0-9]{6,}$/, 'an id of a channel').nullable(),
    unset: null,
    mend: 'set it to ids of channels (C…), separated by commas, or leave it out for all',
  },
  REMEDIES: {
    schema: z.enum(['on', 'off']),
    unset: 'on',
    mend: 'set it to on or off',
  },
  DRY_RUN: {
    schema: z.enum(['true', 'false']),
    unset: 'false',
    mend: 'set it to true or false',
  },
  IAC_TAGS: {
    schema: z.string().transform((text): readonly string[] => {
      const tags = text.split(',').map((tag) => tag.trim())
      return text.trim().toLowerCase() === 'none' ? [] : [...new Set(tags.filter((tag) => tag !== ''))]
    }),
    unset: 'managed-by:terraform',
    mend: 'set it to tags, separated by commas, or to none',
  },
  SUPPORT_PLAN: {
    schema: z.enum(SUPPORT_PLANS).nullable(),
    unset: null,
    mend: `set it to one of ${SUPPORT_PLANS.join(', ')}, or leave it out`,
  },
  TICKET_WEBHOOK_URL: {
    schema: httpUrl.nullable(),
    unset: null,
    mend: 'set it to the http(s) URL that support tickets are posted to, or leave it out along with TICKET_WEBHOOK_SECRET',
  },
  TICKET_WEBHOOK_SECRET: {
    schema: z.string().min(16).nullable(),
    unset: null,
    mend: 'set it to a secret of at least 16 characters that the receiver of TICKET_WEBHOOK_URL knows too',
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

export type Variable = keyof typeof VARIABLES
/** What each variable is once it has gone through its schema. */
export type Values = { readonly [Name in Variable]: z.output<(typeof VARIABLES)[Name]['schema']> }

/** The names of all variables that the configuration reads. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(VARIABLES)
