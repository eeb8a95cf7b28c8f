import { FAMILY_NAMES, oneLine } from '../diagnostics/words.ts'
import type { Family, Link } from '../domain/link.ts'
import { visibleLine } from '../domain/plain-text.ts'
import type { Act, PolicyDraft } from './acts.ts'
import { linkName } from './naming.ts'

/** What to do instead of pressing a button on a link that code owns. */
export interface AsCode {
  /** Lines of HCL for Scaleway's Terraform provider; empty where the act is no matter of code. */
  readonly hcl: readonly string[]
  /** Commands of the `scw` CLI; empty where it has none. */
  readonly scw: readonly string[]
  /** What to know about them, one sentence each, what is not certain among it. */
  readonly notes: readonly string[]
}

const NONE: AsCode = { hcl: [], scw: [], notes: [] }
const TERRAFORM_NOTE =
  'Put the lines into the block of this link in your own code; its name there is not known here.'
const BY_HAND_NOTE =
  'What the scw lines change by hand is taken back by the next apply, unless the code says the same.'
const POLICY_NOTE =
  'Not certain: versions of the provider were seen that set routing policies only when they create a link; where the plan shows no change, use the scw lines as well.'

/**
 * An act as code: for Scaleway's Terraform provider (resources `scaleway_interlink_link` and
 * `scaleway_interlink_routing_policy`, provider documentation) and the `scw` CLI (reference of `scw interlink`). Foreign text is
 * quoted for HCL and for a shell. Pure.
 */
export function asCode(act: Act, link: Link): AsCode {
  const scw = (verb: string, ...args: readonly string[]) =>
    ['scw interlink link', verb, shell(link.id), ...args, `region=${shell(link.region)}`].join(' ')
  switch (act.type) {
    case 'attach_vpc':
      return {
        hcl: block(link, [`vpc_id = ${quoted(act.vpcId)}`]),
        scw: [scw('attach_vpc', `vpc-id=${shell(act.vpcId)}`)],
        notes: [TERRAFORM_NOTE, BY_HAND_NOTE],
      }
    case 'detach_vpc':
      return {
        hcl: block(link, ['# Remove the line vpc_id, and:', 'enable_route_propagation = false']),
        scw: [scw('detach_vpc')],
        notes: [TERRAFORM_NOTE, BY_HAND_NOTE],
      }
    case 'set_policy':
      return {
        hcl: block(link, [`${policyArgument(act.family)} = ${quoted(act.policyId)}`]),
        ...usePolicy(link, act.family, shell(act.policyId), scw),
      }
    case 'create_policy': {
      const { policy } = act
      const use = usePolicy(link, policy.family, '<its id>', scw)
      return {
        hcl: [
          ...policyBlock(policy, link.region),
          '',
          ...block(link, [
            `${policyArgument(policy.family)} = scaleway_interlink_routing_policy.${label(policy.name)}.id`,
          ]),
        ],
        scw: [createLine(policy, link.region), ...use.scw],
        notes: use.notes,
      }
    }
    case 'detach_policy': {
      const attached = link.policies[act.family]
      return {
        hcl: block(link, [`# Remove the line ${policyArgument(act.family)}.`]),
        scw: [scw('detach_policy', `routing-policy-id=${attached === null ? '<its id>' : shell(attached)}`)],
        notes: [TERRAFORM_NOTE, POLICY_NOTE, BY_HAND_NOTE],
      }
    }
    case 'enable_propagation':
    case 'disable_propagation': {
      const isOn = act.type === 'enable_propagation'
      return {
        hcl: block(link, [`enable_route_propagation = ${isOn}`]),
        scw: [scw(isOn ? 'enable_propagation' : 'disable_propagation')],
        notes: [TERRAFORM_NOTE, BY_HAND_NOTE],
      }
    }
    case 'delete_link':
      return {
        hcl: [`# Remove the block of ${comment(linkName(link))} (${comment(link.id)}) and apply.`],
        scw: [
          ...(link.routePropagation ? [scw('disable_propagation')] : []),
          ...(link.vpcId === null ? [] : [scw('detach_vpc')]),
          scw('delete'),
        ],
        notes: ['A link deleted by hand, and left in the code, is ordered anew by the next apply.'],
      }
    case 'reorder_link':
      return {
        hcl: [
          `# ${comment(linkName(link))} (${comment(link.id)}), by its own name in your code:`,
          `# terraform apply -replace='scaleway_interlink_link.${label(link.name)}'`,
        ],
        scw: [],
        notes: [
          'A link that is ordered by hand beside the code is a second one, and billed as such.',
          'The new link has another id and pairing key, and other addresses.',
        ],
      }
    case 'reveal_pairing_key':
    case 'mark_contacted':
    case 'record_ticket':
      return NONE
  }
}

