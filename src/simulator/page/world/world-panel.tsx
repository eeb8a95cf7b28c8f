import type { VNode } from 'preact'
import type { Screen } from '../screen.ts'
import { Links } from './links.tsx'
import { Outside } from './outside.tsx'
import { Stories } from './stories.tsx'

/** The hand that moves the world which the bot watches. */
export function WorldPanel({ screen }: { screen: Screen }): VNode {
  return (
    <aside class="world" aria-label="The world">
      <section aria-labelledby="stories">
        <h2 id="stories">Stories</h2>
        <Stories screen={screen} />
      </section>
      <section aria-labelledby="links">
        <h2 id="links">
          Links <small>{screen.state.world.links.length}</small>
        </h2>
        <Links screen={screen} />
      </section>
      <section aria-labelledby="outside">
        <h2 id="outside">Time and outages</h2>
        <Outside screen={screen} />
      </section>
    </aside>
  )
}
