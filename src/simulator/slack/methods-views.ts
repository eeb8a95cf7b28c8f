import { type Answer, invalidArguments, json, method, string } from './arguments.ts'
import { isRefusal, jsonOf, type Refusal, withIds } from './content.ts'
import { type Problem, plainLine } from './problems.ts'
import type { Trigger } from './triggers.ts'
import { blockProblems, parseView, type ViewPayload, viewProblems } from './validate.ts'
import { DEEPEST_STACK, type FoundView } from './views.ts'
import type { View } from './workspace.ts'
import type { World } from './world.ts'

/** views.*, blocks.validate, auth.test, apps.connections.open: https://docs.slack.dev/reference/methods */

/** "Error returned if the provided view is greater than 250kb." */
const MOST_VIEW_BYTES = 250_000

/** Reads a view of the wanted type with every check that Slack makes on it. */
export function readView(given: unknown, type: ViewPayload['type']): ViewPayload | Refusal {
  const read = jsonOf(given)
  if (read === undefined) return invalidArguments([{ pointer: '/view', message: 'must provide an object' }])
  if (JSON.stringify(read.value ?? null).length > MOST_VIEW_BYTES) return { error: 'view_too_large' }
  const problems = viewProblems(read.value, ['view'])
  if (problems.length > 0) return invalidArguments(problems)
  const payload = parseView(read.value)
  return payload.type === type
    ? payload
    : invalidArguments([{ pointer: '/view/type', message: `unsupported type: ${payload.type}` }])
}

function liveTrigger(world: World, id: string): Trigger | Refusal {
  const trigger = world.triggers.look(id)
  return typeof trigger === 'string' ? { error: trigger } : trigger
}

function duplicate(world: World, payload: ViewPayload, except?: string): Refusal | undefined {
  if (payload.external_id === undefined || payload.external_id === '') return undefined
  const taken = world.views.findByExternalId(payload.external_id)
  return taken === undefined || taken.view.id === except ? undefined : { error: 'duplicate_external_id' }
}

/** A modal that a trigger asks for. */
interface Opening {
  readonly trigger: Trigger
  readonly payload: ViewPayload
}

function openingOf(
  world: World,
  args: { readonly trigger_id: string; readonly view: unknown },
): Opening | Refusal {
  const trigger = liveTrigger(world, args.trigger_id)
  if (isRefusal(trigger)) return trigger
  const payload = readView(args.view, 'modal')
  return isRefusal(payload) ? payload : { trigger, payload }
}

/** Opens it, over another one where that is given: that spends the trigger. */
function opened(world: World, { trigger, payload }: Opening, below?: View): Answer {
  const taken = duplicate(world, payload)
  if (taken) return taken
  world.triggers.spend(trigger.id)
  const blocks = withIds(payload.blocks, world.ids)
  return { ok: true, view: world.views.open(trigger.userId, payload, blocks, below) }
}

const open = method({
  scopes: [],
  tier: 4,
  args: { trigger_id: string, view: json },
  handle(world, args): Answer {
    const asked = openingOf(world, args)
    return isRefusal(asked) ? asked : opened(world, asked)
  },
})

const push = method({
  scopes: [],
  tier: 4,
  args: { trigger_id: string, view: json },
  handle(world, args): Answer {
    const asked = openingOf(world, args)
    if (isRefusal(asked)) return asked
    const { trigger } = asked
    const stack = world.views.stack(trigger.userId)
    const top = stack.at(-1)?.view
    // Pushing needs a trigger "generated from a button within a modal" that is still open.
    if (top === undefined || !stack.some(({ view }) => view.id === trigger.viewId))
      return { error: 'not_found' }
    if (stack.length >= DEEPEST_STACK) return { error: 'push_limit_reached' }
    return opened(world, asked, top)
  },
})

function named(
  world: World,
  args: { view_id?: string | undefined; external_id?: string | undefined },
): FoundView | Refusal {
  const hasId = args.view_id !== undefined && args.view_id !== ''
  const hasExternal = args.external_id !== undefined && args.external_id !== ''
  if (hasId && hasExternal) {
    return invalidArguments([{ pointer: '', message: 'Cannot provide both `view_id` and `external_id`' }])
  }
  if (!hasId && !hasExternal) {
    return invalidArguments([{ pointer: '', message: 'missing required field: view_id' }])
  }
  const found = hasId
    ? world.views.find(args.view_id ?? '')
    : world.views.findByExternalId(args.external_id ?? '')
  return found ?? { error: 'not_found' }
}

