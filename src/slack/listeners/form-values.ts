import { z } from 'zod'

/** What a form's inputs hold, by block: each block of these forms has one input. */
const stateSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
    }),
  ),
)

/** The inputs of a submitted form (`view.state.values`), which is foreign. */
export interface FormValues {
  /** What was typed or chosen in a block, trimmed; empty where nothing was, or where there is no such block. */
  of(block: string): string
}

/** Reads what was submitted; what cannot be read holds nothing. */
export function formValues(values: unknown): FormValues {
  const parsed = stateSchema.safeParse(values)
  const state = parsed.success ? parsed.data : {}
  return {
    of(block) {
      const [input] = Object.values(state[block] ?? {})
      return (input?.selected_option?.value ?? input?.value ?? '').trim()
    },
  }
}

/** Text as JSON; null for what is none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
