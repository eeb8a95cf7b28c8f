import type { VNode } from 'preact'
import type { Screen } from '../screen.ts'

const MINUTE = 60_000

const SKIPS: readonly (readonly [string, number])[] = [
  ['5 min', 5 * MINUTE],
  ['15 min', 15 * MINUTE],
  ['1 h', 60 * MINUTE],
  ['1 day', 1440 * MINUTE],
]

/** How long what is taken away stays away. */
const AWAY_MS = 20_000

/** Setting the clock forward, and taking Slack or a region away for a while. */
export function Outside({ screen }: { screen: Screen }): VNode {
  const { world, away } = screen.state
  const targets = [
    ...world.regions.map((region) => ({ what: region, name: `API of ${region}` })),
    { what: 'slack', name: 'Slack' },
  ]
  return (
    <div class="outside">
      <fieldset class="skips" aria-label="Set the clock forward">
        <span>Skip</span>
        {SKIPS.map(([label, ms]) => (
          <button key={label} type="button" class="quiet" onClick={() => void screen.tell('skip', { ms })}>
            {label}
          </button>
        ))}
      </fieldset>
      <ul class="outages">
        {targets.map(({ what, name }) => {
          const outage = away.find((each) => each.what === what)
          const left = outage === undefined ? 0 : Math.ceil((outage.until - screen.now) / 1000)
          return (
            <li key={what}>
              <span class={`dot ${outage === undefined ? 'good' : 'bad'}`} aria-hidden="true" />
              <span>{name}</span>
              {outage !== undefined && left < 3600 && <small>back in {Math.max(0, left)} s</small>}
              <button
                type="button"
                class="quiet"
                aria-label={outage === undefined ? `Take ${name} away for 20 s` : `Bring ${name} back`}
                onClick={() => void screen.tell('away', { what, ms: outage === undefined ? AWAY_MS : 0 })}
              >
                {outage === undefined ? 'Take away 20 s' : 'Bring back'}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
