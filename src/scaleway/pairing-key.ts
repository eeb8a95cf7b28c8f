import { z } from 'zod'

/**
 * The pairing key of a hosted link, read from the raw answer of `GET links/{id}`: null where the link has none. The one
 * place that names the field. What it yields goes to the one who asked, and is kept, logged and thrown nowhere.
 */
export const pairingKeySchema = z
  .object({
    id: z.string(),
    partner: z.object({ pairing_key: z.string().max(500).nullish() }).nullish(),
  })
  .transform(({ id, partner }) => ({ id, pairingKey: partner?.pairing_key || null }))
