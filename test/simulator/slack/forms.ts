import { ANN, lastPayload, OPS, plain, rawApp, type Stage, section, stage } from './support.ts'

export const tries = { userId: ANN, channelId: OPS, command: '/try' }
export const modal = (change: object = {}) => ({
  type: 'modal',
  title: plain('A form'),
  blocks: [section('x')],
  ...change,
})
export const form = (change: object = {}) =>
  modal({
    submit: plain('Send'),
    callback_id: 'the-form',
    blocks: [
      {
        type: 'input',
        block_id: 'name',
        label: plain('Name'),
        element: { type: 'plain_text_input', action_id: 'value', max_length: 5 },
      },
      {
        type: 'input',
        block_id: 'size',
        label: plain('Size'),
        optional: true,
        element: {
          type: 'static_select',
          action_id: 'value',
          options: ['s', 'm'].map((value) => ({ text: plain(value.toUpperCase()), value })),
        },
      },
    ],
    ...change,
  })

export async function trigger(
  { workspace }: Stage,
  app: Awaited<ReturnType<typeof rawApp>>,
): Promise<string> {
  await workspace.command(tries)
  return lastPayload(app).trigger_id
}

export async function opened(view: object) {
  const setting = await stage()
  const app = await rawApp(setting.workspace)
  const trigger_id = await trigger(setting, app)
  await setting.client.apiCall('views.open', { trigger_id, view })
  const viewId = () => setting.workspace.modals(ANN).at(-1)?.view.id ?? ''
  return { ...setting, app, viewId }
}
