import { lexer, type Token, type Tokens } from 'marked'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { LINK_STATUSES } from '../domain/status.ts'
import { FINDING_IDS, nearestFinding } from './finding-ids.ts'
import { placeholderProblems } from './placeholders.ts'
import type { Runbook, RunbookBlock } from './runbook.ts'

/** What became of one file: a runbook, or all that is wrong with it, one sentence each. */
export type ParsedRunbook =
  | { readonly type: 'parsed'; readonly runbook: Runbook }
  | { readonly type: 'broken'; readonly file: string; readonly problems: readonly string[] }

type Section = Runbook['sections'][number]

const finding = z.string().superRefine((id, context) => {
  if (FINDING_IDS.includes(id)) return
  context.addIssue({
    code: 'custom',
    message: `There is no such finding; the nearest is ${nearestFinding(id)}`,
  })
})

const frontMatterSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(150),
    statuses: z.array(z.enum(LINK_STATUSES)).default([]),
    findings: z.array(finding).default([]),
    tags: z.array(z.string().trim().min(1).max(255)).default([]),
  })
  .refine(({ statuses, findings, tags }) => statuses.length + findings.length + tags.length > 0, {
    path: ['statuses'],
    message: 'It serves nothing: name a status here, or a finding in "findings", or a tag of links in "tags"',
  })

/** Markdown that a chat message can show inside a line; anything else would be lost on the way to Slack. */
const INLINE_KINDS: ReadonlySet<string> = new Set([
  'text',
  'escape',
  'strong',
  'em',
  'del',
  'codespan',
  'link',
  'br',
])

const LINK_TARGET = /^(https:\/\/|mailto:|tel:)\S+$/

/** A name is shown, typed and put into buttons: it is short, and none that formats. */
const FILE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}\.md$/iu

/**
 * Reads one runbook from Markdown: YAML front matter (`title`, and what it serves: `statuses` as in the API, `findings`,
 * `tags` of links), then `## headings`, each with paragraphs and numbered steps; bullets become paragraphs. `{{link.vlan}}`
 * and the like are filled in when it is shown. Steps are counted through the whole runbook, so that "step 7" is one step
 * whoever says it on the phone; the numbers written in the file do not matter.
 * `file` is the file's name; without its ending it is the runbook's name.
 */
export function parseRunbook(
  file: string,
  markdown: string,
  origin: Runbook['origin'] = 'built_in',
): ParsedRunbook {
  const problems: string[] = []
  const parts = splitFrontMatter(markdown)
  if (parts === null) {
    return {
      type: 'broken',
      file,
      problems: ['It does not begin with front matter between two lines of "---".'],
    }
  }
  if (!FILE_NAME.test(file)) {
    problems.push('Its name may have letters, digits, spaces, dots, dashes and underscores, at most 100.')
  }
  const frontMatter = readFrontMatter(parts.frontMatter, problems)
  problems.push(...placeholderProblems(markdown))
  if (/\{\{/u.test(parts.frontMatter)) problems.push('Its front matter cannot have a placeholder.')
  const sections = readSections(lexer(parts.body), problems)
  if (frontMatter === null || problems.length > 0) return { type: 'broken', file, problems }
  return {
    type: 'parsed',
    runbook: {
      name: file.replace(/\.md$/i, ''),
      ...frontMatter,
      origin,
      sections,
    },
  }
}

function splitFrontMatter(markdown: string): { frontMatter: string; body: string } | null {
  const match = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m.exec(markdown)
  if (match === null || match.index !== 0) return null
  return { frontMatter: match[1] ?? '', body: markdown.slice(match[0].length) }
}

function readFrontMatter(text: string, problems: string[]): z.infer<typeof frontMatterSchema> | null {
  let value: unknown
  try {
    value = parseYaml(text)
  } catch (error) {
    const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n')
    problems.push(`Its front matter is not YAML: ${firstLine}`)
    return null
  }
  const parsed = frontMatterSchema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const where = issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'the front matter'
    problems.push(`In ${where}: ${issue.message}.`)
  }
  return null
}

function readSections(tokens: readonly Token[], problems: string[]): readonly Section[] {
  const sections: { heading: string; blocks: RunbookBlock[] }[] = []
  let steps = 0
  for (const token of tokens) {
    const blocks = sections.at(-1)?.blocks
    if (token.type === 'space') continue
    if (token.type === 'heading') {
      if (token.depth !== 2) problems.push(`The heading "${token.text}" must have two number signs (##).`)
      sections.push({ heading: oneLine(token.text), blocks: [] })
    } else if (blocks === undefined) {
      problems.push(`It has text before its first heading: "${excerpt(token.raw)}".`)
      return []
    } else if (token.type === 'paragraph') {
      blocks.push({ type: 'text', text: inlineText(token.tokens ?? [], token.text, problems) })
    } else if (token.type === 'list') {
      const list = token as Tokens.List
      for (const item of list.items) {
        const text = itemText(item, problems)
        blocks.push(
          list.ordered ? { type: 'step', number: ++steps, text } : { type: 'text', text: `• ${text}` },
        )
      }
    } else {
      problems.push(`A ${token.type} cannot be shown in Slack: "${excerpt(token.raw)}".`)
    }
  }
  if (sections.length === 0) problems.push('It has no "## heading".')
  for (const { heading, blocks } of sections) {
    if (blocks.length === 0) problems.push(`The section "${heading}" is empty.`)
  }
  return sections
}

/** The text of one list item. Its paragraphs become one, because a step is one block. */
function itemText(item: Tokens.ListItem, problems: string[]): string {
  const texts: string[] = []
  for (const token of item.tokens) {
    if (token.type === 'space') continue
    if (token.type === 'text' || token.type === 'paragraph') {
      const inline = 'tokens' in token ? (token.tokens ?? []) : []
      texts.push(inlineText(inline, token.text, problems))
    } else {
      problems.push(`A ${token.type} inside a step cannot be shown in Slack: "${excerpt(item.raw)}".`)
    }
  }
  const text = texts.join(' ')
  if (text === '') problems.push('It has an empty list item.')
  return text
}

/** Refuses what is not inline Markdown, and hands the Markdown itself back on one line. */
function inlineText(tokens: readonly Token[], text: string, problems: string[]): string {
  for (const token of tokens) {
    if (!INLINE_KINDS.has(token.type)) {
      problems.push(`${token.type} inside text cannot be shown in Slack: "${excerpt(token.raw)}".`)
    } else if (token.type === 'link' && !LINK_TARGET.test(token.href)) {
      problems.push(`A link must go to https:, mailto: or tel:, not to "${excerpt(token.href)}".`)
    } else if ('tokens' in token && token.tokens !== undefined) {
      inlineText(token.tokens, token.raw, problems)
    }
  }
  return oneLine(text)
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim()
}

function excerpt(text: string): string {
  const line = oneLine(text)
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
