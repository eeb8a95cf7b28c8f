import { describe, expect, test } from 'vitest'
import { form, modal, opened, tries, trigger } from './forms.ts'
import {
  ANN,
  BEN,
  buttons,
  lastPayload,
  lines,
  manifest,
  OPS,
  plain,
  rawApp,
  refusal,
  refusalCode,
  section,
  stage,
} from './support.ts'

describe('triggers and views', () => {
  test('a trigger opens one modal within three seconds', async () => {
    const setting = await stage()
    const { client, workspace, clock } = setting
    const app = await rawApp(workspace)
    const trigger_id = await trigger(setting, app)
    const open = (id: string) => client.apiCall('views.open', { trigger_id: id, view: modal() })
    expect(await open(trigger_id)).toMatchObject({ ok: true, view: { type: 'modal', state: { values: {} } } })
    expect(await refusalCode(open(trigger_id))).toBe('exchanged_trigger_id')
    const late = await trigger(setting, app)
    await clock.advance(3001)
    expect(await refusalCode(open(late))).toBe('expired_trigger_id')
    expect(await refusalCode(open('1.2.3'))).toBe('invalid_trigger_id')
    expect(workspace.modals(ANN)).toHaveLength(1)
  })

  test('a form is filled, sent with its state, and closed by an empty acknowledgement', async () => {
    const { workspace, app, viewId } = await opened(form())
    const submit = (name: string) =>
      workspace.submitView({
        userId: ANN,
        viewId: viewId(),
        state: { name: { value: name }, size: { value: 'm' } },
      })
    expect(await workspace.submitView({ userId: ANN, viewId: viewId() })).toMatchObject({
      error: 'refused',
      shown: expect.stringContaining('name'),
    })
    expect(await submit('too long')).toMatchObject({ error: 'refused' })
    expect(await submit('ann')).toMatchObject({ ok: true })
    expect(lastPayload(app)).toMatchObject({
      type: 'view_submission',
      view: {
        callback_id: 'the-form',
        state: {
          values: {
            name: { value: { type: 'plain_text_input', value: 'ann' } },
            size: { value: { type: 'static_select', selected_option: { value: 'm' } } },
          },
        },
      },
      response_urls: [],
    })
    expect(workspace.modals(ANN)).toEqual([])
  })

  test('an acknowledgement can show errors, update, push or clear', async () => {
    const { workspace, app, viewId } = await opened(form())
    const submit = (answer: object) => {
      app.answer = () => answer
      return workspace.submitView({ userId: ANN, viewId: viewId(), state: { name: { value: 'ann' } } })
    }
    await submit({ response_action: 'errors', errors: { name: 'Too short' } })
    expect(workspace.modals(ANN)).toMatchObject([{ errors: { name: 'Too short' } }])
    expect(await submit({ response_action: 'errors', errors: { other: 'x' } })).toMatchObject({
      error: 'invalid_ack',
    })
    await submit({ response_action: 'push', view: form() })
    expect(workspace.modals(ANN)).toHaveLength(2)
    await submit({ response_action: 'update', view: form({ callback_id: 'second' }) })
    expect(workspace.modals(ANN).map(({ view }) => view.callback_id)).toEqual(['the-form', 'second'])
    expect(await submit({ response_action: 'update', view: { type: 'modal' } })).toMatchObject({
      error: 'invalid_ack',
    })
    await submit({ response_action: 'clear' })
    expect(workspace.modals(ANN)).toEqual([])
  })

  test('views are pushed from within a modal, three deep at most', async () => {
    const { workspace, client, app, viewId } = await opened(modal({ blocks: [buttons('more')] }))
    const push = async () => {
      await workspace.click({ userId: ANN, viewId: viewId(), actionId: 'more' })
      const { trigger_id } = lastPayload(app)
      return client.apiCall('views.push', { trigger_id, view: modal({ blocks: [buttons('more')] }) })
    }
    const root = viewId()
    expect(await push()).toMatchObject({ view: { root_view_id: root, previous_view_id: root } })
    await push()
    expect(await refusalCode(push())).toBe('push_limit_reached')
    await workspace.command(tries)
    const outside = client.apiCall('views.push', { trigger_id: lastPayload(app).trigger_id, view: modal() })
    expect(await refusalCode(outside)).toBe('not_found')
  })

  test('views.update finds a view by id or external id, minds its hash and keeps what was typed', async () => {
    const { workspace, client, viewId } = await opened(form({ external_id: 'mine' }))
    await workspace.submitView({
      userId: ANN,
      viewId: viewId(),
      state: { name: { value: 'ann' }, size: { value: 'x' } },
    })
    const { hash = '' } = workspace.modals(ANN)[0]?.view ?? {}
    const update = (args: object) =>
      client.apiCall('views.update', { view: form({ external_id: 'mine', title: plain('Next') }), ...args })
    expect(await refusalCode(update({ view_id: viewId(), hash: 'old' }))).toBe('hash_conflict')
    expect(await refusalCode(update({ view_id: 'V0NONE' }))).toBe('not_found')
    expect(lines(await refusal(update({ view_id: viewId(), external_id: 'mine' })))).toEqual([
      '[ERROR] Cannot provide both `view_id` and `external_id`',
    ])
    expect(await update({ external_id: 'mine', hash })).toMatchObject({
      view: { title: plain('Next'), state: { values: { name: { value: { value: 'ann' } } } } },
    })
  })

  test('an external id is taken once', async () => {
    const { client, workspace, app } = await opened(modal({ external_id: 'mine' }))
    await workspace.command({ ...tries, userId: BEN })
    const again = client.apiCall('views.open', {
      trigger_id: lastPayload(app).trigger_id,
      view: modal({ external_id: 'mine' }),
    })
    expect(await refusalCode(again)).toBe('duplicate_external_id')
  })

  test('closing tells the app if the view asks for it', async () => {
    const { workspace, app, viewId } = await opened(modal({ notify_on_close: true }))
    await workspace.closeView({ userId: ANN, viewId: viewId() })
    expect(lastPayload(app)).toMatchObject({
      type: 'view_closed',
      is_cleared: false,
      view: { notify_on_close: true },
    })
    expect(workspace.modals(ANN)).toEqual([])
  })

  test('a select that may respond brings its response URL with the form', async () => {
    const element = { type: 'conversations_select', action_id: 'where', response_url_enabled: true }
    const { workspace, app, viewId } = await opened(
      modal({
        submit: plain('Send'),
        blocks: [{ type: 'input', block_id: 'b', label: plain('x'), element }],
      }),
    )
    await workspace.submitView({ userId: ANN, viewId: viewId(), state: { b: { where: OPS } } })
    const [url] = lastPayload(app).response_urls
    expect(url).toMatchObject({ block_id: 'b', action_id: 'where', channel_id: OPS })
    await fetch(url.response_url, {
      method: 'POST',
      body: JSON.stringify({ text: 'x', response_type: 'in_channel' }),
    })
    expect(workspace.messages(OPS)).toMatchObject([{ text: 'x' }])
  })

  test('a Home tab needs the manifest to have one', async () => {
    const view = { type: 'home', blocks: [section('x')] }
    const { client, workspace } = await stage()
    await client.apiCall('views.publish', { user_id: ANN, view })
    expect(workspace.home(ANN)).toMatchObject({ type: 'home', blocks: [section('x')] })
    const wrong = client.apiCall('views.publish', { user_id: ANN, view, hash: 'old' })
    expect(await refusalCode(wrong)).toBe('hash_conflict')
    const without = JSON.parse(manifest())
    without.features.app_home.home_tab_enabled = false
    const other = await stage({ manifest: JSON.stringify(without) })
    expect(await refusalCode(other.client.apiCall('views.publish', { user_id: ANN, view }))).toBe(
      'not_enabled',
    )
  })
})
