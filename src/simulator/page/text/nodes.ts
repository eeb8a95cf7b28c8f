/** A piece of a line, as Slack's mrkdwn means it. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike' | 'code'; readonly children: readonly Inline[] }
  | { readonly type: 'break' }
  | { readonly type: 'emoji'; readonly name: string; readonly glyph: string }
  | Mention

/** What only an unescaped `<…>` can make. */
export type Mention =
  | { readonly type: 'broadcast'; readonly range: 'channel' | 'here' | 'everyone' }
  | { readonly type: 'user' | 'channel' | 'usergroup'; readonly id: string; readonly label: string | null }
  /** `at` is in seconds since the epoch, as in Slack's own syntax. */
  | {
      readonly type: 'date'
      readonly at: number
      readonly format: string
      readonly url: string | null
      readonly fallback: string
    }
  | { readonly type: 'link'; readonly url: string; readonly label: string }

/** A run of lines of one kind. */
export type TextBlock =
  | { readonly type: 'paragraph' | 'quote'; readonly children: readonly Inline[] }
  | { readonly type: 'code_block'; readonly children: readonly Inline[] }
