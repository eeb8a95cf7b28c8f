import type { ComponentChildren, VNode } from 'preact'
import type { TextObject } from '../../slack/workspace.ts'
import type { BlockEnv } from '../blocks/env.ts'
import { formatDate, formatMoment } from './dates.ts'
import { Emoji } from './drawn-emoji.tsx'
import { formatPlain } from './formatting.ts'
import { parseMrkdwn } from './mrkdwn.ts'
import type { Inline, TextBlock } from './nodes.ts'
import { decodeEntities } from './tokens.ts'

/** A text object, or a message's own mrkdwn `text`. */
export function Text({ of, env }: { of: TextObject; env: BlockEnv }): VNode {
  if (of.type === 'mrkdwn') return <Mrkdwn text={of.text} env={env} />
  const content = decodeEntities(of.text)
  return (
    <span class="plain">
      {of.emoji === false ? content : formatPlain(content).map((node) => renderInline(node, env))}
    </span>
  )
}

export function Mrkdwn({ text, env }: { text: string; env: BlockEnv }): VNode {
  return <span class="mrkdwn">{parseMrkdwn(text).map((block) => renderBlock(block, env))}</span>
}

/** A text object as bare characters, for attributes and native options. */
export function bareText(of: TextObject): string {
  return formatPlain(decodeEntities(of.text))
    .map((node) => (node.type === 'emoji' ? node.glyph : node.type === 'text' ? node.text : ' '))
    .join('')
}

function renderBlock(block: TextBlock, env: BlockEnv): VNode {
  const children = block.children.map((node) => renderInline(node, env))
  if (block.type === 'quote') return <span class="quote">{children}</span>
  if (block.type === 'code_block') return <code class="code-block">{children}</code>
  return <span class="paragraph">{children}</span>
}

function renderInline(node: Inline, env: BlockEnv): ComponentChildren {
  switch (node.type) {
    case 'text':
      return node.text
    case 'bold':
      return <strong>{node.children.map((child) => renderInline(child, env))}</strong>
    case 'italic':
      return <em>{node.children.map((child) => renderInline(child, env))}</em>
    case 'strike':
      return <s>{node.children.map((child) => renderInline(child, env))}</s>
    case 'code':
      return <code>{node.children.map((child) => renderInline(child, env))}</code>
    case 'break':
      return <br />
    case 'emoji':
      return <Emoji name={node.name} glyph={node.glyph} />
    case 'broadcast':
      return <span class="mention loud">@{node.range}</span>
    case 'user':
      return (
        <span class={node.id === env.me ? 'mention me' : 'mention'}>
          @{env.userName(node.id) ?? node.label ?? node.id}
        </span>
      )
    case 'channel':
      return <span class="mention">#{env.channelName(node.id) ?? node.label ?? node.id}</span>
    case 'usergroup':
      return <span class="mention">{node.label ?? `@${node.id}`}</span>
    case 'date': {
      const at = node.at * 1000
      const shown = formatDate(node.format, at, env.now, env.zone) ?? node.fallback
      const time = (
        <time dateTime={safeIso(at)} title={formatMomentSafely(at, env)}>
          {shown}
        </time>
      )
      return node.url === null ? time : <SafeLink url={node.url}>{time}</SafeLink>
    }
    case 'link':
      return <SafeLink url={node.url}>{node.label}</SafeLink>
  }
}

const ANCHORED: readonly string[] = ['http:', 'https:', 'mailto:']

interface SafeLinkProps {
  readonly url: string
  readonly children: ComponentChildren
  readonly class?: string
  readonly 'aria-label'?: string
  onClick?(): void
}

/** An anchor for addresses that are safe to follow; others show as text, so that nothing runs. */
export function SafeLink({ url, children, ...rest }: SafeLinkProps): VNode {
  const safe = URL.canParse(url) && ANCHORED.includes(new URL(url).protocol)
  if (!safe) {
    return (
      <span class="unsafe-link" title={`Not a web or mail address: ${url}`}>
        {children}
      </span>
    )
  }
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" title={url} {...rest}>
      {children}
    </a>
  )
}

function safeIso(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

function formatMomentSafely(at: number, env: BlockEnv): string {
  return Number.isNaN(new Date(at).getTime()) ? '' : formatMoment(at, env.zone)
}
