import { z } from 'zod'
import type { Refusal } from './content.ts'
import type { Tier } from './limits.ts'
import { errorLine, type Problem, problemsOf } from './problems.ts'
import type { JsonObject } from './workspace.ts'
import type { World } from './world.ts'

/** Arguments of Web API methods: https://docs.slack.dev/apis/web-api/using-the-slack-web-api */

/** Forms carry everything as text; JSON bodies carry types. */
export const bool = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')
export const count = z.union([z.int(), z.string().regex(/^\d+$/)]).transform((value) => Number(value))
export const string = z.string()
/** JSON, or JSON as text; its reader decides. */
export const json = z.unknown()
export const parse = z.enum(['full', 'none'])

export const cursorPage = { cursor: string.optional(), limit: count.optional() }
export const timeline = {
  oldest: string.optional(),
  latest: string.optional(),
  inclusive: bool.optional(),
  include_all_metadata: bool.optional(),
}

export type Answer = Refusal | { readonly ok: true; readonly [property: string]: unknown }

/** One method of the Web API, with its arguments' types forgotten. */
export interface Method {
  readonly token: 'bot' | 'app' | 'any'
  /** Any one of these must have been granted. Empty: no scope is needed. */
  readonly scopes: readonly string[]
  readonly tier: Tier
  /** Whether posting limits apply per channel. */
  readonly posts: boolean
  run(world: World, args: JsonObject, token: 'bot' | 'app'): Answer
}

interface MethodOf<Shape extends z.ZodRawShape> {
  readonly token?: 'bot' | 'app' | 'any'
  readonly scopes: readonly string[]
  readonly tier: Tier
  readonly posts?: boolean
  readonly args: Shape
  readonly handle: (
    world: World,
    args: z.infer<z.ZodObject<Shape, z.core.$strict>>,
    token: 'bot' | 'app',
  ) => Answer
}

/** Makes a method that refuses unknown, missing and ill-typed arguments before its handler sees any. */
export function method<Shape extends z.ZodRawShape>(definition: MethodOf<Shape>): Method {
  const schema = z.strictObject(definition.args)
  return {
    token: definition.token ?? 'bot',
    scopes: definition.scopes,
    tier: definition.tier,
    posts: definition.posts ?? false,
    run(world, given, token) {
      // Bolt's own client sends `team_id` with every call (`teamId` of WebClientOptions), and Slack takes it.
      const { team_id: _team, ...args } = given
      const parsed = schema.safeParse(args)
      return parsed.success
        ? definition.handle(world, parsed.data, token)
        : invalidArguments(problemsOf(parsed.error, args))
    },
  }
}

/** `{"ok": false, "error": "invalid_arguments", "response_metadata": {"messages": ["[ERROR] …"]}}` */
export function invalidArguments(problems: readonly Problem[]): Refusal {
  return { error: 'invalid_arguments', extra: { response_metadata: { messages: problems.map(errorLine) } } }
}

export function missingScope(world: World, needed: readonly string[]): Refusal {
  return {
    error: 'missing_scope',
    extra: { needed: needed.join(','), provided: [...world.manifest.botScopes].join(',') },
  }
}

/** Slack's cursors are opaque; these hold where the next page starts. */
export function toCursor(start: string): string {
  return Buffer.from(`next:${start}`).toString('base64')
}

export function fromCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64').toString()
  return text.startsWith('next:') ? text.slice('next:'.length) : undefined
}

/** One page of a list by position, with the `response_metadata` that leads on. */
export function pageOf<T>(
  all: readonly T[],
  args: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  most: number,
): { readonly items: readonly T[]; readonly next: string } | Refusal {
  const start = args.cursor === undefined || args.cursor === '' ? '0' : fromCursor(args.cursor)
  if (start === undefined || !/^\d+$/.test(start)) return { error: 'invalid_cursor' }
  const limit = args.limit === undefined || args.limit === 0 ? 100 : args.limit
  if (limit > most) return { error: 'invalid_limit' }
  const end = Number(start) + limit
  return { items: all.slice(Number(start), end), next: end < all.length ? toCursor(String(end)) : '' }
}
