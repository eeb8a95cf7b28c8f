import type { VNode } from 'preact'

interface NoticeProps {
  readonly notice: string
  onNotice(notice: null): void
}

/** What Slack itself tells a person when something did not work. */
export function Notice({ notice, onNotice }: NoticeProps): VNode {
  return (
    <div class="notice" role="alert">
      <span>
        <strong>Slack says</strong> {notice}
      </span>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => onNotice(null)}>
        ✕
      </button>
    </div>
  )
}
