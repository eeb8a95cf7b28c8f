import { describe, expect, test } from 'vitest'
import type { DemoChannel } from '../../../src/simulator/demo/state.ts'
import { channelEntries, repliesOf, threadEntries } from '../../../src/simulator/page/channel/conversation.ts'
import type { Ephemeral, StoredMessage } from '../../../src/simulator/slack/workspace.ts'

const message = (ts: string, more: Partial<StoredMessage> = {}): StoredMessage => ({
  type: 'message',
  channel: 'C1',
  ts,
  user: 'U1',
  team: 'T1',
  text: ts,
  ...more,
})

const ephemeral = (ts: string, more: Partial<Ephemeral> = {}): Ephemeral => ({
  ts,
  channel: 'C1',
  user: 'U1',
  text: ts,
  madeBy: 'ack',
  replaced: 0,
  ...more,
})

const channel: DemoChannel = {
  id: 'C1',
  name: 'ops',
  botIsMember: true,
  members: ['U1'],
  messages: [
    message('10.0', { thread_ts: '10.0' }),
    message('20.0', { thread_ts: '10.0' }),
    message('30.0', { thread_ts: '10.0', reply_broadcast: true, subtype: 'thread_broadcast' }),
    message('40.0'),
  ],
}

const ephemerals = [
  ephemeral('15.0'),
  ephemeral('25.0', { thread_ts: '10.0' }),
  ephemeral('35.0', { user: 'U2' }),
  ephemeral('36.0', { channel: 'C2' }),
  ephemeral('9.5'),
]

describe('what a person sees', () => {
  test('in a channel: parents, broadcast replies and ephemerals of their own, in order of time', () => {
    const shown = channelEntries(channel, ephemerals, 'U1').map(({ type, ts }) => `${type} ${ts}`)
    expect(shown).toEqual(['ephemeral 9.5', 'message 10.0', 'ephemeral 15.0', 'message 30.0', 'message 40.0'])
  })

  test('in a thread: its replies, and ephemerals sent into it', () => {
    expect(threadEntries(channel, ephemerals, 'U1', '10.0').map(({ ts }) => ts)).toEqual([
      '20.0',
      '25.0',
      '30.0',
    ])
    expect(threadEntries(channel, ephemerals, 'U2', '10.0').map(({ ts }) => ts)).toEqual(['20.0', '30.0'])
  })

  test('below a parent: how many replies it has, itself not counted', () => {
    expect(repliesOf(channel, '10.0')).toHaveLength(2)
    expect(repliesOf(channel, '40.0')).toEqual([])
  })
})
