import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { ApiFailure, type ArgumentProblem, apiErrors } from './errors.ts'

/** Ids look like UUIDs; version and variant bits are not looked at, so that synthetic ids pass. */
export const uuid = z.guid('must be a UUID')
export const name = z.string().min(1, 'must not be empty').max(255, 'must not exceed 255 characters')
export const tags = z.array(z.string())
export const asn = z
  .int()
  .min(1, 'must be greater than or equal to 1')
  .max(65534, 'must be less than or equal to 65534')

export const prefixes = z.array(
  z.string().refine(isPrefix, { error: 'must be a CIDR prefix', params: { format: true } }),
)

/** True for `address/length` of either family. */
function isPrefix(text: string): boolean {
  const [address, length, ...rest] = text.split('/')
  if (address === undefined || length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length))
    return false
  if (isIPv4(address)) return Number(length) <= 32
  return isIPv6(address) && Number(length) <= 128
}

export function constraint(argument_name: string, help_message: string): ApiFailure {
  return new ApiFailure(apiErrors.invalidArguments({ argument_name, reason: 'constraint', help_message }))
}

export function required(argument_name: string, help_message: string): ApiFailure {
  return new ApiFailure(apiErrors.invalidArguments({ argument_name, reason: 'required', help_message }))
}

/** The checked value. Throws `invalid_arguments` with one detail a problem. */
export function check<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ApiFailure(
    apiErrors.invalidArguments(...result.error.issues.map((issue) => problem(issue, value))),
  )
}

/** The body of a request as JSON, checked. A body that is no JSON gets the gateway's untyped 400. */
export async function checkBody<Output>(schema: z.ZodType<Output>, request: Request): Promise<Output> {
  const text = await request.text()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ApiFailure(apiErrors.untyped(400, 'cannot parse the request body as JSON'))
  }
  return check(schema, value)
}

function problem(issue: z.core.$ZodIssue, input: unknown): ArgumentProblem {
  return {
    argument_name: String(issue.path[0] ?? 'body'),
    reason: reasonOf(issue, input),
    help_message: issue.message,
  }
}

function reasonOf(issue: z.core.$ZodIssue, input: unknown): ArgumentProblem['reason'] {
  if (valueAt(input, issue.path) === undefined) return 'required'
  if (issue.code === 'invalid_type' || issue.code === 'invalid_format') return 'format'
  if (issue.code === 'custom' && issue.params?.format === true) return 'format'
  return 'constraint'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
}
