import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/simulator/slack/workspace.ts'
import { aForm, draw, fire, option, plain } from './drawing.ts'
import { all, textOf, withClass } from './render.ts'

describe('the inputs of a modal', () => {
  const input = (type: string, element: Readonly<Record<string, Json>> = {}) => ({
    type: 'input',
    label: plain(`The ${type}`),
    element: { type, action_id: 'value', ...element },
  })

  test('start with what the view says, and keep what was typed', () => {
    const { state, values } = aForm({ b1: 'typed' })
    const { tree, problems } = draw(
      [
        input('plain_text_input', { initial_value: 'given' }),
        input('plain_text_input', { initial_value: 'given', multiline: true }),
        input('datepicker', { initial_date: '2026-01-15' }),
        input('static_select', { options: [option('a'), option('b')], initial_option: option('b') }),
        input('radio_buttons', { options: [option('a'), option('b')], initial_option: option('a') }),
        input('checkboxes', { options: [option('a'), option('b')], initial_options: [option('b')] }),
      ],
      { form: state },
    )
    expect(problems).toEqual([])
    const inputs = all(tree, 'input')
    expect(inputs[0]?.props.value).toBe('given')
    expect(all(tree, 'textarea')[0]?.props.value).toBe('typed')
    expect(inputs[1]?.props).toMatchObject({ type: 'date', value: '2026-01-15' })
    expect(all(tree, 'select')[0]?.props.value).toBe('b')
    expect(inputs.slice(2).map(({ props }) => props.checked)).toEqual([true, false, false, true])

    fire(inputs[0]?.props ?? {}, 'onInput', { currentTarget: { value: 'new' } })
    fire(inputs[3]?.props ?? {}, 'onChange', { currentTarget: { checked: true } })
    fire(inputs[4]?.props ?? {}, 'onChange', { currentTarget: { checked: true } })
    expect(values).toMatchObject({ b0: 'new', b4: 'b', b5: ['b', 'a'] })
  })

  test('pick a date and time on the reader’s own clock, and answer seconds since the epoch', () => {
    const at = Date.UTC(2026, 0, 15, 8, 30) / 1000
    const { state, values } = aForm()
    const { tree, problems } = draw(
      [
        input('datetimepicker', { initial_date_time: at }),
        input('datetimepicker'),
        input('timepicker', { initial_time: '09:00' }),
      ],
      { form: state },
    )
    expect(problems).toEqual([])
    const [given, empty, time] = all(tree, 'input')
    expect(given?.props).toMatchObject({ type: 'datetime-local', value: '2026-01-15T09:30' })
    expect(empty?.props.value).toBe('')
    expect(time?.props).toMatchObject({ type: 'time', value: '09:00' })
    fire(empty?.props ?? {}, 'onInput', { currentTarget: { value: '2026-07-01T10:00' } })
    fire(given?.props ?? {}, 'onInput', { currentTarget: { value: '' } })
    expect(values).toEqual({ b1: String(Date.UTC(2026, 6, 1, 8) / 1000), b0: '' })
  })

  test('show what the app says is wrong, under their label', () => {
    const { state } = aForm({}, { b0: 'This name is taken' })
    const { tree } = draw([{ ...input('plain_text_input'), optional: true, hint: plain('Any name') }], {
      form: state,
    })
    expect(textOf(withClass(tree, 'error'))).toBe('This name is taken')
    expect(textOf(all(tree, 'label'))).toBe('The plain_text_input (optional)')
    expect(textOf(withClass(tree, 'hint'))).toContain('Any name')
  })
})
