import { z } from 'zod'

/** A link, or anything else that has an id and a name. The other fields pass through unread. */
export const resourceBody = z.looseObject({ id: z.string(), name: z.string() })

/** One page of a list: the rows it has under `key`, and how many there are on all pages. */
export const pageBody = (key: string) =>
  z.looseObject({ total_count: z.number() }).transform((page) => ({
    rows: z.array(resourceBody).parse(page[key]),
    total: page.total_count,
  }))
