import type { z } from 'zod'
import type { AlertSettings } from './alerting/settings.ts'
import { type PagingTargets, pagingSecrets, pagingTargets } from './paging/targets.ts'
import type { RemedySettings } from './remedies/settings.ts'
import { parseDatabaseUrl } from './store/database-url.ts'
import { StoreOpenError } from './store/open-error.ts'
import { type LogLevel, VARIABLES, type Values, type Variable } from './variables.ts'

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
    /** The id of that key: names it where what was learned of its rights is kept. Null where nothing is kept of them. */
    readonly accessKey: string | null
    readonly apiUrl: string
    readonly organizationId: string | null
    /** Where a new link is created by default: kept for remedies, nothing is created yet. Never narrows what is watched. */
    readonly projectId: string | null
    readonly regions: readonly string[]
  }
  readonly alerts: AlertSettings
  readonly paging: PagingTargets
  readonly remedies: RemedySettings
  /** Where support tickets are posted to as signed JSON; null where people open them by hand. */
  readonly ticketWebhook: { readonly url: string; readonly secret: string } | null
  /** A cron expression with seconds (six fields) or without (five); UTC. */
  readonly pollSchedule: string
  readonly databaseUrl: string
  /** For how many days what is over is kept. */
  readonly historyDays: number
  /** A folder of the team's own runbooks. */
  readonly runbookFolder: string | null
  /** A YAML file with the contacts of partners, PoPs, connections and links. */
  readonly contactsFile: string | null
  readonly http: { readonly host: string; readonly port: number }
  readonly logLevel: LogLevel
}

/** What is wrong with one variable, and how to mend it. Never holds the value. */
export interface ConfigProblem {
  readonly variable: string
  readonly message: string
}

export type ConfigResult =
  | { readonly type: 'ok'; readonly config: Config }
  | { readonly type: 'invalid'; readonly problems: readonly ConfigProblem[] }

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

const WEBHOOKS = [
  ['ALERT_WEBHOOK_URL', 'ALERT_WEBHOOK_SECRET'],
  ['TICKET_WEBHOOK_URL', 'TICKET_WEBHOOK_SECRET'],
] as const satisfies readonly (readonly [Variable, Variable])[]

/** A webhook needs both its URL and its secret. */
function webhookProblems(env: Readonly<Record<string, string | undefined>>): readonly ConfigProblem[] {
  return WEBHOOKS.flatMap((pair) => {
    const missing = pair.filter((variable) => !env[variable]?.trim())
    return missing.length === pair.length
      ? []
      : missing.map((variable) => ({
          variable,
          message: `${variable} is missing: ${VARIABLES[variable].mend}.`,
        }))
  })
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
export function secretsOf({ slack, scaleway, paging, ticketWebhook }: Config): readonly string[] {
  const eventSecret = slack.events.type === 'socket' ? slack.events.appToken : slack.events.signingSecret
  const ticketSecrets = ticketWebhook === null ? [] : [ticketWebhook.url, ticketWebhook.secret]
  return [slack.botToken, eventSecret, scaleway.secretKey, ...pagingSecrets(paging), ...ticketSecrets]
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
      accessKey: values.SCW_ACCESS_KEY,
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
    remedies: {
      operators: {
        users: values.OPERATORS.filter((id) => !id.startsWith('S')),
        groups: values.OPERATORS.filter((id) => id.startsWith('S')),
      },
      channels: values.REMEDY_CHANNELS,
      isOn: values.REMEDIES === 'on',
      isDryRun: values.DRY_RUN === 'true',
      iacTags: values.IAC_TAGS,
      supportPlan: values.SUPPORT_PLAN,
    },
    ticketWebhook:
      values.TICKET_WEBHOOK_URL === null || values.TICKET_WEBHOOK_SECRET === null
        ? null
        : { url: values.TICKET_WEBHOOK_URL, secret: values.TICKET_WEBHOOK_SECRET },
    pollSchedule: values.POLL_SCHEDULE,
    databaseUrl: values.DATABASE_URL,
    historyDays: values.HISTORY_DAYS,
    runbookFolder: values.RUNBOOK_DIR,
    contactsFile: values.CONTACTS_FILE,
    http: { host: values.HTTP_HOST, port: values.PORT },
    logLevel: values.LOG_LEVEL,
  }
}
