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
})
