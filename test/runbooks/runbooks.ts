import { parseRunbook } from '../../src/runbooks/parse.ts'
import type { Runbook } from '../../src/runbooks/runbook.ts'

/** The Markdown of a runbook with these lines of front matter and this body. */
export function markdownOf(frontMatter: string, body = '## Do\n\n1. Wait.\n'): string {
  return `---\ntitle: Mine\n${frontMatter}\n---\n${body}`
}

/** A runbook out of its Markdown; throws what is wrong with it. */
export function aRunbook(
  name: string,
  frontMatter: string,
  body?: string,
  origin: Runbook['origin'] = 'built_in',
): Runbook {
  const parsed = parseRunbook(`${name}.md`, markdownOf(frontMatter, body), origin)
  if (parsed.type === 'broken') throw new Error(parsed.problems.join('\n'))
  return parsed.runbook
}
