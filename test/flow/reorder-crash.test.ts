import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Reorder, STEP_NAMES, type StepName } from '../../src/remedies/reorder/saga.ts'
import { apiErrors } from '../../src/simulator/interlink/errors.ts'
import { compileBot } from '../support/compile-bot.ts'
import type { ReorderTask } from '../support/reorder-child.ts'
import type { ReorderLife } from '../support/reorder-life.ts'
import { asTheOldOne, type ReorderWorld, reorderWorld } from '../support/reorder-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'interlink-bot-compiled-'))
const entry = compileBot(folder)('test/support/reorder-child.ts')

afterAll(() => rmSync(folder, { recursive: true }))

/** What the bot waits for, by the step that it waits in: once that has happened, a life goes on. */
interface Awaited {
  readonly step: StepName
  happens(world: ReorderWorld): void
}

/** An order again, from the asking to its end: one life up to each thing that is waited for, and one after the last. */
interface Story {
  open(): Promise<ReorderWorld>
  readonly awaited: readonly Awaited[]
  /** What has to be there in the end, whatever it was killed before; `when` says that. */
  ends(world: ReorderWorld, reorder: Reorder | undefined, when: string): void
}

const INTO_SERVICE: Awaited = {
  step: 'in_service',
  happens({ api }) {
    for (const { id } of api.world.links()) api.world.setStatus(id, 'active')
  },
}

function endsAsTheOldOne({ api, old }: ReorderWorld, reorder: Reorder | undefined, when: string): void {
  expect(reorder?.standing, when).toMatchObject({ type: 'ended', how: 'done' })
  expect(api.world.links(), when).toMatchObject([{ ...asTheOldOne(old), status: 'active' }])
  expect(api.world.links()[0]?.id).toBe(reorder?.newLinkId)
  expect(api.world.links()[0]?.id).not.toBe(old.id)
  expect(ordersOf(api.calls()), when).toHaveLength(1)
}

const STORIES = {
  'a link that has expired': {
    open: () => reorderWorld(),
    awaited: [INTO_SERVICE],
    ends: endsAsTheOldOne,
  },
  'a link that carried, whose policies are in the way of its deletion, and whose partner takes its time': {
    async open() {
      const world = await reorderWorld({
        status: 'active',
        hidden: { provisioned: true, deletionBegunBy: null },
      })
      world.wantPoliciesDetached()
      return world
    },
    awaited: [{ step: 'absent', happens: ({ api, old }) => api.world.partnerDeletes(old.id) }, INTO_SERVICE],
    ends: endsAsTheOldOne,
  },
  'a link whose partner is there no more, which stops it': {
    async open() {
      const world = await reorderWorld({ vpc_id: null, enable_route_propagation: false })
      const isOrder = { method: 'POST', path: /\/links$/ }
      const answer = apiErrors.notFound('partner', world.old.partner?.partner_id ?? '')
      world.api.faults.next({ match: isOrder, times: Number.POSITIVE_INFINITY, answer })
      return world
    },
    awaited: [],
    ends({ api }, reorder, when) {
      const why = expect.stringContaining('partner is not there any more')
      expect(reorder, when).toMatchObject({ standing: { type: 'stopped', why }, newLinkId: null })
      expect(api.world.links(), when).toEqual([])
    },
  },
} satisfies Readonly<Record<string, Story>>

function ordersOf(calls: ReturnType<ReorderWorld['api']['calls']>) {
  return calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/links'))
}

/** The steps of a life that came to where it waits, stopped or ended; `killed` where it killed itself. */
function childLife(
  { clock, settings }: ReorderWorld,
  asksFor: string | null,
  diesBefore: number | null,
): Promise<readonly string[] | 'killed'> {
  const task: ReorderTask = { ...settings, now: clock.now(), asksFor, diesBefore }
  const child = fork(entry, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    let steps: readonly string[] = []
    child.once('message', (message) => {
      steps = message as readonly string[]
    })
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve(steps)
      else reject(new Error(`The child ended with ${code ?? signal}. It said: ${said}`))
    })
  })
}

