import { describe, expect, test } from 'vitest'
import { levelByTags, mutingTag } from '../../src/alerting/tags.ts'
import { compareLevels, LEVELS } from '../../src/domain/incident.ts'

describe('the tags of a link', () => {
  test('change nothing where none is known', () => {
    for (const level of LEVELS)
      expect(levelByTags(level, ['env:prod', 'lab'])).toEqual({ level, reason: null })
  })

  test('leave nothing above warning in a lab', () => {
    expect(LEVELS.map((level) => levelByTags(level, ['env:lab']).level)).toEqual([
      'info',
      'warning',
      'warning',
      'warning',
    ])
    expect(levelByTags('critical', ['env:lab']).reason).toBe(
      'It is critical by itself; the tag env:lab leaves it at warning.',
    )
  })

  test('lower an error or worse by one where a VPN is the backup, and say that it is not watched', () => {
    expect(LEVELS.map((level) => levelByTags(level, ['backup:vpn']).level)).toEqual([
      'info',
      'warning',
      'warning',
      'error',
    ])
    expect(levelByTags('critical', ['backup:vpn']).reason).toContain('not watched')
  })

  test('say nothing where they had nothing to lower', () => {
    expect(levelByTags('warning', ['backup:vpn', 'env:lab']).reason).toBeNull()
  })

  test('count together, and never make anything worse', () => {
    expect(levelByTags('critical', ['env:lab', 'backup:vpn']).level).toBe('warning')
    for (const level of LEVELS)
      expect(compareLevels(levelByTags(level, ['backup:vpn', 'env:lab']).level, level)).toBeLessThanOrEqual(0)
  })

  test('mute a link that nobody is on call for', () => {
    expect(mutingTag([' OnCall:Off '])).toBe('oncall:off')
    expect(mutingTag(['oncall:on'])).toBeNull()
    expect(levelByTags('critical', ['oncall:off'])).toEqual({ level: 'critical', reason: null })
  })
})
