import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { skippableClock } from '../../../src/simulator/demo/skippable-clock.ts'
import { STORIES, type Stage, type StoryName } from '../../../src/simulator/demo/stories.ts'
import { createState, createWorldControl } from '../../../src/simulator/interlink/state.ts'
import { demoWorld, emptyWorld } from '../../../src/simulator/interlink/world.ts'
import { manualClock } from '../../support/clock.ts'

const START = Date.UTC(2026, 0, 15, 9)
const MINUTE = 60_000

/** The demo's world, and what a poll after each step would see of `linkName` and of the broken regions. */
function onStage(linkName: string, world = demoWorld(START)) {
  const clock = skippableClock(manualClock(START))
  const state = createState(world, clock, randomUUID)
  const control = createWorldControl(state)
  const broken = new Set<string>()
  const seen: { status: string | undefined; sessions: string; minutes: number; broken: readonly string[] }[] =
    []
  const steps: number[] = []
  const find = () => control.links().find((each) => each.name === linkName)
  const stage: Stage = {
    world: control,
    now: () => clock.now(),
    skip: (ms) => clock.skip(ms),
    breakRegion(region) {
      broken.add(region)
      return () => broken.delete(region)
    },
    async afterPoll() {
      const link = find()
      seen.push({
        status: link?.status,
        sessions: `${link?.bgp_v4_status} ${link?.bgp_v6_status}`,
        minutes: (clock.now() - START) / MINUTE,
        broken: [...broken],
      })
    },
    onStep: (index) => steps.push(index),
  }
  return { stage, control, seen, steps, find, broken, audit: state.audit }
}

const statuses = (seen: readonly { readonly status: string | undefined }[]) =>
  seen.map(({ status }) => status)

describe('the stories', () => {
  test('outage: a link that carries goes down, stays down, comes back and stays up', async () => {
    const { stage, seen } = onStage('amsterdam-prod')
    await STORIES.outage.play(stage)
    expect(statuses(seen)).toEqual(['active', 'all_down', 'all_down', 'active', 'active'])
    expect(seen[1]?.sessions).toBe('down down')
    expect(seen[4]?.sessions).toBe('up up')
    expect(seen.map(({ minutes }) => minutes)).toEqual([0, 0, 4, 4, 7])
  })

  test('partner never answers: the order is dated back and expires on its tenth day', async () => {
    const { stage, seen, find } = onStage('marseille-backup')
    await STORIES['partner never answers'].play(stage)
    expect(statuses(seen)).toEqual(['requested', 'requested', 'expired'])
    expect(Date.parse(find()?.created_at ?? '')).toBe(START - 10 * 24 * 60 * MINUTE)
    expect(seen[2]?.minutes).toBe(0)
  })

  test('refused: the partner says why', async () => {
    const { stage, seen, find } = onStage('marseille-backup')
    await STORIES.refused.play(stage)
    expect(statuses(seen)).toEqual(['requested', 'refused'])
    expect(find()?.partner?.disapproved_reason).toContain('No capacity')
  })

  test('active but dark: three things are taken away, and told to be put back', async () => {
    const { stage, find } = onStage('amsterdam-prod')
    const before = find()
    await STORIES['active but dark'].play(stage)
    expect(find()).toMatchObject({
      status: 'active',
      vpc_id: null,
      routing_policy_v4_id: null,
      routing_policy_v6_id: before?.routing_policy_v6_id,
      enable_route_propagation: false,
    })
    expect(STORIES['active but dark'].yourTurn.join(' ')).toMatch(/VPC.*routing policy.*propagation/)
  })

  test('limited connectivity: IPv6 drops, IPv4 stays up, and IPv6 comes back', async () => {
    const { stage, seen } = onStage('paris-prod-a')
    await STORIES['limited connectivity'].play(stage)
    expect(seen.map(({ sessions }) => sessions)).toEqual(['up up', 'up down', 'up down', 'up up', 'up up'])
    expect(seen[1]?.status).toBe('limited_connectivity')
  })

  test('propagation off: Terraform turns it off, a person turns it on, and the Audit Trail knows both', async () => {
    const { stage, seen, control, find, audit } = onStage('amsterdam-prod')
    const propagation: (boolean | undefined)[] = []
    await STORIES['propagation off'].play({
      ...stage,
      async afterPoll() {
        await stage.afterPoll()
        propagation.push(find()?.enable_route_propagation)
      },
    })
    expect(propagation).toEqual([true, false, false, true, true])
    expect(seen.map(({ minutes }) => minutes)).toEqual([0, 0, 5, 5, 8])
    const id = control.links().find((link) => link.name === 'amsterdam-prod')?.id
    expect(audit.all()).toMatchObject([
      {
        method_name: 'DisableRoutePropagation',
        resources: [{ id }],
        user_agent: expect.stringContaining('terraform'),
      },
      {
        method_name: 'EnableRoutePropagation',
        resources: [{ id }],
        user_agent: expect.stringMatching(/^Mozilla/),
      },
    ])
  })

  test('region unreachable: fr-par fails for five, then fifteen minutes, then answers', async () => {
    const { stage, seen } = onStage('paris-prod-a')
    await STORIES['region unreachable'].play(stage)
    expect(seen.map(({ broken }) => broken)).toEqual([['fr-par'], ['fr-par'], ['fr-par'], []])
    expect(seen.map(({ minutes }) => minutes)).toEqual([0, 5, 20, 20])
  })

  test.each(Object.keys(STORIES) as StoryName[])('%s can be played twice in a row', async (name) => {
    const { stage, seen, steps } = onStage('')
    await STORIES[name].play(stage)
    await STORIES[name].play(stage)
    const count = STORIES[name].steps.length
    expect(seen).toHaveLength(2 * count)
    const once = Array.from({ length: count + 1 }, (_, index) => index)
    expect(steps).toEqual([...once, ...once])
  })

  test('an order that is gone is replaced by a new one with a name of its own', async () => {
    const { stage, control } = onStage('')
    for (let time = 0; time < 6; time += 1) await STORIES.refused.play(stage)
    const names = control.links().map((link) => link.name)
    expect(new Set(names).size).toBe(names.length)
    expect(control.links().filter((link) => link.status === 'refused')).toHaveLength(6)
  })

  test('a story whose link cannot be found says so instead of being played', async () => {
    const { stage, seen } = onStage('', emptyWorld())
    await expect(STORIES.outage.play(stage)).rejects.toThrow('No link carries')
    expect(seen).toEqual([])
  })

  test('a region is given back even when the story breaks off', async () => {
    const { stage, broken } = onStage('')
    const impatient = { ...stage, afterPoll: () => Promise.reject(new Error('no poll came')) }
    await expect(STORIES['region unreachable'].play(impatient)).rejects.toThrow('no poll came')
    expect([...broken]).toEqual([])
  })
})
