/**
 * Foreign text for a comment or description of any router: letters, digits, spaces, dots, dashes and underscores of
 * ASCII. None of them ends a line, a comment or a string, opens IOS's help, expands, or is one of an editor's commands,
 * in any of the syntaxes; accents are taken off, whatever else there is becomes one space. At most `max` characters.
 */
export function plainWords(text: string, max = 40): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, ' ')
    .trim()
    .slice(0, max)
    .trim()
  return plain === '' ? 'unnamed' : plain
}
