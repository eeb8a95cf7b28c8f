import type { VNode } from 'preact'
import type { Screen } from './screen.ts'
import { formatClock, formatMoment } from './text/dates.ts'

export function TopBar({ screen, reachable }: { screen: Screen; reachable: boolean }): VNode {
  const { state, now, zone } = screen
  return (
    <header class="top-bar">
      <div class="brand">
        <Mark />
        <strong>interlink-bot</strong>
        <span class="tag">demo</span>
      </div>
      <p class="tip">
        Play a story, or type <kbd>/interlink help</kbd>
      </p>
      <div class="state" aria-live="polite">
        <Connection reachable={reachable} connected={state.bot.connected} />
        <span class="clock" title="The demo’s own clock. Stories set it forward.">
          <time dateTime={new Date(now).toISOString()} title={formatMoment(now, zone)} aria-live="off">
            {formatClock(now, zone)}
          </time>
          {state.skippedMs > 0 && <span class="skipped">+{duration(state.skippedMs)}</span>}
        </span>
      </div>
    </header>
  )
}

function Connection({ reachable, connected }: { reachable: boolean; connected: boolean }): VNode {
  if (!reachable) return <span class="pill bad">demo stopped</span>
  return connected ? (
    <span class="pill good">bot connected</span>
  ) : (
    <span class="pill wait">waiting for the bot</span>
  )
}

function Mark(): VNode {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M9 16h14M9 11v10M23 11v10" />
    </svg>
  )
}

/** A span of time in its largest units: "1 d 4 h", "25 min". */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : '']
  return (
    parts
      .filter((part) => part !== '')
      .slice(0, 2)
      .join(' ') || '0 min'
  )
}
