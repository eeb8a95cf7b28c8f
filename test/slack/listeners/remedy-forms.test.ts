import { expect, test } from 'vitest'
import { REMEDY_FORMS } from '../../../src/slack/listeners/remedy-forms.ts'
import { noRemedies } from '../noted.ts'
import { willing } from './willing.ts'

test.each(Object.keys(REMEDY_FORMS))(
  'The window %s of another version of the bot does nothing, says so, and is noted',
  async (callbackId) => {
    const remedies = noRemedies()
    const noted: unknown[] = []
    const { api, receiver } = await willing({
      remedies: {
        ...remedies,
        desk: {
          ...remedies.desk,
          async noteRefused(act, linkId, { member }, sentence) {
            noted.push({ act, linkId, member, sentence })
          },
        },
      },
    })
    await receiver.deliver({
      type: 'view_submission',
      user: { id: 'U1', team_id: 'T1' },
      team: { id: 'T1' },
      trigger_id: `old-${callbackId}`,
      view: {
        ...{ id: 'V1', hash: 'h', type: 'modal', callback_id: callbackId },
        private_metadata: '{"version":0}',
        state: { values: {} },
      },
    })
    expect(JSON.stringify(receiver.acks)).not.toContain('errors')
    const sentence = expect.stringMatching(/another version of the bot, and nothing was done/)
    expect(noted).toEqual([{ act: 'other_version', linkId: '', member: 'U1', sentence }])
    expect(api.calls('views.update')).toBe(1)
  },
)
