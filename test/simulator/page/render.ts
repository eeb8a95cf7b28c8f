import { type ComponentChildren, isValidElement, type VNode } from 'preact'
import type { BlockEnv, Press } from '../../../src/simulator/page/blocks/env.ts'
import { TypeAhead } from '../../../src/simulator/page/blocks/type-ahead.tsx'

/** An element of the page as it would be in the document: components are called, fragments flattened. */
export interface Rendered {
  readonly tag: string
  readonly props: Readonly<Record<string, unknown>>
  readonly children: readonly (Rendered | string)[]
}

/** Components with a state of their own. They stay what they are, with their props, as elements do. */
const STATEFUL: ReadonlyMap<unknown, string> = new Map([[TypeAhead, 'type-ahead']])

/** Walks what components return. It knows no hooks: blocks and texts use none, or are listed above. */
export function rendered(node: ComponentChildren): readonly (Rendered | string)[] {
  if (node === null || node === undefined || typeof node === 'boolean') return []
  if (Array.isArray(node)) return node.flatMap((child: ComponentChildren) => rendered(child))
  if (!isValidElement(node)) return [String(node)]
  const { type, props } = node as VNode<Record<string, unknown>>
  const stateful = STATEFUL.get(type)
  if (stateful !== undefined) return [{ tag: stateful, props, children: [] }]
  if (typeof type === 'function') {
    return rendered((type as (props: unknown) => ComponentChildren)(props))
  }
  return [{ tag: type, props, children: rendered(props.children as ComponentChildren) }]
}

/** All elements with that tag, at any depth. */
export function all(tree: readonly (Rendered | string)[], tag: string): readonly Rendered[] {
  return tree.flatMap((node) => {
    if (typeof node === 'string') return []
    return [...(node.tag === tag ? [node] : []), ...all(node.children, tag)]
  })
}

/** All elements whose class list has this word. */
export function withClass(tree: readonly (Rendered | string)[], name: string): readonly Rendered[] {
  return tree.flatMap((node) => {
    if (typeof node === 'string') return []
    const classes = String(node.props.class ?? '').split(' ')
    return [...(classes.includes(name) ? [node] : []), ...withClass(node.children, name)]
  })
}

export function textOf(tree: readonly (Rendered | string)[]): string {
  return tree.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('')
}

/** Surroundings in which presses and problems are written down. */
export function notingEnv(over: Partial<BlockEnv> = {}) {
  const presses: Press[] = []
  const problems: string[] = []
  const env: BlockEnv = {
    zone: { locale: 'en-GB', timeZone: 'Europe/Paris' },
    now: Date.UTC(2026, 0, 15, 9),
    me: 'U0ADA',
    userName: (id) => (id === 'U0ADA' ? 'Ada' : null),
    channelName: (id) => (id === 'C0OPS' ? 'ops' : null),
    press: (press) => presses.push(press),
    suggest: async () => ({ type: 'options', groups: [] }),
    held: () => null,
    form: null,
    problem: (message) => problems.push(message),
    ...over,
  }
  return { env, presses, problems }
}
