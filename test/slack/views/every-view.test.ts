import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const VIEWS = new URL('../../../src/slack/views/', import.meta.url)
const HERE = new URL('./', import.meta.url)

/** Views that another one shows: the alerts, which are stored by their kind, and a person's Home for nobody. */
const SHOWN_BY_ANOTHER: Readonly<Record<string, string>> = {
  renderBaseline: 'renderAlert',
  renderConnectionAlert: 'renderAlert',
  renderConnectionLine: 'renderAlert',
  renderDigest: 'renderAlert',
  renderGroup: 'renderAlert',
  renderLinkAlert: 'renderAlert',
  renderLinkLine: 'renderAlert',
  renderLinksLine: 'renderAlert',
  renderMoved: 'renderAlert',
  renderNote: 'renderAlert',
  renderPageInChat: 'renderAlert',
  renderPolicyAlert: 'renderAlert',
  renderScopeAlert: 'renderAlert',
  renderScopeLine: 'renderAlert',
  renderSilenceOver: 'renderAlert',
  renderStuck: 'renderAlert',
  renderChoice: 'renderStatusAnswer',
  renderPeriodProblem: 'renderHistory',
  formWindow: 'planWindow',
}

/** The functions that make a whole message or view. */
const MAKES_A_VIEW = /^export function (render\w+|\w+Window|\w+Modal|\w+Form|\w+Preview)\(/gmu

async function textsOf(folder: URL, ending: RegExp): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => ending.test(name))
  return Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
}

test('Every view is one of those that are stored as people read them', async () => {
  const made = (await textsOf(VIEWS, /\.ts$/u)).flatMap((text) =>
    [...text.matchAll(MAKES_A_VIEW)].map(([, name = '']) => name),
  )
  const stored = (await textsOf(HERE, /^every-.*\.test\.ts$/u)).join('\n')
  const called = (name: string) => new RegExp(`\\b${name}\\(`, 'u').test(stored)
  expect(made.length).toBeGreaterThan(40)
  expect(made.filter((name) => !called(SHOWN_BY_ANOTHER[name] ?? name))).toEqual([])
  expect(Object.keys(SHOWN_BY_ANOTHER).filter((name) => !made.includes(name))).toEqual([])
})
