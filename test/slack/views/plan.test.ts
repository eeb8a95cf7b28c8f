import { describe, expect, test } from 'vitest'
import { renderAsCode } from '../../../src/slack/views/plan.ts'

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
