import type { Clock } from '../clock.ts'
import type { Directory } from './directory.ts'
import type { Ids } from './ids.ts'
import type { ViewPayload } from './validate.ts'
import type { JsonObject, OpenModal, StoredBlock, TextObject, View } from './workspace.ts'

/** Modals on people's screens, and their Home tabs: https://docs.slack.dev/surfaces/modals */
export interface ViewStore {
  stack(userId: string): readonly OpenModal[]
  home(userId: string): View | undefined
  find(viewId: string): FoundView | undefined
  findByExternalId(externalId: string): FoundView | undefined
  /** Opens a modal; with `onTopOf` on that stack, without it as a new one. */
  open(userId: string, payload: ViewPayload, blocks: readonly StoredBlock[], onTopOf?: View): View
  update(found: FoundView, payload: ViewPayload, blocks: readonly StoredBlock[]): View
  publish(userId: string, payload: ViewPayload, blocks: readonly StoredBlock[]): View
  setState(viewId: string, values: JsonObject): View
  setErrors(viewId: string, errors: Readonly<Record<string, string>>): void
  /** Takes the topmost modal away, or the whole stack. */
  close(userId: string, all: boolean): void
}

export interface FoundView {
  readonly userId: string
  readonly view: View
}

/** "The maximum number of views in the stack is 3": https://docs.slack.dev/reference/methods/views.push */
export const DEEPEST_STACK = 3

interface ViewStoreContext {
  readonly clock: Clock
  readonly ids: Ids
  readonly directory: Directory
  /** What the inputs of these blocks hold before anybody touches them. */
  readonly initialState: (blocks: readonly StoredBlock[]) => JsonObject
  readonly changed: () => void
}

export function makeViewStore(context: ViewStoreContext): ViewStore {
  const { clock, ids, directory, changed } = context
  const stacks = new Map<string, readonly OpenModal[]>()
  const homes = new Map<string, View>()
  const stack = (userId: string) => stacks.get(userId) ?? []
  const hash = () => `${Math.floor(clock.now() / 1000)}.${ids.hex(8)}`

  const build = (
    payload: ViewPayload,
    blocks: readonly StoredBlock[],
    id: string,
    previous: View | undefined,
    kept?: JsonObject,
  ): View => {
    const modal = payload.type === 'modal' ? payload : undefined
    const initial = context.initialState(blocks)
    return {
      id,
      team_id: directory.teamId,
      type: payload.type,
      blocks,
      private_metadata: payload.private_metadata ?? '',
      callback_id: payload.callback_id ?? '',
      external_id: payload.external_id ?? '',
      // Slack keeps what was typed into an input whose block_id and action_id survive an update.
      state: { values: kept === undefined ? initial : keepTyped(initial, kept) },
      hash: hash(),
      title: (payload.title as TextObject | undefined) ?? null,
      close: (modal?.close as TextObject | undefined) ?? null,
      submit: (modal?.submit as TextObject | undefined) ?? null,
      clear_on_close: modal?.clear_on_close ?? false,
      notify_on_close: payload.notify_on_close ?? false,
      submit_disabled: false,
      previous_view_id: previous?.id ?? null,
      root_view_id: previous?.root_view_id ?? id,
      app_id: directory.appId,
      app_installed_team_id: directory.teamId,
      bot_id: directory.botId,
    }
  }

  const all = (): FoundView[] => [
    ...[...stacks].flatMap(([userId, modals]) => modals.map(({ view }) => ({ userId, view }))),
    ...[...homes].map(([userId, view]) => ({ userId, view })),
  ]
  const find = (viewId: string) => all().find(({ view }) => view.id === viewId)

  const put = (found: FoundView, view: View, errors?: Readonly<Record<string, string>>) => {
    if (view.type === 'home') homes.set(found.userId, view)
    else {
      const replaced = stack(found.userId).map((modal) =>
        modal.view.id === view.id ? { view, errors: errors ?? {} } : modal,
      )
      stacks.set(found.userId, replaced)
    }
    changed()
    return view
  }

  return {
    stack,
    home: (userId) => homes.get(userId),
    find,
    findByExternalId: (externalId) => all().find(({ view }) => view.external_id === externalId),
    open(userId, payload, blocks, onTopOf) {
      const view = build(payload, blocks, ids.object('V'), onTopOf)
      stacks.set(userId, [...(onTopOf === undefined ? [] : stack(userId)), { view, errors: {} }])
      changed()
      return view
    },
    update(found, payload, blocks) {
      const built = build(payload, blocks, found.view.id, undefined, found.view.state.values)
      return put(found, {
        ...built,
        previous_view_id: found.view.previous_view_id,
        root_view_id: found.view.root_view_id,
      })
    },
    publish(userId, payload, blocks) {
      const known = homes.get(userId)
      const view = build(payload, blocks, known?.id ?? ids.object('V'), undefined, known?.state.values)
      homes.set(userId, view)
      changed()
      return view
    },
    setState(viewId, values) {
      const found = find(viewId)
      if (!found) throw new Error(`No view ${viewId}`)
      return put(found, { ...found.view, state: { values } })
    },
    setErrors(viewId, errors) {
      const found = find(viewId)
      if (found) put(found, found.view, errors)
    },
    close(userId, everything) {
      stacks.set(userId, everything ? [] : stack(userId).slice(0, -1))
      changed()
    },
  }
}

function keepTyped(initial: JsonObject, kept: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(initial).map(([blockId, elements]) => {
      const before = kept[blockId] as JsonObject | undefined
      return [
        blockId,
        Object.fromEntries(
          Object.entries(elements as JsonObject).map(([actionId, value]) => [
            actionId,
            before?.[actionId] ?? value,
          ]),
        ),
      ]
    }),
  )
}
