import type { ComponentChildren, VNode } from 'preact'
import type { BlockEnv } from './env.ts'
import { Unshowable } from './read.ts'

/** What `render` makes, or a red box and a report when it throws `Unshowable`. */
export function orRedBox(
  what: string,
  source: unknown,
  env: BlockEnv,
  render: () => ComponentChildren,
): ComponentChildren {
  try {
    return render()
  } catch (error) {
    if (!(error instanceof Unshowable)) throw error
    env.problem(`${error.message}: ${JSON.stringify(source)}`)
    return <RedBox what={what} message={error.message} source={source} />
  }
}

function RedBox({ what, message, source }: { what: string; message: string; source: unknown }): VNode {
  return (
    <div class="red-box" role="alert">
      <strong>{message}</strong>
      <details>
        <summary>{what} as stored</summary>
        <code class="code-block">{JSON.stringify(source, null, 2)}</code>
      </details>
    </div>
  )
}
