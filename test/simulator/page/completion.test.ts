import { describe, expect, test } from 'vitest'
import { readCommand, suggest } from '../../../src/simulator/page/channel/completion.ts'

const commands = [
  {
    command: '/interlink',
    description: 'Ask about links',
    usageHint: 'help | list [filter] | status <link> | runbook [status]',
  },
]

const names = [
  { name: 'interlink', hint: 'the app' },
  { name: 'ada', hint: 'Ada' },
]

const fills = (typed: string) => suggest(typed, commands, names).map(({ fill }) => fill)

describe('the composer', () => {
  test('suggests commands while their name is typed', () => {
    expect(fills('/')).toEqual(['/interlink '])
    expect(fills('/int')).toEqual(['/interlink '])
    expect(fills('/other')).toEqual([])
    expect(fills('see /int')).toEqual([])
  })

  test('then the words of the manifest’s usage hint, and what to add to them', () => {
    expect(fills('/interlink ')).toEqual([
      '/interlink help',
      '/interlink list ',
      '/interlink status ',
      '/interlink runbook ',
    ])
    expect(suggest('/interlink s', commands, names)).toEqual([
      { fill: '/interlink status ', shown: '/interlink status', hint: '<link>' },
    ])
  })

  test('suggests nothing once the word is whole, so that Enter sends', () => {
    expect(fills('/interlink help')).toEqual([])
    expect(fills('/interlink status paris')).toEqual([])
  })

  test('suggests whom to mention while a name is typed after an @, wherever in the line', () => {
    expect(suggest('@in', [], names)).toEqual([{ fill: '@interlink ', shown: '@interlink', hint: 'the app' }])
    expect(fills('thanks @')).toEqual(['thanks @interlink ', 'thanks @ada '])
    expect(fills('/interlink silence paris @A')).toEqual(['/interlink silence paris @ada '])
    expect(fills('noc@partner')).toEqual([])
    expect(fills('@interlink diagnose paris')).toEqual([])
  })

  test('tells a command from a message', () => {
    expect(readCommand('/interlink status paris prod ')).toEqual({
      command: '/interlink',
      text: 'status paris prod',
    })
    expect(readCommand('/interlink')).toEqual({ command: '/interlink', text: '' })
    expect(readCommand('hello /interlink')).toBeNull()
    expect(readCommand('/ 2')).toBeNull()
    expect(readCommand('//comment')).toBeNull()
  })
})
