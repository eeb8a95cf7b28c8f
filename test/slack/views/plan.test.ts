import { describe, expect, test } from 'vitest'
import { actForm } from '../../../src/slack/views/act-form.ts'
import { renderAsCode } from '../../../src/slack/views/plan.ts'
import { aLink, aPolicy, aVpc } from '../../support/links.ts'

describe('What to write into code', () => {
  test('pings and links nobody, in the words of the notification either', () => {
    const shown = renderAsCode({
      type: 'as_code',
      reason: 'Code owns <!here>.',
      code: { hcl: ['# <!channel> (id)'], scw: ["scw interlink link delete '<@U0ADA>'"], notes: ['<!here>'] },
    })
    expect(JSON.stringify(shown)).not.toMatch(/<[!@#]/)
    expect(shown.text).toContain('# &lt;!channel&gt; (id)')
  })
})

describe('The form of an act', () => {
  test('has the only VPC, and the only routing policy, that fits chosen already', () => {
    const choices = { vpcs: [aVpc({ id: 'v-1' })], policies: { ipv4: [aPolicy({ id: 'p-1' })], ipv6: [] } }
    for (const [type, id] of [
      ['attach_vpc', 'v-1'],
      ['set_policy', 'p-1'],
    ] as const) {
      const form = actForm({ type, family: 'ipv4' }, aLink(), choices, '{}')
      expect(JSON.stringify(form)).toMatch(new RegExp(`"initial_option":\\{[^}]*\\},"value":"${id}"`))
    }
  })

  test('chooses none of two for anybody, one that no menu holds counted', () => {
    const two = { vpcs: [aVpc({ id: 'v-1' }), aVpc({ id: 'v-2' })], policies: { ipv4: [], ipv6: [] } }
    const long = [aPolicy({ id: 'p-1' }), aPolicy({ id: 'p'.repeat(151) })]
    const held = { vpcs: [], policies: { ipv4: long, ipv6: long } }
    for (const form of [
      actForm({ type: 'attach_vpc', family: null }, aLink(), two, '{}'),
      actForm({ type: 'set_policy', family: 'ipv6' }, aLink(), held, '{}'),
    ]) {
      expect(JSON.stringify(form)).toContain('"static_select"')
      expect(JSON.stringify(form)).not.toContain('initial_option')
    }
  })

  test('begins with IPv4, and with an open ticket, which are no guesses about this link', () => {
    const none = { vpcs: [], policies: { ipv4: [], ipv6: [] } }
    for (const [type, value] of [
      ['create_policy', 'ipv4'],
      ['record_ticket', 'open'],
    ] as const) {
      const form = actForm({ type, family: null }, aLink(), none, '{}')
      expect(JSON.stringify(form)).toMatch(new RegExp(`"initial_option":\\{[^}]*\\},"value":"${value}"`))
    }
  })
})
