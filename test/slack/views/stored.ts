import type { HomeView, ModalView } from '@slack/types'
import { describe, expect, test } from 'vitest'
import type { RenderedMessage } from '../../../src/slack/limits.ts'
import { plainFile } from '../../support/plain-view.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { viewProblems } from '../../support/slack-view-limits.ts'
import { HOSTILE_NAMES } from './hostile.ts'

/** Something rendered, under the title it has in the stored file. */
export interface Shown {
  readonly title: string
  readonly message: RenderedMessage | ModalView | HomeView
}

/** A file of views as people read them. */
export interface Stored {
  /** The name of the file in test/fixtures/views. */
  readonly file: string
  readonly shown: readonly Shown[]
  /** The worst cases, with this name for everything that has one. The mixture of all is stored with the rest. */
  readonly hostile: (name: string) => readonly Shown[] | Promise<readonly Shown[]>
}

/** The people and channels that views here name by themselves: in answers to one person, which ping nobody. */
export const ADA = 'U0ADA0001'
export const BOB = 'U0BOB0002'
export const NET_OPS = 'C0NETOPS1'
const OWN = /<(?:@U0ADA0001|@U0BOB0002|#C0NETOPS1)>/gu

/** 255 characters of markup, mentions, emoji and right-to-left text, one after another. */
export const HOSTILE_MIXTURE =
  '*p* <!channel> `q` _r_ ~s~ :fire: <@U012AB> שלום 👩‍💻 &amp; > https://e.example/ '.repeat(4).slice(0, 255)

/** What Slack would refuse, or read otherwise than it was meant. */
function problemsOf(message: Shown['message']): readonly string[] {
  const { text, blocks }: { readonly text?: string; readonly blocks: readonly unknown[] } = message
  const own = { text: (text ?? 'A view.').replace(OWN, ''), blocks: withoutOwn(blocks) }
  const limits = text === undefined ? viewProblems(message) : slackProblems({ text, blocks })
  return [...limits, ...messageFormattingProblems(own)]
}

function withoutOwn(blocks: readonly unknown[]): readonly unknown[] {
  // What stands between fences is code to copy: Slack formats nothing in it, and its isolates come with it.
  return JSON.parse(JSON.stringify(blocks).replace(OWN, ''))
}

/** Every case fits into Slack and pings nobody, whatever things are called, and reads as its file says. */
export function storedViews(views: readonly Stored[]): void {
  describe.each(views.map((view) => [view.file, view] as const))('The views of %s', (file, view) => {
    test('fit into Slack, and ping nobody', () => {
      for (const { title, message } of view.shown) expect([title, ...problemsOf(message)]).toEqual([title])
    })

    test.each([...HOSTILE_NAMES, HOSTILE_MIXTURE].map((name, index) => [index, name] as const))(
      'fit, ping nobody and break no formatting whatever things are called (name %i)',
      async (_index, name) => {
        for (const { title, message } of await view.hostile(name))
          expect([title, ...problemsOf(message)]).toEqual([title])
      },
    )

    test('read as they are written down', async () => {
      const all = [...view.shown, ...(await view.hostile(HOSTILE_MIXTURE))]
      await expect(plainFile(all)).toMatchFileSnapshot(`../../fixtures/views/${file}.txt`)
    })
  })
}
