import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEverything, uncovered } from '../../src/diagnostics/prefixes.ts'

describe('prefixes that a list does not cover', () => {
  test.each([
    [['10.1.0.0/16'], ['10.0.0.0/8'], []],
    [['10.0.0.0/8'], ['10.1.0.0/16'], ['10.0.0.0/8']],
    [['10.1.2.3/32'], ['10.1.2.2/31'], []],
    [['10.1.2.4/32'], ['10.1.2.2/31'], ['10.1.2.4/32']],
    [['2001:db8:1::/48'], ['2001:db8::/32'], []],
    [['2001:DB8:1:0:0:0:0:0/48'], ['2001:db8:1::/48'], []],
    [['2001:db9::/32'], ['2001:db8::/31'], []],
    [['10.1.0.0/16'], ['::/0'], ['10.1.0.0/16']],
    [['10.1.0.0/16', '2001:db8::/48'], ['0.0.0.0/0', '::/0'], []],
    [['nonsense'], ['nonsense', '0.0.0.0/0'], []],
    [['nonsense'], ['0.0.0.0/0'], ['nonsense']],
    [['10.1.0.0/16'], [], ['10.1.0.0/16']],
  ])('of %j in %j are %j', (wanted, list, expected) => {
    expect(uncovered(wanted, list)).toEqual(expected)
  })

  test('are none where the list has the prefix, or one shortened to fewer bits', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(32), fc.nat(32), (address, a, b) => {
        expect(uncovered([`${address}/${Math.max(a, b)}`], [`${address}/${Math.min(a, b)}`])).toEqual([])
      }),
    )
  })

  test('never throw for what is no prefix', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        uncovered([a], [b])
        isEverything(a)
      }),
    )
  })
})

test.each([
  ['0.0.0.0/0', true],
  ['::/0', true],
  ['0:0:0:0:0:0:0:0/0', true],
  ['0.0.0.0/1', true],
  ['128.0.0.0/1', true],
  ['0.0.0.0/2', false],
  ['2000::/3', true],
  ['2000::/4', false],
  ['/0', false],
  ['10.0.0.0', false],
])('%s stands for all addresses: %s', (prefix, expected) => {
  expect(isEverything(prefix)).toBe(expected)
})
