import type { DemoCommand } from '../../demo/state.ts'

/** A way to go on with what was typed. */
export interface Suggestion {
  /** What the composer holds when it is taken. */
  readonly fill: string
  readonly shown: string
  readonly hint: string
}

/** Somebody who can be mentioned: the name after the @, and who that is. */
export interface MentionName {
  readonly name: string
  readonly hint: string
}

/**
 * What can follow `typed`. A command's own words come from its usage hint in the manifest: parts between bars, whose
 * first word is literal and whose rest says what to add.
 */
export function suggest(
  typed: string,
  commands: readonly DemoCommand[],
  names: readonly MentionName[],
): readonly Suggestion[] {
  if (typed.includes('\n')) return []
  const mentions = suggestMentions(typed, names)
  if (mentions.length > 0 || !typed.startsWith('/')) return mentions
  const [name = '', ...words] = typed.split(' ')
  if (words.length === 0) {
    return commands
      .filter((command) => command.command.startsWith(name))
      .map(({ command, usageHint, description }) => ({
        fill: `${command} `,
        shown: `${command} ${usageHint}`,
        hint: description,
      }))
  }
  const command = commands.find((each) => each.command === name)
  if (command === undefined || words.length > 1) return []
  const begun = words.join(' ')
  return command.usageHint
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.startsWith(begun) && part.split(' ')[0] !== begun)
    .map((part) => {
      const [word = '', ...rest] = part.split(' ')
      return {
        fill: `${name} ${word}${rest.length > 0 ? ' ' : ''}`,
        shown: `${name} ${word}`,
        hint: rest.join(' '),
      }
    })
}

/** Whoever's name begins with what follows an @ at the end of `typed`. */
function suggestMentions(typed: string, names: readonly MentionName[]): readonly Suggestion[] {
  const [, before = '', begun] = /^(.*(?:^|\s))@([\w.-]*)$/.exec(typed) ?? []
  if (begun === undefined) return []
  return names
    .filter(({ name }) => name.startsWith(begun.toLowerCase()))
    .map(({ name, hint }) => ({ fill: `${before}@${name} `, shown: `@${name}`, hint }))
}

/** A line that starts with a slash and a letter is a command: its name, and the text after it. */
export function readCommand(line: string): { readonly command: string; readonly text: string } | null {
  const match = /^(\/[A-Za-z][^\s]*)\s*([\s\S]*)$/.exec(line.trim())
  const [, command, text = ''] = match ?? []
  return command === undefined ? null : { command, text }
}
