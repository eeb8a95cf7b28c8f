import { parse } from 'yaml'
import { z } from 'zod'

/** What the stand-in takes from an app manifest: https://docs.slack.dev/reference/app-manifest */
export interface Manifest {
  readonly name: string
  readonly botName: string
  readonly botScopes: ReadonlySet<string>
  readonly commands: ReadonlyMap<string, { readonly shouldEscape: boolean }>
  readonly botEvents: ReadonlySet<string>
  readonly interactivity: boolean
  readonly socketMode: boolean
  readonly homeTab: boolean
  /** Callback ids by where the shortcut is offered. */
  readonly shortcuts: ReadonlyMap<string, 'message' | 'global'>
  readonly unfurlDomains: readonly string[]
}

const schema = z.looseObject({
  display_information: z.looseObject({ name: z.string().min(1).max(35) }),
  features: z
    .looseObject({
      app_home: z.looseObject({ home_tab_enabled: z.boolean().optional() }).optional(),
      shortcuts: z
        .array(
          z.looseObject({
            name: z.string().min(1).max(24),
            callback_id: z.string().max(255),
            description: z.string().min(1).max(150),
            type: z.enum(['message', 'global']),
          }),
        )
        .max(10)
        .optional(),
      unfurl_domains: z.array(z.string()).max(5).optional(),
      bot_user: z.looseObject({ display_name: z.string().min(1).max(80) }).optional(),
      slash_commands: z
        .array(
          z.looseObject({
            command: z.string().regex(/^\/[^\s]{1,31}$/),
            description: z.string().max(2000),
            should_escape: z.boolean().optional(),
          }),
        )
        .max(50)
        .optional(),
    })
    .optional(),
  oauth_config: z
    .looseObject({ scopes: z.looseObject({ bot: z.array(z.string()).optional() }).optional() })
    .optional(),
  settings: z
    .looseObject({
      event_subscriptions: z.looseObject({ bot_events: z.array(z.string()).optional() }).optional(),
      interactivity: z.looseObject({ is_enabled: z.boolean() }).optional(),
      socket_mode_enabled: z.boolean().optional(),
    })
    .optional(),
})

/** "Required scopes" of each event's page: https://docs.slack.dev/reference/events */
const EVENT_SCOPES = [
  ['app_mention', 'app_mentions:read'],
  ['link_shared', 'links:read'],
] as const

/** Reads a manifest; throws when it is not one that Slack would import. */
export function readManifest(text: string): Manifest {
  const manifest = schema.parse(parse(text))
  const botScopes = new Set(manifest.oauth_config?.scopes?.bot ?? [])
  const commands = manifest.features?.slash_commands ?? []
  if (commands.length > 0 && !botScopes.has('commands')) {
    throw new Error('The manifest declares slash commands without the scope `commands`.')
  }
  const botEvents = new Set(manifest.settings?.event_subscriptions?.bot_events ?? [])
  for (const [event, scope] of EVENT_SCOPES) {
    if (botEvents.has(event) && !botScopes.has(scope))
      throw new Error(`The manifest subscribes to ${event} without the scope \`${scope}\`.`)
  }
  return {
    name: manifest.display_information.name,
    botName: manifest.features?.bot_user?.display_name ?? manifest.display_information.name,
    botScopes,
    commands: new Map(
      commands.map((each) => [each.command, { shouldEscape: each.should_escape ?? false }] as const),
    ),
    botEvents,
    interactivity: manifest.settings?.interactivity?.is_enabled ?? false,
    socketMode: manifest.settings?.socket_mode_enabled ?? false,
    shortcuts: new Map(
      (manifest.features?.shortcuts ?? []).map((each) => [each.callback_id, each.type] as const),
    ),
    unfurlDomains: manifest.features?.unfurl_domains ?? [],
    homeTab: manifest.features?.app_home?.home_tab_enabled ?? false,
  }
}
