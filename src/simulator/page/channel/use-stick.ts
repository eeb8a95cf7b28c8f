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
  useLayoutEffect(() => {
    const list = ref.current
    if (list === null) return
    const entries = list.childElementCount
    const height = list.scrollHeight
    if (shown.current.key !== key) follows.current = true
    // An entry that grows later, by the card of an address say, is followed as a new one is.
    else if (shown.current.entries === entries && height <= shown.current.height) return
    shown.current = { key, entries, height }
    if (!follows.current) return
    list.scrollTop = Math.min(list.scrollHeight - list.clientHeight, topOfLast(list) - MARGIN)
    placed.current = list.scrollTop
  })
  const onScroll = () => {
    const list = ref.current
    if (list === null) return
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR
    follows.current = atEnd || Math.abs(list.scrollTop - placed.current) < 2
  }
  const follow = () => {
    follows.current = true
  }
  const onClick = (event: Event) => {
    if (event.target instanceof Element && event.target.closest(ASKS) !== null) follow()
  }
  return { list: { ref, onScroll, onClick }, follow }
}

function topOfLast(list: HTMLElement): number {
  const last = list.lastElementChild
  if (last === null) return 0
  return last.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop
}
