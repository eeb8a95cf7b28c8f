import type { z } from 'zod'

/** One thing wrong with a payload, where it is (a JSON pointer) and what Slack says about it. */
export interface Problem {
  readonly pointer: string
  readonly message: string
}

const PROVIDE: Readonly<Record<string, string>> = {
  object: 'must provide an object',
  record: 'must provide an object',
  string: 'must provide a string',
  array: 'must provide an array',
  number: 'must provide a number',
  int: 'must provide a number',
  boolean: 'must provide a boolean',
}

export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step)}`).join('')
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

/**
 * Says what zod found in the words that Slack's `response_metadata.messages` use: `must be less than 3001
 * characters`, `no more than 50 items allowed`, `missing required field: text`, `invalid additional property: x`,
 * `unsupported type: x`. Slack documents the error codes only; the words are those its users quote.
 */
export function problemsOf(error: z.ZodError, input: unknown, base: readonly PropertyKey[] = []): Problem[] {
  return error.issues.flatMap((issue) => describe(issue, input, base))
}

function describe(issue: z.core.$ZodIssue, input: unknown, base: readonly PropertyKey[]): Problem[] {
  const pointer = pointerTo([...base, ...issue.path])
  const found = valueAt(input, issue.path)
  const parent = pointerTo([...base, ...issue.path.slice(0, -1)])
  const last = String(issue.path.at(-1) ?? '')
  const missing: Problem = { pointer: parent, message: `missing required field: ${last}` }
  switch (issue.code) {
    case 'invalid_type':
      if (found === undefined && issue.path.length > 0) return [missing]
      return [{ pointer, message: PROVIDE[issue.expected] ?? `must provide a valid ${issue.expected}` }]
    case 'too_big':
      return [
        issue.origin === 'string'
          ? { pointer, message: `must be less than ${Number(issue.maximum) + 1} characters` }
          : issue.origin === 'array'
            ? { pointer, message: `no more than ${issue.maximum} items allowed` }
            : { pointer, message: `must be no more than ${issue.maximum}` },
      ]
    case 'too_small':
      return [
        issue.origin === 'string'
          ? { pointer, message: `must be more than ${Number(issue.minimum) - 1} characters` }
          : issue.origin === 'array'
            ? { pointer, message: `must provide at least ${issue.minimum} items` }
            : { pointer, message: `must be at least ${issue.minimum}` },
      ]
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer, message: `invalid additional property: ${key}` }))
    case 'invalid_value':
      if (found === undefined) return [missing]
      return [
        last === 'type'
          ? { pointer, message: `unsupported type: ${String(found)}` }
          : { pointer, message: `must be one of: ${issue.values.map(String).join(', ')}` },
      ]
    case 'invalid_union':
      if (last === 'type') {
        return found === undefined ? [missing] : [{ pointer, message: `unsupported type: ${String(found)}` }]
      }
      return found === undefined ? [missing] : [{ pointer, message: 'failed to match all allowed schemas' }]
    case 'invalid_format':
      return [{ pointer, message: `invalid format: ${issue.format}` }]
    default:
      return [{ pointer, message: issue.message }]
  }
}

/** `[ERROR] must provide a string [json-pointer:/blocks/0/text]`, as in `response_metadata.messages`. */
export function errorLine(problem: Problem): string {
  return `[ERROR] ${plainLine(problem)}`
}

/** The same without the mark, as in the `errors` that `invalid_blocks` carries. */
export function plainLine(problem: Problem): string {
  return problem.pointer === '' ? problem.message : `${problem.message} [json-pointer:${problem.pointer}]`
}
