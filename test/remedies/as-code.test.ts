import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/remedies/acts.ts'
import { asCode } from '../../src/remedies/as-code.ts'
import { ownedByCode } from '../../src/remedies/infrastructure.ts'
import { aLink, POLICY_V4_ID, VPC_ID } from '../support/links.ts'

const ID = aLink().id
const DRAFT = {
  name: 'branch',
  projectId: 'project-1',
  family: 'ipv6',
  prefixesIn: ['2001:db8::/32'],
  prefixesOut: [],
} as const

describe('An act as code', () => {
  test('is the argument of the link’s block, and the command', () => {
    expect(asCode({ type: 'attach_vpc', vpcId: VPC_ID }, aLink({ vpcId: null }))).toMatchObject({
      hcl: [
        `# paris-a (${ID})`,
        'resource "scaleway_interlink_link" "paris_a" {',
        '  # …',
        `  vpc_id = "${VPC_ID}"`,
        '}',
      ],
      scw: [`scw interlink link attach_vpc ${ID} vpc-id=${VPC_ID} region=fr-par`],
    })
  })

  test('of a policy is its own block, used by the link’s', () => {
    const { hcl, scw } = asCode(
      { type: 'create_policy', policy: DRAFT },
      aLink({ policies: { ipv4: null, ipv6: null } }),
    )
    expect(hcl).toEqual(
      expect.arrayContaining([
        'resource "scaleway_interlink_routing_policy" "branch" {',
        '  is_ipv6           = true',
        '  prefix_filter_in  = ["2001:db8::/32"]',
        '  routing_policy_v6_id = scaleway_interlink_routing_policy.branch.id',
      ]),
    )
    expect(scw).toEqual([
      'scw interlink routing-policy create name=branch project-id=project-1 is-ipv6=true prefix-filter-in.0=2001:db8::/32 region=fr-par',
      `scw interlink link attach_policy ${ID} routing-policy-id=<its id> region=fr-par`,
    ])
  })

  test('says what is not certain of it', () => {
    const { scw, notes } = asCode({ type: 'set_policy', family: 'ipv4', policyId: 'p-2' }, aLink())
    expect(scw.map((line) => line.split(' ')[3])).toEqual([
      'detach_policy',
      'attach_policy',
      'enable_propagation',
    ])
    expect(scw[0]).toContain(`routing-policy-id=${POLICY_V4_ID}`)
    expect(notes.filter((note) => note.startsWith('Not certain'))).toHaveLength(2)
  })

  test('of ordering again replaces, and never orders a second link by hand', () => {
    const { hcl, scw } = asCode({ type: 'reorder_link' }, aLink())
    expect(hcl[1]).toBe("# terraform apply -replace='scaleway_interlink_link.paris_a'")
    expect(scw).toEqual([])
  })

  test('is nothing for what is no matter of code', () => {
    expect(asCode({ type: 'mark_contacted', reference: null }, aLink())).toEqual({
      hcl: [],
      scw: [],
      notes: [],
    })
  })

  test('shows no line of it in another order than it is read in', () => {
    const { hcl } = asCode({ type: 'delete_link' }, aLink({ name: 'paris\u202e\u2066 a\u200b' }))
    expect(hcl.join('')).toContain('paris a (')
  })

  test('keeps foreign text in its quotes, whatever it is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"}\nresource "x" "y" {',
        '\x24{file("/etc/passwd")}',
        "'; rm -rf / #",
        '%{if true}',
        '`id`',
        '$(id)',
      ),
    )
    fc.assert(
      fc.property(hostile, hostile, (name, linkName) => {
        const act: Act = { type: 'create_policy', policy: { ...DRAFT, name } }
        const { hcl, scw } = asCode(act, aLink({ name: linkName }))
        for (const line of [...hcl, ...scw]) expect(line).not.toMatch(/[\n\r\u2028\u2029]/)
        const [, value] =
          /^ {2}name {14}= "(.*)"$/.exec(hcl.find((line) => /^ {2}name /.test(line)) ?? '') ?? []
        // Nothing but escaped quotes and backslashes is in it, and no template is begun.
        expect(value?.replace(/\\["\\]/g, '')).not.toMatch(/["\\]/)
        expect(value?.replace(/\$\$\{|%%\{/g, '')).not.toMatch(/[$%]\{/)
        const [, word] = / name=(.*) project-id=/.exec(scw[0] ?? '') ?? []
        expect(word).toMatch(/^(?:[\w./:-]+|'(?:[^']|'\\'')*')$/)
        const block = hcl.find((line) => line.startsWith('resource "scaleway_interlink_link"'))
        expect(block).toMatch(/^resource "scaleway_interlink_link" "[a-z][a-z0-9_]*" \{$/)
      }),
    )
  })
})

describe('Code owns a link', () => {
  const write = (tool: 'terraform' | 'console') =>
    ({ by: 'x', tool, at: 1, method: 'UpdateLink', target: 'link' }) as const

  test('that has one of the tags, in any case', () => {
    const tags = ['Managed-By:Terraform ']
    expect(ownedByCode({ link: aLink({ tags }) }, ['managed-by:terraform'])).toContain('Managed-By:Terraform')
    expect(ownedByCode({ link: aLink({ tags }) }, ['team:code'])).toBeNull()
    expect(
      ownedByCode({ link: aLink({ tags: ['managed-by:terraform-not'] }) }, ['managed-by:terraform']),
    ).toBeNull()
  })

  test('that Terraform wrote to, and no other', () => {
    expect(ownedByCode({ link: aLink(), writes: [write('console'), write('terraform')] }, [])).toContain(
      'Audit Trail',
    )
    expect(ownedByCode({ link: aLink(), changedBy: write('terraform') }, [])).not.toBeNull()
    expect(ownedByCode({ link: aLink(), writes: [write('console')] }, [])).toBeNull()
  })
})
