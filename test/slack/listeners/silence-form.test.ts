import { describe, expect, test } from 'vitest'
import { readSilenceForm, silenceMetadata } from '../../../src/slack/listeners/silence-form.ts'
import { NOW } from '../../support/links.ts'

const subject = { story: 'story-1', channel: 'C1', threadTs: null }
const METADATA = silenceMetadata(subject)
const HOUR = 3_600_000

const values = (duration: string, date: number | null = null, reason: string | null = null) => ({
  silence_duration: { duration: { type: 'radio_buttons', selected_option: { value: duration } } },
  silence_date: { date: { type: 'datetimepicker', selected_date_time: date } },
  silence_reason: { reason: { type: 'plain_text_input', value: reason } },
})
const read = (...given: Parameters<typeof values>) => readSilenceForm(METADATA, values(...given), NOW)

describe('The form of the silence modal', () => {
  test.each([
    ['1h', HOUR],
    ['4h', 4 * HOUR],
    ['24h', 24 * HOUR],
  ])('%s ends that long from now', (duration, ms) => {
    expect(read(duration)).toEqual({
      type: 'ok',
      subject,
      until: { type: 'at', at: NOW + ms },
      reason: null,
    })
  })

  test('ends at the date that was picked', () => {
    const at = NOW / 1000 + 90
    expect(read('date', at)).toMatchObject({ type: 'ok', until: { type: 'at', at: at * 1000 } })
  })

  test('ends when its links recover', () => {
    expect(read('recovery')).toMatchObject({ type: 'ok', until: { type: 'recovery' } })
  })

  test('takes the reason without the blanks around it', () => {
    expect(read('1h', null, '  CHG-7 \n')).toMatchObject({ reason: 'CHG-7' })
    expect(read('1h', null, '   ')).toMatchObject({ reason: null })
  })

  test.each([
    ['a date without a date', 'date', null, 'silence_date', 'Pick the date'],
    ['a date in the past', 'date', NOW / 1000 - 60, 'silence_date', 'in the past'],
    ['this very moment', 'date', NOW / 1000, 'silence_date', 'in the past'],
    ['a date more than 30 days ahead', 'date', NOW / 1000 + 800 * 86_400, 'silence_date', '30 days at most'],
    ['a date that would be ignored', '1h', NOW / 1000 + 60, 'silence_duration', 'Until a date'],
    ['a duration of another version', '7y', null, 'silence_duration', 'another version'],
  ])('shows at its input what is wrong with %s', (_what, duration, date, block, sentence) => {
    expect(read(duration, date)).toEqual({
      type: 'errors',
      errors: { [block]: expect.stringContaining(sentence) },
    })
  })

  test.each(['', 'null', '{"story":""}', '<html>'])('that carries %j is of another version', (metadata) => {
    expect(readSilenceForm(metadata, values('1h'), NOW)).toMatchObject({ type: 'errors' })
  })

  test.each([null, {}, [], 'x'])('whose state is %j is of another version', (state) => {
    expect(readSilenceForm(METADATA, state, NOW)).toMatchObject({ type: 'errors' })
  })
})
