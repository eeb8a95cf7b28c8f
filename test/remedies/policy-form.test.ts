import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uncovered } from '../../src/diagnostics/prefixes.ts'
import { choicesFor } from '../../src/remedies/choices.ts'
import { readPolicyForm } from '../../src/remedies/policy-form.ts'
import { summarise } from '../../src/remedies/summarise.ts'
import { aLink, aPolicy, aVpc, POLICY_V4_ID, VPC_ID } from '../support/links.ts'

const typed = (prefixesIn: string, prefixesOut = '', family: 'ipv4' | 'ipv6' = 'ipv4') => ({
  name: ' office ',
  projectId: 'project-1',
  family,
  prefixesIn,
  prefixesOut,
})

describe('The form of a routing policy', () => {
  test('takes prefixes on lines or with commas, spelled as routers do', () => {
    expect(readPolicyForm(typed('10.1.0.0/16,\n192.168.4.1/24', '172.16.0.0/22'))).toEqual({
      type: 'ok',
      draft: {
        name: 'office',
        projectId: 'project-1',
        family: 'ipv4',
        prefixesIn: ['10.1.0.0/16', '192.168.4.0/24'],
        prefixesOut: ['172.16.0.0/22'],
      },
      notes: ['Accepted from outside: 2 as typed, which 10.1.0.0/16, 192.168.4.0/24 stands for.'],
    })
  })

  test('says of every field what is wrong, at once', () => {
    const reading = readPolicyForm({ ...typed('10.1.0.0', '2001:db8::/32 10.0.0.300/8'), name: ' ' })
    expect(reading).toEqual({
      type: 'invalid',
      problems: {
        name: 'Give it a name of at most 255 characters.',
        prefixesIn: '“10.1.0.0” is no prefix of IPv4: write them as 10.20.0.0/16.',
        prefixesOut:
          '“2001:db8::/32” and “10.0.0.300/8” are no prefixes of IPv4: write them as 10.20.0.0/16.',
      },
    })
  })

  test('wants something in one direction at least', () => {
    expect(readPolicyForm(typed(' ', ''))).toMatchObject({ type: 'invalid' })
    expect(readPolicyForm(typed('', '2001:db8::/32', 'ipv6'))).toMatchObject({ type: 'ok' })
  })
})

describe('Prefixes summarised', () => {
  test('are each once, none inside another, and neighbours joined', () => {
    expect(summarise(['10.0.1.0/24', '10.0.0.0/24', '10.0.0.128/25', '10.0.0.0/24'], 'ipv4')).toEqual([
      '10.0.0.0/23',
    ])
    expect(summarise(['10.0.1.0/24', '10.0.2.0/24'], 'ipv4')).toEqual(['10.0.1.0/24', '10.0.2.0/24'])
    expect(summarise(['0.0.0.0/1', '128.0.0.0/1'], 'ipv4')).toEqual(['0.0.0.0/0'])
    expect(summarise(['2001:db8:1::/48', '2001:DB8::/48'], 'ipv6')).toEqual(['2001:db8::/47'])
  })

  test('stand for the same addresses, whatever they are', () => {
    const prefix = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 32 }))
      .map(([last, length]) => `10.0.0.${last}/${length}`)
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 12 }), (list) => {
        const summary = summarise(list, 'ipv4')
        expect(uncovered(list, summary)).toEqual([])
        const addresses = (of: readonly string[]) =>
          Array.from({ length: 256 }, (_, last) => `10.0.0.${last}/32`).filter(
            (address) => uncovered([address], of).length === 0,
          )
        expect(addresses(summary)).toEqual(addresses(list))
        expect(summary.length).toBeLessThanOrEqual(new Set(list).size)
        expect(summarise(summary, 'ipv4')).toEqual(summary)
      }),
    )
  })
})

test('What a configuration is finished with is of the link’s region, by name, without what is attached', () => {
  const link = aLink({ vpcId: null, policies: { ipv4: POLICY_V4_ID, ipv6: null } })
  const vpcs = [aVpc({ name: 'z' }), aVpc({ id: 'a', name: 'a' }), aVpc({ id: 'nl', region: 'nl-ams' })]
  const policies = [aPolicy(), aPolicy({ id: 'other', name: 'b' }), aPolicy({ family: 'ipv6' })]
  const { vpcs: choice, policies: byFamily } = choicesFor(link, { vpcs, policies })
  expect(choice.map(({ id }) => id)).toEqual(['a', VPC_ID])
  expect(byFamily.ipv4.map(({ id }) => id)).toEqual(['other'])
  expect(byFamily.ipv6).toHaveLength(1)
})
