import { emojiGlyph } from './emoji.ts'
import type { Inline } from './nodes.ts'
import type { Atom } from './tokens.ts'

const MARKERS: Readonly<Record<string, 'bold' | 'italic' | 'strike' | 'code'>> = {
  '*': 'bold',
  _: 'italic',
  '~': 'strike',
  '`': 'code',
}

/** The inline markup of one line. */
export function formatLine(line: readonly Atom[]): readonly Inline[] {
  return format(line, new Set())
}

/** `inside` holds the markers already open, since none nests in itself. */
function format(atoms: readonly Atom[], inside: ReadonlySet<string>): readonly Inline[] {
  const out: Inline[] = []
  let index = 0
  while (index < atoms.length) {
    const atom = atoms[index]
    if (atom === undefined) break
    if (atom.type === 'mention') {
      out.push(atom.mention)
      index += 1
      continue
    }
    const kind = MARKERS[atom.char]
    const end = kind === undefined || inside.has(atom.char) ? -1 : closing(atoms, index, atom.char)
    if (kind !== undefined && end !== -1) {
      const content = atoms.slice(index + 1, end)
      const children = kind === 'code' ? literal(content) : format(content, new Set([...inside, atom.char]))
      out.push({ type: kind, children })
      index = end + 1
      continue
    }
    const emoji = atom.char === ':' ? readEmoji(atoms, index) : null
    if (emoji !== null) {
      out.push(emoji)
      index += emoji.name.length + 2
      continue
    }
    appendText(out, atom.char)
    index += 1
  }
  return out
}

/** Where the span that a marker at `start` opens ends, or -1: Slack opens only at a word's edge, and closes only at one. */
function closing(atoms: readonly Atom[], start: number, marker: string): number {
  if (isWord(atoms[start - 1]) || isChar(atoms[start - 1], marker)) return -1
  if (marker !== '`' && isSpace(atoms[start + 1])) return -1
  for (let end = start + 1; end < atoms.length; end += 1) {
    if (!isChar(atoms[end], marker)) continue
    if (end === start + 1) return -1
    const opensNoWord = !isWord(atoms[end + 1]) && !isChar(atoms[end + 1], marker)
    if (opensNoWord && (marker === '`' || !isSpace(atoms[end - 1]))) return end
  }
  return -1
}

function isChar(atom: Atom | undefined, char: string): boolean {
  return atom?.type === 'char' && atom.char === char
}

function isWord(atom: Atom | undefined): boolean {
  return atom?.type === 'char' && /[\p{L}\p{N}]/u.test(atom.char)
}

function isSpace(atom: Atom | undefined): boolean {
  return atom === undefined || (atom.type === 'char' && /\s/.test(atom.char))
}

/** Characters as they are, mentions kept: Slack resolves `<…>` in code as well. */
export function literal(atoms: readonly Atom[]): readonly Inline[] {
  const out: Inline[] = []
  for (const atom of atoms) {
    if (atom.type === 'mention') out.push(atom.mention)
    else appendText(out, atom.char)
  }
  return out
}

function appendText(out: Inline[], char: string): void {
  const last = out.at(-1)
  if (last?.type === 'text') out[out.length - 1] = { type: 'text', text: last.text + char }
  else out.push({ type: 'text', text: char })
}

/** The longest name that is looked for. */
const EMOJI_NAME_MAX = 40

function readEmoji(atoms: readonly Atom[], start: number): Extract<Inline, { type: 'emoji' }> | null {
  let name = ''
  for (let index = start + 1; index < atoms.length && name.length <= EMOJI_NAME_MAX; index += 1) {
    const atom = atoms[index]
    if (atom?.type !== 'char') return null
    if (atom.char === ':') {
      const glyph = emojiGlyph(name)
      return glyph === null ? null : { type: 'emoji', name, glyph }
    }
    if (!/[a-z0-9_+-]/.test(atom.char)) return null
    name += atom.char
  }
  return null
}

/** plain_text with its emoji shortcodes; nothing else in it is marked up. */
export function formatPlain(text: string): readonly Inline[] {
  const chars = [...text]
  const atoms = chars.map((char): Atom => ({ type: 'char', char }))
  const out: Inline[] = []
  let index = 0
  while (index < chars.length) {
    const char = chars[index] ?? ''
    const emoji = char === ':' ? readEmoji(atoms, index) : null
    if (emoji !== null) out.push(emoji)
    else if (char === '\n') out.push({ type: 'break' })
    else appendText(out, char)
    index += emoji === null ? 1 : emoji.name.length + 2
  }
  return out
}
