import { useLayoutEffect, useRef } from 'preact/hooks'

/** Nearer to the end than this, in px, counts as reading the end. */
const NEAR = 80

/** Keeps a list scrolled to its end while the reader is there; `key` changes with what is listed. */
export function useStick(key: string) {
  const ref = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const shown = useRef('')
  useLayoutEffect(() => {
    const list = ref.current
    if (list === null) return
    if (shown.current !== key) {
      shown.current = key
      atEnd.current = true
    }
    if (atEnd.current) list.scrollTop = list.scrollHeight
  })
  const onScroll = () => {
    const list = ref.current
    if (list !== null) atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR
  }
  return { ref, onScroll }
}
