import {
  choose,
  initialState,
  isStateful,
  type Lookups,
  overflowOption,
  type Placed,
  placed,
} from './inputs.ts'
import { present } from './messages.ts'
import { wireMessage } from './wire.ts'
import type {
  Chosen,
  Ephemeral,
  Json,
  JsonObject,
  Place,
  StoredBlock,
  StoredMessage,
  View,
} from './workspace.ts'
import type { World } from './world.ts'

/** Something on a person's screen that holds blocks: a message, an ephemeral message or a view. */
export type Spot =
  | { readonly kind: 'message'; readonly message: StoredMessage; readonly blocks: readonly StoredBlock[] }
  | { readonly kind: 'ephemeral'; readonly ephemeral: Ephemeral; readonly blocks: readonly StoredBlock[] }
  | { readonly kind: 'view'; readonly view: View; readonly blocks: readonly StoredBlock[] }

/** What was pressed, ready to be put into a payload; or why it cannot be. */
export type Pressed =
  | { readonly ok: true; readonly action: JsonObject; readonly values: JsonObject }
  | { readonly ok: false; readonly reason: string }

export interface Surfaces {
  find(userId: string, place: Place): Spot | undefined
  element(spot: Spot, actionId: string, blockId: string | undefined): Placed | undefined
  press(spot: Spot, target: Placed, value: Chosen | undefined): Pressed
  /** Takes a choice into the surface's state without telling the app, as typing into a form does. */
  fill(spot: Spot, target: Placed, value: Chosen): Pressed
  values(spot: Spot): JsonObject
  /** Remembers the options an app answered for an external select. */
  suggest(spot: Spot, target: Placed, options: readonly JsonObject[]): void
  /** The parts of a payload that say where something happened. */
  describe(spot: Spot): JsonObject
}

export function makeSurfaces(world: World): Surfaces {
  const states = new Map<string, JsonObject>()
  const suggestions = new Map<string, readonly JsonObject[]>()

  const keyOf = (spot: Spot) =>
    spot.kind === 'view' ? spot.view.id : spot.kind === 'message' ? spot.message.ts : spot.ephemeral.ts

  const values = (spot: Spot): JsonObject => {
    if (spot.kind === 'view') return world.views.find(spot.view.id)?.view.state.values ?? {}
    const kept = states.get(keyOf(spot)) ?? {}
    const initial = initialState(spot.blocks)
    return Object.fromEntries(
      Object.entries(initial).map(([blockId, elements]) => [
        blockId,
        { ...(elements as JsonObject), ...only(kept[blockId], Object.keys(elements as JsonObject)) },
      ]),
    )
  }

  const fill = (spot: Spot, target: Placed, value: Chosen): Pressed => {
    const { directory } = world
    const actionId = String(target.element.action_id)
    const lookups: Lookups = {
      isPerson: (id) => directory.person(id) !== undefined,
      isConversation: (id) => directory.conversation(id) !== undefined,
      suggested: suggestions.get(`${keyOf(spot)}/${target.blockId}/${actionId}`) ?? [],
    }
    const choice = choose(target.element, value, lookups)
    if (!choice.ok) return choice
    const before = values(spot)
    const next = {
      ...before,
      [target.blockId]: { ...(before[target.blockId] as JsonObject | undefined), [actionId]: choice.value },
    }
    if (spot.kind === 'view') world.views.setState(spot.view.id, next)
    else states.set(keyOf(spot), next)
    const starts = Object.entries(target.element).filter(
      ([key]) => key.startsWith('initial_') || key === 'placeholder' || key === 'confirm',
    )
    const action = { ...Object.fromEntries(starts), ...choice.value }
    return { ok: true, action: identified(target, action), values: next }
  }

  const identified = (target: Placed, action: JsonObject): JsonObject => ({
    ...action,
    type: String(target.element.type),
    block_id: target.blockId,
    action_id: String(target.element.action_id),
    action_ts: world.timestamp(),
  })

  return {
    values,
    fill,
    find(userId, place) {
      if ('viewId' in place) {
        const found = world.views.find(place.viewId)
        return found?.userId === userId
          ? { kind: 'view', view: found.view, blocks: found.view.blocks }
          : undefined
      }
      if ('ephemeralId' in place) {
        const ephemeral = world.ephemerals.find(place.ephemeralId)
        if (ephemeral?.user !== userId) return undefined
        return { kind: 'ephemeral', ephemeral, blocks: ephemeral.blocks ?? [] }
      }
      const message = world.messages.find(place.channelId, place.messageTs)
      return message ? { kind: 'message', message, blocks: message.blocks ?? [] } : undefined
    },
    element: (spot, actionId, blockId) =>
      placed(spot.blocks).find(
        (each) => each.element.action_id === actionId && (blockId === undefined || each.blockId === blockId),
      ),
    press(spot, target, value) {
      const { element } = target
      if (isStateful(element)) {
        return value === undefined ? { ok: false, reason: 'nothing was chosen' } : fill(spot, target, value)
      }
      const action = pressed(element, value)
      return 'reason' in action
        ? { ok: false, reason: String(action.reason) }
        : { ok: true, action: identified(target, action), values: values(spot) }
    },
    suggest(spot, target, options) {
      const key = `${keyOf(spot)}/${target.blockId}/${String(target.element.action_id)}`
      // What was chosen from an earlier answer stays chosen while somebody types on.
      const earlier = (suggestions.get(key) ?? []).filter(
        ({ value }) => !options.some((option) => option.value === value),
      )
      suggestions.set(key, [...options, ...earlier])
    },
    describe(spot) {
      if (spot.kind === 'view') {
        const view = world.views.find(spot.view.id)?.view ?? spot.view
        return { container: { type: 'view', view_id: view.id }, view: view as unknown as JsonObject }
      }
      const isEphemeral = spot.kind === 'ephemeral'
      const stored = isEphemeral ? spot.ephemeral : spot.message
      const channel = world.directory.conversation(stored.channel)
      const container = present({
        type: 'message',
        message_ts: stored.ts,
        channel_id: stored.channel,
        is_ephemeral: isEphemeral,
        thread_ts: stored.thread_ts,
      }) as JsonObject
      const name = channel?.kind === 'private' ? 'privategroup' : (channel?.name ?? '')
      return {
        container,
        channel: { id: stored.channel, name },
        // The payload of an ephemeral message does not carry the message itself.
        ...(isEphemeral ? {} : { message: wireMessage(world, spot.message, { metadata: false }) }),
      }
    },
  }
}

/** The action of an element that keeps no state. */
function pressed(element: JsonObject, value: Chosen | undefined): JsonObject {
  if (element.type === 'overflow') {
    const option = overflowOption(element, value)
    return option ? { selected_option: option } : { reason: `no option has the value ${String(value)}` }
  }
  if (element.type === 'feedback_buttons') {
    const sides = [element.positive_button, element.negative_button] as readonly JsonObject[]
    const side = sides.find((each) => each.value === value)
    return side
      ? { text: side.text ?? '', value: side.value ?? '' }
      : { reason: 'neither button has that value' }
  }
  const parts = ['text', 'value', 'url', 'style', 'icon', 'confirm'] as const
  return Object.fromEntries(
    parts.flatMap((part) => (element[part] === undefined ? [] : [[part, element[part]]])),
  )
}

function only(values: Json | undefined, keys: readonly string[]): JsonObject {
  const known = (values ?? {}) as JsonObject
  return Object.fromEntries(Object.entries(known).filter(([key]) => keys.includes(key)))
}
