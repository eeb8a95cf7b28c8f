import { describe, expect, test } from 'vitest'
import { readSuggested } from '../../../src/simulator/page/blocks/suggested.ts'
import { aForm, draw, fire, option, plain } from './drawing.ts'
import { all } from './render.ts'

describe('selects that the app fills', () => {
  const menu = { type: 'external_select', action_id: 'pick', placeholder: plain('Which link') }

  test('ask the app with their ids for what is typed, and press with what was chosen', async () => {
    const asked: unknown[] = []
    const { tree, presses } = draw(
      [{ type: 'actions', elements: [{ ...menu, min_query_length: 0, initial_option: option('a') }] }],
      {
        suggest: async (question) => {
          asked.push(question)
          return { type: 'failed', message: 'No results.' }
        },
      },
    )
    const [field] = all(tree, 'type-ahead')
    expect(field?.props).toMatchObject({ placeholder: 'Which link', least: 0, initial: { value: 'a' } })
    const { suggest, onChoose } = (field?.props ?? {}) as unknown as {
      suggest(typed: string): Promise<unknown>
      onChoose(value: string): void
    }
    expect(await suggest('par')).toEqual({ type: 'failed', message: 'No results.' })
    expect(asked).toEqual([{ actionId: 'pick', blockId: 'b0', typed: 'par' }])
    onChoose('b')
    expect(presses).toEqual([{ actionId: 'pick', blockId: 'b0', value: 'b', confirm: null }])
  })

  test('in a form keep what was chosen for when it is sent; three characters are typed unless told', () => {
    const { state, values } = aForm()
    const { tree, presses } = draw([{ type: 'input', label: plain('Link'), element: menu }], { form: state })
    const [field] = all(tree, 'type-ahead')
    expect(field?.props).toMatchObject({ least: 3, initial: null, id: 'input-b0' })
    fire(field?.props ?? {}, 'onChoose', 'b' as unknown as object)
    expect(values).toEqual({ b0: 'b' })
    expect(presses).toEqual([])
  })

  test('read options and groups, and say in words what is neither', () => {
    expect(readSuggested({ ok: true, ack: { options: [option('a')] } })).toMatchObject({
      type: 'options',
      groups: [{ label: null, options: [{ value: 'a' }] }],
    })
    const groups = [{ label: plain('Paris'), options: [option('a'), option('b')] }]
    expect(readSuggested({ ok: true, ack: { option_groups: groups } })).toMatchObject({
      groups: [{ label: { text: 'Paris' }, options: [{ value: 'a' }, { value: 'b' }] }],
    })
    expect(readSuggested({ ok: true })).toEqual({ type: 'failed', message: 'the answer is not an object' })
    expect(readSuggested({ ok: false, message: 'Gone' })).toEqual({ type: 'failed', message: 'Gone' })
  })
})

describe('a select in a view', () => {
  test('shows what the view holds, whatever it started with', () => {
    const menu = { type: 'static_select', action_id: 'filter', options: [option('a'), option('b')] }
    const { tree } = draw([{ type: 'actions', elements: [{ ...menu, initial_option: option('a') }] }], {
      held: () => ({ type: 'static_select', selected_option: option('b') }),
    })
    expect(all(tree, 'select')[0]?.props.value).toBe('b')
  })
})