function usePolicy(
  link: Link,
  family: Family,
  policyId: string,
  scw: (verb: string, ...args: readonly string[]) => string,
): Pick<AsCode, 'scw' | 'notes'> {
  const attach = scw('attach_policy', `routing-policy-id=${policyId}`)
  const old = link.policies[family]
  const notes = [TERRAFORM_NOTE, POLICY_NOTE, BY_HAND_NOTE]
  if (old === null) return { scw: [attach], notes }
  return {
    scw: [scw('detach_policy', `routing-policy-id=${shell(old)}`), attach, scw('enable_propagation')],
    notes: [
      ...notes,
      `Not certain: the CLI was seen without a command that replaces a policy in place, so its lines drop the ${FAMILY_NAMES[family]} routes for a moment; the API's set-routing-policy does not.`,
    ],
  }
}

function block(link: Link, lines: readonly string[]): readonly string[] {
  return [
    `# ${comment(linkName(link))} (${comment(link.id)})`,
    `resource "scaleway_interlink_link" "${label(link.name)}" {`,
    '  # …',
    ...lines.map((line) => `  ${line}`),
    '}',
  ]
}

function policyBlock(policy: PolicyDraft, region: string): readonly string[] {
  return [
    `resource "scaleway_interlink_routing_policy" "${label(policy.name)}" {`,
    `  name              = ${quoted(policy.name)}`,
    `  region            = ${quoted(region)}`,
    `  project_id        = ${quoted(policy.projectId)}`,
    `  is_ipv6           = ${policy.family === 'ipv6'}`,
    `  prefix_filter_in  = [${policy.prefixesIn.map(quoted).join(', ')}]`,
    `  prefix_filter_out = [${policy.prefixesOut.map(quoted).join(', ')}]`,
    '}',
  ]
}

function createLine(policy: PolicyDraft, region: string): string {
  return [
    'scw interlink routing-policy create',
    `name=${shell(policy.name)}`,
    `project-id=${shell(policy.projectId)}`,
    `is-ipv6=${policy.family === 'ipv6'}`,
    ...policy.prefixesIn.map((prefix, index) => `prefix-filter-in.${index}=${shell(prefix)}`),
    ...policy.prefixesOut.map((prefix, index) => `prefix-filter-out.${index}=${shell(prefix)}`),
    `region=${shell(region)}`,
  ].join(' ')
}

function policyArgument(family: Family): string {
  return family === 'ipv4' ? 'routing_policy_v4_id' : 'routing_policy_v6_id'
}

/** A string of HCL (language specification, "Template Expressions"): quotes and backslashes escaped, no templates in it. */
function quoted(text: string): string {
  const escaped = oneLine(text)
    .replace(/[\\"]/g, '\\$&')
    .replace(/([$%])\{/g, '$1$1{')
  return `"${escaped}"`
}

/** A word of a POSIX shell. */
function shell(text: string): string {
  const line = oneLine(text)
  return /^[\w./:-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`
}

/** The name of a block as it may stand in code: a guess, from the name of the thing. */
function label(name: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  if (word === '') return 'this'
  return /^[a-z]/.test(word) ? word : `n${word}`
}

/** Foreign text in a comment that ends with its line, and shows no line in another order than it is read in. */
function comment(text: string): string {
  return visibleLine(text)
}