const update = method({
  scopes: [],
  tier: 4,
  args: { view: json, view_id: string.optional(), external_id: string.optional(), hash: string.optional() },
  handle(world, args): Answer {
    const found = named(world, args)
    if (isRefusal(found)) return found
    const payload = readView(args.view, found.view.type)
    if (isRefusal(payload)) return payload
    if (args.hash !== undefined && args.hash !== found.view.hash) return { error: 'hash_conflict' }
    const taken = duplicate(world, payload, found.view.id)
    if (taken) return taken
    return { ok: true, view: world.views.update(found, payload, withIds(payload.blocks, world.ids)) }
  },
})

const publish = method({
  scopes: [],
  tier: 4,
  args: { user_id: string, view: json, hash: string.optional() },
  handle(world, args): Answer {
    if (!world.manifest.homeTab) return { error: 'not_enabled' }
    if (!world.directory.person(args.user_id)) {
      return invalidArguments([{ pointer: '', message: 'invalid `user_id`' }])
    }
    const payload = readView(args.view, 'home')
    if (isRefusal(payload)) return payload
    const known = world.views.home(args.user_id)
    if (args.hash !== undefined && args.hash !== known?.hash) return { error: 'hash_conflict' }
    return { ok: true, view: world.views.publish(args.user_id, payload, withIds(payload.blocks, world.ids)) }
  },
})

/** https://docs.slack.dev/reference/methods/blocks.validate: "Provide exactly one of `blocks`, `view`, or `message`." */
const validate = method({
  scopes: [],
  tier: 'special',
  token: 'any',
  args: { blocks: json.optional(), message: json.optional(), view: json.optional() },
  handle(_world, args): Answer {
    const given = Object.entries(args).filter(([, value]) => value !== undefined)
    const [only] = given
    if (only === undefined || given.length > 1) {
      return invalidArguments([
        { pointer: '', message: 'must provide exactly one of blocks, view, or message' },
      ])
    }
    const [kind, value] = only
    const problems = payloadProblems(kind, jsonOf(value)?.value)
    if (problems.length === 0) return { ok: true }
    return {
      error: `invalid_${kind}`,
      extra: {
        errors: problems.map(({ pointer, message }) => ({ pointer, code: 'failed_constraint', message })),
        response_metadata: { messages: problems.map(plainLine) },
      },
    }
  },
})

function payloadProblems(kind: string, value: unknown): Problem[] {
  if (kind === 'view') return viewProblems(value, [])
  if (kind === 'blocks') return blockProblems(value, 'message', [])
  const blocks = typeof value === 'object' && value !== null && 'blocks' in value ? value.blocks : undefined
  return blocks === undefined
    ? [{ pointer: '', message: 'missing required field: blocks' }]
    : blockProblems(blocks, 'message', ['blocks'])
}

const authTest = method({
  scopes: [],
  tier: 'special',
  token: 'any',
  args: {},
  handle(world, _args, token): Answer {
    const { directory, manifest } = world
    if (token === 'app') return { ok: true, app_name: manifest.name, app_id: directory.appId }
    return {
      ok: true,
      url: `https://${directory.teamDomain}.slack.com/`,
      team: directory.teamDomain,
      user: manifest.botName,
      team_id: directory.teamId,
      user_id: directory.botUserId,
      bot_id: directory.botId,
      is_enterprise_install: false,
    }
  },
})

const connectionsOpen = method({
  scopes: [],
  tier: 1,
  token: 'app',
  args: {},
  handle(world): Answer {
    const refused = world.faults.refusedConnection()
    if (refused !== null) return { error: refused }
    // The documentation names no error for an app whose manifest has Socket Mode off.
    return world.manifest.socketMode ? { ok: true, url: world.openConnection() } : { error: 'access_denied' }
  },
})

const apiTest = method({
  scopes: [],
  tier: 4,
  token: 'any',
  args: { error: string.optional() },
  handle: (_world, args): Answer => (args.error === undefined ? { ok: true } : { error: args.error }),
})

export const VIEW_METHODS = {
  'api.test': apiTest,
  'apps.connections.open': connectionsOpen,
  'auth.test': authTest,
  'blocks.validate': validate,
  'views.open': open,
  'views.publish': publish,
  'views.push': push,
  'views.update': update,
} as const
