import type { Mention } from './nodes.ts'

/** One character of text, or one `<…>` sequence. */
export type Atom =
  | { readonly type: 'char'; readonly char: string }
  | { readonly type: 'mention'; readonly mention: Mention }

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** The three entities Slack knows, as characters. Anything else that looks like one stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}

/** Cuts text into characters and `<…>` sequences. Sequences are looked for before entities are decoded. */
export function readAtoms(text: string): readonly Atom[] {
  const atoms: Atom[] = []
  for (const part of text.split(/(<[^<>\n]+>)/)) {
    const mention = part.startsWith('<') && part.endsWith('>') ? readMention(part.slice(1, -1)) : null
    if (mention !== null) atoms.push({ type: 'mention', mention })
    else for (const char of decodeEntities(part)) atoms.push({ type: 'char', char })
  }
  return atoms
}

function readMention(inside: string): Mention | null {
  const bar = inside.indexOf('|')
  const target = bar === -1 ? inside : inside.slice(0, bar)
  const label = bar === -1 ? null : decodeEntities(inside.slice(bar + 1))
  const range = /^!(channel|here|everyone)$/.exec(target)?.[1]
  if (range === 'channel' || range === 'here' || range === 'everyone') return { type: 'broadcast', range }
  const user = /^@([UW][A-Z0-9]*)$/.exec(target)?.[1]
  if (user !== undefined) return { type: 'user', id: user, label }
  const channel = /^#([CGD][A-Z0-9]*)$/.exec(target)?.[1]
  if (channel !== undefined) return { type: 'channel', id: channel, label }
  const group = /^!subteam\^(S[A-Z0-9]*)$/.exec(target)?.[1]
  if (group !== undefined) return { type: 'usergroup', id: group, label }
  const date = /^!date\^(\d{1,12})\^([^^]+)(?:\^(.+))?$/.exec(target)
  if (date !== null) {
    const [, at = '', format = '', url = null] = date
    return {
      type: 'date',
      at: Number(at),
      format: decodeEntities(format),
      url: url === null ? null : decodeEntities(url),
      fallback: label ?? '',
    }
  }
  if (/^(?:[a-z][a-z0-9+.-]*:\S|\/\/)/i.test(target)) {
    const url = decodeEntities(target)
    return { type: 'link', url, label: label === null || label === '' ? url : label }
  }
  return null
}
