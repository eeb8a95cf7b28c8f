import { z } from 'zod'
import {
  characters,
  choiceOption,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  identifier,
  imageElement,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
} from './composition.ts'
import { richText } from './rich-text.ts'

/** Block elements and their limits: https://docs.slack.dev/reference/block-kit/block-elements */

const action = { action_id: identifier.optional() }
const confirmable = { confirm: confirm.optional() }
const focusable = { focus_on_load: z.boolean().optional() }
const placeholder = { placeholder: plainText(150).optional() }
const menu = { ...action, ...confirmable, ...focusable, ...placeholder }
const multi = { ...menu, max_selected_items: z.int().min(1).optional() }
const typed = {
  ...action,
  ...focusable,
  ...placeholder,
  dispatch_action_config: dispatchActionConfig.optional(),
}
const respondable = { response_url_enabled: z.boolean().optional() }
const label = { accessibility_label: characters(75).optional() }
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const optionSource = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}

interface Options {
  readonly options?: readonly { readonly value: string }[] | undefined
  readonly option_groups?: readonly { readonly options: readonly { readonly value: string }[] }[] | undefined
}

const oneSource = (select: Options) => (select.options === undefined) !== (select.option_groups === undefined)
const ONE_SOURCE = 'must define either `options` or `option_groups`'
const offered = (select: Options) =>
  new Set([
    ...(select.options ?? []).map((option) => option.value),
    ...(select.option_groups ?? []).flatMap((group) => group.options.map((option) => option.value)),
  ])
const NOT_OFFERED = 'initial options must match the options offered'
const offers = (
  select: Options & {
    readonly initial_option?: { readonly value: string } | undefined
    readonly initial_options?: readonly { readonly value: string }[] | undefined
  },
) => {
  const values = offered(select)
  const initial = [
    ...(select.initial_option ? [select.initial_option] : []),
    ...(select.initial_options ?? []),
  ]
  return initial.every((option) => values.has(option.value))
}

const buttonSide = z.strictObject({ text: plainText(75), ...label, value: characters(2000) })

export const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  ...confirmable,
  ...label,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: characters(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  ...confirmable,
  options: z.array(overflowOption).min(1).max(5),
})

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...action,
    ...confirmable,
    ...focusable,
    options: z.array(choiceOption).min(1).max(10),
    initial_options: z.array(choiceOption).min(1).optional(),
  })
  .refine(offers, NOT_OFFERED)

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...action,
    ...confirmable,
    ...focusable,
    options: z.array(choiceOption).min(1).max(10),
    initial_option: choiceOption.optional(),
  })
  .refine(offers, NOT_OFFERED)

const datepicker = z.strictObject({ type: z.literal('datepicker'), ...menu, initial_date: date.optional() })
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: time.optional(),
  timezone: z.string().optional(),
})
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...action,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
})

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...menu,
    ...optionSource,
    initial_option: plainOption.optional(),
  })
  .refine(oneSource, ONE_SOURCE)
  .refine(offers, NOT_OFFERED)
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...multi,
    ...optionSource,
    initial_options: z.array(plainOption).optional(),
  })
  .refine(oneSource, ONE_SOURCE)
  .refine(offers, NOT_OFFERED)

const typeahead = { min_query_length: z.int().min(0).optional() }
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
}

const selects = [
  staticSelect,
  z.strictObject({
    type: z.literal('external_select'),
    ...menu,
    ...typeahead,
    initial_option: plainOption.optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    ...respondable,
    ...conversations,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    ...respondable,
    initial_channel: z.string().optional(),
  }),
  multiStaticSelect,
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...multi,
    ...typeahead,
    initial_options: z.array(plainOption).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...multi,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...multi,
    ...conversations,
    initial_conversations: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...multi,
    initial_channels: z.array(z.string()).optional(),
  }),
] as const

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...action,
  ...confirmable,
  ...label,
  text: plainText(75),
  style: z.enum(['primary', 'danger']).optional(),
  workflow: z.strictObject({
    trigger: z.strictObject({
      url: z.string(),
      customizable_input_parameters: z
        .array(z.strictObject({ name: z.string(), value: z.string() }))
        .optional(),
    }),
  }),
})

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
})

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('file_input'),
    ...action,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
  richTextInput,
] as const

const pickers = [checkboxes, radioButtons, datepicker, timepicker] as const

/** Which elements each block takes: https://docs.slack.dev/blocks.json, `compatible-block-elements`. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  workflowButton,
  datetimepicker,
  richTextInput,
  ...pickers,
  ...selects,
])
export const sectionAccessory = z.discriminatedUnion('type', [
  button,
  overflow,
  workflowButton,
  imageElement,
  ...pickers,
  ...selects,
])
export const inputElement = z.discriminatedUnion('type', [datetimepicker, ...inputs, ...pickers, ...selects])
export const contextActionsElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    ...action,
    positive_button: buttonSide,
    negative_button: buttonSide,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...action,
    ...confirmable,
    ...label,
    icon: z.string(),
    text: plainText(75),
    value: z.string().max(2000).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
])
