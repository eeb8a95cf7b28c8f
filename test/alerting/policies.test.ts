import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgePolicyEdit, type PolicyEdit, policyEdit } from '../../src/alerting/policies.ts'
import type { RoutingPolicy } from '../../src/domain/link.ts'
import { aPolicy } from '../support/links.ts'

const NONE: PolicyEdit = { addedIn: [], removedIn: [], addedOut: [], removedOut: [] }

describe('an edit of a routing policy', () => {
  test.each<[string, Partial<RoutingPolicy>, Partial<RoutingPolicy>, Partial<PolicyEdit>]>([
    ['a prefix removed in', { prefixesIn: ['a', 'b'] }, { prefixesIn: ['b'] }, { removedIn: ['a'] }],
    ['a prefix added in', { prefixesIn: ['a'] }, { prefixesIn: ['a', 'b'] }, { addedIn: ['b'] }],
    ['a prefix removed out', { prefixesOut: ['a', 'b'] }, { prefixesOut: ['b'] }, { removedOut: ['a'] }],
    ['a prefix added out', { prefixesOut: [] }, { prefixesOut: ['b'] }, { addedOut: ['b'] }],
    [
      'a prefix replaced',
      { prefixesIn: ['10.0.0.0/8'] },
      { prefixesIn: ['10.0.0.0/9'] },
      { addedIn: ['10.0.0.0/9'], removedIn: ['10.0.0.0/8'] },
    ],
    [
      'a prefix moved to the other direction',
      { prefixesIn: ['a'], prefixesOut: [] },
      { prefixesIn: [], prefixesOut: ['a'] },
      { removedIn: ['a'], addedOut: ['a'] },
    ],
  ])('is named by direction: %s', (_, before, after, edit) => {
    expect(policyEdit(aPolicy(before), aPolicy(after))).toEqual({ ...NONE, ...edit })
  })

  test.each<[string, Partial<RoutingPolicy>]>([
    ['nothing', {}],
    ['its name', { name: 'renamed' }],
    ['the order of its prefixes', { prefixesIn: ['b', 'a'] }],
    ['a prefix that is there twice', { prefixesIn: ['a', 'b', 'b'] }],
  ])('is none where it changes %s', (_, after) => {
    expect(
      policyEdit(aPolicy({ prefixesIn: ['a', 'b'] }), aPolicy({ prefixesIn: ['a', 'b'], ...after })),
    ).toBeNull()
  })

  test('brings the one version to the other, whatever they are', () => {
    const lists = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    fc.assert(
      fc.property(lists, lists, lists, lists, (beforeIn, beforeOut, afterIn, afterOut) => {
        const before = aPolicy({ prefixesIn: beforeIn, prefixesOut: beforeOut })
        const after = aPolicy({ prefixesIn: afterIn, prefixesOut: afterOut })
        const edit = policyEdit(before, after) ?? NONE
        const brought = (list: readonly string[], removed: readonly string[], added: readonly string[]) =>
          [...list.filter((prefix) => !removed.includes(prefix)), ...added].sort()
        expect(brought(beforeIn, edit.removedIn, edit.addedIn)).toEqual([...afterIn].sort())
        expect(brought(beforeOut, edit.removedOut, edit.addedOut)).toEqual([...afterOut].sort())
      }),
    )
  })
})

describe('how loud an edit is', () => {
  test.each<[string, Partial<PolicyEdit>, number, string, string]>([
    ['prefixes taken out of a policy that links share', { removedIn: ['a'] }, 3, 'error', 'prefix_removed'],
    ['prefixes no longer announced over one link', { removedOut: ['a'] }, 1, 'error', 'prefix_removed'],
    ['prefixes replaced', { addedIn: ['b'], removedIn: ['a'] }, 2, 'error', 'prefix_removed'],
    ['prefixes put into an attached policy', { addedOut: ['a'] }, 2, 'error', 'policy_edited'],
    ['any edit of a policy that nothing uses', { removedIn: ['a'] }, 0, 'info', 'policy_edited'],
  ])('%s', (_, edit, links, level, rule) => {
    const ruling = judgePolicyEdit({ ...NONE, ...edit }, links)
    expect(ruling).toMatchObject({ level, rule })
    expect(ruling.reason).toMatch(/^[A-Z].*\.$/)
  })
})
