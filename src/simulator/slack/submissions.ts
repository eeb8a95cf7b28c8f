import { isRefusal, withIds } from './content.ts'
import { isBlank, type Placed, placed } from './inputs.ts'
import { readView } from './methods-views.ts'
import type { Spot, Surfaces } from './surfaces.ts'
import { DEEPEST_STACK } from './views.ts'
import type { Json, JsonObject, View } from './workspace.ts'
import type { World } from './world.ts'

/** Sending a modal's form, and what the app's answer does: https://docs.slack.dev/surfaces/modals */

/** HTTP acknowledges with an empty body, Bolt's Socket Mode with an empty object. */
export function isNothing(body: Json): boolean {
  return body === null || body === '' || (typeof body === 'object' && Object.keys(body).length === 0)
}

/** Puts what was typed into the form, or says why it cannot be. */
export function fillForm(
  surfaces: Surfaces,
  spot: Spot,
  state: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>,
): string | undefined {
  for (const [blockId, elements] of Object.entries(state)) {
    for (const [actionId, value] of Object.entries(elements)) {
      const target = surfaces.element(spot, actionId, blockId)
      if (!target) return `There is no input ${actionId} in ${blockId}.`
      const filled = surfaces.fill(spot, target, value)
      if (!filled.ok) return filled.reason
    }
  }
  return undefined
}

const heldBy = (view: View, { blockId, element }: Placed): JsonObject | undefined =>
  (view.state.values[blockId] as JsonObject | undefined)?.[String(element.action_id)] as
    | JsonObject
    | undefined

/** The first required input that holds nothing; Slack's client does not send such a form. */
export function blankInput(view: View): string | undefined {
  return placed(view.blocks).find((each) => {
    if (each.block.type !== 'input' || each.block.optional === true) return false
    const value = heldBy(view, each)
    return value !== undefined && isBlank(value)
  })?.blockId
}

/** `response_urls` of a submission, for selects with `response_url_enabled`. */
export function respondable(view: View, issue: (channelId: string) => string): readonly JsonObject[] {
  return placed(view.blocks).flatMap((each) => {
    if (each.element.response_url_enabled !== true) return []
    const value = heldBy(view, each)
    const channelId = value?.selected_conversation ?? value?.selected_channel
    if (typeof channelId !== 'string') return []
    const actionId = String(each.element.action_id)
    return [
      { block_id: each.blockId, action_id: actionId, channel_id: channelId, response_url: issue(channelId) },
    ]
  })
}

/** Does what a submission's acknowledgement asks for, or says what the person is shown: https://docs.slack.dev/surfaces/modals#updating_response */
export function answerSubmission(world: World, userId: string, view: View, body: Json): string | undefined {
  const { views } = world
  if (isNothing(body)) {
    views.close(userId, false)
    return undefined
  }
  const answer = body as JsonObject
  switch (answer.response_action) {
    case 'clear':
      views.close(userId, true)
      return undefined
    case 'errors': {
      const errors = (answer.errors ?? {}) as Record<string, string>
      const inputs = new Set(
        view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
      )
      const strange = Object.keys(errors).find((blockId) => !inputs.has(blockId))
      if (strange !== undefined || Object.keys(errors).length === 0)
        return 'We had some trouble connecting. Try again?'
      views.setErrors(view.id, errors)
      return undefined
    }
    case 'update':
    case 'push': {
      const payload = readView(answer.view, 'modal')
      if (isRefusal(payload)) return 'We had some trouble connecting. Try again?'
      const blocks = withIds(payload.blocks, world.ids)
      const found = views.find(view.id)
      if (answer.response_action === 'update') {
        if (found) views.update(found, payload, blocks)
        return undefined
      }
      if (views.stack(userId).length >= DEEPEST_STACK) return 'We had some trouble connecting. Try again?'
      views.open(userId, payload, blocks, view)
      return undefined
    }
    default:
      return 'We had some trouble connecting. Try again?'
  }
}
