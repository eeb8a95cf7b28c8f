import { describe, expect, test } from 'vitest'
import {
  actions,
  button,
  context,
  fields,
  fitMessage,
  header,
  lineSections,
  linkButton,
  section,
} from '../../src/slack/limits.ts'
import { slackProblems, textsOf } from '../support/slack-limits.ts'

const long = 'w'.repeat(9000)
const problemsOf = (blocks: readonly unknown[]) => slackProblems({ text: 'x', blocks })

describe('Builders of blocks', () => {
  test('cut each text to what Slack takes', () => {
    const blocks = [
      header(long),
      section(long.slice(0, 4000)),
      context([long.slice(0, 2500)]),
      actions([button('a', long, 'v')]),
    ]
    expect(problemsOf(blocks)).toEqual([])
  })

  test('never make an empty text', () => {
    expect(problemsOf([header(''), section(''), context([''])])).toEqual([])
  })

  test('spread fields over as many sections as they need', () => {
    const many = Array.from({ length: 23 }, (_, index) => [`Label ${index}`, 'value'] as const)
    expect(fields(many)).toHaveLength(3)
    expect(problemsOf(fields(many))).toEqual([])
  })

  test('leave out a button whose address is no page', () => {
    expect(linkButton('a', 'Open', 'javascript:alert(1)')).toBeNull()
    expect(actions([linkButton('a', 'Open', 'https://a.example'), null]).elements).toHaveLength(1)
  })

  test('let Slack link and resolve nothing by itself', () => {
    expect(section('x').text).toMatchObject({ verbatim: true })
    expect(header('x').text).toMatchObject({ emoji: false })
  })
})

describe('Fitting a message', () => {
  test('leaves one that fits as it is', () => {
    const blocks = [section('a'), section('b')]
    expect(fitMessage(blocks)).toEqual(blocks)
  })

  test('drops from the end of the body, keeps the buttons, and says how much is missing', () => {
    const body = Array.from({ length: 70 }, (_, index) => section(`part ${index}`))
    const tail = [actions([button('refresh', 'Refresh', 'id')])]
    const fitted = fitMessage(body, tail)
    expect(problemsOf(fitted)).toEqual([])
    expect(fitted.at(-1)).toEqual(tail[0])
    expect(textsOf(fitted.at(-2))).toEqual(['22 more parts left out: a Slack message holds no more.'])
  })

  test('stays under the sum of characters that Slack takes', () => {
    const body = Array.from({ length: 10 }, () => section('w'.repeat(2900)))
    const fitted = fitMessage(body)
    expect(problemsOf(fitted)).toEqual([])
    expect(fitted).toHaveLength(5)
  })
})

test('Lines fill sections to the brim and the rest is counted', () => {
  const lines = Array.from({ length: 300 }, (_, index) => `line ${index} ${'w'.repeat(90)}`)
  const { blocks, left } = lineSections(lines, 9000)
  expect(problemsOf(blocks)).toEqual([])
  const shown = textsOf(blocks).flatMap((text) => text.split('\n'))
  expect(shown).toEqual(lines.slice(0, 300 - left))
  expect(left).toBeGreaterThan(200)
})
