import type { KnownBlock } from '@slack/types'
import type { Alert } from '../../alerting/alert.ts'
import type { ContactSource } from '../../contacts/contact.ts'
import type { Mention } from '../../domain/subscription.ts'
import { clip } from '../escape.ts'
import type { RenderedMessage } from '../limits.ts'
import { context, fitMessage, LIMITS, section } from '../limits.ts'
import { byMention, byName, mentionText } from '../mentions.ts'
import type { Records } from '../records.ts'
import type { Told } from '../told-at.ts'
import { renderBaseline } from './baseline.ts'
import { renderConnectionAlert, renderConnectionLine } from './connection-alert.ts'
import { renderDigest } from './digest.ts'
import { renderGroup, renderLinksLine } from './group.ts'
import { renderLinkAlert } from './link-alert.ts'
import { renderLinkLine } from './link-line.ts'
import { renderMoved } from './moved.ts'
import { renderNote } from './note.ts'
import { renderPageInChat } from './page.ts'
import { renderPolicyAlert } from './policy-alert.ts'
import { renderScopeAlert, renderScopeLine } from './scope-alert.ts'
import { renderSilenceOver } from './silence-over.ts'
import { renderStuck } from './stuck.ts'
import type { Voice } from './voice.ts'

/** How an alert is rendered this time. */
export interface RenderOptions {
  /** An earlier attempt may have arrived; the message says so. */
  readonly mayRepeat: boolean
  /** The key of the story it belongs to, for its buttons; without one there is nothing to press about an incident. */
  readonly story?: string | null
  /** Whom it pings, put first. For posts and broadcasts: edits notify nobody, and quiet replies are not to. */
  readonly mention?: Mention | null
  /** It takes the place of a message that told its story: what happened so far is shown with it. */
  readonly anew?: boolean
  /** It edits a message, which notifies nobody: people may be named by mention. */
  readonly edit?: boolean
  /** Names of people by their user id, for messages that must not ping them. */
  readonly names?: ReadonlyMap<string, string>
  /** Whom to call, as it is written down now. */
  readonly contacts?: ContactSource
  /** The messages of its own channel that tell the incidents it names. */
  readonly told?: Told
  /** What people have written down of the links it names. */
  readonly records?: Records
}

const NOBODY: ReadonlyMap<string, string> = new Map()

/** An alert as a Slack message: a message of its own, or a line of a thread. `now` is in ms since the epoch. */
export function renderAlert(alert: Alert, now: number, options: RenderOptions): RenderedMessage {
  const voice: Voice = {
    story: options.story ?? null,
    naming: options.edit === true ? byMention : byName(options.names ?? NOBODY),
    history: options.anew === true,
    ...(options.contacts === undefined ? {} : { contacts: options.contacts }),
    ...(options.told === undefined ? {} : { told: options.told }),
    ...(options.records === undefined ? {} : { records: options.records }),
  }
  const message = withMention(
    renderKind(alert, now, voice),
    isWellAgain(alert) ? null : (options.mention ?? null),
  )
  if (!options.mayRepeat) return message
  const repeated = "This may repeat an earlier message: Slack's answer to that one was lost."
  return {
    text: `${message.text}\n${repeated}`,
    blocks: fitMessage(message.blocks, [context([repeated])]),
  }
}

/**
 * Whether a message tells nothing but what is well again, told elsewhere, or not watched any more: a recovery pings nobody,
 * also where it could be told only once it was over.
 */
function isWellAgain(alert: Alert): boolean {
  if (alert.type === 'moved') return true
  const endings = [
    ...('incident' in alert ? [alert.incident.ending] : []),
    ...('regions' in alert ? alert.regions.map(({ incident }) => incident.ending) : []),
    ...('entries' in alert ? alert.entries.map(({ ending }) => ending) : []),
  ]
  return endings.length > 0 && endings.every((ending) => ending === 'recovered' || ending === 'unwatched')
}

/** The mention goes into the text, which notifications show, and into the first block, which pings. */
function withMention({ text, blocks }: RenderedMessage, mention: Mention | null): RenderedMessage {
  const ping = mention === null ? '' : mentionText(mention)
  if (ping === '') return { text, blocks }
  const [first, ...rest] = blocks
  const opened: KnownBlock[] =
    first?.type === 'section' && first.text !== undefined && first.text.text.length < LIMITS.sectionText - 60
      ? [{ ...first, text: { ...first.text, text: `${ping} ${first.text.text}` } }, ...rest]
      : [section(ping), ...blocks]
  return { text: clip(`${ping} ${text}`, LIMITS.fallbackText), blocks: fitMessage(opened) }
}

function renderKind(alert: Alert, now: number, voice: Voice): RenderedMessage {
  switch (alert.type) {
    case 'baseline':
      return renderBaseline(alert, voice)
    case 'group':
      return renderGroup(alert, voice)
    case 'moved':
      return renderMoved(alert)
    case 'links_line':
      return renderLinksLine(alert)
    case 'connection':
      return renderConnectionAlert(alert, voice)
    case 'connection_line':
      return renderConnectionLine(alert)
    case 'policy':
      return renderPolicyAlert(alert, voice)
    case 'link':
      return renderLinkAlert(alert, now, voice)
    case 'link_line':
      return renderLinkLine(alert, now, voice)
    case 'note':
      return renderNote(alert, voice)
    case 'silence_over':
      return renderSilenceOver(alert, voice)
    case 'digest':
      return renderDigest(alert, voice)
    case 'stuck':
      return renderStuck(alert)
    case 'page':
      return renderPageInChat(alert)
    case 'scope':
      return renderScopeAlert(alert, voice)
    case 'scope_line':
      return renderScopeLine(alert)
  }
}
