import { plain } from './support.ts'

/** Pieces of Block Kit that the tests of its limits are made of. */

export const long = (length: number) => 'x'.repeat(length)
export const actions = (...elements: object[]) => ({ type: 'actions', elements })
export const button = (change: object = {}) => ({ type: 'button', text: plain('x'), ...change })
export const option = (change: object = {}) => ({ text: plain('x'), value: 'x', ...change })
export const options = (count: number) =>
  Array.from({ length: count }, (_, index) => option({ value: `v${index}` }))
export const select = (change: object = {}) => ({ type: 'static_select', options: options(1), ...change })
export const rows = (count: number, cells: number) =>
  Array.from({ length: count }, () => Array.from({ length: cells }, () => ({ type: 'raw_text', text: 'x' })))
export const input = (element: object) => ({ type: 'input', label: plain('x'), element })
