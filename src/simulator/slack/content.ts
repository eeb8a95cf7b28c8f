import type { Ids } from './ids.ts'
import { type MessageContent, present } from './messages.ts'
import { errorLine, plainLine, problemsOf } from './problems.ts'
import {
  blockProblems,
  blockTextLength,
  elementsOf,
  MOST_BLOCK_TEXT,
  MOST_METADATA,
  metadataSchema,
} from './validate.ts'
import type { Json, JsonObject, StoredBlock, StoredMetadata } from './workspace.ts'

/** How Slack says no: `{ok: false, error, …}`. */
export interface Refusal {
  readonly error: string
  readonly extra?: JsonObject
}

export function isRefusal(value: object): value is Refusal {
  return 'error' in value && typeof value.error === 'string'
}

/** Arguments may hold JSON as text ("presented as a URL-encoded string") or, in JSON bodies, as itself. */
export function jsonOf(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value !== 'string') return { value }
  try {
    return { value: JSON.parse(value) as unknown }
  } catch {
    return undefined
  }
}

/** "text: … truncated" above this many: https://docs.slack.dev/reference/methods/chat.postMessage; refused here. */
export const MOST_TEXT = 40_000
/** "The `text` field cannot exceed 4,000 characters": https://docs.slack.dev/reference/methods/chat.update */
export const MOST_UPDATED_TEXT = 4_000
const MOST_MARKDOWN = 12_000

export interface ContentArguments {
  readonly text?: string | undefined
  readonly markdown_text?: string | undefined
  readonly blocks?: unknown
  readonly attachments?: unknown
  readonly metadata?: unknown
}

/** Reads what makes up a message, with every check that Slack makes on it. An empty `blocks` array counts as given. */
export function readContent(
  args: ContentArguments,
  ids: Ids,
  mostText = MOST_TEXT,
): MessageContent | Refusal {
  const { markdown_text: markdown } = args
  if (markdown !== undefined && (args.text !== undefined || args.blocks !== undefined)) {
    return { error: 'markdown_text_conflict' }
  }
  if (markdown !== undefined && markdown.length > MOST_MARKDOWN) return { error: 'msg_too_long' }
  if (args.text !== undefined && args.text.length > mostText) return { error: 'msg_too_long' }
  const blocks = args.blocks === undefined ? undefined : readBlocks(args.blocks, ids)
  if (blocks !== undefined && isRefusal(blocks)) return blocks
  const attachments = args.attachments === undefined ? undefined : readAttachments(args.attachments)
  if (attachments !== undefined && isRefusal(attachments)) return attachments
  const metadata = args.metadata === undefined ? undefined : readMetadata(args.metadata)
  if (metadata !== undefined && isRefusal(metadata)) return metadata
  return present({ text: args.text ?? markdown, blocks, attachments, metadata: metadata?.metadata })
}

/** "No message text provided": none of text, blocks and attachments says anything. */
export function isEmpty(content: MessageContent): boolean {
  const nothing = (value: { readonly length: number } | undefined) =>
    value === undefined || value.length === 0
  return nothing(content.text?.trim()) && nothing(content.blocks) && nothing(content.attachments)
}

function readBlocks(given: unknown, ids: Ids): readonly StoredBlock[] | Refusal {
  const json = jsonOf(given)
  if (json === undefined || !Array.isArray(json.value)) return { error: 'invalid_blocks_format' }
  const problems = blockProblems(json.value, 'message', ['blocks'])
  if (problems.length > 0) {
    return {
      error: 'invalid_blocks',
      extra: {
        errors: problems.map(plainLine),
        response_metadata: { messages: problems.map(errorLine) },
      },
    }
  }
  if (blockTextLength(json.value) > MOST_BLOCK_TEXT) return { error: 'msg_blocks_too_long' }
  return withIds(json.value, ids)
}

/** Gives ids to blocks and elements that came without, as Slack does: "If not specified, one will be generated". */
export function withIds(blocks: readonly unknown[], ids: Ids): readonly StoredBlock[] {
  return (structuredClone(blocks) as JsonObject[]).map((block) => {
    for (const { element } of elementsOf(block)) {
      if (element.type !== 'image') Object.assign(element, { action_id: element.action_id ?? ids.block() })
    }
    return { ...block, type: String(block.type), block_id: String(block.block_id ?? ids.block()) }
  })
}

/** "A maximum of 100 attachments are allowed on a message." */
function readAttachments(given: unknown): readonly Json[] | Refusal {
  const json = jsonOf(given)
  if (json === undefined || !Array.isArray(json.value)) return { error: 'invalid_attachments' }
  return json.value.length > 100 ? { error: 'too_many_attachments' } : (json.value as Json[])
}

/** An empty object means "no metadata", which chat.update reads as: remove it. */
function readMetadata(given: unknown): { readonly metadata: StoredMetadata | undefined } | Refusal {
  const json = jsonOf(given)
  if (
    json === undefined ||
    typeof json.value !== 'object' ||
    json.value === null ||
    Array.isArray(json.value)
  ) {
    return { error: 'invalid_metadata_format' }
  }
  if (Object.keys(json.value).length === 0) return { metadata: undefined }
  const parsed = metadataSchema.safeParse(json.value)
  if (!parsed.success) {
    const messages = problemsOf(parsed.error, json.value, ['metadata']).map(errorLine)
    return { error: 'invalid_metadata_schema', extra: { response_metadata: { messages } } }
  }
  if (JSON.stringify(parsed.data).length > MOST_METADATA) return { error: 'metadata_too_large' }
  return { metadata: parsed.data as StoredMetadata }
}