async function asked(world: ReorderWorld, life: ReorderLife): Promise<void> {
  expect((await life.ask(world.old.id)).type).toBe('begun')
}

/** A life of this process, which ends where the next thing is waited for; `begin` is what it is asked first. */
async function quietLife(
  world: ReorderWorld,
  awaited: Awaited | undefined,
  begin: (life: ReorderLife) => Promise<void> = async () => {},
): Promise<Reorder | undefined> {
  const life = await world.live()
  try {
    await begin(life)
    await world.untilWaiting(life, awaited?.step ?? 'in_service')
    return (await life.store.reordersOf(world.old.id))[0]
  } finally {
    await life.close()
  }
}

/** Lives up to the life of this number, which is the next, and lets happen what that one goes on with. */
async function upToLife(story: Story, nth: number, world: ReorderWorld): Promise<void> {
  for (const [n, awaited] of story.awaited.slice(0, nth).entries()) {
    const begin = n === 0 ? (life: ReorderLife) => asked(world, life) : undefined
    const reorder = await quietLife(world, awaited, begin)
    expect(reorder?.standing.type).toBe('waiting')
    awaited.happens(world)
  }
}

/** The steps that each life of a story takes when nothing disturbs it. */
async function stepsOf(story: Story): Promise<readonly (readonly string[])[]> {
  const world = await story.open()
  try {
    const steps: (readonly string[])[] = []
    for (const [n, awaited] of [...story.awaited, undefined].entries()) {
      const taken = await childLife(world, n === 0 ? world.old.id : null, null)
      if (taken === 'killed') throw new Error('An undisturbed life was killed.')
      steps.push(taken)
      awaited?.happens(world)
    }
    return steps
  } finally {
    await world.close()
  }
}

/** Kills one life before one of its steps, lets another go on, and looks at what there is in the end. */
async function killBefore(story: Story, nth: number, step: number, name: string): Promise<void> {
  const when = `life ${nth}, killed before step ${step}, ${name}`
  const world = await story.open()
  try {
    await upToLife(story, nth, world)
    expect(await childLife(world, nth === 0 ? world.old.id : null, step), when).toBe('killed')
    const isBegun = world.api.calls().some(({ method }) => method !== 'GET')
    const [awaited, ...others] = story.awaited.slice(nth)
    let reorder = await quietLife(world, awaited, async (life) => {
      const begun = await life.store.reordersOf(world.old.id)
      // Without a record of it nothing was done, and whoever asked and got no answer asks again.
      if (isBegun) expect(begun, when).toHaveLength(1)
      if (begun.length === 0) await asked(world, life)
    })
    for (const [n, last] of (awaited === undefined ? [] : [awaited, ...others]).entries()) {
      expect(reorder?.standing.type, when).toBe('waiting')
      last.happens(world)
      reorder = await quietLife(world, others[n])
    }
    story.ends(world, reorder, when)
  } finally {
    await world.close()
  }
}

const AT_ONCE = 3

describe('a bot that is killed while it orders again', () => {
  test.each(Object.entries(STORIES))(
    '%s goes on where it was, whichever change it dies before',
    { timeout: 300_000 },
    async (_name, story: Story) => {
      // To die before a read is to die before the change that follows it.
      const waiting = (await stepsOf(story)).flatMap((steps, nth) =>
        steps.flatMap((name, step) => (name.startsWith('GET ') ? [] : [{ nth, step, name }])),
      )
      const worker = async () => {
        for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) {
          await killBefore(story, kill.nth, kill.step, kill.name)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
    },
  )

  test('has died, in one story or another, in every step that there is', { timeout: 60_000 }, async () => {
    const taken = new Set<StepName>()
    for (const story of Object.values(STORIES) as Story[]) {
      const world = await story.open()
      try {
        await upToLife(story, story.awaited.length, world)
        const reorder = await quietLife(world, undefined, async (life) => {
          if (story.awaited.length === 0) await asked(world, life)
        })
        for (const { name, state } of reorder?.steps ?? []) if (state === 'done') taken.add(name)
      } finally {
        await world.close()
      }
    }
    expect([...taken].sort()).toEqual([...STEP_NAMES].sort())
  })
})
