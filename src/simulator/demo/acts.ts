import { z } from 'zod'
import type { InterlinkApi } from '../interlink/server.ts'
import type { Outcome, Place, SlackWorkspace } from '../slack/workspace.ts'
import type { Outages } from './outages.ts'
import type { SkippableClock } from './skippable-clock.ts'
import type { ActAnswer } from './state.ts'
import { STORY_NAMES, type StoryPlayer } from './story-player.ts'

/** What a person can do on the page. Each is one POST to /api/<name>. */
export type Acts = Readonly<Record<string, (body: unknown) => Promise<ActAnswer>>>

const id = z.string().min(1).max(255)
const text = z.string().max(12_000)
const chosen = z.union([text, z.array(text)])
const OK: ActAnswer = { ok: true }

const place = {
  messageTs: id.optional(),
  channelId: id.optional(),
  ephemeralId: id.optional(),
  viewId: id.optional(),
}

const linkPatch = z
  .object({
    status: text,
    bgp_v4_status: text,
    bgp_v6_status: text,
    vpc_id: id.nullable(),
    routing_policy_v4_id: id.nullable(),
    routing_policy_v6_id: id.nullable(),
    enable_route_propagation: z.boolean(),
  })
  .partial()
  .strict()

const DAY_MS = 86_400_000

/** A body that does not fit its act rejects with `ActRefused`, as do acts on things that are not there. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused'
}

export function createActs(parts: {
  readonly slack: SlackWorkspace
  readonly interlink: InterlinkApi
  readonly clock: SkippableClock
  readonly outages: Outages
  readonly player: StoryPlayer
  readonly regions: readonly string[]
  onChange(): void
}): Acts {
  const { slack, interlink, clock, outages, player, onChange } = parts
  const { world } = interlink
  return {
    command: act(z.object({ userId: id, channelId: id, command: id, text: text.default('') }), async (body) =>
      told(await slack.command(body)),
    ),
    click: act(
      z.object({ userId: id, actionId: id, blockId: id.optional(), value: chosen.optional(), ...place }),
      async ({ userId, actionId, blockId, value, ...where }) =>
        told(
          await slack.click({
            userId,
            actionId,
            ...(blockId === undefined ? {} : { blockId }),
            ...(value === undefined ? {} : { value }),
            ...placeOf(where),
          }),
        ),
    ),
    'submit-view': act(
      z.object({ userId: id, viewId: id, state: z.record(id, z.record(id, chosen)).default({}) }),
      async (body) => told(await slack.submitView(body)),
    ),
    'close-view': act(z.object({ userId: id, viewId: id }), async (body) =>
      told(await slack.closeView(body)),
    ),
    home: act(z.object({ userId: id }), async (body) => told(await slack.openHome(body))),
    shortcut: act(z.object({ userId: id, callbackId: id }), async (body) => told(await slack.shortcut(body))),
    'message-shortcut': act(
      z.object({ userId: id, callbackId: id, channelId: id, messageTs: id }),
      async (body) => told(await slack.messageShortcut(body)),
    ),
    suggest: act(
      z.object({ userId: id, actionId: id, blockId: id.optional(), typed: text, ...place }),
      async ({ userId, actionId, blockId, typed, ...where }) => {
        const asked = { userId, actionId, ...(blockId === undefined ? {} : { blockId }), typed }
        const outcome = await slack.suggest({ ...asked, ...placeOf(where) })
        return outcome.ok ? { ok: true, ack: outcome.ack } : told(outcome)
      },
    ),
    post: act(
      z.object({ userId: id, channelId: id, text: text.min(1), threadTs: id.optional() }),
      async ({ threadTs, ...body }) => {
        slack.postAs({ ...body, ...(threadTs === undefined ? {} : { threadTs }) })
        return OK
      },
    ),
    'delete-message': act(z.object({ channelId: id, ts: id }), async ({ channelId, ts }) => {
      slack.deleteMessage(channelId, ts)
      return OK
    }),
    dismiss: act(z.object({ ephemeralId: id }), async ({ ephemeralId }) => {
      slack.dismiss(ephemeralId)
      return OK
    }),
    link: act(z.object({ id, patch: linkPatch }), async ({ id, patch }) => {
      if (world.link(id) === undefined) throw new ActRefused('This link is gone.')
      const { status, ...rest } = patch
      // A status word brings the sessions that go with it; sessions named in the same act win.
      if (status !== undefined) world.setStatus(id, status)
      const given = Object.entries(rest).filter(([, value]) => value !== undefined)
      if (given.length > 0) world.setLink(id, Object.fromEntries(given))
      return OK
    }),
    'remove-link': act(z.object({ id }), async ({ id }) => {
      if (world.link(id) === undefined) throw new ActRefused('This link is gone.')
      world.removeLink(id)
      return OK
    }),
    'partner-deletes': act(z.object({ id }), async ({ id }) => {
      const link = world.link(id)
      if (link === undefined) throw new ActRefused('This link is gone.')
      if (link.partner === null) throw new ActRefused('This link is over no partner.')
      // A link that was set to deprovisioning by hand waits for its partner as well.
      const { hidden } = link
      if (link.status === 'deprovisioning' && hidden.deletionBegunBy === null)
        world.setLink(id, { hidden: { ...hidden, deletionBegunBy: 'scaleway' } })
      world.partnerDeletes(id)
      return OK
    }),
    story: act(z.object({ name: z.enum(STORY_NAMES) }), async ({ name }) =>
      player.play(name) ? OK : { ok: false, message: 'Another story is being played.' },
    ),
    skip: act(
      z.object({
        ms: z
          .int()
          .min(1000)
          .max(30 * DAY_MS),
      }),
      async ({ ms }) => {
        clock.skip(ms)
        onChange()
        return OK
      },
    ),
    away: act(
      z.object({ what: z.enum(['slack', ...parts.regions]), ms: z.int().min(0).max(DAY_MS) }),
      async ({ what, ms }) => {
        if (ms === 0) outages.bringBack(what)
        else if (what === 'slack') outages.takeSlack(ms)
        else outages.takeRegion(what, ms)
        return OK
      },
    ),
  }
}

function act<Body>(schema: z.ZodType<Body>, run: (body: Body) => Promise<ActAnswer>) {
  return async (input: unknown): Promise<ActAnswer> => {
    const body = schema.safeParse(input)
    if (!body.success) throw new ActRefused(z.prettifyError(body.error))
    return run(body.data)
  }
}

/** `shown` is what Slack would tell the person. */
function told(outcome: Outcome): ActAnswer {
  return outcome.ok ? OK : { ok: false, message: outcome.shown }
}

function placeOf(where: { readonly [Key in keyof typeof place]?: string | undefined }): Place {
  const { messageTs, channelId, ephemeralId, viewId } = where
  if (viewId !== undefined) return { viewId }
  if (ephemeralId !== undefined) return { ephemeralId, ...(channelId === undefined ? {} : { channelId }) }
  if (messageTs !== undefined && channelId !== undefined) return { messageTs, channelId }
  throw new ActRefused('Say which message, ephemeral or view was clicked in.')
}
