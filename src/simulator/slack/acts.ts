import { z } from 'zod'
import { optionGroup, plainOption } from './composition.ts'
import type { Delivery, Envelope } from './dispatcher.ts'
import type { Origin, ResponseUrls } from './response-urls.ts'
import { answerSubmission, blankInput, fillForm, isNothing, respondable } from './submissions.ts'
import type { Spot, Surfaces } from './surfaces.ts'
import { wireMessage } from './wire.ts'
import type { Json, JsonObject, Outcome, PeopleActs, Person } from './workspace.ts'
import type { World } from './world.ts'

/** What people do, as payloads: https://docs.slack.dev/reference/interaction-payloads */
type Interactions = Pick<
  PeopleActs,
  'command' | 'click' | 'suggest' | 'submitView' | 'closeView' | 'shortcut' | 'messageShortcut'
>

interface ActsContext {
  readonly world: World
  readonly surfaces: Surfaces
  readonly responseUrls: ResponseUrls
  readonly verificationToken: string
}

const refused = (shown: string): Outcome => ({ ok: false, error: 'refused', shown })

export function makeInteractions(context: ActsContext): Interactions {
  const { world, surfaces, responseUrls } = context
  const { directory, dispatcher, triggers, views } = world

  const person = (userId: string): Person | undefined => {
    const found = directory.person(userId)
    return found?.deleted === true || found?.isBot === true ? undefined : found
  }

  const common = (who: Person): JsonObject => ({
    team: { id: directory.teamId, domain: directory.teamDomain },
    user: { id: who.id, username: who.name, name: who.name, team_id: who.teamId ?? directory.teamId },
    api_app_id: directory.appId,
    token: context.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  })

  /** Sends, lets `onAck` act on what comes back, and says how it ended. */
  const send = async (
    envelope: Envelope,
    failed: (delivery: Extract<Delivery, { ok: false }>) => string,
    onAck: (body: Json) => string | undefined = () => undefined,
  ): Promise<Outcome> => {
    const invalid: string[] = []
    const delivery = await dispatcher.send(envelope, (body) => {
      const problem = onAck(body)
      if (problem !== undefined) invalid.push(problem)
    })
    if (!delivery.ok) return { ok: false, error: delivery.error, shown: failed(delivery) }
    const [problem] = invalid
    return problem === undefined
      ? { ok: true, ack: delivery.body }
      : { ok: false, error: 'invalid_ack', shown: problem }
  }

  const interactive = (payload: JsonObject): Envelope => ({
    type: 'interactive',
    payload,
    acceptsResponse: true,
  })

  const pressFailed = (delivery: Extract<Delivery, { ok: false }>) =>
    delivery.error === 'operation_timeout'
      ? 'Operation timed out. Apps need to respond within 3 seconds.'
      : delivery.status === undefined
        ? 'This app is not responding.'
        : `This app responded with Status Code ${delivery.status}.`

  const modalFailed = () => 'We had some trouble connecting. Try again?'

  const origin = (spot: Spot, userId: string): Origin | undefined => {
    if (spot.kind === 'view') return undefined
    const stored = spot.kind === 'message' ? spot.message : spot.ephemeral
    const source = spot.kind === 'message' ? { messageTs: stored.ts } : { ephemeralTs: stored.ts }
    return { kind: 'actions', userId, channelId: stored.channel, source }
  }

  return {
    async command({ userId, channelId, command, text = '' }) {
      const who = person(userId)
      const channel = directory.conversation(channelId)
      const declared = world.manifest.commands.get(command)
      if (!who || !channel?.members.includes(userId)) return refused('You are not in this channel.')
      if (!declared) return refused(`${command} is not a valid command.`)
      const where: Origin = { kind: 'commands', userId, channelId }
      const names: Record<string, string> = {
        public: channel.name,
        private: 'privategroup',
        im: 'directmessage',
      }
      const payload: JsonObject = {
        token: context.verificationToken,
        team_id: directory.teamId,
        team_domain: directory.teamDomain,
        channel_id: channelId,
        channel_name: names[channel.kind] ?? channel.name,
        user_id: userId,
        user_name: who.name,
        command,
        text: declared.shouldEscape ? escapeTyped(world, text.trim()) : text.trim(),
        api_app_id: directory.appId,
        is_enterprise_install: 'false',
        response_url: responseUrls.issue(where),
        trigger_id: triggers.issue(userId),
      }
      const envelope: Envelope = { type: 'slash_commands', payload, acceptsResponse: true }
      const failed = (error: string) => `${command} failed with the error "${error}"`
      return send(
        envelope,
        (delivery) => failed(delivery.error),
        (body) => {
          const problem = isNothing(body)
            ? undefined
            : responseUrls.respond(where, typeof body === 'string' ? { text: body } : body)
          return problem === undefined ? undefined : failed(problem.error)
        },
      )
    },

    async click(act) {
      const who = person(act.userId)
      const spot = surfaces.find(act.userId, act)
      const target = spot && surfaces.element(spot, act.actionId, act.blockId)
      if (!who || !spot || !target) return refused('There is nothing to press here.')
      if (target.block.type === 'input' && target.block.dispatch_action !== true) {
        return refused('This input is sent with the form only.')
      }
      if (!world.manifest.interactivity) return refused('This app has interactivity turned off.')
      const pressed = surfaces.press(spot, target, act.value)
      if (!pressed.ok) return refused(pressed.reason)
      const from = origin(spot, act.userId)
      const payload: JsonObject = {
        type: 'block_actions',
        ...common(who),
        ...surfaces.describe(spot),
        trigger_id: triggers.issue(act.userId, spot.kind === 'view' ? spot.view.id : undefined),
        ...(from === undefined
          ? {}
          : { response_url: responseUrls.issue(from), state: { values: pressed.values } }),
        actions: [pressed.action],
      }
      return send(interactive(payload), spot.kind === 'view' ? modalFailed : pressFailed)
    },

    async shortcut({ userId, callbackId }) {
      const who = person(userId)
      if (!who || world.manifest.shortcuts.get(callbackId) !== 'global')
        return refused('There is no such shortcut.')
      // https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
      const payload: JsonObject = {
        type: 'shortcut',
        ...common(who),
        callback_id: callbackId,
        action_ts: world.timestamp(),
        trigger_id: triggers.issue(userId),
      }
      return send(interactive(payload), pressFailed)
    },

    async messageShortcut({ userId, callbackId, channelId, messageTs }) {
      const who = person(userId)
      const message = world.messages.find(channelId, messageTs)
      const isMember = directory.conversation(channelId)?.members.includes(userId) ?? false
      if (!who || !message || !isMember || world.manifest.shortcuts.get(callbackId) !== 'message')
        return refused('There is no such shortcut.')
      const channel = directory.conversation(channelId)
      const payload: JsonObject = {
        type: 'message_action',
        ...common(who),
        callback_id: callbackId,
        action_ts: world.timestamp(),
        trigger_id: triggers.issue(userId),
        response_url: responseUrls.issue({ kind: 'app', userId, channelId }),
        channel: {
          id: channelId,
          name: channel?.kind === 'private' ? 'privategroup' : (channel?.name ?? ''),
        },
        message_ts: messageTs,
        message: wireMessage(world, message, { metadata: false }),
      }
      return send(interactive(payload), pressFailed)
    },

    async suggest(act) {
      const who = person(act.userId)
      const spot = surfaces.find(act.userId, act)
      const target = spot && surfaces.element(spot, act.actionId, act.blockId)
      if (!who || !spot || !target || !String(target.element.type).includes('external_select')) {
        return refused('There is no menu of options to ask for here.')
      }
      const payload: JsonObject = {
        type: 'block_suggestion',
        ...common(who),
        ...surfaces.describe(spot),
        action_id: act.actionId,
        block_id: target.blockId,
        value: act.typed,
      }
      return send(interactive(payload), pressFailed, (body) => {
        const parsed = SUGGESTIONS.safeParse(body)
        if (!parsed.success) return 'No results.'
        const { options = [], option_groups: groups = [] } = parsed.data
        surfaces.suggest(spot, target, [
          ...options,
          ...groups.flatMap((group) => group.options),
        ] as JsonObject[])
        return undefined
      })
    },

    async submitView({ userId, viewId, state = {} }) {
      const who = person(userId)
      const top = views.stack(userId).at(-1)
      const spot = surfaces.find(userId, { viewId })
      if (!who || spot?.kind !== 'view' || top?.view.id !== viewId) return refused('This form is not open.')
      if (top.view.submit === null) return refused('This form has no button to submit it.')
      const problem = fillForm(surfaces, spot, state)
      if (problem !== undefined) return refused(problem)
      const filled = views.find(viewId)?.view ?? top.view
      const blank = blankInput(filled)
      if (blank !== undefined) return refused(`Please complete the required field ${blank}.`)
      const payload: JsonObject = {
        type: 'view_submission',
        ...common(who),
        trigger_id: triggers.issue(userId, viewId),
        view: filled as unknown as JsonObject,
        response_urls: respondable(filled, (channelId) =>
          responseUrls.issue({ kind: 'app', userId, channelId }),
        ),
      }
      return send(interactive(payload), modalFailed, (body) => answerSubmission(world, userId, filled, body))
    },

    async closeView({ userId, viewId, all = false }) {
      const who = person(userId)
      const stack = views.stack(userId)
      const top = stack.at(-1)?.view
      if (!who || !top || top.id !== viewId) return refused('This form is not open.')
      const everything = all || top.clear_on_close
      const closed = everything ? stack.map(({ view }) => view) : [top]
      views.close(userId, everything)
      const told = closed.filter((view) => view.notify_on_close)
      for (const view of told) {
        const payload: JsonObject = {
          type: 'view_closed',
          ...common(who),
          view: view as unknown as JsonObject,
          is_cleared: everything,
        }
        const outcome = await send(interactive(payload), modalFailed)
        if (!outcome.ok) return outcome
      }
      return { ok: true, ack: null }
    },
  }
}

const SUGGESTIONS = z.union([
  z.strictObject({ options: z.array(plainOption).max(100), option_groups: z.undefined().optional() }),
  z.strictObject({ options: z.undefined().optional(), option_groups: z.array(optionGroup).max(100) }),
])

/**
 * "Escape channels, users, and links sent to your app": `@name` and `#name` become `<@U…|name>` and `<#C…|name>`,
 * and the three control characters become entities (https://docs.slack.dev/interactivity/implementing-slash-commands).
 */
function escapeTyped(world: World, text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return entities
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const found = world.directory.people.find((each) => each.name === name)
      return found ? `${before}<@${found.id}|${found.name}>` : whole
    })
    .replace(/(^|\s)#([\w.-]+)/g, (whole, before: string, name: string) => {
      const found = world.directory.conversations().find((each) => each.kind !== 'im' && each.name === name)
      return found ? `${before}<#${found.id}|${found.name}>` : whole
    })
}
