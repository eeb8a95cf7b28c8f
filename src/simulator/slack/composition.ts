import { z } from 'zod'

/** Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects */

const characters = (most: number) => z.string().min(1).max(most)

export const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: characters(most), emoji: z.boolean().optional() })

export const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: characters(most), verbatim: z.boolean().optional() })

export const text = (most: number) => z.discriminatedUnion('type', [plainText(most), mrkdwn(most)])

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: text(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})

const optionTail = { value: characters(75), description: plainText(75).optional() }

/**
 * https://docs.slack.dev/reference/block-kit/composition-objects/option-object
 * The documentation has given 75 and 150 characters for `value`; the smaller one is held here.
 */
export const plainOption = z.strictObject({ text: plainText(75), ...optionTail })
export const overflowOption = z.strictObject({
  text: plainText(75),
  ...optionTail,
  url: characters(3000).optional(),
})
/** Only radio buttons and checkboxes may use mrkdwn in an option. */
export const choiceOption = z.strictObject({
  text: text(75),
  value: characters(75),
  description: text(75).optional(),
})

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(plainOption).min(1).max(100),
})

/** https://docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object */
export const conversationFilter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, 'must provide at least one of the filter properties')

/** https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object */
export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .optional(),
})

/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const slackFile = z.union([
  z.strictObject({ id: characters(255) }),
  z.strictObject({ url: characters(3000) }),
])

const image = {
  alt_text: characters(2000),
  image_url: characters(3000).optional(),
  slack_file: slackFile.optional(),
}
const oneSource = (value: { image_url?: string | undefined; slack_file?: unknown }) =>
  (value.image_url === undefined) !== (value.slack_file === undefined)
const ONE_SOURCE = 'must define either `image_url` or `slack_file`'

export const imageElement = z
  .strictObject({ type: z.literal('image'), ...image })
  .refine(oneSource, ONE_SOURCE)
export const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id: characters(255).optional(),
    ...image,
    title: plainText(2000).optional(),
  })
  .refine(oneSource, ONE_SOURCE)

export const identifier = characters(255)
export { characters }
