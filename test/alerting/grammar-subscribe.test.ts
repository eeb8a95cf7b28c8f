import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSubscribeRequest } from '../../src/alerting/grammar-subscribe.ts'

const ZONE = 'Europe/Paris'

function ask(text: string) {
  const parsed = parseSubscribeRequest(text, ZONE)
  if (parsed.type === 'problem') throw new Error(parsed.problem)
  return parsed.request
}

function problemOf(text: string): string {
  const parsed = parseSubscribeRequest(text, ZONE)
  return parsed.type === 'problem' ? parsed.problem : 'understood'
}

describe('a subscription', () => {
  test('without any words is to every link from warning on, and pings nobody', () => {
    expect(ask('  ')).toEqual({ filter: '', minLevel: 'warning', mention: null, digest: null })
    expect(ask('all')).toEqual(ask(''))
  })

  test('has a filter of several words', () => {
    expect(ask('partner:acme pop:“Telehouse TH2”  down').filter).toBe('partner:acme pop:"Telehouse TH2" down')
  })

  test('has a level after its filter, and quoted levels are words of the filter', () => {
    expect(ask('partner:acme error')).toMatchObject({ filter: 'partner:acme', minLevel: 'error' })
    expect(ask('CRITICAL')).toMatchObject({ filter: '', minLevel: 'critical' })
    expect(ask('"error" info')).toMatchObject({ filter: '"error"', minLevel: 'info' })
  })

  test('has a mention that pings from error on, or from the level that is named', () => {
    expect(ask('mention @here').mention).toEqual({ who: { type: 'here' }, from: 'error' })
    expect(ask('mention @here from critical').mention).toEqual({ who: { type: 'here' }, from: 'critical' })
  })

  test.each([
    ['@here', { type: 'here' }],
    ['<!here>', { type: 'here' }],
    ['<!here|@here>', { type: 'here' }],
    ['<!subteam^S123>', { type: 'group', id: 'S123' }],
    ['<!subteam^S123|@noc>', { type: 'group', id: 'S123' }],
    ['<@U123>', { type: 'user', id: 'U123' }],
    ['<@W123|ada>', { type: 'user', id: 'W123' }],
    ['<@U123|Ada Lovelace>', { type: 'user', id: 'U123' }],
  ])('mentions whom Slack writes as %s', (text, who) => {
    expect(ask(`paris mention ${text} from error digest 9:00`).mention).toEqual({ who, from: 'error' })
  })

  test('has a digest at a time in a zone, or in the zone of the team', () => {
    expect(ask('digest 09:00 Asia/Tokyo').digest).toEqual({ minute: 540, zone: 'Asia/Tokyo' })
    expect(ask('digest 9:30 utc error').digest).toEqual({ minute: 570, zone: 'UTC' })
    expect(ask('digest 23:59').digest).toEqual({ minute: 1439, zone: ZONE })
    expect(ask('digest 08:00 mention @here').digest).toEqual({ minute: 480, zone: ZONE })
  })

  test('takes its options in any order', () => {
    const options = ['critical', 'mention <!subteam^S1|@noc> from error', 'digest 09:00 Europe/Paris']
    fc.assert(
      fc.property(fc.shuffledSubarray(options, { minLength: 3 }), (shuffled) => {
        expect(ask(`pop:TH2 ${shuffled.join(' ')}`)).toEqual({
          filter: 'pop:TH2',
          minLevel: 'critical',
          mention: { who: { type: 'group', id: 'S1' }, from: 'error' },
          digest: { minute: 540, zone: 'Europe/Paris' },
        })
      }),
    )
  })
})

describe('what is refused of a subscription', () => {
  test.each([
    ['a filter after the options', 'error partner:acme', 'The filter comes first'],
    ['two levels', 'error critical', 'One level is enough'],
    ['two mentions', 'mention @here mention <@U1>', 'A subscription has one mention.'],
    ['two digests', 'digest 09:00 digest 10:00', 'A subscription has one digest.'],
    ['a mention of nobody', 'mention', 'Say whom to ping'],
    ['a name that Slack gave no id for', 'mention @noc', 'Say whom to ping'],
    ['an id that is none', 'mention <@ada>', 'Say whom to ping'],
    ['a whole channel', 'mention @channel', 'A whole channel is never pinged'],
    ['a whole channel as Slack writes it', 'mention <!channel>', 'A whole channel is never pinged'],
    ['the whole workspace', 'mention <!everyone|everyone>', 'A whole channel is never pinged'],
    ['a mention from nothing', 'mention @here from', 'After "from" comes a level'],
    ['a mention from no level', 'mention @here from 9:00', 'After "from" comes a level'],
    ['a digest without a time', 'digest', 'A digest needs a time'],
    ['a digest at no time', 'digest 24:00', 'A digest needs a time'],
    ['a zone that there is not', 'digest 09:00 Paris', 'After the time of a digest comes a time zone'],
  ])('%s', (_what, text, sentence) => {
    expect(problemOf(text)).toContain(sentence)
    const parsed = parseSubscribeRequest(text, ZONE)
    const example = parsed.type === 'problem' ? parsed.example : ''
    expect(example).toMatch(/^\/interlink subscribe /)
    expect(problemOf(example.replace('/interlink subscribe ', ''))).toBe('understood')
  })

  test('is said in a sentence, whatever is typed', () => {
    const word = fc.constantFrom(
      'mention',
      'digest',
      '<@',
      '<!here',
      'error',
      'from',
      '09:00',
      'UTC',
      '"',
      'x',
      '>',
    )
    const typed = fc.oneof(
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(typed, (text) => {
        expect(problemOf(text)).toMatch(/^understood$|^[A-Z].*\.$/)
      }),
    )
  })
})
