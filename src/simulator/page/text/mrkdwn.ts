import { formatLine, literal } from './formatting.ts'
import type { Inline, TextBlock } from './nodes.ts'
import { type Atom, readAtoms } from './tokens.ts'

const FENCE = '```'

/**
 * Parses Slack's mrkdwn (docs.slack.dev, "Formatting message text"): `*bold*`, `_italic_`, `~strike~`, code spans
 * and blocks, `>` quotes, `:emoji:` and the `<…>` sequences. Entities become plain characters and never mark up.
 * Accepts every string; what is not well-formed stays literal.
 */
export function parseMrkdwn(text: string): readonly TextBlock[] {
  const atoms = readAtoms(text)
  const blocks: TextBlock[] = []
  let rest = atoms
  while (rest.length > 0) {
    const open = findFence(rest, 0)
    const close = open === -1 ? -1 : findFence(rest, open + FENCE.length)
    if (close <= open + FENCE.length) {
      blocks.push(...readLines(rest))
      break
    }
    blocks.push(...readLines(withoutEdgeBreak(rest.slice(0, open), 'end')))
    const code = rest.slice(open + FENCE.length, close)
    blocks.push({
      type: 'code_block',
      children: literal(withoutEdgeBreak(withoutEdgeBreak(code, 'start'), 'end')),
    })
    rest = withoutEdgeBreak(rest.slice(close + FENCE.length), 'start')
  }
  return blocks
}

function findFence(atoms: readonly Atom[], from: number): number {
  for (let index = from; index + FENCE.length <= atoms.length; index += 1) {
    if ([0, 1, 2].every((step) => charAt(atoms, index + step) === '`')) return index
  }
  return -1
}

function charAt(atoms: readonly Atom[], index: number): string | undefined {
  const atom = atoms[index]
  return atom?.type === 'char' ? atom.char : undefined
}

function withoutEdgeBreak(atoms: readonly Atom[], edge: 'start' | 'end'): readonly Atom[] {
  if (charAt(atoms, edge === 'start' ? 0 : atoms.length - 1) !== '\n') return atoms
  return edge === 'start' ? atoms.slice(1) : atoms.slice(0, -1)
}

/** Groups lines into quotes (those that begin with `>` or `&gt;`, which Slack stores for it) and paragraphs. */
function readLines(atoms: readonly Atom[]): readonly TextBlock[] {
  if (atoms.length === 0) return []
  const groups: { type: 'paragraph' | 'quote'; lines: (readonly Atom[])[] }[] = []
  for (const line of splitLines(atoms)) {
    const type = charAt(line, 0) === '>' ? 'quote' : 'paragraph'
    const content = type === 'quote' ? line.slice(charAt(line, 1) === ' ' ? 2 : 1) : line
    const last = groups.at(-1)
    if (last?.type === type) last.lines.push(content)
    else groups.push({ type, lines: [content] })
  }
  return groups.map(({ type, lines }) => ({
    type,
    children: lines.flatMap((line, index): readonly Inline[] =>
      index === 0 ? formatLine(line) : [{ type: 'break' }, ...formatLine(line)],
    ),
  }))
}

function splitLines(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const lines: Atom[][] = [[]]
  for (const atom of atoms) {
    if (atom.type === 'char' && atom.char === '\n') lines.push([])
    else lines.at(-1)?.push(atom)
  }
  return lines
}
