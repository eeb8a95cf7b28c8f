import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { routerTemplate } from '../../src/routers/template.ts'
import { VENDOR_FACTS, VENDORS, vendorOf } from '../../src/routers/vendors.ts'
import { type Lines, PLACEHOLDERS, READING } from '../../src/routers/writing.ts'
import { aLink, anEvidence, aPartner, aPolicy, aSelfHostedLink, POLICY_V4_ID } from '../support/links.ts'
import { HOSTILE_NAME, linesOf, planned, SITUATIONS, templatesOf } from './planning.ts'

const { plan } = planned(anEvidence({ link: aSelfHostedLink() }))
const everything = (template: ReturnType<typeof routerTemplate>) => [
  ...template.apply,
  ...template.variants,
  ...template.rollback,
  ...template.checks,
]
const shown = (parts: readonly Lines[]) => parts.flatMap(({ what, lines }) => [`-- ${what}`, ...lines])

describe('The template of each router', () => {
  test.each(VENDORS)('is as it was looked at and found good: %s', async (vendor) => {
    const { apply, checks, rollback, variants, placeholders } = routerTemplate(plan, vendor)
    const text = [
      '== apply',
      ...shown(apply),
      '== checks',
      ...shown(checks),
      '== rollback',
      ...shown(rollback),
      '== variants',
      ...shown(variants),
      `== ${placeholders.join(' ')}`,
    ].join('\n')
    await expect(`${text}\n`).toMatchFileSnapshot(`../fixtures/routers/${vendor}.txt`)
  })

  test.each(VENDORS)('names every placeholder that is in it, and no other: %s', (vendor) => {
    const { plan: withoutVlan } = planned(anEvidence({ link: aSelfHostedLink({ vlan: null }) }))
    for (const template of [routerTemplate(plan, vendor), routerTemplate(withoutVlan, vendor)]) {
      const found = new Set(
        linesOf(everything(template))
          .join('\n')
          .match(/YOUR_[A-Z_]+/g),
      )
      expect([...template.placeholders].sort()).toEqual([...found].sort())
      for (const placeholder of template.placeholders) expect(PLACEHOLDERS[placeholder]).not.toBe('')
    }
    expect(routerTemplate(withoutVlan, vendor).placeholders).toContain('YOUR_VLAN')
  })

  test.each(VENDORS)('has nothing of a family that is left out: %s', (vendor) => {
    const link = aSelfHostedLink({ policies: { ipv4: POLICY_V4_ID, ipv6: null } })
    const text = linesOf(everything(routerTemplate(planned(anEvidence({ link })).plan, vendor))).join('\n')
    expect(text).toContain('169.254.10.0')
    expect(text).not.toMatch(/2001:|ipv6|inet6|-v6-/)
  })

  test.each(VENDORS)('denies a direction whose filter is empty, and does not leave it open: %s', (vendor) => {
    const policies = { ipv4: aPolicy({ prefixesIn: [], prefixesOut: [] }), ipv6: null }
    const { plan: closed } = planned(anEvidence({ link: aSelfHostedLink(), policies }))
    const lines = linesOf(routerTemplate(closed, vendor).apply)
    expect(lines.filter((line) => /deny|reject/.test(line))).toHaveLength(2)
    expect(lines.filter((line) => /accept|orlonger|seq \d+ permit/.test(line))).toEqual([])
  })

  test.each(VENDORS)('takes away in its rollback whatever it named for itself: %s', (vendor) => {
    const { apply, rollback } = routerTemplate(plan, vendor)
    const names = (parts: readonly Lines[]) =>
      new Set(linesOf(parts).flatMap((line) => line.match(/\bscw[\w-]*(?=[\s.;\]]|$)/g) ?? []))
    const mine = names(apply)
    expect(mine.size).toBeGreaterThan(2)
    const gone = linesOf(rollback).join('\n')
    // BIRD's filters go with the lines of its file.
    const named = [...mine].filter((name) => vendor !== 'bird' || !/_(?:in|out)$/.test(name))
    for (const name of named) expect(gone).toContain(name)
  })

  test.each(VENDORS)('has no MD5, BFD, GTSM or jumbo frames, which are not documented: %s', (vendor) => {
    const text = linesOf(everything(routerTemplate(plan, vendor))).join('\n')
    expect(text).not.toMatch(/password|md5|auth|bfd|ttl|mtu|9000/i)
  })

  test.each(VENDORS)('tells both peers and how to look at each layer: %s', (vendor) => {
    const { checks } = routerTemplate(plan, vendor)
    expect(checks).toHaveLength(4)
    expect(linesOf(checks).join('\n')).toContain('2001:bc8:a00:1::')
    expect(READING.join()).toContain('6/2')
  })
})

