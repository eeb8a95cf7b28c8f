import type { Alert } from '../../alerting/alert.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage } from '../limits.ts'
import { renderBaseline } from './baseline.ts'
import { renderConnectionAlert, renderConnectionLine } from './connection-alert.ts'
import { renderGroup, renderLinksLine } from './group.ts'
import { renderLinkAlert } from './link-alert.ts'
import { renderLinkLine } from './link-line.ts'
import { renderPolicyAlert } from './policy-alert.ts'
import { renderScopeAlert, renderScopeLine } from './scope-alert.ts'

/** How an alert is rendered this time. `mayRepeat`: an earlier attempt may have arrived; the message says so. */
export interface RenderOptions {
  readonly mayRepeat: boolean
}

/** An alert as a Slack message: a message of its own, or a line of a thread. `now` is in ms since the epoch. */
export function renderAlert(alert: Alert, now: number, options: RenderOptions): RenderedMessage {
  const message = renderKind(alert, now)
  if (!options.mayRepeat) return message
  const repeated = "This may repeat an earlier message: Slack's answer to that one was lost."
  return {
    text: `${message.text}\n${repeated}`,
    blocks: fitMessage(message.blocks, [context([repeated])]),
  }
}

function renderKind(alert: Alert, now: number): RenderedMessage {
  switch (alert.type) {
    case 'baseline':
      return renderBaseline(alert)
    case 'group':
      return renderGroup(alert)
    case 'links_line':
      return renderLinksLine(alert)
    case 'connection':
      return renderConnectionAlert(alert)
    case 'connection_line':
      return renderConnectionLine(alert)
    case 'policy':
      return renderPolicyAlert(alert)
    case 'link':
      return renderLinkAlert(alert, now)
    case 'link_line':
      return renderLinkLine(alert, now)
    case 'scope':
      return renderScopeAlert(alert)
    case 'scope_line':
      return renderScopeLine(alert)
  }
}
