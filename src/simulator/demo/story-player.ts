import { type Clock, sleep } from '../clock.ts'
import type { InterlinkApi } from '../interlink/server.ts'
import type { DemoStory } from './state.ts'
import { STORIES, type Stage, type StoryName, StoryProblem } from './stories.ts'

/** Plays one story at a time, at a pace an eye can follow. */
export interface StoryPlayer {
  stories(): readonly DemoStory[]
  /** Starts a story; false when another one is being played. */
  play(name: StoryName): boolean
  /** Resolves once no story is being played. */
  idle(): Promise<void>
}

interface Progress {
  readonly name: StoryName
  readonly step: number
  readonly problem: string | null
  readonly playing: boolean
}

export function createStoryPlayer(stage: Stage, onChange: () => void): StoryPlayer {
  let progress: Progress | null = null
  let running: Promise<void> = Promise.resolve()
  const set = (next: Progress) => {
    progress = next
    onChange()
  }

  const run = async (name: StoryName) => {
    let step = 0
    try {
      await STORIES[name].play({
        ...stage,
        onStep: (index) => {
          step = index
          set({ name, step, problem: null, playing: true })
        },
      })
      set({ name, step, problem: null, playing: false })
    } catch (error) {
      // A link that was deleted in mid-story, say: whatever it is, the page shows it where the story stopped.
      set({ name, step, problem: error instanceof Error ? error.message : String(error), playing: false })
    }
  }

  return {
    stories: () => STORY_NAMES.map((name) => describe(name, progress?.name === name ? progress : null)),
    play(name) {
      if (progress?.playing === true) return false
      set({ name, step: 0, problem: null, playing: true })
      running = run(name)
      return true
    },
    idle: () => running,
  }
}

export const STORY_NAMES = Object.keys(STORIES) as readonly StoryName[]

function describe(name: StoryName, progress: Progress | null): DemoStory {
  const { title, summary, steps, yourTurn } = STORIES[name]
  return {
    name,
    title,
    summary,
    playing: progress?.playing ?? false,
    problem: progress?.problem ?? null,
    steps: steps.map((sentence, index) => ({ sentence, state: stateOf(index, progress) })),
    yourTurn: progress !== null && progress.step === steps.length ? yourTurn : [],
  }
}

function stateOf(index: number, progress: Progress | null): 'waiting' | 'now' | 'done' {
  if (progress === null || index > progress.step) return 'waiting'
  if (index < progress.step) return 'done'
  return progress.playing ? 'now' : 'waiting'
}

const LOOK_EVERY_MS = 100
/** How often a past that nobody watches is looked at (ms). */
export const LOOK_OFTEN_MS = 4
/** Ten polls of the demo's schedule. */
const LOOKED_FOR_MS = 20_000

/**
 * Resolves once the bot has read the links of every region again, then waits `pauseMs` more for it to say so. Counts
 * looks instead of reading the clock, because a skipped clock says nothing of how long the bot had.
 */
export async function pollSeen(
  interlink: InterlinkApi,
  regions: readonly string[],
  clock: Clock,
  pauseMs: number,
  isClosed: () => boolean = () => false,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<void> {
  const before = new Set(interlink.calls().map((call) => call.requestId))
  const missing = new Set(regions)
  for (let look = 0; missing.size > 0; look += 1) {
    if (isClosed()) throw new StoryProblem('The demo was stopped.')
    if (look * lookEveryMs >= LOOKED_FOR_MS)
      throw new StoryProblem('The bot did not read the InterLink API for 20 s. Is it running?')
    await sleep(clock, lookEveryMs)
    for (const call of interlink.calls()) {
      const isAnswered = call.status !== null && !before.has(call.requestId)
      if (isAnswered && call.region !== null && isList(call)) missing.delete(call.region)
    }
  }
  await sleep(clock, pauseMs)
}

/** Looks in a row at which nothing is asked, after which the bot is believed to have read what it wanted. */
const QUIET_LOOKS = 2

/** Resolves once every call to the InterLink API is answered and no other follows: time that is skipped fails none. */
export async function callsDone(interlink: InterlinkApi, clock: Clock): Promise<void> {
  let known = -1
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    await sleep(clock, LOOK_OFTEN_MS)
    const calls = interlink.calls()
    const isQuiet = calls.length === known && calls.slice(-50).every(({ status }) => status !== null)
    quiet = isQuiet ? quiet + 1 : 0
    known = calls.length
  }
}

function isList(call: { readonly method: string; readonly path: string }): boolean {
  return call.method === 'GET' && call.path.endsWith('/links')
}
