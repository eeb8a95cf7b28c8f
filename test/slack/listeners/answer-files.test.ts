import { expect, test } from 'vitest'
import { PictureError } from '../../../src/pictures/render.ts'
import { ACTION_IDS } from '../../../src/slack/actions.ts'
import { reportOf, rowOf } from '../../pictures/rows.ts'
import { messageFormattingProblems, slackProblems } from '../../support/slack-limits.ts'
import { aPress, harness } from '../app.ts'

test('A picture that cannot be drawn is told in a sentence to whoever wanted it, and nothing is uploaded', async () => {
  const { receiver, api, logger } = await harness({
    questions: { report: async () => ({ type: 'found', report: reportOf([rowOf('paris-a')]), scopes: [] }) },
    drawPng: async () => {
      throw new PictureError('The picture was not drawn: it took longer than 30 s, <!here> and *so* on.')
    },
  })
  await receiver.deliver(aPress(ACTION_IDS.filesHere, JSON.stringify({ say: 'report' })))
  const body = api.responses[0]?.body ?? { text: '', blocks: [] }
  expect(body.text).toContain('The picture was not drawn: it took longer than 30 s')
  expect([...slackProblems(body), ...messageFormattingProblems(body)]).toEqual([])
  expect(api.calls('files.getUploadURLExternal')).toBe(0)
  expect(logger.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
    'A picture was not drawn',
  ])
})
