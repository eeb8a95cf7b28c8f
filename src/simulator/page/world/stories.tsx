import type { VNode } from 'preact'
import type { DemoStory } from '../../demo/state.ts'
import type { Screen } from '../screen.ts'

export function Stories({ screen }: { screen: Screen }): VNode {
  const { stories } = screen.state
  const busy = stories.some((story) => story.playing)
  return (
    <ul class="stories">
      {stories.map((story) => (
        <li key={story.name} class={story.playing ? 'story playing' : 'story'}>
          <button
            type="button"
            class="story-button"
            disabled={busy && !story.playing}
            aria-disabled={story.playing}
            onClick={() => {
              if (!busy) void screen.tell('story', { name: story.name })
            }}
          >
            <span class="play" aria-hidden="true">
              {story.playing ? '' : '▶'}
            </span>
            <span>
              <strong>{story.title}</strong>
              <small>{story.summary}</small>
            </span>
          </button>
          {isBegun(story) && <Steps story={story} />}
        </li>
      ))}
    </ul>
  )
}

function isBegun(story: DemoStory): boolean {
  return story.playing || story.problem !== null || story.steps.some((step) => step.state !== 'waiting')
}

const SPOKEN = { waiting: 'to come', now: 'now', done: 'done' } as const

function Steps({ story }: { story: DemoStory }): VNode {
  return (
    <>
      <ol class="steps" aria-live="polite">
        {story.steps.map((step, index) => (
          <li key={index} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
            {step.sentence}
            <span class="visually-hidden"> ({SPOKEN[step.state]})</span>
          </li>
        ))}
      </ol>
      {story.yourTurn.length > 0 && (
        <>
          <p class="turn-title">Your turn</p>
          <ol class="steps turn">
            {story.yourTurn.map((sentence, index) => (
              <li key={index}>{sentence}</li>
            ))}
          </ol>
        </>
      )}
      {story.problem !== null && (
        <p class="story-problem" role="alert">
          {story.problem}
        </p>
      )}
    </>
  )
}
