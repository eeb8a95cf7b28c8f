import { fold } from '../diagnostics/fold.ts'
import { partnerName } from '../diagnostics/partner-contact.ts'
import { oneLine } from '../diagnostics/words.ts'
import type { Link } from '../domain/link.ts'
import { type Planning, planRouter } from '../routers/plan.ts'
import { routerTemplate } from '../routers/template.ts'
import { DEFAULT_VENDOR, type Vendor, vendorOf } from '../routers/vendors.ts'
import type { RouterTemplate } from '../routers/writing.ts'
import type { LinkCard, StatusAnswer, WhichLink } from './answers.ts'
import { withoutQuotes } from './find-named.ts'

type NamedLink = Pick<Link, 'id' | 'name' | 'region' | 'status'>
type Found = Extract<StatusAnswer, { readonly type: 'found' }>

/** What the customer's router needs for a link; why there is nothing to give; or which link may be meant. */
export type RouterAnswer =
  | {
      readonly type: 'template'
      readonly link: NamedLink
      readonly planning: Extract<Planning, { readonly type: 'planned' }>
      readonly template: RouterTemplate
      /** The word that was given for the router, where it names none that there is a template for. */
      readonly unknownVendor: string | null
      /** How old what it is made of is. */
      readonly source: LinkCard['source']
    }
  /** L3-hosted: the partner's router speaks BGP with Scaleway. `partner` is its name, or words for it. */
  | { readonly type: 'partner_speaks'; readonly link: NamedLink; readonly partner: string }
  /** Reasons are plain sentences. */
  | { readonly type: 'missing'; readonly link: NamedLink; readonly reasons: readonly string[] }
  | WhichLink

/** Makes the answer to "what does my router need for this link?", asked as `<link> [vendor]`, from memory. */
export function createRouter(parts: {
  /** Which link the words name. */
  readonly status: (words: string) => Promise<StatusAnswer>
}): (words: string) => Promise<RouterAnswer> {
  return async (words) => {
    const whole = await parts.status(words)
    const named = whole.type === 'found' && isNamed(whole, words)
    const split = named ? null : splitVendor(words)
    const part = split === null ? null : await parts.status(split.linkWords)
    if (split !== null && part?.type === 'found') {
      if (split.vendor !== null) return answer(part, split.vendor, null)
      // A word that is no vendor belongs to the name, unless a link is named in full without it.
      if (whole.type !== 'found' && isNamed(part, split.linkWords))
        return answer(part, DEFAULT_VENDOR, oneLine(split.vendorWord))
    }
    if (whole.type === 'found') return answer(whole, DEFAULT_VENDOR, null)
    return part !== null && part.type !== 'found' && split?.vendor
      ? { ...part, after: split.vendor }
      : { ...whole, after: '' }
  }
}

/** The words without the vendor at their end, which may be two: `ios xe`, `bird 2`. Null where there is but one word. */
function splitVendor(
  words: string,
): { readonly linkWords: string; readonly vendorWord: string; readonly vendor: Vendor | null } | null {
  const split = (pattern: RegExp) => {
    const [, linkWords, vendorWord] = pattern.exec(words.trim()) ?? []
    if (linkWords === undefined || vendorWord === undefined) return null
    return { linkWords, vendorWord, vendor: vendorOf(vendorWord) }
  }
  const two = split(/^(.*\S)\s+(\S+\s+\S+)$/su)
  return two?.vendor ? two : split(/^(.*\S)\s+(\S+)$/su)
}

/** Whether the words are the link's whole name or id, and not only a beginning of it. */
function isNamed({ card }: Found, words: string): boolean {
  const { id, name } = card.evidence.link
  return [words, withoutQuotes(words)].map(fold).some((text) => text === fold(name) || text === fold(id))
}

function answer({ card }: Found, vendor: Vendor, unknownVendor: string | null): RouterAnswer {
  const { id, name, region, status } = card.evidence.link
  const link = { id, name, region, status }
  const planning = planRouter(card.evidence)
  switch (planning.type) {
    case 'planned': {
      const template = routerTemplate(planning.plan, vendor)
      return { type: 'template', link, planning, template, unknownVendor, source: card.source }
    }
    case 'partner_speaks':
      return { type: 'partner_speaks', link, partner: partnerName(card.evidence) }
    case 'missing':
      return { type: 'missing', link, reasons: planning.reasons }
  }
}
