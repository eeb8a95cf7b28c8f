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
}

const schema = z.looseObject({
  display_information: z.looseObject({ name: z.string().min(1).max(35) }),
  features: z
    .looseObject({
      app_home: z.looseObject({ home_tab_enabled: z.boolean().optional() }).optional(),
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

/** Reads a manifest; throws when it is not one that Slack would import. */
export function readManifest(text: string): Manifest {
  const manifest = schema.parse(parse(text))
  const botScopes = new Set(manifest.oauth_config?.scopes?.bot ?? [])
  const commands = manifest.features?.slash_commands ?? []
  if (commands.length > 0 && !botScopes.has('commands')) {
    throw new Error('The manifest declares slash commands without the scope `commands`.')
  }
  return {
    name: manifest.display_information.name,
    botName: manifest.features?.bot_user?.display_name ?? manifest.display_information.name,
    botScopes,
    commands: new Map(
      commands.map((each) => [each.command, { shouldEscape: each.should_escape ?? false }] as const),
    ),
    botEvents: new Set(manifest.settings?.event_subscriptions?.bot_events ?? []),
    interactivity: manifest.settings?.interactivity?.is_enabled ?? false,
    socketMode: manifest.settings?.socket_mode_enabled ?? false,
    homeTab: manifest.features?.app_home?.home_tab_enabled ?? false,
  }
}
