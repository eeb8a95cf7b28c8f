import { z } from 'zod'
import { characters, identifier, imageBlock, imageElement, mrkdwn, plainText, text } from './composition.ts'
import { actionsElement, button, contextActionsElement, inputElement, sectionAccessory } from './elements.ts'
import { richText } from './rich-text.ts'

/** Blocks and their limits: https://docs.slack.dev/reference/block-kit/blocks */

export type Surface = 'message' | 'modal' | 'home'

const id = { block_id: identifier.optional() }
const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home']
const MESSAGES: readonly Surface[] = ['message']

const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: sectionAccessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    (block) => block.text !== undefined || block.fields !== undefined,
    'must define either `text` or `fields`',
  )

const actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(actionsElement).min(1).max(25),
})

const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3000), mrkdwn(3000), imageElement]))
    .min(1)
    .max(10),
})

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: characters(3000) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() }),
])

const table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
})

const divider = z.strictObject({ type: z.literal('divider'), ...id })
const header = z.strictObject({
  type: z.literal('header'),
  ...id,
  text: plainText(150),
})
const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
})
const video = z.strictObject({
  type: z.literal('video'),
  ...id,
  video_url: characters(3000),
  thumbnail_url: characters(3000),
  alt_text: characters(2000),
  title: plainText(199),
  title_url: characters(3000).optional(),
  author_name: characters(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: z.string().optional(),
  description: plainText(199).optional(),
})

const card = z
  .strictObject({
    type: z.literal('card'),
    ...id,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: text(150).optional(),
    subtitle: text(150).optional(),
    body: text(200).optional(),
    actions: z.array(button).max(5).optional(),
  })
  .refine(
    (block) => [block.hero_image, block.title, block.actions, block.body].some((part) => part !== undefined),
    'must define at least one of `hero_image`, `title`, `actions` or `body`',
  )

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...id,
  task_id: z.string(),
  title: z.string(),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
})

const childBlock = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  header,
  imageBlock,
  input,
  richText,
  section,
  table,
  video,
])

const BLOCKS = [
  actions,
  z.strictObject({
    type: z.literal('alert'),
    ...id,
    text: text(3000),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  card,
  z.strictObject({ type: z.literal('carousel'), ...id, elements: z.array(card).min(1).max(10) }),
  z.strictObject({
    type: z.literal('container'),
    ...id,
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: text(150).optional(),
    child_blocks: z.array(childBlock).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  }),
  context,
  z.strictObject({
    type: z.literal('context_actions'),
    ...id,
    elements: z.array(contextActionsElement).min(1).max(5),
  }),
  z.strictObject({
    type: z.literal('data_table'),
    ...id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1),
    caption: z.string(),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  }),
  divider,
  header,
  imageBlock,
  input,
  z.strictObject({ type: z.literal('markdown'), ...id, text: characters(12_000) }),
  z.strictObject({ type: z.literal('plan'), ...id, title: z.string(), tasks: z.array(taskCard).optional() }),
  richText,
  section,
  table,
  taskCard,
  video,
] as const

export const block = z.discriminatedUnion('type', BLOCKS)
export type BlockType = z.infer<typeof block>['type']

/**
 * Where each block may be used: https://docs.slack.dev/blocks.json, `available-in-surfaces`. A `file` block is not
 * here: apps read it but can never send it (…/blocks/file-block).
 */
export const BLOCK_SURFACES: Record<BlockType, readonly Surface[]> = {
  actions: EVERYWHERE,
  alert: ['modal'],
  card: EVERYWHERE,
  carousel: ['message', 'home'],
  container: MESSAGES,
  context: EVERYWHERE,
  context_actions: MESSAGES,
  data_table: ['message', 'home'],
  divider: EVERYWHERE,
  header: EVERYWHERE,
  image: EVERYWHERE,
  input: EVERYWHERE,
  markdown: MESSAGES,
  plan: MESSAGES,
  rich_text: EVERYWHERE,
  section: EVERYWHERE,
  table: MESSAGES,
  task_card: MESSAGES,
  video: EVERYWHERE,
}

/** Elements that are not for every surface; each element's page says so under "available in surfaces". */
export const ELEMENT_SURFACES: Readonly<Record<string, readonly Surface[]>> = {
  workflow_button: MESSAGES,
  datetimepicker: ['message', 'modal'],
  email_text_input: ['modal'],
  file_input: ['modal'],
  number_input: ['modal'],
  url_text_input: ['modal'],
  rich_text_input: ['modal', 'home'],
}

/** "You can include up to 50 blocks in each message, and 100 blocks in modals or Home tabs." */
export const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 }
