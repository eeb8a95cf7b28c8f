import { useLayoutEffect, useRef } from 'preact/hooks'

/** Nearer to the end than this, in px, counts as reading the end. */
const NEAR = 80
/** What brings something new when it is pressed. */
const ASKS = '.slack-button, .menu button'
/** Left free above a message that is read from its top, in px. */
const MARGIN = 12

/**
 * Brings what is new into view while the reader is at the end of a list: its end, or the beginning of its last entry
 * where that is taller than the list, and after the reader asked for something (`follow`, or a press in the list).
 * `key` changes with what is listed.
 */
export function useStick(key: string) {
  const ref = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const shown = useRef({ key: '', entries: 0, height: 0 })
  const placed = useRef(0)
  const wasAtEnd = useRef(true)
  useLayoutEffect(() => {
    const list = ref.current
    if (list === null) return
    const entries = list.childElementCount
    const height = list.scrollHeight
    const before = shown.current
    if (before.key !== key) follows.current = true
    else if (before.entries === entries && height <= before.height) return
    shown.current = { key, entries, height }
    const end = height - list.clientHeight
    if (before.key === key && before.entries === entries) {
      // An entry has grown, by the card of an address or a reply in its thread: who was reading its end goes on with that.
      if (!wasAtEnd.current) return
      list.scrollTop = end
    } else {
      if (!follows.current) return
      list.scrollTop = Math.min(end, topOfLast(list) - MARGIN)
    }
    wasAtEnd.current = isNearEnd(list)
    placed.current = list.scrollTop
  })
  const onScroll = () => {
    const list = ref.current
    if (list === null) return
    wasAtEnd.current = isNearEnd(list)
    follows.current = wasAtEnd.current || Math.abs(list.scrollTop - placed.current) < 2
  }
  const follow = () => {
    follows.current = true
  }
  const onClick = (event: Event) => {
    if (event.target instanceof Element && event.target.closest(ASKS) !== null) follow()
  }
  return { list: { ref, onScroll, onClick }, follow }
}

function isNearEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR
}

function topOfLast(list: HTMLElement): number {
  const last = list.lastElementChild
  if (last === null) return 0
  return last.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop
}
