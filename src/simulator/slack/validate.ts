import { z } from 'zod'
import {
  BLOCK_SURFACES,
  type BlockType,
  block,
  ELEMENT_SURFACES,
  MOST_BLOCKS,
  type Surface,
} from './blocks.ts'
import { identifier, plainText } from './composition.ts'
import { type Problem, pointerTo, problemsOf } from './problems.ts'

/**
 * About this many characters of text fit into the blocks of one message. Slack does not document it; users found
 * `msg_blocks_too_long` at 13,172 to 13,297 (https://github.com/slackapi/bolt-js/issues/2509).
 */
export const MOST_BLOCK_TEXT = 13_200

type Tree = { readonly [key: string]: unknown }

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything wrong with the blocks of one surface, in document order; empty when Slack would take them. */
export function blockProblems(blocks: unknown, surface: Surface, base: readonly PropertyKey[]): Problem[] {
  const parsed = z.array(block).max(MOST_BLOCKS[surface]).safeParse(blocks)
  if (!parsed.success) return problemsOf(parsed.error, blocks, base)
  const trees = blocks as readonly Tree[]
  return [
    ...trees.flatMap((tree, index) => surfaceProblems(tree, surface, [...base, index])),
    ...duplicateBlockIds(trees, base),
    ...trees.flatMap((tree, index) => duplicateActionIds(tree, [...base, index])),
    ...focusProblems(trees, base),
    ...(surface === 'message' ? tableProblems(trees, base) : []),
  ]
}

/** The characters of text that a message's blocks hold in all. */
export function blockTextLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + blockTextLength(item), 0)
  if (!isTree(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : blockTextLength(inner)),
    0,
  )
}

function surfaceProblems(tree: Tree, surface: Surface, path: readonly PropertyKey[]): Problem[] {
  const type = tree.type as BlockType
  if (!BLOCK_SURFACES[type].includes(surface)) {
    return [{ pointer: pointerTo([...path, 'type']), message: `unsupported type: ${type}` }]
  }
  return elementsOf(tree).flatMap(({ element, path: inner }) => {
    const surfaces = ELEMENT_SURFACES[String(element.type)]
    if (surfaces === undefined || surfaces.includes(surface)) return []
    return [
      {
        pointer: pointerTo([...path, ...inner, 'type']),
        message: `unsupported type: ${String(element.type)}`,
      },
    ]
  })
}

/** The elements of a block, with the way to each: accessories, inputs, buttons of cards, blocks within containers. */
export function elementsOf(tree: Tree): { element: Tree; path: readonly PropertyKey[] }[] {
  const found: { element: Tree; path: readonly PropertyKey[] }[] = []
  const add = (element: unknown, path: readonly PropertyKey[]) => {
    if (isTree(element)) found.push({ element, path })
  }
  if (tree.type === 'section') add(tree.accessory, ['accessory'])
  if (tree.type === 'input') add(tree.element, ['element'])
  if (tree.type === 'actions' || tree.type === 'context_actions') {
    for (const [index, element] of (tree.elements as unknown[]).entries()) add(element, ['elements', index])
  }
  if (tree.type === 'card') {
    for (const [index, element] of ((tree.actions ?? []) as unknown[]).entries())
      add(element, ['actions', index])
  }
  for (const key of ['child_blocks', ...(tree.type === 'carousel' ? ['elements'] : [])]) {
    const children = tree[key]
    if (!Array.isArray(children)) continue
    for (const [index, child] of children.entries()) {
      if (!isTree(child)) continue
      found.push(...elementsOf(child).map((each) => ({ ...each, path: [key, index, ...each.path] })))
    }
  }
  return found
}

function duplicateBlockIds(trees: readonly Tree[], base: readonly PropertyKey[]): Problem[] {
  const seen = new Set<string>()
  return trees.flatMap((tree, index) => {
    if (typeof tree.block_id !== 'string') return []
    if (!seen.has(tree.block_id)) {
      seen.add(tree.block_id)
      return []
    }
    const pointer = pointerTo([...base, index, 'block_id'])
    return [{ pointer, message: `\`block_id\` "${tree.block_id}" already exists` }]
  })
}

/** `action_id` "should be unique among all other action_ids in the containing block". */
function duplicateActionIds(tree: Tree, base: readonly PropertyKey[]): Problem[] {
  const seen = new Set<string>()
  return elementsOf(tree).flatMap(({ element, path }) => {
    if (typeof element.action_id !== 'string') return []
    if (!seen.has(element.action_id)) {
      seen.add(element.action_id)
      return []
    }
    const pointer = pointerTo([...base, ...path, 'action_id'])
    return [{ pointer, message: `\`action_id\` "${element.action_id}" already exists` }]
  })
}

/** "Only one element can be set to true" (focus_on_load). */
function focusProblems(trees: readonly Tree[], base: readonly PropertyKey[]): Problem[] {
  const focused = trees.flatMap((tree, index) =>
    elementsOf(tree)
      .filter(({ element }) => element.focus_on_load === true)
      .map(({ path }) => pointerTo([...base, index, ...path, 'focus_on_load'])),
  )
  return focused.slice(1).map((pointer) => ({ pointer, message: 'only one element can set `focus_on_load`' }))
}

/** A message holds at most one table: https://docs.slack.dev/reference/block-kit/blocks/table-block */
function tableProblems(trees: readonly Tree[], base: readonly PropertyKey[]): Problem[] {
  const tables = trees.flatMap((tree, index) =>
    tree.type === 'table' || tree.type === 'data_table' ? [index] : [],
  )
  return tables
    .slice(1)
    .map((index) => ({ pointer: pointerTo([...base, index]), message: 'only_one_table_allowed' }))
}

const shared = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
}

/** View payloads: https://docs.slack.dev/reference/views */
const view = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...shared,
    title: plainText(24),
    close: plainText(24).optional(),
    submit: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('home'),
    ...shared,
    // Slack's own examples of Home tabs carry these two, and it takes them.
    title: plainText(24).optional(),
    notify_on_close: z.boolean().optional(),
  }),
])

export type ViewPayload = z.infer<typeof view>

export function viewProblems(payload: unknown, base: readonly PropertyKey[]): Problem[] {
  const parsed = view.safeParse(payload)
  if (!parsed.success) return problemsOf(parsed.error, payload, base)
  const problems = blockProblems(parsed.data.blocks, parsed.data.type, [...base, 'blocks'])
  if (parsed.data.type !== 'modal' || parsed.data.submit !== undefined) return problems
  const inputs = parsed.data.blocks.flatMap((each, index) =>
    isTree(each) && each.type === 'input' ? [index] : [],
  )
  return [
    ...problems,
    ...inputs.map((index) => ({
      pointer: pointerTo([...base, 'blocks', index, 'input']),
      message: 'must define `submit` to use an `input` block in modals',
    })),
  ]
}

export function parseView(payload: unknown): ViewPayload {
  return view.parse(payload)
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const flat = z.record(z.string(), scalar)
/**
 * Message metadata, in the shape of `@slack/types`: values are scalars, flat objects or arrays of flat objects.
 * https://docs.slack.dev/messaging/message-metadata
 */
export const metadataSchema = z.strictObject({
  event_type: identifier.regex(/^[A-Za-z0-9_]+$/),
  event_payload: z.record(z.string(), z.union([scalar, flat, z.array(flat)])),
})

/** Slack says `metadata_too_large` without a figure; this one is the stand-in's own, in characters of JSON. */
export const MOST_METADATA = 8_000
