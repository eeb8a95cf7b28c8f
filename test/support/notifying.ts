import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/domain/clock.ts'
import { startSlackWorkspace } from '../../src/simulator/slack/start.ts'
import type { ApiCall, SlackWorkspace } from '../../src/simulator/slack/workspace.ts'
import { createNotifier } from '../../src/slack/notifier.ts'
import { NOWHERE } from '../../src/slack/told-at.ts'
import type { ClaimedDelivery, Notifier } from '../../src/watch/outbox.ts'
import type { Dispatch } from '../../src/watch/ports.ts'
import { aLinkAlert } from './alerts.ts'
import { manualClock } from './clock.ts'
import { NO_CONTACTS } from './contacts.ts'
import { NOW } from './links.ts'

export const CHANNEL = 'C0NETONCALL'
export const OTHER_CHANNEL = 'C0SECOND01'
export const PERSON = 'U0ADA0001'
export const BOT_TOKEN = 'xoxb-notifier-test'

const MANIFEST = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')

/** A Slack workspace with the bot's own manifest, less some scopes. It ends with the test. */
export async function aWorkspace(
  clock: Clock,
  options: { readonly without?: readonly string[]; readonly enforceRateLimits?: boolean } = {},
): Promise<SlackWorkspace> {
  const slack = await startSlackWorkspace({
    manifest: (options.without ?? []).reduce((text, scope) => text.replace(`- ${scope}\n`, '\n'), MANIFEST),
    botToken: BOT_TOKEN,
    appToken: 'xapp-notifier-test',
    clock,
    random: Math.random,
    people: [{ id: PERSON, name: 'ada', realName: 'Ada', tz: 'Europe/Paris' }],
    channels: [CHANNEL, OTHER_CHANNEL].map((id, n) => ({
      id,
      name: `channel-${n}`,
      members: [PERSON],
      botIsMember: true,
    })),
    enforceRateLimits: options.enforceRateLimits ?? false,
  })
  onTestFinished(() => slack.close())
  return slack
}

/** The real notifier. `told` collects what it logs, and `over` is how it reaches Slack. */
export function aNotifier(
  apiUrl: string,
  clock: Clock,
  { timeoutMs = 5_000, told = [] as string[], over = fetch, contacts = NO_CONTACTS } = {},
): Notifier {
  const log = (_fields: object, message: string) => void told.push(message)
  return createNotifier({
    contacts,
    records: { contactsOf: async () => new Map(), ticketsOf: async () => new Map() },
    toldAt: async () => NOWHERE,
    botToken: BOT_TOKEN,
    apiUrl,
    clock,
    fetch: over,
    timeoutMs,
    logger: { info: log, warn: log, error: log },
  })
}

/** A notifier with a workspace of its own, which ends with the test. `logged` is what it logs. */
export async function setUpNotifier() {
  const clock = manualClock(NOW)
  const slack = await aWorkspace(clock)
  const logged: string[] = []
  return { clock, slack, logged, notifier: aNotifier(slack.apiUrl, clock, { told: logged }) }
}

/** Sends what has to arrive, and answers the `ts` of its message. */
export async function sentBy(notifier: Notifier, delivery: ClaimedDelivery): Promise<string> {
  const sent = await notifier.send(delivery)
  if (sent.type !== 'sent') throw new Error(`It was not sent: ${JSON.stringify(sent)}`)
  return sent.ts
}

/** A delivery claimed for its first attempt: a post unless told. */
export function aClaim(
  dispatch: Dispatch = { type: 'post', key: 'key-1' },
  overrides: Partial<ClaimedDelivery> = {},
): ClaimedDelivery {
  return {
    dispatch,
    story: 'key-1',
    mention: null,
    channel: CHANNEL,
    incidentId: 'incident-1',
    alert: aLinkAlert(),
    at: NOW,
    attempt: 1,
    doubtSince: null,
    searches: 0,
    mayRepeat: false,
    anew: false,
    parentTs: null,
    ...overrides,
  }
}

/** A line in the thread of the message `key-1`. */
export function aReply(parentTs: string, key = 'line-1', broadcast = false): ClaimedDelivery {
  return aClaim({ type: 'reply', key, parentKey: 'key-1', broadcast }, { parentTs })
}

/** An edit of the message `key-1`. */
export function anEdit(parentTs: string, overrides: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  return aClaim({ type: 'edit', key: 'edit-1', parentKey: 'key-1' }, { parentTs, ...overrides })
}

/** The calls of one method, oldest first. */
export function callsOf(slack: SlackWorkspace, method: string, channel?: string): readonly ApiCall[] {
  return slack
    .calls()
    .filter((call) => call.method === method && (channel === undefined || call.args.channel === channel))
}

/** The alert keys of a channel's messages, replies included. */
export function keysIn(slack: SlackWorkspace, channel = CHANNEL): readonly unknown[] {
  return slack.messages(channel).map(({ metadata }) => metadata?.event_payload.alert_key)
}
