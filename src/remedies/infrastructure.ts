import type { Evidence } from '../diagnostics/evidence.ts'
import { oneLine } from '../diagnostics/words.ts'

/**
 * Why a link is held to belong to infrastructure as code, in one sentence; null where nothing says so. A tag of IAC_TAGS
 * decides, in any case of letters; else a write to the link, or to a policy of it, by a Terraform user agent in Scaleway's
 * Audit Trail, as far back as it was asked. What is mended by hand there is taken back by the next apply.
 */
export function ownedByCode(
  { link, writes, changedBy }: Pick<Evidence, 'link' | 'writes' | 'changedBy'>,
  iacTags: readonly string[],
): string | null {
  const wanted = new Set(iacTags.map((tag) => tag.trim().toLowerCase()))
  const tag = link.tags.find((one) => wanted.has(one.trim().toLowerCase()))
  if (tag !== undefined)
    return `Infrastructure as code owns this link (it has the tag ${oneLine(tag)}), and its next run takes back what is changed by hand: change the code instead.`
  const byTerraform = [...(writes ?? []), ...(changedBy === undefined ? [] : [changedBy])].some(
    ({ tool }) => tool === 'terraform',
  )
  return byTerraform
    ? "Terraform changed this link lately (by Scaleway's Audit Trail), and its next apply takes back what is changed by hand: change the code instead."
    : null
}
