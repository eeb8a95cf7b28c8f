import { FAMILY_NAMES, oneLine } from '../../diagnostics/words.ts'
import type { Family, Link } from '../../domain/link.ts'
import type { Scope } from '../../domain/snapshot.ts'
import type { ConfigurationChange } from '../../domain/transition.ts'
import type { ActType } from '../acts.ts'
import { differences, linkName, type Names, policyNamed, vpcNamed } from '../naming.ts'
import type { LinkOrder, LinkWriter, Written } from '../ports.ts'

/** One write that a step makes, with all that it needs. */
export type Call =
  | { readonly type: 'disable_propagation'; readonly linkId: string }
  | { readonly type: 'detach_vpc'; readonly linkId: string }
  | {
      readonly type: 'detach_policy'
      readonly linkId: string
      readonly family: Family
      readonly policyId: string
    }
  | { readonly type: 'delete_link'; readonly linkId: string }
  | { readonly type: 'create_link'; readonly order: LinkOrder }
  | {
      readonly type: 'attach_policy'
      readonly linkId: string
      readonly family: Family
      readonly policyId: string
    }
  | { readonly type: 'attach_vpc'; readonly linkId: string; readonly vpcId: string }
  | { readonly type: 'enable_propagation'; readonly linkId: string }
  | { readonly type: 'set_tags'; readonly linkId: string; readonly tags: readonly string[] }

/** Makes the call, once. */
export function perform(
  writer: LinkWriter,
  scope: Scope,
  call: Call,
  signal: AbortSignal,
): Promise<Written<Link>> {
  switch (call.type) {
    case 'disable_propagation':
      return writer.disablePropagation(scope, call.linkId, signal)
    case 'detach_vpc':
      return writer.detachVpc(scope, call.linkId, signal)
    case 'detach_policy':
      return writer.detachPolicy(scope, call.linkId, call.policyId, signal)
    case 'delete_link':
      return writer.deleteLink(scope, call.linkId, signal)
    case 'create_link':
      return writer.createLink(scope, call.order, signal)
    case 'attach_policy':
      return writer.attachPolicy(scope, call.linkId, call.policyId, signal)
    case 'attach_vpc':
      return writer.attachVpc(scope, call.linkId, call.vpcId, signal)
    case 'enable_propagation':
      return writer.enablePropagation(scope, call.linkId, signal)
    case 'set_tags':
      return writer.setTags(scope, call.linkId, call.tags, signal)
  }
}

/** The act that the audit has a call under. */
export const ACT_OF: Readonly<Record<Call['type'], ActType>> = {
  disable_propagation: 'disable_propagation',
  detach_vpc: 'detach_vpc',
  detach_policy: 'detach_policy',
  delete_link: 'delete_link',
  create_link: 'reorder_link',
  attach_policy: 'set_policy',
  attach_vpc: 'attach_vpc',
  enable_propagation: 'enable_propagation',
  set_tags: 'reorder_link',
}

/** What a call changes of its link, so that no poll takes it for somebody else's doing. Detaching turns propagation off. */
export function changesOf(call: Call): readonly (ConfigurationChange | 'deletion')[] {
  switch (call.type) {
    case 'disable_propagation':
    case 'enable_propagation':
      return ['propagation']
    case 'detach_vpc':
      return ['vpc', 'propagation']
    case 'attach_vpc':
      return ['vpc']
    case 'detach_policy':
      return [`policy_${call.family}`, 'propagation']
    case 'attach_policy':
      return [`policy_${call.family}`]
    case 'delete_link':
      return ['deletion']
    case 'create_link':
    case 'set_tags':
      return []
  }
}

/** What the audit says that a call would do, to what: one sentence. `link` as it was looked at; null for an order. */
export function whatOf(call: Call, link: Link | null, names: Names): string {
  switch (call.type) {
    case 'disable_propagation':
      return 'Turn route propagation off, before the link is deleted.'
    case 'detach_vpc':
      return `Detach VPC ${vpcNamed(link?.vpcId ?? null, names)}, before the link is deleted.`
    case 'detach_policy':
      return `Detach ${policyWords(call, names)}, before the link is deleted.`
    case 'delete_link':
      return 'Delete the link.'
    case 'create_link':
      return `Order the new link ${linkName({ name: call.order.name, id: 'without a name' })} in place of the deleted one.`
    case 'attach_policy':
      return `Attach ${policyWords(call, names)}, as on the link that this one takes the place of.`
    case 'attach_vpc':
      return `Attach VPC ${vpcNamed(call.vpcId, names)}, as on the link that this one takes the place of.`
    case 'enable_propagation':
      return 'Turn route propagation on, as it was on the link that this one takes the place of.'
    case 'set_tags':
      return 'Remove the tag by which the order was found.'
  }
}

function policyWords(
  { family, policyId }: { readonly family: Family; readonly policyId: string },
  names: Names,
) {
  return `${FAMILY_NAMES[family]} routing policy ${policyNamed(policyId, names)}`
}

/** What differs of the link after a call that was made, in words; null on a side where nothing does. */
export function changedBy(
  call: Call,
  before: Link | null,
  after: Link,
  names: Names,
): { readonly before: string | null; readonly after: string | null } {
  if (call.type === 'create_link' || before === null) return { before: null, after: `link ${after.id}` }
  if (call.type === 'set_tags') return { before: tagsInWords(before), after: tagsInWords(after) }
  return differences(before, after, names) ?? { before: null, after: null }
}

function tagsInWords({ tags }: Link): string {
  return tags.length === 0 ? 'no tags' : `tags ${tags.map(oneLine).join(', ')}`
}
