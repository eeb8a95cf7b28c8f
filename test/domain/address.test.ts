import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  areNeighbours,
  formatAddress,
  isHost,
  netmask,
  parseAddress,
  parsePrefix,
} from '../../src/domain/address.ts'

const numberOf = (text: string, family: 'ipv4' | 'ipv6') => parseAddress(text, family)?.value ?? -1n

describe('An address', () => {
  test.each([
    ['ipv4', '169.254.0.95/31', '169.254.0.95', 31],
    ['ipv4', '255.255.255.255', '255.255.255.255', null],
    ['ipv6', '2001:0DB8:0:0:0:0:0:1/127', '2001:db8::1', 127],
    ['ipv6', '::', '::', null],
    ['ipv6', '1::', '1::', null],
    ['ipv6', '1:0:0:2:0:0:0:3', '1:0:0:2::3', null],
    ['ipv6', '1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0', null],
    ['ipv6', '10:0:0:1::', '10:0:0:1::', null],
  ] as const)('of %s is read, and written as routers do: %s', (family, text, canonical, length) => {
    const address = parseAddress(text, family)
    expect(formatAddress(address?.value ?? -1n, family)).toBe(canonical)
    expect(address?.length).toBe(length)
  })

  test.each([
    ['ipv4', '10.0.0'],
    ['ipv4', '10.0.0.256'],
    ['ipv4', '010.0.0.1'],
    ['ipv4', '10.0.0.1/33'],
    ['ipv4', '10.0.0.1 '],
    ['ipv4', '10.0.0.1/8\n!'],
    ['ipv4', '2001:db8::1'],
    ['ipv6', '10.0.0.1'],
    ['ipv6', '::ffff:10.0.0.1'],
    ['ipv6', 'fe80::1%eth0'],
    ['ipv6', '1::2::3'],
    ['ipv6', '1:2:3:4:5:6:7'],
    ['ipv6', '1:2:3:4:5:6:7:8::'],
    ['ipv6', '12345::'],
    ['ipv6', ':1:2:3:4:5:6:7'],
    ['ipv6', '::/129'],
    ['ipv6', ''],
  ] as const)('of %s is not %j', (family, text) => {
    expect(parseAddress(text, family)).toBeNull()
  })

  test('that is written is the one that was read, and one that Node knows', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.nat(15), (value, shift) => {
        const six = (value >> BigInt(shift * 8)) << BigInt(shift * 8)
        const four = value & 0xffffffffn
        expect(numberOf(formatAddress(six, 'ipv6'), 'ipv6')).toBe(six)
        expect(isIPv6(formatAddress(six, 'ipv6'))).toBe(true)
        expect(numberOf(formatAddress(four, 'ipv4'), 'ipv4')).toBe(four)
        expect(isIPv4(formatAddress(four, 'ipv4'))).toBe(true)
      }),
    )
  })

  test('is refused wherever Node refuses it', () => {
    const piece = fc.constantFrom('0', '00', 'f', '255', '256', ':', '::', '.', 'g', ' ', '%', '1234')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('')
        if (!isIPv6(text)) expect(parseAddress(text, 'ipv6')).toBeNull()
        if (!isIPv4(text)) expect(parseAddress(text, 'ipv4')).toBeNull()
        if (isIPv6(text) && !/[.%]/.test(text)) expect(parseAddress(text, 'ipv6')).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  test('is a host of a router unless it is multicast, loopback, unspecified or link-local IPv6', () => {
    const hosts = ['169.254.0.1', '10.0.0.1'].map((text) => isHost(numberOf(text, 'ipv4'), 'ipv4'))
    const none = ['0.0.0.0', '127.0.0.1', '224.0.0.5', '255.255.255.255'].map((text) =>
      isHost(numberOf(text, 'ipv4'), 'ipv4'),
    )
    expect([...hosts, isHost(numberOf('2001:db8::', 'ipv6'), 'ipv6')]).toEqual([true, true, true])
    expect(none).toEqual([false, false, false, false])
    expect(['::1', 'fe80::1', 'ff02::1'].map((text) => isHost(numberOf(text, 'ipv6'), 'ipv6'))).toEqual([
      false,
      false,
      false,
    ])
  })

  test('has for a neighbour another one of the same network', () => {
    const neighbours = (a: string, b: string, length: number) =>
      areNeighbours(numberOf(a, 'ipv4'), numberOf(b, 'ipv4'), length, 'ipv4')
    expect(neighbours('169.254.0.94', '169.254.0.95', 31)).toBe(true)
    expect(neighbours('169.254.0.95', '169.254.0.96', 31)).toBe(false)
    expect(neighbours('169.254.0.95', '169.254.0.95', 31)).toBe(false)
  })
})

describe('A prefix', () => {
  test('is a network: what stands behind its length is taken off, and that is known', () => {
    expect(parsePrefix('10.1.2.3/8', 'ipv4')).toMatchObject({ text: '10.0.0.0/8', length: 8, masked: true })
    expect(parsePrefix('2001:DB8::/32', 'ipv6')).toMatchObject({ text: '2001:db8::/32', masked: false })
    expect(parsePrefix('0.0.0.0/0', 'ipv4')).toMatchObject({ text: '0.0.0.0/0', masked: false })
  })

  test('has a length', () => {
    expect(parsePrefix('10.0.0.0', 'ipv4')).toBeNull()
  })
})

test('A netmask is that of its length', () => {
  expect([0, 8, 31, 32].map(netmask)).toEqual(['0.0.0.0', '255.0.0.0', '255.255.255.254', '255.255.255.255'])
})
