import { checkBlock, checkSelect, checkText, isObject, type Json, list } from './slack-limits.ts'

/**
 * Slack's limits for windows and the Home tab (Block Kit reference: "View objects", "Input block" and its elements), written
 * from there and not from src/slack/limits.ts.
 */

const PLAIN = ['plain_text']

/** Options of radio buttons: at most ten. */
function checkRadio(element: Json, where: string): string[] {
  const options = list(element.options)
  const problems = options.length < 1 || options.length > 10 ? [`${where}: ${options.length} options`] : []
  return [...problems, ...options.flatMap((option) => checkText(option.text, 75, `${where} option`, PLAIN))]
}

function checkTyped(element: Json, where: string): string[] {
  const { max_length: max, initial_value: initial, placeholder } = element
  const problems = placeholder === undefined ? [] : checkText(placeholder, 150, `${where} placeholder`, PLAIN)
  if (typeof max === 'number' && (max < 1 || max > 3000)) problems.push(`${where}: max_length ${max}`)
  const most = typeof max === 'number' ? max : 3000
  if (typeof initial === 'string' && initial.length > most)
    problems.push(`${where}: initial_value of ${initial.length} characters of ${most}`)
  return problems
}

function checkElement(element: Json, where: string): string[] {
  const named =
    typeof element.action_id === 'string' && element.action_id.length <= 255 ? [] : [`${where}: action_id`]
  switch (element.type) {
    case 'static_select':
    case 'external_select':
      return [...named, ...checkSelect(element, where)]
    case 'radio_buttons':
      return [...named, ...checkRadio(element, where)]
    case 'plain_text_input':
      return [...named, ...checkTyped(element, where)]
    case 'datetimepicker':
      return named
    default:
      return [`${where}: element ${String(element.type)}`]
  }
}

function checkInput(block: Json, index: number): string[] {
  const where = `block ${index} (input ${String(block.block_id)})`
  return [
    ...checkText(block.label, 2000, `${where} label`, PLAIN),
    ...(block.hint === undefined ? [] : checkText(block.hint, 2000, `${where} hint`, PLAIN)),
    ...(isObject(block.element) ? checkElement(block.element, where) : [`${where}: no element`]),
  ]
}

/** What Slack would refuse about a window or a Home tab; empty where nothing. */
export function viewProblems(view: object): readonly string[] {
  const { type, title, submit, close, blocks, callback_id, private_metadata } = view as Json
  const all = list(blocks)
  const inputs = all.filter((block) => block.type === 'input')
  const problems = all.flatMap((block, index) =>
    block.type === 'input' ? checkInput(block, index) : checkBlock(block, index),
  )
  if (all.length < 1 || all.length > 100) problems.push(`${all.length} blocks`)
  if (JSON.stringify(view).length > 250_000) problems.push('a view of more than 250 KB')
  if (typeof private_metadata === 'string' && private_metadata.length > 3000)
    problems.push(`private_metadata of ${private_metadata.length} characters`)
  if (typeof callback_id === 'string' && callback_id.length > 255) problems.push('callback_id')
  const ids = all.flatMap(({ block_id }) => (typeof block_id === 'string' ? [block_id] : []))
  if (new Set(ids).size !== ids.length || ids.some((id) => id.length > 255)) problems.push('block ids')
  if (type === 'home') return problems
  problems.push(...checkText(title, 24, 'title', PLAIN))
  if (submit !== undefined) problems.push(...checkText(submit, 24, 'submit', PLAIN))
  if (close !== undefined) problems.push(...checkText(close, 24, 'close', PLAIN))
  if (inputs.length > 0 && submit === undefined) problems.push('inputs, and nothing to send them with')
  return problems
}
