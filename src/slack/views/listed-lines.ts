import { context, lineSections } from '../limits.ts'

/** Lines as the blocks of a message, as far as `characters` go; then the command that shows the rest. */
export function listedLines(lines: readonly string[], characters: number, command = '/interlink list') {
  const { blocks, left } = lineSections(lines, characters)
  return left === 0 ? blocks : [...blocks, context([`and ${left} more: see \`${command}\``])]
}
