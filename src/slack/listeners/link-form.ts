import { z } from 'zod'
import { LINK_QUESTIONS, LINK_WINDOW, type LinkQuestion } from '../views/link-window.ts'

const chosen = <T extends z.ZodType>(value: T) => z.object({ selected_option: z.object({ value }) })

const stateSchema = z.object({
  [LINK_WINDOW.link.block]: z.object({ [LINK_WINDOW.link.action]: chosen(z.string().min(1).max(200)) }),
  [LINK_WINDOW.question.block]: z.object({
    [LINK_WINDOW.question.action]: chosen(
      z.enum(Object.keys(LINK_QUESTIONS) as [LinkQuestion, ...LinkQuestion[]]),
    ),
  }),
})

/** The command that a submitted window stands for; null where no link was chosen, or what came is none of ours. */
export function readLinkForm(values: unknown): string | null {
  const state = stateSchema.safeParse(values)
  if (!state.success) return null
  const { link, question } = LINK_WINDOW
  const linkId = state.data[link.block]?.[link.action]?.selected_option.value
  const command = state.data[question.block]?.[question.action]?.selected_option.value
  return linkId === undefined || command === undefined ? null : `${command} ${linkId}`
}
