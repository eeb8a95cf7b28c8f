/** One step or paragraph of a runbook. `text` is Markdown of inline kind only (bold, code, links), with placeholders. */
export type RunbookBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'step'; readonly number: number; readonly text: string }

/** What to do, step by step. */
export interface Runbook {
  /** Its file's name without the ending, such as `all_down`. */
  readonly name: string
  readonly title: string
  /** Raw statuses it serves. */
  readonly statuses: readonly string[]
  /** Ids of findings, and of situations, that it serves. */
  readonly findings: readonly string[]
  /** Tags of links that it serves, globs too. */
  readonly tags: readonly string[]
  readonly origin: 'built_in' | 'team'
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly RunbookBlock[] }[]
}