describe('What comes from the API', () => {
  test.each(VENDORS)(
    'cannot add a line to a template, nor change any but the words of a name: %s',
    (vendor) => {
      const calm = routerTemplate(plan, vendor)
      const anything = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constant(HOSTILE_NAME),
        fc
          .array(
            fc.constantFrom(
              '\n',
              '\r',
              '\u2028',
              '!',
              '#',
              '"',
              "'",
              '`',
              '*/',
              '/*',
              '}',
              ';',
              '\\',
              '?',
              '$(',
              '\t',
              'router bgp 1',
              ' ',
            ),
          )
          .map((pieces) => pieces.join('')),
      )
      fc.assert(
        fc.property(anything, anything, (name, word) => {
          const evidence = anEvidence({
            link: aSelfHostedLink({ name, tags: [word, name], region: word, popId: word }),
            partner: aPartner({ name: word }),
            policies: { ipv4: aPolicy({ name: word }), ipv6: aPolicy({ family: 'ipv6', name: word }) },
          })
          const template = routerTemplate(planned(evidence).plan, vendor)
          const [before, after] = [linesOf(everything(calm)), linesOf(everything(template))]
          expect(after).toHaveLength(before.length)
          for (const [index, line] of after.entries()) {
            expect(line).toMatch(/^[\x20-\x7e]+$/)
            const [, ours, , rest] =
              /^(.*InterLink )(paris-a|datacenter-1)(.*)$/.exec(before[index] ?? '') ?? []
            if (ours === undefined || rest === undefined) expect(line).toBe(before[index])
            else {
              expect(line.startsWith(ours) && line.endsWith(rest)).toBe(true)
              expect(line.slice(ours.length, line.length - rest.length)).toMatch(/^[\w. -]{1,40}$/)
            }
          }
        }),
      )
    },
  )

  test.each(VENDORS)('cannot bring in a prefix, an address or an id that is not one: %s', (vendor) => {
    const entry = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.ipV4(), fc.constantFrom('/8', '/33', '', '/8 le 32', '/8\n!', '/8;', '/8"'))
        .map((pair) => pair.join('')),
    )
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 5 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (list, id) => {
          const evidence = anEvidence({
            link: aSelfHostedLink({ id }),
            policies: { ipv4: aPolicy({ prefixesIn: list, prefixesOut: list }), ipv6: null },
          })
          for (const line of linesOf(everything(routerTemplate(planned(evidence).plan, vendor)))) {
            expect(line).toMatch(/^[\x20-\x7e]+$/)
            expect(line).not.toMatch(/[`?]|\/\d+[;"]|\/33/)
          }
        },
      ),
    )
  })

  test('has no line in any template that opens help, completes a word or closes a code block', () => {
    const lines = SITUATIONS.flatMap(([, evidence]) =>
      templatesOf(planned(evidence).plan).flatMap((template) => linesOf(everything(template))),
    )
    expect(lines.filter((line) => /[?`\t\r\n]/.test(line))).toEqual([])
    expect(lines.length).toBeGreaterThan(3000)
  })
})

describe('A router system', () => {
  test.each([
    ['frr', 'frr'],
    ['FRRouting', 'frr'],
    ['BIRD2', 'bird'],
    ['cisco', 'ios_xe'],
    ['IOS-XE', 'ios_xe'],
    ['ios_xe', 'ios_xe'],
    ['Juniper', 'junos'],
    ['MikroTik', 'routeros'],
    ['huawei', null],
    ['', null],
  ])('is known by the words people use: %s', (word, vendor) => {
    expect(vendorOf(word)).toBe(vendor)
  })

  test('is machine-checked where its own daemon reads the template in the tests, and only there', () => {
    expect(VENDORS.filter((vendor) => VENDOR_FACTS[vendor].machineChecked)).toEqual(['frr', 'bird'])
  })
})

test('Two links have no names in common', () => {
  const other = planned(anEvidence({ link: aLink({ id: 'ffff0000-0000-4000-8000-000000000001' }) })).plan
  const names = (text: string) => new Set(text.match(/\bscw[\w-]+/g))
  for (const vendor of VENDORS) {
    const [one, two] = [plan, other].map((each) =>
      names(linesOf(routerTemplate(each, vendor).apply).join('\n')),
    )
    expect([...(one ?? [])].filter((name) => two?.has(name))).toEqual([])
  }
})
